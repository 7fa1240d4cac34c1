"""Barcodes as lines to draw: Code 128 and Code 39, which library scanners read out of the box, and QR."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

import segno
from barcode.codex import Code39, Code128
from barcode.errors import BarcodeError

SYMBOLOGIES: Final = ("code128", "code39")
QUIET: Final = 10
BORDER: Final = 4
"""Empty modules at either side, as the standards ask (ISO/IEC 15417 and 16388; BORDER: ISO/IEC 18004)."""


class Bars(NamedTuple):
    """width: in modules, quiet zones and all. path: an SVG path of unit-high bars."""

    text: str
    width: int
    path: str


def drawn(text: str, symbology: str) -> Bars | None:
    """The bars, or None where this symbology has no sign for a letter of the text."""
    if symbology == "code39" and text != text.upper():
        return None  # the library would draw the capital, and a scanner read another number
    try:
        if symbology == "code39":
            modules = Code39(text, add_checksum=False).build()[0]
        else:
            modules = Code128(text).build()[0]
    except BarcodeError:
        return None
    bars = (
        f"M{match.start() + QUIET} 0h{len(match.group())}v1h-{len(match.group())}z"
        for match in _runs(modules)
    )
    return Bars(text, len(modules) + 2 * QUIET, "".join(bars))


def qr(text: str) -> Bars:
    """A square of `width` modules, which a telephone's camera reads from paper or from a telephone."""
    rows = [
        "".join("1" if dark else "0" for dark in row)
        for row in segno.make(text, error="m", micro=False).matrix
    ]
    squares = (
        f"M{match.start() + BORDER} {y + BORDER}h{len(match.group())}v1h-{len(match.group())}z"
        for y, row in enumerate(rows)
        for match in _runs(row)
    )
    return Bars(text, len(rows) + 2 * BORDER, "".join(squares))


def _runs(modules: str) -> Iterable[re.Match[str]]:
    return re.finditer("1+", modules)
