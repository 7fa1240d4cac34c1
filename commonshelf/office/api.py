"""The door of the office: set-up, its registers, and how the whole is doing."""

from __future__ import annotations

from commonshelf.office.cards import SheetCard
from commonshelf.office.health import Section, home
from commonshelf.office.sheets import bring, mend, sheet, take, take_one, throw_away

__all__ = [
    "Section",
    "SheetCard",
    "bring",
    "home",
    "mend",
    "sheet",
    "take",
    "take_one",
    "throw_away",
]
