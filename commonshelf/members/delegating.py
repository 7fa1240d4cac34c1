"""What an agency lets a person do in its place: giving it, ending it, and what it gives today (A76)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Q
from django.utils import timezone

from commonshelf.kernel.actor import Actor, Delegated, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import agencies, directory
from commonshelf.members.acting import Done, act
from commonshelf.members.cards import DelegationCard
from commonshelf.members.domain import checks, delegation, membership, permissions, tree
from commonshelf.members.models import Affiliation, Agency, Delegation, Person


def in_force(person: Person) -> tuple[Delegated, ...]:
    """What the person may do today for agencies. Asks the database nothing but the directory's mark."""
    held = agencies.current()
    grants = [
        delegation.Grant(
            card.action,
            card.limit,
            card.active_from,
            card.active_to,
            tree.reach(held.nodes, card.agency),
            frozenset(card.within),
        )
        for card in held.persons.get(person.pk, ())
    ]
    return delegation.in_force(grants, timezone.localdate(), held.taking_part) if grants else ()


def delegates_of(action: str) -> frozenset[tuple[str, str]]:
    """Keys of those to whom this is delegated today, each with a library ("": the alliance office)."""
    held, today = agencies.current(), timezone.localdate()
    cards = [card for cards in held.persons.values() for card in cards if card.action == action]
    found: set[tuple[str, str]] = set()
    for card in cards:
        reach = tree.reach(held.nodes, card.agency)
        grant = delegation.Grant(
            action, card.limit, card.active_from, card.active_to, reach, frozenset(card.within)
        )
        for one in delegation.in_force([grant], today, held.taking_part):
            found |= {(card.person, at) for at in ([one.library] if one.library else ["", *held.taking_part])}
    return _standing(found)


def _standing(found: Collection[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """Without those whose last tie has ended, or is suspended: they act in nobody's place."""
    today, keys = timezone.localdate(), {key for key, _library in found}
    if not keys:
        return frozenset()
    ties = Affiliation.objects.filter(person__key__in=keys, active_from__lte=today)
    now = Q(active_to=None) | Q(active_to__gt=today)
    takes_part = Q(library=None) | Q(library__status__in=membership.TAKES_PART)
    held = set(ties.filter(now, takes_part).values_list("person__key", flat=True))
    fallen = set(ties.values_list("person__key", flat=True)) - held
    closed = set(Person.objects.filter(key__in=keys, is_active=False).values_list("key", flat=True))
    return frozenset(one for one in found if one[0] not in fallen | closed)


def of_person(key: str) -> list[DelegationCard]:
    """All that is in force or to come for this person (key)."""
    root = agencies.current().root
    found = root.everything() if root else ()
    return [card for node in found for card in node.delegations if card.person == key]


def delegate(
    *,
    actor: Actor,
    agency: int,
    person: str,
    action: str,
    limit: int | None = None,
    active_from: date | None = None,
    active_to: date | None = None,
    within: Sequence[str] = (),
    key: str = "",
) -> int:
    """Let a person (username or key) do a delegable action in the agency's place; the delegation's id.

    limit: see `permissions.DELEGABLE`. within: only for these of the libraries it manages. Refuses what
    the actor may not do there by a role of their own, days in the past, and what is already delegated.
    """
    object = agencies.ref(agencies.known(agency))

    def do() -> Done[int]:
        row, who = agencies.open_row(agency), _person(person)
        start = active_from or timezone.localdate()
        _delegable(actor, action, limit, object)
        if who.key == actor.key:
            raise Refusal("members.delegate-self")
        _not_past(start)
        checks.dates(start, active_to)
        narrowed = _within(row, within)
        _not_twice(row, who, action, start, active_to)
        made = Delegation.objects.create(
            agency=row,
            person=who,
            action=action,
            limit=limit,
            active_from=start,
            active_to=active_to,
            within=narrowed,
        )
        directory.changed()
        return Done(made.pk, _facts(made), object)

    return act(actor=actor, action="members.delegate", object=object, do=do, key=key)


def _facts(row: Delegation) -> dict[str, object]:
    return {
        "delegation": row.pk,
        "person": row.person.key,
        "action": row.action,
        "limit": row.limit,
        "from": str(row.active_from),
        "to": str(row.active_to) if row.active_to else None,
        "within": row.within,
    }


def _person(name: str) -> Person:
    found = Person.objects.filter(Q(username=name) | Q(key=name), is_active=True).first()
    if found is None:
        raise Refusal("members.nobody-called", {"name": name[:80]})
    return found


def _delegable(actor: Actor, action: str, limit: int | None, object: Ref) -> None:
    if action not in permissions.DELEGABLE:
        raise Refusal("members.not-delegable", {"action": action[:60]})
    if not permissions.permitted_by_role(actor=actor, action=action, object=object):
        raise Refusal("members.not-yours-to-delegate", {"action": action}, 403)
    if limit is not None and (limit < 1 or not permissions.DELEGABLE[action]):
        raise Refusal("members.no-such-limit", {"action": action, "limit": limit})


def _not_past(start: date) -> None:
    if start < timezone.localdate():
        raise Refusal("members.begins-in-the-past", {"from": str(start)})


def _within(row: Agency, symbols: Sequence[str]) -> list[str]:
    reach = tree.reach(agencies.current().nodes, row.pk)
    known = {card.symbol for card in directory.libraries()} if reach is None else reach
    if strange := sorted(set(symbols) - known):
        raise Refusal("members.not-its-library", {"library": ", ".join(strange)[:200]})
    return sorted(set(symbols))


def _not_twice(row: Agency, who: Person, action: str, start: date, end: date | None) -> None:
    same = Delegation.objects.filter(agency=row, person=who, action=action)
    same = same.filter(Q(active_to=None) | Q(active_to__gt=start))
    if (same.filter(active_from__lt=end) if end else same).exists():
        raise Refusal("members.delegated-already", {"person": who.username, "action": action}, 409)


def end_delegation(
    *, actor: Actor, delegation: int, active_to: date | None = None, reason: str = "", key: str = ""
) -> None:
    """active_to: the first day on which it gives nothing any more, today when left out."""
    object = agencies.ref(_given(delegation).agency)

    def do() -> Done[None]:
        row, today = _given(delegation), timezone.localdate()
        end = active_to or today
        if row.active_to is not None and row.active_to <= today:
            raise Refusal("members.delegation-over", {"to": str(row.active_to)}, 409)
        if end < today:
            raise Refusal("members.ends-in-the-past", {"to": str(end)})
        # Ended before it began it never held.
        row.active_to = max(end, row.active_from)
        row.save(update_fields=["active_to"])
        directory.changed()
        return Done(None, _facts(row), object)

    act(actor=actor, action="members.end-delegation", object=object, do=do, key=key, reason=reason)


def _given(id: int) -> Delegation:
    """Its agency may go up when one is closed, but stays of the same library."""
    row = Delegation.objects.filter(pk=id).select_related("agency__library", "person").first()
    if row is None:
        raise Absent
    return row


def ended(agency: int, rows: int = 50) -> list[DelegationCard]:
    """What this agency once delegated and no longer does, latest first."""
    node = agencies.agency(agency)
    found = Delegation.objects.filter(agency=agency, active_to__lte=timezone.localdate())
    latest = found.select_related("person").order_by("-active_to", "-pk")[:rows]
    return [agencies.delegation_card(row, node.library) for row in latest]
