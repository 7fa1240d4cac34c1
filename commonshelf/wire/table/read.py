"""CSV and XLSX as rows of text: formulas never run, bombs never opened, a bad line never the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from commonshelf.wire.marc.record import Syntax
from commonshelf.wire.source import Unreadable
from commonshelf.wire.table import delimited, workbook

__all__ = ["Row", "Unreadable", "headers", "rows"]

MOST_COLUMNS: Final = 500
MOST_CELL: Final = 32_767  # characters, as in a spreadsheet
MOST_ROWS: Final = 5_000_000


class Row(NamedTuple):
    """One line of a table. number: as a spreadsheet counts, the heading is usually 1.

    cells: heading -> text, "" where empty; a cell under no heading is named `#7` by its place.
    mended: "cut" (a cell was over-long), "quotes" (a quotation mark never closed),
    "characters" (bytes that do not fit the coding stand as U+FFFD).
    """

    number: int
    cells: dict[str, str]
    mended: tuple[str, ...] = ()


def headers(path: Path, syntax: Syntax, charset: str = "") -> list[str]:
    """The headings, made unique. Raises Unreadable."""
    return _Table(path, syntax, charset).names


def rows(path: Path, syntax: Syntax, charset: str = "", start: int = 0) -> Iterator[Row]:
    """Every row that is not blank. start: the number of the last row already taken. Raises Unreadable."""
    return _Table(path, syntax, charset).rows(start)


class _Table:
    def __init__(self, path: Path, syntax: Syntax, charset: str) -> None:
        self._file = path.name
        if syntax is Syntax.XLSX:
            self._lines = workbook.lines(path)
        elif syntax is Syntax.CSV:
            self._lines = delimited.lines(path, charset)
        else:
            raise Unreadable("not-a-table", {"file": path.name, "syntax": str(syntax)})
        self._waiting: list[delimited.Line] = []
        self.names = self._find_heading()

    def _find_heading(self) -> list[str]:
        """The first line with text; a lone cell above a wider line is the table's title, not its heading."""
        first = self._next_filled()
        if first is None:
            raise Unreadable("no-heading", {"file": self._file})
        if _filled(first) == 1 and len(first.cells) >= 1:
            second = self._next_filled()
            if second is not None and _filled(second) > 1:
                first = second
            elif second is not None:
                self._waiting.append(second)
        names = first.cells
        while names and not names[-1].strip():
            names = names[:-1]
        if len(names) > MOST_COLUMNS:
            raise Unreadable(
                "too-many-columns", {"file": self._file, "columns": len(names), "limit": MOST_COLUMNS}
            )
        return _unique(names)

    def _next_filled(self) -> delimited.Line | None:
        return next((line for line in self._lines if _filled(line)), None)

    def rows(self, start: int) -> Iterator[Row]:
        for line in self._waiting:
            if line.number > start:
                yield self._row(line)
        for line in self._lines:
            if line.number > MOST_ROWS:
                raise Unreadable("too-many-rows", {"file": self._file, "limit": MOST_ROWS})
            if line.number > start and _filled(line):
                yield self._row(line)

    def _row(self, line: delimited.Line) -> Row:
        mended = set(line.mended)
        cells = dict.fromkeys(self.names, "")
        for at, text in enumerate(line.cells[:MOST_COLUMNS]):
            name = self.names[at] if at < len(self.names) else f"#{at + 1}"
            clean = text.replace("\x00", "").strip()
            if len(clean) > MOST_CELL:
                mended.add("cut")
            if "\ufffd" in clean:
                mended.add("characters")
            if clean or at < len(self.names):
                cells[name] = clean[:MOST_CELL]
        return Row(line.number, cells, tuple(sorted(mended)))


def _filled(line: delimited.Line) -> int:
    return sum(1 for cell in line.cells if cell.strip())


def _unique(names: list[str]) -> list[str]:
    """Blank headings take their place as name, the second of two equal ones gets (2)."""
    out: list[str] = []
    for at, raw in enumerate(names, start=1):
        name = " ".join(raw.split()) or f"#{at}"
        count = 2
        unique = name
        while unique in out:
            unique = f"{name} ({count})"
            count += 1
        out.append(unique)
    return out
