"""Which stored copy is which copy of a changed record, so that an item keeps its id."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from commonshelf.catalogue.rows import CopyRow

BARCODE = 3


class Matched(NamedTuple):
    """kept: (new values, item id); added: without a counterpart; dropped: item ids nobody names any more."""

    kept: list[tuple[CopyRow, int]]
    added: list[CopyRow]
    dropped: list[int]


def match(old: Sequence[tuple[int, CopyRow]], new: Sequence[CopyRow]) -> Matched:
    """Equal copies first, then the same barcode; the rest come and go."""
    free = list(old)
    kept: list[tuple[CopyRow, int]] = []
    left: list[CopyRow] = []
    for copy in new:
        same = next((place for place, (_, there) in enumerate(free) if there == copy), None)
        if same is None:
            left.append(copy)
        else:
            kept.append((copy, free.pop(same)[0]))
    by_barcode = {there[BARCODE]: item for item, there in reversed(free) if there[BARCODE]}
    added: list[CopyRow] = []
    for copy in left:
        item = by_barcode.pop(copy[BARCODE], None) if copy[BARCODE] else None
        if item is None:
            added.append(copy)
        else:
            kept.append((copy, item))
    taken = {item for _, item in kept}
    return Matched(kept, added, [item for item, _ in free if item not in taken])
