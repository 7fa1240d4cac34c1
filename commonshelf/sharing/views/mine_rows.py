"""A reader's requests as rows: what is new, what stands now, what they can do about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonshelf.sharing import reader_words as words
from commonshelf.sharing import request_words
from commonshelf.sharing.cards import MessageCard, RequestCard
from commonshelf.sharing.looking import Glimpse
from commonshelf.ui.templatetags.shelf import day

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

READER_ACTS: Final = ("renew", "claim-returned", "find", "appeal", "cancel")
"""What a reader may do, in the order of the page; `RequestCard.steps` says which of them now."""
ACTS: Final[dict[str, tuple[_StrPromise, _StrPromise | str]]] = {
    # action -> (the button, what it means; "": it says so itself)
    "renew": (_("Renew"), ""),
    "claim-returned": (
        _("I have brought it back already"),
        _("Then the libraries search their shelves, and nobody reminds you meanwhile."),
    ),
    "find": (_("I have found it"), ""),
    "appeal": (
        _("Object to this"),
        _("It is decided once more, by the alliance's agency. Say why you need it."),
    ),
    "cancel": (_("Cancel the request"), ""),
}


COMING: Final = frozenset({"asked", "conditional", "will-supply", "shipped"})


@dataclass(frozen=True, slots=True)
class Line:
    """One request in the list."""

    number: str
    title: str
    edition: int | None
    pill: str
    tone: str
    now: str
    placed_at: datetime
    closed_at: datetime | None
    new: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline; reason: what the library wrote, or a code's sentence."""

    at: datetime
    what: str
    reason: str
    last: bool


@dataclass(frozen=True, slots=True)
class Button:
    action: str
    label: str
    means: str
    words: bool
    """Whether it asks for a word."""


@dataclass(frozen=True, slots=True)
class Note:
    """A message between the reader and the library."""

    who: str
    mine: bool
    text: str
    at: datetime


def line(one: Glimpse) -> Line:
    return Line(
        number=one.number,
        title=words.said(one.title),
        edition=one.edition,
        pill=request_words.pill(one.state),
        tone=request_words.tone(one.state),
        now=request_words.now(one),
        placed_at=one.placed_at,
        closed_at=one.closed_at,
        new=one.new,
    )


def entries(card: RequestCard) -> list[Entry]:
    last = len(card.history) - 1
    return [
        Entry(one.at, request_words.did(one), request_words.reason(one), last=n == last and not card.open)
        for n, one in enumerate(card.history)
        if one.action in request_words.DID
    ]


def facts(card: RequestCard) -> list[tuple[str, str]]:
    """What was asked for, as it was said: (what, how)."""
    told = card.citation
    rows: list[tuple[str, str]] = [
        (gettext("Asked for on"), day(card.placed_at)),
        (gettext("As"), gettext("a copy") if card.service == "Copy" else gettext("a loan")),
    ]
    if card.service != "Copy":
        rows.append((gettext("Fetch it at"), words.place(card.pickup, card.pickup_branch)))
    rows += [(label, told[name]) for name, label in _cited().items() if told.get(name)]
    if card.needed_date:
        rows.append((gettext("Needed by"), day(card.needed_date)))
    if card.due_date:
        rows.append((gettext("Due on"), day(card.due_date)))
    if expected := _expected(card):
        rows.append((gettext("Expected"), expected))
    return [*rows, (gettext("Number of the request"), card.number)]


def _cited() -> dict[str, str]:
    """What stands beside a title in a citation, in the order in which people write it."""
    return {
        "author": gettext("Who wrote it"),
        "journal": gettext("In"),
        "publisher": gettext("Publisher"),
        "year": gettext("Year"),
        "volume": gettext("Volume no."),
        "issue": gettext("Issue no."),
        "chapter": gettext("Chapter"),
        "pages": gettext("Page numbers"),
        "isbn": gettext("ISBN"),
        "issn": gettext("ISSN"),
        "doi": gettext("DOI"),
    }


def _expected(card: RequestCard) -> str:
    """When it should be in the reader's hands, by what the library usually takes; "" once it is there."""
    supply = card.supply
    if supply is None or supply.asked_at is None or card.state not in COMING:
        return ""
    hours = float(supply.score.get("expected_hours") or 0)
    then = supply.asked_at + timedelta(hours=hours)
    if not hours or then < timezone.now():
        return ""
    return words.fully(timezone.now(), (then - timezone.now()).total_seconds() / 3600)


def buttons(card: RequestCard) -> list[Button]:
    offered = {one.action for one in card.steps}
    return [
        Button(name, str(ACTS[name][0]), str(ACTS[name][1]), words=name == "appeal")
        for name in READER_ACTS
        if name in offered
    ]


def notes(messages: tuple[MessageCard, ...]) -> list[Note]:
    return [
        Note("" if one.mine else words.library(one.library), one.mine, one.text, one.at) for one in messages
    ]
