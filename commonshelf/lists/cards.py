"""What crosses the door of the lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class EntryCard:
    """edition: the number it was kept under; title: as it was then."""

    edition: int
    title: str
    note: str
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class ListCard:
    """secret: of the link it is shared by, "" when it is not. entries: in the reader's order; n: how many.

    Lists of lists leave the entries out.
    """

    id: int
    name: str
    secret: str
    n: int
    changed_at: datetime
    entries: tuple[EntryCard, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchCard:
    """total: how many editions it found at looked_at, when its reader last opened it."""

    id: int
    name: str
    query: str
    total: int
    looked_at: datetime
