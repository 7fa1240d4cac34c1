"""A stranger's file as lines of cells with their bytes: any coding, any line end, no line without an end."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from commonshelf.wire.source import Unreadable, open_source
from commonshelf.wire.table import delimited, workbook

CHUNK: Final = 1 << 20
MOST_LINE: Final = 1 << 16
"""Bytes; 25 cells of a real file are some hundreds."""
MOST_LINES: Final = 5_000_000
_MOST_JOINED: Final = 20
"""Lines of one quoted cell; beyond, the quotation mark was never meant."""
_MOSTLY: Final = 0.9
_ZIP: Final = b"PK\x03\x04"
_UNGUARDED: Final = re.compile(r"'(?='*[=+\-@\t\r])")
_HEAD: Final = re.compile(rb"[^\r\n]*\S[^\r\n]*")


class Cells(NamedTuple):
    """One line. number: as a spreadsheet counts, the heading is 1. cells None: they cannot be read, why says
    it: long, characters.
    """

    number: int
    raw: bytes
    cells: list[str] | None
    why: str = ""


def lines(path: Path, charset: str = "") -> Iterator[Cells]:
    """Every line that is not blank, of a workbook its first sheet's. Raises Unreadable at the first step."""
    with open_source(path) as file:
        packed = file.read(4) == _ZIP
    if packed:
        yield from _of_workbook(path)
        return
    with open_source(path) as file:
        head = file.read(CHUNK).removeprefix(b"\xef\xbb\xbf")
        codec = _codec(path, charset, head)
        end = b"\n" if b"\n" in head or b"\r" not in head else b"\r"
        first = _HEAD.search(head)
        mark = _mark(first[0] if first else b"")
        yield from _split(_ended(_physical(head, file, end)), codec, mark)


def _of_workbook(path: Path) -> Iterator[Cells]:
    for number, line in enumerate(workbook.lines(path), start=1):
        cells = [_plain(cell.replace("\x00", "")) for cell in line.cells]
        if any(cells):
            raw = "\t".join(cells).encode("utf-8", "replace")
            yield Cells(number, raw[:MOST_LINE], cells)


def _codec(path: Path, charset: str, head: bytes) -> str:
    """As for any table; but a few broken bytes do not make another coding of what is UTF-8 line for line."""
    told = [line for line in head.splitlines()[:-1] if not line.isascii()]
    if told and not charset and sum(map(_is_utf8, told)) >= _MOSTLY * len(told):
        return "utf-8"
    return delimited.CODECS[delimited.coding(path, charset)]


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _mark(heading: bytes) -> str:
    """What parts the cells of the heading: a tab wherever there is one."""
    return max("\t,;|", key=lambda mark: heading.count(mark.encode()) * (1000 if mark == "\t" else 1))


def _physical(head: bytes, file: BinaryIO, end: bytes) -> Iterator[bytes]:
    """Lines with their end; of one that is too long its beginning, and the rest is skipped."""
    rest, skipping = b"", False
    for chunk in chain([head], iter(lambda: file.read(CHUNK), b"")):
        parts = (rest + chunk).split(end)
        rest = parts.pop()
        for part in parts:
            if not skipping:
                yield part[: MOST_LINE + 1]
            skipping = False
        if len(rest) > MOST_LINE:
            if not skipping:
                yield rest[: MOST_LINE + 1]
            rest, skipping = b"", True
    if rest and not skipping:
        yield rest


def _ended(physical: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    for number, line in enumerate(physical, start=1):
        if number > MOST_LINES:
            raise Unreadable("too-many-rows", {"limit": MOST_LINES})
        yield number, line.rstrip(b"\r\n")


def _split(physical: Iterator[tuple[int, bytes]], codec: str, mark: str) -> Iterator[Cells]:
    for number, raw in physical:
        whole = _joined(raw, physical) if mark != "\t" and raw.count(b'"') % 2 else raw
        if not whole.strip(b" \t\r\n\x00,;|"):
            continue
        if len(whole) > MOST_LINE:
            yield Cells(number, whole[:MOST_LINE], None, "long")
            continue
        try:
            text = whole.decode(codec)
        except UnicodeDecodeError:
            yield Cells(number, whole, None, "characters")
            continue
        yield Cells(number, whole, _cells(text, mark))


def _joined(raw: bytes, physical: Iterator[tuple[int, bytes]]) -> bytes:
    """A quoted cell over several lines, where it closes soon."""
    held = [raw]
    quotes = raw.count(b'"')
    while quotes % 2 and len(held) < _MOST_JOINED and sum(map(len, held)) <= MOST_LINE:
        following = next(physical, None)
        if following is None:
            break
        held.append(following[1])
        quotes += following[1].count(b'"')
    return b"\n".join(held)


def _cells(text: str, mark: str) -> list[str]:
    text = text.replace("\x00", "")
    if mark == "\t":
        found = [_unquoted(cell) for cell in text.split("\t")]
    else:
        try:
            found = next(csv.reader([text], delimiter=mark), [])
        except csv.Error:
            found = text.split(mark)
    return [_plain(cell) for cell in found]


def _unquoted(cell: str) -> str:
    """KBART knows no quotation marks around cells, but spreadsheets write them."""
    if len(cell) > 1 and cell[0] == cell[-1] == '"' and '"' not in cell[1:-1].replace('""', ""):
        return cell[1:-1].replace('""', '"')
    return cell


def _plain(cell: str) -> str:
    """One line of text, without the guard that `write` puts before what a spreadsheet would run."""
    if not cell:
        return cell
    words = " ".join(cell.split())
    return words[1:] if words[:1] == "'" and _UNGUARDED.match(words) else words
