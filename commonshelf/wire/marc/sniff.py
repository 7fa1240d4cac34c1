"""What a file is, told by its first bytes and only then by its name."""

from __future__ import annotations

import re
from typing import Final

from commonshelf.wire.marc.record import Syntax
from commonshelf.wire.source import Unreadable

_BOM: Final = b"\xef\xbb\xbf"
_BLANK: Final = b" \t\r\n\x00"
_LEADER: Final = re.compile(rb"[\d ]{5}.{5,7}22[\d ]{5}", re.DOTALL).match
_DIRECTORY: Final = re.compile(rb".{22,26}(?:[0-9A-Za-z]{3}\d{9})+\x1e", re.DOTALL).match
_TABLES: Final = (".csv", ".tsv", ".txt")
_FOREIGN: Final = {
    b"PK\x03\x04": "zip",
    b"\xd0\xcf\x11\xe0": "old-office",
    b"%PDF": "pdf",
    b"Rar!": "rar",
    b"7z\xbc\xaf": "7z",
    b"SQLite": "sqlite",
    b"=LDR": "marcmaker",
    b"BZh": "bzip2",
    b"\xfd7zX": "xz",
}


def sniff(head: bytes, name: str = "") -> Syntax:
    """head: the first few thousand bytes as `open_source` gives them. Raises Unreadable."""
    start = head.removeprefix(_BOM).lstrip(_BLANK)
    if not start:
        raise Unreadable("empty", {"file": name})
    if start.startswith(b"PK\x03\x04") and (b"xl/" in head or name.lower().endswith((".xlsx", ".xlsm"))):
        return Syntax.XLSX
    for magic, kind in _FOREIGN.items():
        if start.startswith(magic):
            raise Unreadable("foreign-file", {"file": name, "kind": kind})
    if start[:1] == b"<":
        return _xml(start, name)
    if start[:1] in {b"{", b"["}:
        return Syntax.JSON
    if b"\x1e" in head or b"\x1d" in head or _LEADER(start) or _DIRECTORY(start):
        return Syntax.ISO2709
    first = start.partition(b"\n")[0]
    if b"\x00" not in start and (name.lower().endswith(_TABLES) or any(mark in first for mark in b",;\t")):
        return Syntax.CSV
    raise Unreadable("unknown-syntax", {"file": name})


def _xml(start: bytes, name: str) -> Syntax:
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
        raise Unreadable("doctype", {"file": name})
    if re.match(rb"<html[\s>]", start, re.IGNORECASE):
        raise Unreadable("foreign-file", {"file": name, "kind": "html"})
    return Syntax.MARCXCHANGE if b"info:lc/xmlns/marcxchange" in start else Syntax.MARCXML
