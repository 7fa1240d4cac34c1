"""Scores and points as drawings: where each part begins and how wide it is, in units of the picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 320
"""Units from score 0 to score 1; the page scales the picture to the room it has."""
NARROWEST: Final = 40
"""A zone narrower than this has no room for its name."""
APART: Final = 16
"""Half the width of a number under the scale."""
HEAD: Final = 5


@dataclass(frozen=True, slots=True)
class Zone:
    """One stretch of the scale. name: apart, ask or join; named: whether its name fits into it."""

    name: str
    start: int
    width: int
    low: float
    high: float

    @property
    def middle(self) -> int:
        return self.start + self.width // 2

    @property
    def named(self) -> bool:
        return self.width >= NARROWEST


@dataclass(frozen=True, slots=True)
class Tick:
    """A number under the scale. anchor: SVG text-anchor that keeps numbers apart."""

    value: float
    at: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Scale:
    """The scale with its thresholds and the place of one score on it. anchor: of the score's number."""

    zones: tuple[Zone, ...]
    ticks: tuple[Tick, ...]
    at: int
    anchor: str

    @property
    def needle(self) -> tuple[int, int]:
        """Left and right end of the pointer's head."""
        return self.at - HEAD, self.at + HEAD


def scale(score: float, ask: float, join: float) -> Scale:
    edges = [0, round(ask * WIDTH), round(join * WIDTH), WIDTH]
    zones = tuple(
        Zone(name, start, end - start, low, high)
        for name, start, end, low, high in zip(
            ("apart", "ask", "join"), edges[:3], edges[1:], (0.0, ask, join), (ask, join, 1.0), strict=True
        )
    )
    at = round(min(max(score, 0.0), 1.0) * WIDTH)
    anchor = "start" if at < APART else "end" if at > WIDTH - APART else "middle"
    return Scale(zones, _ticks(ask, join, edges), at, anchor)


def _ticks(ask: float, join: float, edges: Sequence[int]) -> tuple[Tick, ...]:
    close = edges[2] - edges[1] < 2 * APART
    ticks = [
        Tick(ask, edges[1], "end" if close else "middle"),
        Tick(join, edges[2], "start" if close else "middle"),
    ]
    if edges[1] >= 2 * APART:
        ticks.insert(0, Tick(0, 0, "start"))
    if WIDTH - edges[2] >= 2 * APART:
        ticks.append(Tick(1, WIDTH, "end"))
    return tuple(ticks)


@dataclass(frozen=True, slots=True)
class Bar:
    """One point's share, drawn from the middle: to the right for, to the left against. 0 to 50 each."""

    start: int
    width: int


def bars(gave: Sequence[float]) -> list[Bar]:
    """A bar for each, the longest filling its half; nothing is too small to be seen."""
    most = max(map(abs, gave), default=0.0) or 1.0
    made = []
    for value in gave:
        width = max(1, round(50 * abs(value) / most)) if value else 0
        made.append(Bar(50 if value >= 0 else 50 - width, width))
    return made
