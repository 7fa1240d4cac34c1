"""What crosses this room's door: frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SuggestionCard:
    """A suggested correction. library: whose record it is; state: open, accepted, declined, withdrawn."""

    id: int
    library: str
    record: int
    title: str
    field: str
    was: str
    proposed: str
    why: str
    person: str
    at: datetime
    state: str
    decided_by: str
    decided_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class NoteCard:
    """A library's note beside the shared facts. public: for everybody, else for its own staff."""

    id: int
    library: str
    record: int
    text: str
    public: bool
    person: str
    at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class LabelChoiceCard:
    """How a library prints labels: code128 or code39; sheet as in domain/sheets.py; both, barcode, spine."""

    symbology: str
    sheet: str
    shows: str
