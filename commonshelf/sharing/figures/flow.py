"""The flow between libraries as a picture: givers left, takers right, ribbons as wide as what flowed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from commonshelf.sharing.domain.figuring import Pair

WIDTH: Final = 400.0
LEFT, RIGHT = 118.0, 282.0
"""Where ribbons begin and end; names stand outside."""
BAND: Final = 260.0
"""Height of all that flowed, beside the gaps."""
GAP: Final = 8.0
LEAST: Final = 16.0
"""A name needs so much height."""
ALONE: Final = 8
"""Libraries a side that are drawn on their own; the others together, as ""."""


@dataclass(frozen=True, slots=True)
class Node:
    """A library on its side. y: middle of its name."""

    library: str
    total: int
    top: float
    height: float
    x: float
    shade: int

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


@dataclass(frozen=True, slots=True)
class Ribbon:
    supplier: str
    requester: str
    filled: int
    path: str
    shade: int


@dataclass(frozen=True, slots=True)
class Flow:
    """height: of the picture, as units of the width of 400. Nothing flowed: no nodes."""

    height: float
    givers: tuple[Node, ...]
    takers: tuple[Node, ...]
    ribbons: tuple[Ribbon, ...]


def flow(pairs: Iterable[Pair]) -> Flow:
    some = list(pairs)
    names = _named(some, "supplier"), _named(some, "requester")
    amounts: Counter[tuple[str, str]] = Counter()
    for one in some:
        amounts[_kept(names[0], one.supplier), _kept(names[1], one.requester)] += one.filled
    givers, takers = _side(amounts, 0, LEFT - 8), _side(amounts, 1, RIGHT)
    height = max((node.top + node.height for node in (*givers, *takers)), default=0.0) + 4
    return Flow(height, givers, takers, tuple(_ribbons(amounts, givers, takers)))


def _named(pairs: Sequence[Pair], side: str) -> set[str]:
    counted: Counter[str] = Counter()
    for one in pairs:
        counted[getattr(one, side)] += one.filled
    return {name for name, _ in counted.most_common(ALONE)}


def _kept(names: set[str], library: str) -> str:
    return library if library in names else ""


def _side(amounts: Mapping[tuple[str, str], int], side: int, x: float) -> tuple[Node, ...]:
    totals: Counter[str] = Counter()
    for ends, filled in amounts.items():
        totals[ends[side]] += filled
    ordered = sorted(totals.items(), key=lambda one: (one[0] == "", -one[1], one[0]))
    whole, top, nodes = sum(totals.values()), 4.0, []
    for shade, (library, total) in enumerate(ordered, start=1):
        height = BAND * total / whole
        room = max(height, LEAST)
        nodes.append(Node(library, total, top + (room - height) / 2, height, x, shade))
        top += room + GAP
    return tuple(nodes)


def _ribbons(
    amounts: Mapping[tuple[str, str], int], givers: Sequence[Node], takers: Sequence[Node]
) -> Iterable[Ribbon]:
    """Stacked on both sides in the order of the other one, so that few cross."""
    left = {node.library: node.top for node in givers}
    right = {node.library: node.top for node in takers}
    scale = BAND / max(sum(amounts.values()), 1)
    for giver in givers:
        for taker in takers:
            filled = amounts.get((giver.library, taker.library), 0)
            if not filled:
                continue
            width, start, end = filled * scale, left[giver.library], right[taker.library]
            left[giver.library], right[taker.library] = start + width, end + width
            yield Ribbon(giver.library, taker.library, filled, _path(start, end, width), giver.shade)


def _path(start: float, end: float, width: float) -> str:
    middle, low, down = f"{(LEFT + RIGHT) / 2:g}", start + width, end + width
    there = f"M{LEFT:g} {start:.1f}C{middle} {start:.1f} {middle} {end:.1f} {RIGHT:g} {end:.1f}"
    return f"{there}V{down:.1f}C{middle} {down:.1f} {middle} {low:.1f} {LEFT:g} {low:.1f}Z"
