"""Of whom a page or program asks rights, and the answers for the eye."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language

from commonshelf.cards import rights as doors
from commonshelf.cards import rights_words as words
from commonshelf.cards import ruling
from commonshelf.cards.domain.kinds import GROUP_KINDS
from commonshelf.cards.domain.rights import Right
from commonshelf.cards.rights import Who
from commonshelf.members import api as members
from commonshelf.ui.api import Request


@dataclass(frozen=True, slots=True)
class Answer:
    """One service for the eye."""

    code: str
    name: str
    right: Right
    why: str
    help: str
    conditions: list[str]
    note: str
    """What whoever wrote the rule says of it."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Whom the page speaks of. reader: themselves; else anybody with such a card."""

    who: Who
    reader: bool


def asking(request: Request) -> Asking | None:
    """The reader who is signed in; else as the address or the visitor's own branch says. None: no library."""
    today = timezone.localdate()
    if request.actor.key and "from" not in request.GET:
        found = doors.who_asks(request.actor.key, "", today)
        if isinstance(found, Who):
            return Asking(found, reader=True)
    symbols = [card.symbol for card in members.libraries()]
    if not symbols:
        return None
    home = request.GET.get("from", "") or request.here.library
    kind = request.GET.get("kind", "")
    who = Who(home if home in symbols else _public(), kind if kind in GROUP_KINDS else "citizen")
    return Asking(who, reader=False)


def _public() -> str:
    """A public library, where citizens are at home; else the first there is."""
    cards = members.libraries()
    return next((card.symbol for card in cards if card.kind == "public"), cards[0].symbol)


def answers(rights: Mapping[str, Right], home: str) -> list[Answer]:
    language = get_language() or ""
    notes = ruling.notes(one.rule for one in rights.values() if one.rule)
    return [
        Answer(
            code,
            str(words.SERVICES[code]),
            one,
            words.why(one),
            words.help_of(one, home),
            words.conditions(one.limits, code) if one.allowed else [],
            notes[one.rule].in_language(language) if one.rule in notes else "",
        )
        for code, one in rights.items()
    ]
