"""A QR code as drawn holds just the modules segno makes, with an empty border."""

from __future__ import annotations

import re

import segno

from commonshelf.kernel.barcodes import BORDER, qr


def test_every_module_is_drawn_where_it_belongs():
    drawn = qr("2604170000018")
    matrix = segno.make("2604170000018", error="m", micro=False).matrix
    dark = set()
    for x, y, long in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", drawn.path):
        dark |= {(int(x) + n - BORDER, int(y) - BORDER) for n in range(int(long))}
    assert dark == {(x, y) for y, row in enumerate(matrix) for x, module in enumerate(row) if module}
    assert drawn.width == len(matrix) + 2 * BORDER
