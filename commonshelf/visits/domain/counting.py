"""How visits are counted, and what small numbers must not tell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

SMALLEST: Final = 5
"""A cell of fewer people is not told (trust.md §5)."""
SAME_VISIT: Final = timedelta(minutes=10)
"""A card that passes the same gate again within this time has not come twice."""
MOST_PEOPLE: Final = 500
LONGEST_DAYS: Final = 400


def told(cells: Iterable[tuple[str, int]]) -> list[tuple[str, int | None]]:
    """Largest first, small cells without their number; when one alone would be hidden, the next smallest
    goes with it: the sum of all is told, so a single gap could be reckoned.
    """
    rows = sorted(cells, key=lambda cell: (-cell[1], cell[0]))
    small = [at for at, (_, n) in enumerate(rows) if n < SMALLEST]
    if len(small) == 1 and len(rows) > 1:
        small.append(small[0] - 1 if small[0] else 1)
    return [(name, None if at in small else n) for at, (name, n) in enumerate(rows)]
