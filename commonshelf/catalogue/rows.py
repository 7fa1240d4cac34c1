"""What reading hands to writing: plain rows, ready to store, and the rules they were read by."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha1
from pathlib import Path
from typing import Final, NamedTuple

from commonshelf.catalogue.domain.describing import Described

DELETES: Final = "deletes"
"""A syntax of our own: a text file with one local id a line, each to be taken out."""
BIB: Final = "bib"
HOLDINGS: Final = "holdings"
TABLES: Final = frozenset({"csv", "xlsx"})

CopyRow = tuple[str, str, str, str, str, int, str, str, str]
"""branch, shelving location, call number, barcode, volume, copies, status, loan policy, url."""
COPIES: Final = 5
LONGEST_ID: Final = 120
"""Characters of a local id."""


class Rules(NamedTuple):
    """How a source is to be read. others: Symbols of the other members, casefolded; own: this library's.

    holdings: name of a profile in domain/holdings.py or a mapping of its form; columns: fact -> header.
    """

    own: str
    others: frozenset[str] = frozenset()
    syntax: str = ""
    charset: str = ""
    local_id: str = "001"
    holdings: Mapping[str, object] = {}
    columns: Mapping[str, str] = {}

    def fingerprint(self) -> bytes:
        """Enters every digest: a record is only unchanged when the rules it was read by are."""
        said = json.dumps([self.local_id, self.holdings, self.columns], sort_keys=True)
        return sha1(said.encode(), usedforsecurity=False).digest()


class Read(NamedTuple):
    """One record ready to store. facts: JSON of domain.facts; "" for holdings and deleted records.

    raw: the bytes as received; of tables a JSON list of rows, which may come to be several.
    """

    offset: int
    kind: str
    local_id: str
    digest: bytes
    deleted: bool
    syntax: str
    charset: str
    mended: str
    raw: bytes
    facts: str = ""
    said: str = ""
    work_key: str = ""
    described: Described | None = None
    """Of every record that has facts."""
    copies: tuple[CopyRow, ...] = ()
    holding_of: str = ""


class Refused(NamedTuple):
    """Bytes that are no record of ours; local_id "" where none could be read."""

    offset: int
    reason: str
    facts: dict[str, str | int]
    raw: bytes
    local_id: str = ""


@dataclass(slots=True)
class Tray:
    """Some rows and what there is to tell of them.

    tally: "charset", "flavour", "format", "mended" -> value -> records. samples: the first records
    of the file as (local id, title, first name, year); mended: (local id, offset, codes) of some.
    """

    rows: list[Read | Refused] = field(default_factory=list)
    bytes: int = 0
    tally: dict[str, dict[str, int]] = field(default_factory=dict)
    samples: list[tuple[str, str, str, str]] = field(default_factory=list)
    mended: list[tuple[str, int, str]] = field(default_factory=list)


class Named(NamedTuple):
    """A file and the name its owner knows it by."""

    path: Path
    name: str


class Opened(NamedTuple):
    """A file is being read. charset "" = told record by record."""

    place: int
    syntax: str
    charset: str
    size: int


class Batch(NamedTuple):
    """Rows of one file up to `end` (a byte offset, or a row number), where a later run may go on.

    done: about how many bytes of the file (as it lies on disk) that is.
    """

    place: int
    end: int
    done: int
    tray: Tray


class Closed(NamedTuple):
    """The file was read to its end."""

    place: int
    size: int


class Broken(NamedTuple):
    """The file, or what follows of it, cannot be read. What came before stands."""

    place: int
    code: str
    facts: dict[str, str | int]


Message = Opened | Batch | Closed | Broken


def digest_of(raw: bytes, charset: str, fingerprint: bytes) -> bytes:
    """The same bytes read by other rules, or as another character set, are another record."""
    return sha1(raw + charset.encode() + fingerprint, usedforsecurity=False).digest()


def with_row(earlier: bytes, copies: tuple[CopyRow, ...], row: Read, fingerprint: bytes) -> Read:
    """One more line of a table for the same record: lists of copies name a title once for each."""
    raw = json.dumps(json.loads(earlier) + json.loads(row.raw), ensure_ascii=False).encode()
    added = tuple([copy for copy in row.copies if copy not in copies])
    return row._replace(raw=raw, digest=digest_of(raw, "", fingerprint), copies=copies + added)
