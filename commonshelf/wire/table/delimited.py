"""Comma, semicolon, tab or bar separated text as lines of cells."""

from __future__ import annotations

import codecs
import csv
import io
from collections import deque
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple, TextIO

from commonshelf.wire.marc import charset as charsets
from commonshelf.wire.source import Fact, Unreadable, open_source

_MARKS: Final = ",\t;|"
_MOST_LINES: Final = 200  # of one quoted cell; beyond, the quotation mark was never meant
_MOST_LINE: Final = 1 << 20
_LOOK: Final = 20
_CHUNK: Final = 1 << 20
CODECS: Final = {**charsets.CODECS, "latin1": "cp1252", "cp1251": "cp1251"}


class Line(NamedTuple):
    """One row of cells. number counts rows from 1."""

    number: int
    cells: list[str]
    mended: tuple[str, ...] = ()


def lines(path: Path, charset: str = "") -> Iterator[Line]:
    """Raises Unreadable at the first step for a coding that cannot be."""
    codec = CODECS[coding(path, charset)]
    with open_source(path) as file:
        text = io.TextIOWrapper(file, encoding=codec, errors="replace", newline="")
        yield from _parsed(text)


def _parsed(text: TextIO) -> Iterator[Line]:
    head = list(islice(_physical(text), _LOOK))
    if head:
        head[0] = head[0].removeprefix("\ufeff")
    mark = _delimiter(head)
    body = chain(head[1:] if head and head[0].lower().startswith("sep=") else head, _physical(text))
    for number, (line, closed) in enumerate(_logical(body), start=1):
        cells = _cells(line, mark) if closed else None
        if cells is None:
            yield Line(number, line.rstrip("\r\n").split(mark), ("quotes",))
        else:
            yield Line(number, cells)


def _cells(line: str, mark: str) -> list[str] | None:
    """None when the line breaks the reader's rules, as with a cell beyond its limit."""
    try:
        return next(csv.reader([line], delimiter=mark), [])
    except csv.Error:
        return None


def _physical(text: TextIO) -> Iterator[str]:
    """Lines no longer than the cap: a file without line breaks comes in parts, never whole."""
    while line := text.readline(_MOST_LINE):
        yield line


def _logical(physical: Iterator[str]) -> Iterator[tuple[str, bool]]:
    """Lines joined while a quotation mark is open, and whether it closed; if never, each as it stands."""
    waiting: deque[str] = deque()
    while line := waiting.popleft() if waiting else next(physical, ""):
        held, quotes = [line], line.count('"')
        while quotes % 2 and len(held) < _MOST_LINES:
            more = waiting.popleft() if waiting else next(physical, "")
            if not more:
                break
            held.append(more)
            quotes += more.count('"')
        if quotes % 2:
            waiting.extendleft(reversed(held[1:]))
            yield line, False
        else:
            yield "".join(held), True


def _delimiter(head: list[str]) -> str:
    """The mark that splits the first lines into most, most even columns."""
    if head and head[0].lower().startswith("sep=") and head[0][4:5] in _MARKS and head[0][4:5]:
        return head[0][4]
    filled = [line for line in head if line.strip()]
    if not filled:
        return ","

    def worth(mark: str) -> tuple[int, int]:
        counts = [len(next(csv.reader([line], delimiter=mark), [])) for line in filled if len(line) < 100_000]
        usual = max(set(counts), key=counts.count, default=1)
        return (usual > 1) * counts.count(usual), usual

    return max(_MARKS, key=worth)


def coding(path: Path, declared: str) -> str:
    """Strict UTF-8 over the whole file first; then GB18030 or Big5 by what the text looks like."""
    wanted = charsets.named(declared)
    wanted = wanted if wanted in CODECS else ""
    with open_source(path) as file:
        head = file.read(_CHUNK)
        if not head.strip(b"\xef\xbb\xbf \t\r\n\x00"):
            raise Unreadable("empty", {"file": path.name})
        if b"\x00" in head[:4096]:
            raise Unreadable("not-a-table", {"file": path.name, "syntax": "binary"})
        fits = _decodes(head, file, CODECS[wanted or "utf-8"])
    if fits:
        return wanted or "utf-8"
    told = charsets.tell(head[: head.rfind(b"\n") + 1] or head)
    likely = told.charset if told.charset in CODECS else "latin1"
    if wanted and likely != wanted:
        facts: dict[str, Fact] = {"declared": wanted, "likely": likely}
        facts |= {"sample": charsets.sample(head, likely), "sample_declared": charsets.sample(head, wanted)}
        raise Unreadable("wrong-charset", facts)
    return likely


def _decodes(head: bytes, rest: BinaryIO, codec: str) -> bool:
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        decoder.decode(head)
        while data := rest.read(_CHUNK):
            decoder.decode(data)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
