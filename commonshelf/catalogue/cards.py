"""What crosses the catalogue's door: frozen, complete, and without a database behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from commonshelf.catalogue.domain.facts import Facts


@dataclass(frozen=True, slots=True)
class Copy:
    """One item as the library's file says. status: on-shelf, on-loan, missing, on-order, reference, unknown."""

    library: str
    branch: str
    """Branch code, "" = the main branch."""
    shelving_location: str
    call_number: str
    barcode: str
    volume: str
    copies: int
    status: str
    url: str
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Member:
    """One source record of an edition. local_id: the library's own."""

    record: int
    library: str
    local_id: str
    facts: Facts
    mended: tuple[str, ...]
    received_at: datetime


@dataclass(frozen=True, slots=True)
class EditionCard:
    """An edition as a reader meets it; `facts` is computed from all members, never stored."""

    id: int
    work: int | None
    facts: Facts
    members: tuple[Member, ...]
    copies: tuple[Copy, ...]

    @property
    def libraries(self) -> tuple[str, ...]:
        return tuple(sorted({m.library for m in self.members}))


@dataclass(frozen=True, slots=True)
class EditionChange:
    """One line of the feed for the index. card None: take the edition out."""

    id: int
    stamp: int
    card: EditionCard | None


@dataclass(frozen=True, slots=True)
class Rejected:
    file: str
    offset: int
    reason: str


@dataclass(frozen=True, slots=True)
class LoadCard:
    """A load as its page and the command line show it; read = loaded + unchanged + rejected."""

    id: int
    library: str
    source: str
    state: str
    dry_run: bool
    full: bool
    files: tuple[str, ...]
    read: int
    loaded: int
    unchanged: int
    rejected: int
    deleted: int
    done_bytes: int
    total_bytes: int
    seconds: float
    report: dict[str, object]
    created_at: datetime
    finished_at: datetime | None
