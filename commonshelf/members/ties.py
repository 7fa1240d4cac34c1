"""Acts on affiliations: a role at a library from one day to another, and what is still open when it ends."""

from __future__ import annotations

import logging
from datetime import date, datetime
from typing import Final

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language

from commonshelf.kernel.actor import MACHINE, Actor, Ref, Role
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import colleagues, holders
from commonshelf.members.acting import Done, act
from commonshelf.members.domain import checks, membership
from commonshelf.members.models import Affiliation, Library, Person
from commonshelf.members.people import find, in_force

CONFLICT: Final = 409
NAMED: Final = 5
"""So many open things are named in a refusal."""

log = logging.getLogger(__name__)


def affiliate(
    *,
    actor: Actor,
    person: str,
    role: str,
    library: str = "",
    active_from: date | None = None,
    active_to: date | None = None,
    key: str = "",
) -> None:
    """Tie a person (username or key) to a library in a role; office and auditor are of the alliance ("")."""

    def do() -> Done[None]:
        held = checks.role(role, library)
        tied = find(person)
        start = active_from or timezone.localdate()
        checks.dates(start, active_to)
        place = Library.objects.filter(symbol=library).first() if library else None
        if library and place is None:
            raise Absent
        if place is not None:
            _of_a_member(place, start)
        tie(tied, place, held, start, active_to)
        facts = {"role": held.value, "from": str(start), "to": str(active_to) if active_to else None}
        return Done(None, facts, Ref("person", tied.key, library))

    act(actor=actor, action="members.affiliate", object=Ref("person", person[:80], library), do=do, key=key)


def _of_a_member(place: Library, start: date) -> None:
    """Nobody works at an applicant, at a library that has left, or before it is a member."""
    if place.status not in membership.LISTED:
        raise Refusal("members.no-member", {"symbol": place.symbol}, CONFLICT)
    if start < place.active_from:
        told = {"from": str(start), "begins": str(place.active_from), "symbol": place.symbol}
        raise Refusal("members.role-before-library", told)


def tie(person: Person, place: Library | None, role: Role, start: date, end: date | None) -> None:
    """The dated tie, unless one is there that covers it. Called inside an act."""
    same = Affiliation.objects.filter(person=person, library=place, role=role, active_from__lte=start)
    lasts = Q(active_to=None) | Q(active_to__gte=end) if end else Q(active_to=None)
    if not same.filter(lasts).exists():
        Affiliation.objects.create(person=person, library=place, role=role, active_from=start, active_to=end)


def end_affiliation(
    *,
    actor: Actor,
    affiliation: int,
    active_to: date,
    to_person: str = "",
    reason: str = "",
    key: str = "",
) -> None:
    """active_to: the first day on which it no longer holds. The alliance is never left without its office.

    Whoever ends their last work at a library leaves nothing behind: what is open goes to the colleague
    to_person (a key), at once or on the day, or the ending is refused (members.person-has-work). What is
    over stays over.
    """
    row = Affiliation.objects.filter(pk=affiliation).select_related("library", "person").first()
    if row is None:
        raise Absent
    library = row.library.symbol if row.library else ""

    def do() -> Done[None]:
        tie = Affiliation.objects.select_related("library", "person").get(pk=affiliation)
        if tie.active_to is not None and tie.active_to <= timezone.localdate():
            raise Refusal("members.role-already-over", {"to": str(tie.active_to)}, CONFLICT)
        if tie.role == Role.OFFICE and not _office_without(tie, active_to):
            raise Refusal("members.last-of-office", {"person": tie.person.username}, CONFLICT)
        # The first day on which it no longer holds; ended on its first day it never held.
        tie.active_to = max(active_to, tie.active_from)
        tie.hand_to, tie.handed_at = _colleague(tie, to_person), None
        tie.save(update_fields=["active_to", "hand_to", "handed_at"])
        moved = _part(actor, tie) if tie.active_to <= timezone.localdate() else 0
        return Done(None, {"role": tie.role, "to": str(tie.active_to), "handed_over": moved})

    object = Ref("person", row.person.key, library)
    act(actor=actor, action="members.end-affiliation", object=object, do=do, key=key, reason=reason)


