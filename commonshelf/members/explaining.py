"""Why somebody may do something, or why not: the permission table's decision in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from commonshelf.kernel.actor import Actor, Agent, Ref, Role
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import agencies, delegating, directory, people
from commonshelf.members.action_words import ROLES, RULES, UNITS
from commonshelf.members.cards import Decision, DelegationCard
from commonshelf.members.domain import deciding, membership, permissions
from commonshelf.members.domain.rules import Rule
from commonshelf.members.models import Affiliation, Library, Person

OF_THEMSELVES = frozenset({"library", "branch", "indicator"})
"""Kinds of objects whose id begins with the Symbol of the library they belong to."""


def explain(*, actor: Actor, action: str, object: Ref | None, amount: int | None = None) -> Decision:
    """As `allowed` decides, with the rule that said yes, or what is missing."""
    if action not in permissions.TABLE:
        return Decision(
            allowed=False, reason=gettext("There is no act of this name: {action}.").format(action=action)
        )
    found = deciding.why(actor=actor, action=action, object=object, amount=amount)
    if found.rule:
        words = gettext("Allowed: {rule} may do this.")
        return Decision(allowed=True, reason=words.format(rule=rule_said(found.rule.name)))
    if found.delegated:
        return Decision(allowed=True, reason=_delegated(actor, action, found.delegated.library))
    return Decision(allowed=False, reason=_joined(_why_not(actor, action, object, found.lacking)))


def may(*, person: str, action: str, object: str) -> Decision:
    """For a person by username or key and an object as typed (`object_of`)."""
    known = Person.objects.filter(Q(username=person) | Q(key=person)).first()
    if known is None:
        raise Refusal("members.nobody-called", {"name": person[:80]})
    found = explain(actor=people.actor_for(known, Agent.CLI), action=action, object=object_of(object))
    if not known.is_active:
        return Decision(allowed=False, reason=gettext("Their account is closed: they cannot sign in."))
    return found


def rule_said(name: str) -> str:
    return str(RULES.get(name, name))


def object_of(text: str) -> Ref:
    """KIND:ID[@SYMBOL] as typed on the command line; of a library or branch the Symbol is in its id.

    Refuses members.bad-object, and members.no-such-library where the Symbol is nobody's.
    """
    kind, colon, rest = text.partition(":")
    id, _, symbol = rest.partition("@")
    if not (kind and colon and id):
        raise Refusal("members.bad-object", {"object": text[:80]})
    library = symbol or (id.partition("/")[0] if kind in OF_THEMSELVES else "")
    if library and not Library.objects.filter(symbol=library).exists():
        raise Refusal("members.no-such-library", {"symbol": library[:40]})
    return Ref(kind, id, library)


def _joined(sentences: Iterable[str]) -> str:
    return ("" if _chinese() else " ").join(sentences)


def _chinese() -> bool:
    return (get_language() or "").startswith("zh")


def _day(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日" if _chinese() else date_format(day, "j F Y")


def _named(symbol: str) -> str:
    for card in directory.libraries():
        if card.symbol == symbol:
            return card.name.in_language(get_language() or "")
    return symbol or gettext("the whole alliance")


def _delegated(actor: Actor, action: str, library: str) -> str:
    named = permissions.COVERED.get(action, action)
    cards = delegating.of_person(actor.key)
    given = next((one for one in cards if one.action == named and library in _reached(one)), None)
    if given is None:
        return gettext("Allowed: an agency delegated it.")
    words = gettext("Allowed: {agency} delegated it.").format(agency=_agency(given))
    return _joined([words, *_ends(given)])


def _reached(card: DelegationCard) -> set[str]:
    return set(card.within) | {card.library} | ({""} if not card.within else set())


def _agency(card: DelegationCard) -> str:
    return agencies.agency(card.agency).name.in_language(get_language() or "")


def _ends(card: DelegationCard) -> Iterator[str]:
    if card.limit is not None:
        words = gettext("At most {limit} {unit} at a time.")
        yield words.format(limit=card.limit, unit=UNITS[permissions.DELEGABLE[card.action]])
    if card.active_to:
        yield gettext("It ends on {day}.").format(day=_day(card.active_to))


def _why_not(actor: Actor, action: str, object: Ref | None, lacking: tuple[Rule, ...]) -> Iterator[str]:
    if object is None:
        yield gettext("Say on what: without an object nothing is allowed.")
        return
    rules = [rule_said(rule.name) for rule in lacking]
    yield gettext("Not allowed. Open to: {rules}.").format(rules=("；" if _chinese() else "; ").join(rules))
    if not actor.known:
        yield gettext("Nobody is signed in.")
        return
    yield from _elsewhere(actor, object, lacking)
    yield from _not_now(actor, object)
    yield from _not_delegated(actor, action, object)


def _elsewhere(actor: Actor, object: Ref, lacking: tuple[Rule, ...]) -> Iterator[str]:
    """It would be allowed at a library where this person has the role."""
    for one in actor.standings:
        at_home = Ref(object.kind, object.id, one.library)
        if (
            one.library
            and one.library != object.library
            and any(rule.holds(actor, at_home) for rule in lacking)
        ):
            words = gettext("The role {role} is held at {here}, but this belongs to {there}.")
            yield words.format(role=ROLES[one.role], here=_named(one.library), there=_named(object.library))


def _not_now(actor: Actor, object: Ref) -> Iterator[str]:
    """Roles at the object's library that are over, to come, or held up by a suspension."""
    today = timezone.localdate()
    ties = (
        Affiliation.objects.filter(person__key=actor.key).exclude(role=Role.READER).select_related("library")
    )
    for tie in ties.order_by("pk"):
        symbol = tie.library.symbol if tie.library else ""
        if symbol not in {"", object.library}:
            continue
        role, at = ROLES.get(tie.role, tie.role), _named(symbol)
        if tie.active_to and tie.active_to <= today:
            words = gettext("The role {role} at {library} ended on {day}.")
            yield words.format(role=role, library=at, day=_day(tie.active_to))
        elif tie.active_from > today:
            words = gettext("The role {role} at {library} begins on {day}.")
            yield words.format(role=role, library=at, day=_day(tie.active_from))
        elif tie.library and not membership.takes_part(tie.library.status):
            words = gettext(
                "{library} does not take part in the alliance now, so nobody has rights through it."
            )
            yield words.format(library=at)


def _not_delegated(actor: Actor, action: str, object: Ref) -> Iterator[str]:
    today = timezone.localdate()
    for card in delegating.of_person(actor.key):
        if card.action != permissions.COVERED.get(action, action):
            continue
        if not card.holds(today):
            words = gettext("{agency} delegated it from {day} on.")
            yield words.format(agency=_agency(card), day=_day(card.active_from))
        elif card.limit is not None and permissions.permits(
            actor=actor, action=action, object=object, amount=0
        ):
            yield from _ends(card)
