"""What a desk's one box was given: a reader's card, a copy, or a number that nobody knows."""

from __future__ import annotations

from dataclasses import dataclass

from stdnum import isbn

from commonshelf.cards import api as cards
from commonshelf.cards.api import ReaderCard
from commonshelf.kernel.refusal import ABSENT, Refusal
from commonshelf.loans import reading, things
from commonshelf.loans.domain.life import CONFLICT


@dataclass(frozen=True, slots=True)
class Read:
    """card: whose it is; None: it is the barcode of a copy."""

    text: str
    card: ReaderCard | None = None


def read(typed: str, library: str, meant: str = "") -> Read:
    """meant: card or copy, where the desk was asked.

    Refusals loans.no-barcode, loans.card-or-copy, loans.isbn, loans.nothing-scanned, cards.bad-number.
    """
    text = typed.strip()[:60]
    code = things.clean(text)
    card, wrong = _card(text) if meant != "copy" else (None, None)
    copy = meant != "card" and _is_copy(code, library)
    if card and copy:
        raise Refusal("loans.card-or-copy", {"number": code}, CONFLICT)
    if card or copy:
        return Read(text, card)
    if wrong is not None and wrong.code != "cards.no-such-card":
        raise wrong
    if isbn.is_valid(code):
        raise Refusal("loans.isbn", {"number": code}, ABSENT)
    raise Refusal("loans.nothing-scanned", {"number": code}, ABSENT)


def _card(text: str) -> tuple[ReaderCard | None, Refusal | None]:
    try:
        return cards.find_reader(number=text), None
    except Refusal as refusal:
        return None, refusal


def _is_copy(code: str, library: str) -> bool:
    try:
        reading.item(library, code)
    except Refusal as refusal:
        return refusal.code == "loans.which-library"
    return True
