"""A map without tiles: places laid out by their coordinates, distances as rings. Degrees in, pixels out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from commonshelf.kernel.place import Place, kilometres

STEPS: Final = (1, 2, 5)
"""Rings stand at 1, 2 or 5 times a power of ten kilometres."""
MARGIN: Final = 36.0
RINGS: Final = 3


@dataclass(frozen=True, slots=True)
class Dot:
    """number: the place's line in the table beneath, from 1."""

    key: str
    number: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Ring:
    """x, y: where its distance is written."""

    km: float
    radius: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Atlas:
    """centre: where the rings stand; it is the reader's place when `from_here`, else the middle."""

    width: int
    height: int
    centre: tuple[float, float]
    from_here: bool
    dots: tuple[Dot, ...]
    rings: tuple[Ring, ...]


def round_distance(km: float) -> float:
    """The largest of 1, 2, 5 x 10^n that is not above km."""
    power = 10.0 ** math.floor(math.log10(km))
    return max(step * power for step in STEPS if step * power <= km * (1 + 1e-9))


def draw(places: Mapping[str, Place], here: Place | None, width: int, height: int) -> Atlas | None:
    """places: key -> place, in the order of the table. None: nothing to draw."""
    if not places:
        return None
    shown = [*places.values(), here] if here else list(places.values())
    middle = here or (_middle([place[0] for place in shown]), _middle([place[1] for place in shown]))
    flat = {key: _plane(place, middle) for key, place in places.items()}
    scale = _scale(list(flat.values()), width, height)
    dots = _apart(
        [
            Dot(key, number, width / 2 + east * scale, height / 2 - north * scale)
            for number, (key, (east, north)) in enumerate(flat.items(), 1)
        ],
        width,
        height,
    )
    reach = max(min(width, height) / 2 - MARGIN / 2, 1.0) / scale
    step = round_distance(reach / RINGS)
    centre = (width / 2, height / 2)
    rings = tuple(_ring(step * n, step * n * scale, centre, dots) for n in range(1, RINGS + 1))
    return Atlas(width, height, centre, here is not None, dots, rings)


def _ring(km: float, radius: float, centre: tuple[float, float], dots: tuple[Dot, ...]) -> Ring:
    """With its label on the ring where no dot covers it: upright if possible, else further round."""

    def spot(eighth: int) -> tuple[float, float]:
        angle = eighth * math.pi / 4 - math.pi / 2
        return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)

    def room(eighth: int) -> float:
        x, y = spot(eighth)
        return min(40.0, *(math.hypot(dot.x - x, dot.y - y) for dot in dots))

    x, y = spot(max(range(8), key=lambda eighth: (room(eighth), -eighth)))
    return Ring(km, radius, round(x, 1), round(y, 1))


def _middle(values: list[float]) -> float:
    return (min(values) + max(values)) / 2


def _plane(place: Place, middle: Place) -> tuple[float, float]:
    """Kilometres east and north of the middle; flat enough for a province."""
    north = kilometres(middle, (place[0], middle[1])) * (1 if place[0] >= middle[0] else -1)
    east = kilometres((place[0], middle[1]), place) * (1 if place[1] >= middle[1] else -1)
    return east, north


def _scale(flat: list[tuple[float, float]], width: int, height: int) -> float:
    """Pixels a kilometre, so that all fits inside the margin; a single place gets a kilometre around it."""
    east = max(0.5, *(abs(x) for x, _ in flat))
    north = max(0.5, *(abs(y) for _, y in flat))
    return min((width / 2 - MARGIN) / east, (height / 2 - MARGIN) / north)


def _apart(dots: list[Dot], width: int, height: int, *, gap: float = 26.0) -> tuple[Dot, ...]:
    """Push dots that would cover each other apart, a little at a time; far ones stay where they are."""
    at = [[dot.x, dot.y] for dot in dots]
    for _ in range(40):
        moved = False
        for i, one in enumerate(at):
            for j in range(i + 1, len(at)):
                other = at[j]
                dx, dy = other[0] - one[0], other[1] - one[1]
                near = math.hypot(dx, dy)
                if near >= gap:
                    continue
                moved = True
                # Two places on one spot part in a direction of their own, the same on every drawing.
                angle = math.atan2(dy, dx) if near > 1e-6 else (i * 7 + j * 3) % 12 * math.pi / 6
                push = (gap - near) / 2 + 0.1
                for spot, sign in ((one, -1), (other, 1)):
                    spot[0] = min(max(spot[0] + sign * push * math.cos(angle), 16), width - 16)
                    spot[1] = min(max(spot[1] + sign * push * math.sin(angle), 16), height - 16)
        if not moved:
            break
    return tuple(
        Dot(dot.key, dot.number, round(x, 1), round(y, 1)) for dot, (x, y) in zip(dots, at, strict=True)
    )
