"""Tables for a librarian: empty ones to fill in, and lines that wait to be mended."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, time
from pathlib import Path
from typing import Final, TextIO

import xlsxwriter

_WIDEST: Final = 40
_NARROWEST: Final = 10
_CHOSEN_ROWS: Final = 1000
"""So many rows offer a column's choices."""


def template_csv(columns: Sequence[str]) -> bytes:
    """The headings alone, in UTF-8 with the mark that makes spreadsheets read it as UTF-8."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(columns)
    return text.getvalue().encode("utf-8-sig")


def template_xlsx(
    columns: Sequence[str],
    *,
    needed: Collection[str] = (),
    sheet: str = "Records",
    rows: Sequence[Sequence[str]] = (),
    choices: Mapping[str, Sequence[str]] | None = None,
    guide: tuple[str, Sequence[Sequence[str]]] | None = None,
) -> bytes:
    """Headings frozen on top, every column text so that ISBNs and barcodes keep their zeros.

    needed: headings that must be filled; they stand out. rows: what stands below them, never a formula.
    choices: heading -> what its cells offer. guide: name and lines of a second sheet that explains.
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        page = book.add_worksheet(sheet[:31])
        plain = book.add_format({"num_format": "@"})
        heading = book.add_format({"bold": True, "bottom": 1, "num_format": "@"})
        must = book.add_format({"bold": True, "bottom": 1, "num_format": "@", "bg_color": "#FFF2CC"})
        for at, name in enumerate(columns):
            wide = sum(2 if ord(char) > 0x2E80 else 1 for char in name) + 4
            page.set_column(at, at, min(max(wide, _NARROWEST), _WIDEST), plain)
            page.write_string(0, at, name, must if name in needed else heading)
            if offered := (choices or {}).get(name):
                how = {"validate": "list", "source": list(offered), "error_type": "information"}
                page.data_validation(1, at, _CHOSEN_ROWS, at, how)
        for number, row in enumerate(rows, start=1):
            for at, text in enumerate(row):
                page.write_string(number, at, text, plain)
        page.freeze_panes(1, 0)
        if guide:
            _explain(book, *guide)
    return out.getvalue()


def _explain(book: xlsxwriter.Workbook, name: str, lines: Sequence[Sequence[str]]) -> None:
    page = book.add_worksheet(name[:31])
    first = book.add_format({"bold": True, "num_format": "@", "valign": "top"})
    wrapped = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 26)
    page.set_column(1, 2, 60)
    for number, line in enumerate(lines):
        for at, text in enumerate(line):
            page.write_string(number, at, text, wrapped if at else first)


FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")


def csv_into(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A whole table into a file, row by row; what a spreadsheet would run as a formula is kept as text."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv_to(file, head, rows)


def csv_to(file: TextIO, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """The same, into whatever is open for writing."""
    writer = csv.writer(file)
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)


def _cell(value: object) -> object:
    if isinstance(value, (date, time)):  # a datetime is a date
        return value.isoformat()
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULAS) else value
