"""What crosses the catalogue's door about work by hand: frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from commonshelf.catalogue.cards import EditionCard
from commonshelf.catalogue.domain.edited_copies import Row
from commonshelf.catalogue.domain.facts import Facts


@dataclass(frozen=True, slots=True)
class CopyOfRecord:
    """A copy as it stands and as the library's file names it.

    said_by: the record that names it (a bibliographic or a holdings one), with the version of that
    record's hand edits. original None: added by hand; now None: withdrawn by hand.
    """

    said_by: int
    version: int
    key: str
    original: Row | None
    now: Row | None


@dataclass(frozen=True, slots=True)
class RecordCard:
    """One living record with what was written over it. edition: where it lives now."""

    id: int
    library: str
    local_id: str
    edition: int
    handmade: bool
    received_at: datetime
    facts: Facts
    """As they stand."""
    original: Facts
    """As the record's own bytes say."""
    changes: Mapping[str, str]
    """Field -> text written by hand."""
    version: int
    copied: tuple[str, str, int, datetime] | None
    """Of a copied record: from which library, its number there, its record id, when."""
    copies: tuple[CopyOfRecord, ...]


@dataclass(frozen=True, slots=True)
class Shelved:
    """A copy for its label, or for a sentence that says where a barcode is."""

    record: int
    barcode: str
    call_number: str
    branch: str
    shelving_location: str
    volume: str
    title: str
    maker: str


@dataclass(frozen=True, slots=True)
class Alike:
    """An edition that may be the one described. sure: the matcher would join them."""

    edition: EditionCard
    sure: bool
    score: float


@dataclass(frozen=True, slots=True)
class ClassLineCard:
    """A line of a library's table of classes. local: as written, perhaps with a star at its end."""

    local: str
    clc: str
    note: str
