"""What this room's states, steps and times are called on pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.news.cards import Happening
from commonshelf.ui.templatetags.shelf import clock, moment, opens
from commonshelf.work.cards import Address, ItemCard

STATES: Final = {
    "offered": (_("offered"), "unknown"),
    "accepted": (_("in hand"), "ok"),
    "waiting": (_("on hold"), "wait"),
    "returned": (_("came back"), "no"),
    "done": (_("done"), "ok"),
    "withdrawn": (_("withdrawn"), "unknown"),
}
BUTTONS: Final = {
    "accept": _("Take it"),
    "decline": _("Decline with a reason"),
    "finish": _("It is done"),
    "wait": _("Put it on hold"),
    "resume": _("Go on"),
    "put-back": _("Put it back"),
    "reopen": _("Not done after all"),
    "hand-on": _("Hand it on"),
    "withdraw": _("Withdraw the request"),
    "offer": _("Offer it to somebody else"),
    "reassign": _("Reassign it"),
}
SAID: Final = {
    "accept": _("It is in your hands now."),
    "decline": _("Declined. Whoever asked reads why."),
    "finish": _("Done. Whoever asked sees it."),
    "wait": _("On hold: its clock stands still until you go on."),
    "resume": _("Its clock runs again."),
    "put-back": _("Put back: it is offered as it was before."),
    "reopen": _("It is in your hands again."),
    "hand-on": _("Handed on with your note."),
    "withdraw": _("Withdrawn."),
    "offer": _("Offered."),
    "reassign": _("Reassigned. Both sides read why."),
}
PAST: Final = {
    "work.open": _("{who} opened it for {whom}"),
    "work.ask": _("{who} asked {whom}"),
    "work.accept": _("{who} took it"),
    "work.decline": _("{who} declined it"),
    "work.finish": _("{who} finished it"),
    "work.wait": _("{who} put it on hold"),
    "work.resume": _("{who} went on"),
    "work.put-back": _("{who} put it back"),
    "work.reopen": _("{who} reopened it: not done after all"),
    "work.hand-on": _("{who} handed it on to {whom}"),
    "work.withdraw": _("{who} withdrew it"),
    "work.offer": _("{who} offered it to {whom}"),
    "work.reassign": _("{who} reassigned it from {from} to {whom}"),
    "work.hand-over": _("It went over from {from} to {whom}, for they left"),
    "work.settle": _("{who} decided it where it belongs: done"),
    "work.cancel": _("It fell away"),
    "work.expire": _("Nobody answered in time; now with {whom}"),
}
STANDS: Final = {
    "offered": _("Offered to {whom}; nobody has taken it yet."),
    "offered until": _("Offered to {whom}; nobody has taken it yet. The offer stands until {until}."),
    "accepted": _("{who} has it in hand."),
    "waiting": _("{who} put it on hold on {when}."),
    "waiting with time": _("{who} put it on hold on {when}. Its clock stands still, with {left} to go."),
    "waiting late": _("{who} put it on hold on {when}. It was late already."),
    "returned": _("It came back: {who} declined it. Offer it to somebody else, or withdraw it."),
    "expired": _("It came back: nobody answered in time. Offer it to somebody else, or withdraw it."),
    "done": _("{who} closed it on {when}: done."),
    "withdrawn": _("{who} withdrew it on {when}."),
    "closed by the house": _("It was closed on {when}."),
}
ROLES: Final = {
    "librarian": _("the librarians of {library}"),
    "cataloguer": _("the cataloguers of {library}"),
    "manager": _("the managers of {library}"),
}


@dataclass(frozen=True, slots=True)
class Due:
    """What the pill says of its time, and in which tone."""

    words: str
    tone: str


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of what happened. words: what was written with it."""

    at: datetime
    line: str
    words: str


@dataclass(frozen=True, slots=True)
class Names:
    """Names for a page: of people by key and of libraries by Symbol, in its language."""

    people: Mapping[str, Said]
    libraries: Mapping[str, Said]

    def person(self, key: str) -> str:
        if not key:
            return gettext("the system")
        found = self.people.get(key)
        return found.in_language(_language()) if found else gettext("somebody who is no longer known")

    def library(self, symbol: str) -> str:
        if not symbol:
            return gettext("the alliance office")
        found = self.libraries.get(symbol)
        return found.in_language(_language()) if found else symbol

    def whom(self, to: Address) -> str:
        """A person by name, else who is meant by the role."""
        if to.person:
            return self.person(to.person)
        if not to.library:
            return gettext("the alliance office")
        meant = ROLES.get(to.role, ROLES["librarian"])
        return str(meant).format(library=self.library(to.library))


