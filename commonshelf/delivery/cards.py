"""What crosses the door of delivery: frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from commonshelf.delivery.domain.lives import State


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """A document. library: the Symbol of who scanned it. kind, left_behind, notice: as in the model.

    withdrawn_at: since when its bytes are gone; what is left of it is for statistics.
    """

    id: int
    about: str
    library: str
    title: str
    kind: str
    name: str
    size: int
    pages: int
    notice: str
    brought_at: datetime
    expires_at: datetime
    left_behind: tuple[str, ...] = ()
    brought_by: str = ""
    withdrawn_at: datetime | None = None
    withdrawn_why: str = ""


@dataclass(frozen=True, slots=True)
class LinkCard:
    """A reader's way to a document. reader: their key, "" once forgotten. library: whose desk may print it.

    path: the address to write into letters and pages, "" where this installation's key has changed since.
    state: at the moment it was asked for.
    """

    id: int
    document: DocumentCard
    reader: str
    library: str
    state: State
    opens: int
    most_opens: int
    made_at: datetime
    expires_at: datetime
    marked: bool
    named: bool
    first_at: datetime | None = None
    latest_at: datetime | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A copy that may be read now: where it lies, what to call it, what it is of."""

    link: LinkCard
    path: Path
    name: str
