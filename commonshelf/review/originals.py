"""A record as its library sent it, laid out for the eye: tags and subfields, or headings and cells."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import Member
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.wire.marc.outcome import Good
from commonshelf.wire.marc.read import parse
from commonshelf.wire.marc.record import Field, Syntax

MARC: Final = frozenset({"marc21", "unimarc", "cnmarc"})
BLANK: Final = "␣"
"""How an indicator that is a blank is made visible."""


@dataclass(frozen=True, slots=True)
class OriginalLine:
    """One field. parts: (subfield code, text); a control field or a cell has one part without code."""

    tag: str
    indicators: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Original:
    """lines () : the bytes cannot be laid out, and `raw` shows them as they are."""

    syntax: str
    leader: str
    lines: tuple[OriginalLine, ...]
    raw: str = ""


def original(member: Member, actor: Actor) -> Original | None:
    """None when the record has been taken out since, or its library keeps it to itself."""
    try:
        if member.facts.flavour in MARC:
            return _marc(*catalogue.record_copy(actor=actor, record=member.record))
        owner = Ref("record", str(member.record), member.library)
        if not members.allowed(actor=actor, action="catalogue.read-original", object=owner):
            return None
        raw, syntax = catalogue.record_bytes(record=member.record)
    except Absent:
        return None
    return Original(syntax, "", tuple(_cells(raw)))


def _marc(raw: bytes, syntax: str) -> Original:
    read = parse(raw, Syntax(syntax))
    if not isinstance(read, Good):
        return Original(syntax, "", (), raw.decode("utf-8", "replace"))
    return Original(syntax, read.marc.leader, tuple(map(_field, read.marc.fields)))


def _field(field: Field) -> OriginalLine:
    if not field.subfields:
        return OriginalLine(field.tag, "", (("", field.data),))
    return OriginalLine(field.tag, field.ind.replace(" ", BLANK), field.subfields)


def _cells(raw: bytes) -> list[OriginalLine]:
    """Headings with what stands under them, of a table's rows kept as JSON."""
    rows = json.loads(raw)
    found = []
    for row in rows if isinstance(rows, list) else [rows]:
        cells = row.items() if isinstance(row, dict) else enumerate(row, 1)
        found += [OriginalLine(str(name), "", (("", _text(value)),)) for name, value in cells if value]
    return found


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
