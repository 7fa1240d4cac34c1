"""The record as everyone above `wire` sees it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple


class Syntax(StrEnum):
    """How the bytes are laid out."""

    ISO2709 = "iso2709"
    MARCXML = "marcxml"  # MARC21slim
    MARCXCHANGE = "marcxchange"  # ISO 25577
    JSON = "json"  # MARC-in-JSON, one object a line or an array
    CSV = "csv"
    XLSX = "xlsx"


class Flavour(StrEnum):
    """What the tags mean, told by content (find.md, "What this means" 4)."""

    MARC21 = "marc21"
    UNIMARC = "unimarc"
    CNMARC = "cnmarc"


class Field(NamedTuple):
    """A control field has `data` and no subfields; a data field has `ind` (two characters) and subfields."""

    tag: str
    ind: str
    subfields: tuple[tuple[str, str], ...]
    data: str

    def all(self, codes: str) -> list[str]:
        """Values of these subfield codes, in the field's own order."""
        return [value for code, value in self.subfields if code in codes]

    def first(self, code: str) -> str:
        return next((value for c, value in self.subfields if c == code), "")


class Marc(NamedTuple):
    """One MARC record: leader of 24 characters and its fields in order."""

    leader: str
    fields: tuple[Field, ...]

    def get(self, *tags: str) -> Iterator[Field]:
        return (f for f in self.fields if f.tag in tags)

    def control(self, tag: str) -> str:
        return next((f.data for f in self.fields if f.tag == tag), "")
