"""What small numbers must not tell: a cell of few people is left out, and so is what would give it away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

SMALLEST: Final = 5
"""A cell of fewer people is not told."""


def told(cells: Iterable[tuple[str, int]]) -> list[tuple[str, int | None]]:
    """Largest first, small cells without their number; when one alone would be hidden, the next smallest
    goes with it: the sum of all is told, so a single gap could be reckoned.
    """
    rows = sorted(cells, key=lambda cell: (-cell[1], cell[0]))
    small = [at for at, (_, n) in enumerate(rows) if n < SMALLEST]
    if len(small) == 1 and len(rows) > 1:
        small.append(small[0] - 1 if small[0] else 1)
    return [(name, None if at in small else n) for at, (name, n) in enumerate(rows)]
