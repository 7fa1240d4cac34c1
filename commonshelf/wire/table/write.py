"""Empty tables for a librarian to fill in."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Sequence
from typing import Final

import xlsxwriter

_WIDEST: Final = 40
_NARROWEST: Final = 10


def template_csv(columns: Sequence[str]) -> bytes:
    """The headings alone, in UTF-8 with the mark that makes spreadsheets read it as UTF-8."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(columns)
    return text.getvalue().encode("utf-8-sig")


def template_xlsx(columns: Sequence[str], *, needed: Collection[str] = (), sheet: str = "Records") -> bytes:
    """Headings frozen on top, every column text so that ISBNs and barcodes keep their zeros.

    needed: headings that must be filled; they stand out.
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
        page.freeze_panes(1, 0)
    return out.getvalue()
