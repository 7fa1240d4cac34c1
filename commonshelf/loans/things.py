"""Which copy a barcode means at a desk, and what the catalogue says of it now.

Barcodes are given once in a library, not once in an alliance: many libraries number from 1.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from commonshelf.catalogue import api as catalogue
from commonshelf.kernel.refusal import ABSENT, Refusal
from commonshelf.loans import branches
from commonshelf.loans.cards import Place
from commonshelf.loans.domain.life import CONFLICT, State
from commonshelf.loans.models import Thing, Transit
from commonshelf.loans.showing import symbol
from commonshelf.members import api as members

_TITLE: Final = 300
_AWAY: Final = frozenset({State.ON_LOAN, State.IN_TRANSIT, State.HELD, State.LOST, State.MISSING})
"""States in which a desk may well meet a thing."""


@dataclass(slots=True)
class Scanned:
    """A thing in hand. row: not yet saved when it was never seen before. status: the catalogue's, or ""."""

    row: Thing
    status: str = ""

    @property
    def library(self) -> str:
        return symbol(self.row.library_id)

    @property
    def home(self) -> Place:
        return Place(self.library, self.row.branch)

    @property
    def at(self) -> Place:
        return Place(symbol(self.row.at_library_id), self.row.at_branch)


def clean(barcode: str) -> str:
    """As labels are read: full-width signs made plain, no spaces. Refusal loans.no-barcode."""
    said = "".join(unicodedata.normalize("NFKC", barcode).split())
    if not said:
        raise Refusal("loans.no-barcode", {"field": "barcode"})
    return said


def scanned(barcode: str, here: Place, now: datetime, *, back: bool, owner: str = "") -> Scanned:
    """Whose copy is meant. back: it is scanned as a return. owner: the library the desk chose, where asked.

    This library's own goes first; but where its own is not out and another library's of the same number may
    well be what lies here, the desk is asked. Refusals loans.no-such-item, loans.which-library.
    """
    code = clean(barcode)
    if owner:
        if found := _of(owner, code, now):
            return found
        raise _unknown(code)
    own = _of(here.library, code, now)
    if own and back and own.row.state in _AWAY:
        return own
    others = [row for row in _foreign(code, here) if _plausible(row, here, back=back)]
    if own and not others:
        return own
    if own or len(others) > 1:
        raise _ask(code, [*([here.library] if own else []), *(symbol(row.library_id) for row in others)])
    if others:
        return _with_catalogue(others[0])
    return _elsewhere(code, here, now)


def _foreign(code: str, here: Place) -> list[Thing]:
    rows = Thing.objects.filter(barcode=code).exclude(library=members.library_id(symbol=here.library))
    return list(rows.order_by("pk"))


def _plausible(row: Thing, here: Place, *, back: bool) -> bool:
    """Whether this library's desk would meet that copy of another library now."""
    at_hand = symbol(row.at_library_id) == here.library and row.state != State.ON_LOAN
    if row.state == State.IN_TRANSIT:
        open_now = Transit.objects.filter(thing=row, arrived_at=None)
        at_hand = open_now.filter(to_library=members.library_id(symbol=here.library)).exists()
    return at_hand or (back and row.state == State.ON_LOAN)


def _elsewhere(code: str, here: Place, now: datetime) -> Scanned:
    """Nobody expected it: any member's copy with that number."""
    owners = {one.library for one in catalogue.labelled(barcode=code)} - {here.library}
    owners |= {symbol(row.library_id) for row in _foreign(code, here)}
    if len(owners) > 1:
        raise _ask(code, sorted(owners))
    found = _of(owners.pop(), code, now) if owners else None
    if found is None:
        raise _unknown(code)
    return found


def _unknown(code: str) -> Refusal:
    return Refusal("loans.no-such-item", {"barcode": code[:60]}, ABSENT)


def _ask(code: str, libraries: list[str]) -> Refusal:
    facts = {"barcode": code[:60], "libraries": " ".join(libraries)}
    return Refusal("loans.which-library", facts, CONFLICT)


def _of(library: str, code: str, now: datetime) -> Scanned | None:
    """That library's copy, from its row or, at first sight, from the catalogue."""
    row = Thing.objects.filter(library=members.library_id(symbol=library), barcode=code).first()
    if row:
        return _with_catalogue(row)
    if found := catalogue.labelled(barcode=code, library=library):
        return _fresh(found[0], now)
    return None


def _fresh(found: catalogue.Labelled, now: datetime) -> Scanned:
    home = branches.known_place(found.library, found.branch)
    owner = members.library_id(symbol=found.library)
    row = Thing(
        library_id=owner,
        barcode=found.barcode,
        branch=home.branch,
        state=State.MISSING if found.status == "missing" else State.HOME,
        at_library_id=owner,
        at_branch=home.branch,
        moved_at=now,
        version=0,
    )
    _describe(row, found)
    return Scanned(row, found.status)


def _describe(row: Thing, found: catalogue.Labelled) -> None:
    row.edition = found.edition
    row.title_zh = f"{found.title} {found.volume}".strip()[:_TITLE]
    row.call_number = found.call_number[:120]


def _with_catalogue(row: Thing) -> Scanned:
    """As the catalogue describes it today; what it no longer knows stays as it was. Saved with the act."""
    known = catalogue.labelled(barcode=row.barcode, library=symbol(row.library_id))
    if not known:
        return Scanned(row)
    _describe(row, known[0])
    row.branch = branches.known_place(known[0].library, known[0].branch).branch
    return Scanned(row, known[0].status)


def look(barcode: str, library: str, now: datetime) -> Scanned:
    """Without an act: that library's copy. Refusal loans.no-such-item."""
    found = _of(library, clean(barcode), now)
    if found is None:
        raise _unknown(clean(barcode))
    return found