def _language() -> str:
    return get_language() or ""


def names_for(*cards: ItemCard, more: tuple[str, ...] = ()) -> Names:
    """One look for all of them."""
    keys = {key for card in cards for key in (card.asked_by, card.held_by, card.to.person, card.moved_by)}
    keys |= {*more, *(card.was_with for card in cards)}
    return Names(
        members.names_of(keys=keys - {""}) if keys - {""} else {},
        {card.symbol: card.short for card in members.libraries()},
    )


def due(card: ItemCard, now: datetime) -> Due | None:
    """None: it has time."""
    if card.closed_at:
        return None
    if card.left_minutes is not None:
        return Due(gettext("clock stands"), "wait")
    if card.due_at is None:
        return None
    if card.late:
        days = (timezone.localdate(now) - timezone.localdate(card.due_at)).days
        if days:
            return Due(ngettext("{n} day late", "{n} days late", days).format(n=days), "late")
        return Due(gettext("late since {time}").format(time=clock(card.due_at)), "late")
    today = timezone.localdate(card.due_at) == timezone.localdate(now)
    return Due(gettext("by {when}").format(when=opens(card.due_at)), "wait" if today else "ok")


def left(minutes: int) -> str:
    """Working time as people say it: 40 minutes, 3 hours, 2 working days (of eight hours)."""
    if minutes < 60:
        return ngettext("{n} working minute", "{n} working minutes", minutes).format(n=minutes)
    hours = round(minutes / 60)
    if hours < 16:
        return ngettext("{n} working hour", "{n} working hours", hours).format(n=hours)
    days = round(hours / 8)
    return ngettext("{n} working day", "{n} working days", days).format(n=days)


def sentence(card: ItemCard, names: Names) -> str:
    """How it stands, in one or two sentences."""
    facts = {
        "who": names.person(card.held_by or card.moved_by),
        "whom": names.whom(card.to),
        "when": moment(card.moved_at),
        "until": opens(card.answer_by_at),
        "left": left(card.left_minutes or 0),
    }
    return str(STANDS[_stands(card)]).format_map(facts)


def _stands(card: ItemCard) -> str:
    if card.state == "offered":
        return "offered until" if card.answer_by_at else "offered"
    if card.state == "waiting" and card.left_minutes is not None:
        return "waiting with time" if card.left_minutes >= 0 else "waiting late"
    if card.state == "returned" and card.last_action == "expire":
        return "expired"
    if card.state in {"done", "withdrawn"} and not card.moved_by:
        return "closed by the house"
    return card.state


def moments(happened: list[Happening], names: Names) -> list[Moment]:
    """What happened to it, oldest first."""
    return [
        Moment(
            one.at,
            str(PAST[one.kind]).format_map(
                {
                    "who": names.person(one.person),
                    "whom": names.whom(_address(one)),
                    "from": _from(one, names),
                }
            ),
            one.reason,
        )
        for one in reversed(happened)
        if one.kind in PAST
    ]


def _address(one: Happening) -> Address:
    facts = one.facts
    return Address(str(facts.get("library", "")), str(facts.get("person", "")), str(facts.get("role", "")))


def _from(one: Happening, names: Names) -> str:
    person = str(one.facts.get("from", ""))
    return names.person(person) if person else names.library(str(one.facts.get("from_library", "")))


def taken_back() -> str:
    return gettext("Taken back.")


def undo_line(card: ItemCard | None) -> tuple[ItemCard, str] | None:
    """What could be taken back, and how one says so."""
    if card is None:
        return None
    title = card.title.in_language(_language())
    said = {
        "accept": gettext("You took “{title}”."),
        "finish": gettext("You finished “{title}”."),
        "wait": gettext("You put “{title}” on hold."),
    }
    return card, said[card.last_action].format(title=title)