def _office_without(tie: Affiliation, day: date) -> bool:
    """Whether from that day on somebody else who can sign in holds the alliance's office."""
    others = in_force(day).filter(role=Role.OFFICE, person__is_active=True).exclude(person=tie.person)
    again = in_force(day).filter(role=Role.OFFICE, person=tie.person).exclude(pk=tie.pk)
    return others.exists() or again.exists()


def _symbol(tie: Affiliation) -> str:
    return tie.library.symbol if tie.library else ""


def successors(*, person: str, library: str, day: date) -> list[colleagues.Colleague]:
    """Who works there on that day and can be handed what the person leaves."""
    return [one for one in colleagues.staff(day=day, libraries=[library]) if one.key != person]


def _colleague(tie: Affiliation, key: str) -> str:
    """Their key, if they can take the work over; "" for nobody named."""
    if not key:
        return ""
    day = max(tie.active_to or timezone.localdate(), timezone.localdate())
    found = successors(person=tie.person.key, library=_symbol(tie), day=day)
    if not any(one.key == key for one in found):
        raise Refusal("members.no-such-colleague", {"library": _symbol(tie)})
    return key


def _stays(tie: Affiliation) -> bool:
    """Whether the person still works at this library by another tie on the day this one ends."""
    day = max(tie.active_to or timezone.localdate(), timezone.localdate())
    others = in_force(day).filter(person=tie.person, library=tie.library, role__in=colleagues.STAFF)
    return others.exclude(pk=tie.pk).exists()


def _part(actor: Actor, tie: Affiliation, *, sure: bool = False) -> int:
    """Hand over what is open, inside the ending act; how many things. sure: to the role if to nobody."""
    tie.handed_at = timezone.now()
    tie.save(update_fields=["handed_at"])
    if tie.role not in colleagues.STAFF or _stays(tie):
        return 0
    person, library = tie.person.key, _symbol(tie)
    still = holders.open_work(person=person, library=library)
    if not still:
        return 0
    if not (tie.hand_to or sure):
        raise _has_work(tie, still)
    moved = holders.hand_over(
        actor=actor,
        person=person,
        library=library,
        to_person=tie.hand_to,
        to_library=library,
        at=tie.handed_at,
    )
    if still := holders.open_work(person=person, library=library):
        raise _has_work(tie, still)
    return moved


def _has_work(tie: Affiliation, still: list[holders.Held]) -> Refusal:
    language = get_language() or ""
    things = "; ".join(held.title.in_language(language) for held in still[:NAMED])
    return Refusal(
        "members.person-has-work",
        {"person": tie.person.username, "count": len(still), "things": things},
        CONFLICT,
    )


def part_today(turn: datetime) -> None:
    """Every morning: what people whose last day was yesterday still had open goes to whom it was promised.

    Where a named colleague has meanwhile left too, it goes to whoever has the role at the library.
    """
    today = timezone.localdate(turn)
    over = Affiliation.objects.filter(active_to__lte=today, handed_at=None, role__in=colleagues.STAFF)
    for tie in over.select_related("library", "person").order_by("pk"):
        try:
            _part_one(tie, today)
        except Refusal as refusal:
            log.warning("what %s leaves open could not be handed over: %s", tie.person.key, refusal)


def _part_one(tie: Affiliation, today: date) -> None:
    if not holders.open_work(person=tie.person.key, library=_symbol(tie)):
        # Looked at, and nothing to hand over: a mark, no act.
        Affiliation.objects.filter(pk=tie.pk).update(handed_at=timezone.now())
        return

    def do() -> Done[None]:
        row = Affiliation.objects.select_related("library", "person").get(pk=tie.pk)
        if row.hand_to and not any(
            one.key == row.hand_to
            for one in successors(person=row.person.key, library=_symbol(row), day=today)
        ):
            row.hand_to = ""
        moved = _part(MACHINE, row, sure=True)
        return Done(None, {"role": row.role, "to": str(row.active_to), "handed_over": moved})

    object = Ref("person", tie.person.key, _symbol(tie))
    act(actor=MACHINE, action="members.part", object=object, do=do)
