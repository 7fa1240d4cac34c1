"""The door for reading MARC: bytes in, records or reasons out; it never loses a good record.

Codes in Good.mended: length, leader, directory, terminator, lost (bytes or lines belonged to
no field), subfields, indicators, charset (another coding than declared), characters, controls,
entities, tags.
Reasons in Bad: no-directory, no-fields, too-long, truncated, xml, json, damaged-gzip.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from commonshelf.wire.marc import iso2709, jsonform, split, xmlform
from commonshelf.wire.marc.charset import decide as decide_charset
from commonshelf.wire.marc.outcome import Bad, Good, Piece
from commonshelf.wire.marc.record import Syntax
from commonshelf.wire.marc.sniff import sniff
from commonshelf.wire.source import Unreadable, open_source

__all__ = [
    "Bad", "Good", "Piece", "Unreadable", "decide_charset", "open_source", "parse", "pieces", "sniff",
]  # fmt: skip


def pieces(file: BinaryIO, syntax: Syntax, start: int = 0) -> Iterator[Piece | tuple[Piece, Bad]]:
    """Cut the stream into would-be records, in bounded memory.

    start: offset + len(raw) of a piece given before, to go on from there. Raises Unreadable
    for a DOCTYPE, a bomb, or a table (those are read by wire.table).
    """
    if syntax is Syntax.ISO2709:
        return split.iso2709(file, start)
    if syntax is Syntax.JSON:
        return jsonform.pieces(file, start)
    if syntax in {Syntax.MARCXML, Syntax.MARCXCHANGE}:
        return xmlform.pieces(file, start)
    raise Unreadable("not-marc", {"syntax": str(syntax)})


def parse(raw: bytes, syntax: Syntax, charset: str = "") -> Good | Bad:
    """One record from its bytes. Never raises. charset: as `decide_charset` answers."""
    if syntax is Syntax.ISO2709:
        return iso2709.read(raw, charset)
    if syntax is Syntax.JSON:
        return jsonform.read(raw, charset)
    return xmlform.read(raw, charset)
