"""XLSX read by calamine, after the archive has been weighed."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from commonshelf.wire.source import MIB, Fact, Unreadable
from commonshelf.wire.table.delimited import Line

MOST_ENTRIES: Final = 2_000
MOST_UNPACKED: Final = 400 * MIB
MOST_RATIO: Final = 150  # sheets of real books pack 5:1 to 30:1
FREE: Final = 16 * MIB
MOST_CELLS: Final = 10_000_000  # 32 bytes each in the reader's memory
_SHEET: Final = re.compile(r"/?xl/worksheets/", re.IGNORECASE).match
_LONGEST_MARK: Final = 1000
_MARK: Final = re.compile(rb"<(?:[A-Za-z]+:)?(row|c)((?:\s[^<>]{0,900})?)>")
_PLACE: Final = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,3})([0-9]{1,7})["']""").search


def lines(path: Path) -> Iterator[Line]:
    """Rows of the first sheet that has any. Raises Unreadable."""
    _weigh(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        names = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        for name in names:
            sheet = book.get_sheet_by_name(name)
            if sheet.height:
                for number, row in enumerate(sheet.iter_rows(), start=1):
                    yield Line(number, [_text(cell) for cell in row])
                return
    except (CalamineError, OSError) as trouble:
        raise Unreadable("damaged-xlsx", {"file": path.name, "what": str(trouble)[:200]}) from trouble
    raise Unreadable("empty", {"file": path.name})


def _weigh(path: Path) -> None:
    """Count, sizes and ratio as declared, then every part unpacked once to see that they are true."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            packed = sum(part.compress_size for part in parts)
            bomb = len(parts) > MOST_ENTRIES or unpacked > MOST_UNPACKED
            if bomb or (unpacked > FREE and unpacked > MOST_RATIO * packed):
                facts: dict[str, Fact] = {"file": path.name, "entries": len(parts), "bytes": unpacked}
                raise Unreadable("bomb", facts)
            if any(part.flag_bits & 1 for part in parts):
                raise Unreadable("encrypted", {"file": path.name})
            for part in parts:
                _go_through(archive, part, path.name)
    except FileNotFoundError as trouble:
        raise Unreadable("missing", {"file": path.name}) from trouble
    except IsADirectoryError as trouble:
        raise Unreadable("directory", {"file": path.name}) from trouble
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as trouble:
        raise Unreadable("damaged-xlsx", {"file": path.name, "what": str(trouble)[:200]}) from trouble


def _go_through(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    """Unpack one part in small pieces: the archive's own check finds false sizes, ours false extents."""
    extent = _Extent() if _SHEET(part.filename) else None
    with archive.open(part) as data:
        while chunk := data.read(MIB):
            if extent is not None and extent.cells(chunk) > MOST_CELLS:
                raise Unreadable("bomb", {"file": name, "cells": extent.cells(b""), "limit": MOST_CELLS})


class _Extent:
    """How big a rectangle a sheet spans. The reader fills all of it, be there two cells in it or millions."""

    def __init__(self) -> None:
        self._rest = b""
        self._row = self._rows = 0
        self._column = self._columns = 0

    def cells(self, chunk: bytes) -> int:
        """Rows times columns, as far as the sheet has been seen."""
        data = self._rest + chunk
        end = 0
        for mark in _MARK.finditer(data):
            self._step(mark)
            end = mark.end()
        self._rest = data[max(end, len(data) - _LONGEST_MARK) :]
        return self._rows * self._columns

    def _step(self, mark: re.Match[bytes]) -> None:
        place = _PLACE(mark[2])
        if mark[1] == b"row":
            self._row = int(place[2]) if place else self._row + 1
            self._column = 0
            return
        self._column = _column(place[1]) if place and place[1] else self._column + 1
        self._row = int(place[2]) if place else self._row
        self._rows = max(self._rows, self._row)
        self._columns = max(self._columns, self._column)


def _column(letters: bytes) -> int:
    """A is 1, Z 26, AA 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _text(cell: Any) -> str:
    """As a person would read it: 2008.0 is 2008, a date is a date, a formula is what it last showed."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    if isinstance(cell, (dt.date, dt.time)):
        return cell.isoformat()
    return str(cell)
