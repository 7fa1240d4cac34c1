"""What a desk says after each scan: what happened, until when, and what to do with the book."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from commonshelf.cards import api as cards
from commonshelf.kernel.refusal import Refusal
from commonshelf.loans import place_words
from commonshelf.loans.cards import HoldCard, LoanCard, Place, Returned, ThingCard
from commonshelf.loans.lending import OVERRIDABLE
from commonshelf.loans.life_words import FEE_KINDS
from commonshelf.loans.money import yuan
from commonshelf.ui import api as ui
from commonshelf.ui.templatetags.shelf import day, listed
from commonshelf.ui.templatetags.shelf import moment as said_moment

SET_ASIDE: Final = frozenset(
    {"loans.held-for-another", "loans.reference-only", "loans.stays-home", "loans.wrong-library"}
)
"""Refusals of the door that a librarian may set aside with a reason; of loans.no-right it depends."""
LENDING: Final = frozenset({"scan", "lend", "back-and-lend"})
"""Buttons that lend."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A button below the sentence. words: the label of what has to be written with it, "": nothing."""

    label: str
    do: str
    fields: tuple[tuple[str, str], ...] = ()
    words: str = ""
    main: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """tone: ok, wait (something is to be done) or no. thing: what a slip can be printed for, else 0.

    words: what was typed and is no number of anything; perhaps a reader has that name.
    """

    tone: str
    head: str
    lines: tuple[str, ...] = ()
    title: str = ""
    thing: int = 0
    step: int = 0
    offers: tuple[Offer, ...] = ()
    words: str = ""


def title(card: ThingCard) -> str:
    return place_words.said(card.title)


def lent(card: LoanCard) -> Told:
    head = _("Lent until {day}.").format(day=day(card.due_date))
    return Told("ok", head, _whose(card.thing, card.place), title(card.thing))


def renewed(card: LoanCard) -> Told:
    return Told("ok", _("Renewed until {day}.").format(day=day(card.due_date)), (), title(card.thing))


def back(card: Returned, here: Place) -> Told:
    """Where it goes stands first: that is what the hands do next."""
    lines = [*_ended(card), *_fees(card)]
    head, tone = _next(card)
    if card.next == "shelf" and card.thing.call_number:
        lines.insert(0, _("Its place: {call_number}").format(call_number=card.thing.call_number))
    if card.next == "send":
        lines.insert(0, _why_sent(card, here))
    slip = card.thing.id if card.next in {"hold", "send"} else 0
    return Told(tone, head, tuple(lines), title(card.thing), slip, card.step)


def _next(card: Returned) -> tuple[str, str]:
    if card.next == "hold":
        return _("Keep it for {reader}.").format(reader=alias_of(card.hold)), "wait"
    if card.next == "send":
        to = place_words.place(Place(card.to_library, card.to_branch))
        return _("Send it to {place}.").format(place=to), "wait"
    if card.next == "aside":
        return _("Put it aside: something is wrong with it."), "wait"
    return _("Back on its shelf."), "ok"


def _ended(card: Returned) -> list[str]:
    lines = []
    if card.lost:
        lines.append(_("It had been missing or declared lost, and is found again."))
    if card.loan is None and not card.lost:
        lines.append(_("Nobody had borrowed it."))
    if card.next == "hold" and card.hold and card.hold.fetch_by_date:
        lines.append(_("Until {day}, on the hold shelf.").format(day=day(card.hold.fetch_by_date)))
    if card.thing.condition:
        lines.append(_("Wrong with it: {words}").format(words=card.thing.condition))
    return lines


def _fees(card: Returned) -> list[str]:
    said = _("{what}: {yuan} yuan for whoever had it.")
    return [said.format(what=FEE_KINDS[one.kind], yuan=yuan(one.amount)) for one in card.fees]


def _why_sent(card: Returned, here: Place) -> str:
    if card.hold is not None:
        return _("A reader waits for it there.")
    if card.thing.library == here.library:
        return _("Its home is another branch.")
    return _("It belongs to {library}.").format(library=place_words.library(card.thing.library))


def _whose(card: ThingCard, here: Place) -> tuple[str, ...]:
    if card.library == here.library:
        return ()
    return (_("It belongs to {library}.").format(library=place_words.library(card.library)),)


def alias_of(hold: HoldCard | None) -> str:
    """Never a name: slips lie open, and the reader's own card leads the desk to what is kept for them."""
    known = cards.readers_by_key(keys=[hold.reader]) if hold and hold.reader else {}
    return next((one.alias for one in known.values()), _("a reader"))


# -- refused, and what can be done about it


@dataclass(frozen=True, slots=True)
class Form:
    """What was sent: the name of its button, and its fields that can be sent again."""

    do: str
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def scan(self) -> tuple[tuple[str, str], ...]:
        return tuple(one for one in self.fields if one[0] == "scan")


def refused(refusal: Refusal, form: Form) -> Told:
    told = Told("no", ui.sentence(spoken(refusal)))
    words = dict(form.fields).get("scan", "") if refusal.code == "loans.nothing-scanned" else ""
    return replace(told, offers=tuple(_offers(refusal, form)), words=words)


def spoken(refusal: Refusal) -> Refusal:
    """With days and libraries as people say them."""
    facts = dict(refusal.facts)
    for name in {"due", "at"} & facts.keys():
        moment = datetime.fromisoformat(str(facts[name]))
        facts[name] = day(moment.date()) if name == "due" else said_moment(moment)
    if "library" in facts:
        facts["library"] = place_words.library(str(facts["library"]))
    if "libraries" in facts:
        facts["libraries"] = listed(map(place_words.library, str(facts["libraries"]).split()))
    return Refusal(refusal.code, facts, refusal.status)


def _offers(refusal: Refusal, form: Form) -> list[Offer]:
    code, facts = refusal.code, refusal.facts
    if code == "loans.card-or-copy":
        return [
            Offer(_("It is a reader's card"), form.do, (*form.fields, ("meant", "card"))),
            Offer(_("It is the label of a copy"), form.do, (*form.fields, ("meant", "copy"))),
        ]
    if code == "loans.which-library":
        owners = str(facts["libraries"]).split()
        return [Offer(place_words.library(one), form.do, (*form.fields, ("owner", one))) for one in owners]
    if form.do == "renew":
        return _renewing(refusal, form)
    if form.do in LENDING:
        return _lending(refusal, form)
    return []


def _renewing(refusal: Refusal, form: Form) -> list[Offer]:
    if refusal.code in {"loans.no-more-renewals", "loans.wanted"} or _limit(refusal):
        why = _("Why it is renewed all the same")
        return [Offer(_("Renew it all the same"), "renew", form.fields, words=why)]
    return []


def _limit(refusal: Refusal) -> bool:
    return refusal.code == "loans.no-right" and refusal.facts.get("reason") in OVERRIDABLE


def _lending(refusal: Refusal, form: Form) -> list[Offer]:
    code, facts = refusal.code, refusal.facts
    back = Offer(_("Check it in"), "back", form.scan)
    if code == "loans.out-to-you":
        return [Offer(_("Renew it"), "renew", (("loan", str(facts["loan"])),), main=True), back]
    if code == "loans.out-already":
        return [Offer(_("Check it in, then lend it"), "back-and-lend", form.scan, main=True), back]
    if code == "loans.step":
        return [back]
    if code in SET_ASIDE or _limit(refusal):
        why = _("Why it is lent all the same")
        lend = Offer(_("Lend it all the same"), "lend", form.fields, words=why)
        return [lend, back] if code in SET_ASIDE else [lend]
    return []
