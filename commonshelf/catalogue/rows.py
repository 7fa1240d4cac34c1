"""What reading hands to writing: plain rows, ready to store, and the rules they were read by."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha1
from typing import Final, NamedTuple

DELETES: Final = "deletes"
"""A syntax of our own: a text file with one local id a line, each to be taken out."""
BIB: Final = "bib"
HOLDINGS: Final = "holdings"
TABLES: Final = frozenset({"csv", "xlsx"})

CopyRow = tuple[str, str, str, str, str, int, str, str, str]
"""branch, shelving location, call number, barcode, volume, copies, status, loan policy, url."""


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
    keys: tuple[int, ...] = ()
    copies: tuple[CopyRow, ...] = ()
    holding_of: str = ""


class Refused(NamedTuple):
    """Bytes that are no record of ours; local_id "" where none could be read."""

    offset: int
    reason: str
    facts: dict[str, str | int]
    raw: bytes
    local_id: str = ""


def digest_of(raw: bytes, charset: str, fingerprint: bytes) -> bytes:
    """The same bytes read by other rules, or as another character set, are another record."""
    return sha1(raw + charset.encode() + fingerprint, usedforsecurity=False).digest()


def with_row(earlier: bytes, copies: tuple[CopyRow, ...], row: Read, fingerprint: bytes) -> Read:
    """One more line of a table for the same record: lists of copies name a title once for each."""
    raw = json.dumps(json.loads(earlier) + json.loads(row.raw), ensure_ascii=False).encode()
    added = tuple([copy for copy in row.copies if copy not in copies])
    return row._replace(raw=raw, digest=digest_of(raw, "", fingerprint), copies=copies + added)
