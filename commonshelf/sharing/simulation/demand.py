"""What is asked for in a world: titles with holders, and requests spread over days and hours."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import accumulate
from math import sqrt
from random import Random
from typing import Final

from commonshelf.sharing.simulation.world import World

FILE_HAS: Final = 12
"""Libraries for which the worlds' files say by how many a title is held; more hold more, by the root."""


class Request:
    """One request on its way through a run."""

    __slots__ = (
        "asked",
        "asked_at",
        "at",
        "attempt",
        "copy",
        "measured",
        "number",
        "order",
        "promised",
        "requester",
        "there",
        "title",
        "tried",
    )

    def __init__(self, number: int, at: float, title: int, requester: int, *, copy: bool) -> None:
        self.number, self.at, self.title, self.requester, self.copy = number, at, title, requester, copy
        self.measured = False
        self.tried: set[int] = set()
        self.order: Sequence[int] | None = None
        """The rota a rival wrote down when it was placed."""
        self.asked, self.asked_at, self.there = -1, 0.0, 0.0
        """The library asked now, since when, and when its parcel arrived."""
        self.attempt = 0
        self.promised = 0.0
        """Hours our plan expected when it first asked."""


class Shelves:
    """Who holds what."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        draw = Random(seed * 2 + 1)  # noqa: S311  # a simulation's draw, no secret
        sizes = [nature.size for nature in world.natures]
        grown = sqrt(len(sizes) / FILE_HAS)
        numbers = range(1, len(world.titles.holders) + 1)
        counts = draw.choices(numbers, world.titles.holders, k=world.titles.count)
        self.holders = [
            _holders(draw, sizes, min(max(1, round(count * grown)), len(sizes))) for count in counts
        ]
        self._asked = list(accumulate(1.0 / (rank**world.titles.zipf) for rank in range(1, len(counts) + 1)))

    def title(self, draw: Random) -> int:
        """One that is asked for, by how well known it is."""
        return bisect_left(self._asked, draw.random() * self._asked[-1])


def _holders(draw: Random, sizes: Sequence[float], count: int) -> tuple[int, ...]:
    """So many different libraries, drawn by size (Efraimidis & Spirakis 2006)."""
    keys = [(draw.random() ** (1.0 / size), number) for number, size in enumerate(sizes) if size > 0]
    keys.sort(reverse=True)
    return tuple(sorted(number for _, number in keys[:count]))


def requests(shelves: Shelves, count: int, seed: int) -> Iterator[Request]:
    """In order of time, from the world's start on: its warm-up, then `count` measured ones.

    Nobody asks for what only their own library has, nor has anything brought to it while it is on vacation.
    """
    world = shelves.world
    draw = Random(seed * 2)  # noqa: S311  # a simulation's draw, no secret
    readers = list(accumulate(nature.readers for nature in world.natures))
    warm = world.start + world.warm_up_days * 24.0
    number = left = 0
    while left < count:
        for at in _moments(world, draw):
            made = _request(shelves, draw, readers, number, at)
            if made is None:
                continue
            number += 1
            if at >= warm:
                made.measured, left = True, left + 1
            yield made
            if left == count:
                return


def _moments(world: World, draw: Random) -> Iterator[float]:
    """For ever: how many an hour, by the hour of the day and the weekday."""
    a_week = world.requests_a_year * 7 / 365
    share = a_week / (sum(world.by_hour) * sum(world.by_weekday))
    day = world.start
    while True:
        weekday = (world.start_date + timedelta(days=round((day - world.start) / 24))).weekday()
        for hour, weight in enumerate(world.by_hour):
            many = _poisson(draw, share * weight * world.by_weekday[weekday])
            yield from sorted(day + hour + draw.random() for _ in range(many))
        day += 24.0


def _poisson(draw: Random, mean: float) -> int:
    """By the gaps between arrivals."""
    many, passed = 0, draw.expovariate(1.0)
    while passed < mean:
        many, passed = many + 1, passed + draw.expovariate(1.0)
    return many


def _request(
    shelves: Shelves, draw: Random, readers: Sequence[float], number: int, at: float
) -> Request | None:
    world = shelves.world
    requester = bisect_left(readers, draw.random() * readers[-1])
    title, copy = shelves.title(draw), draw.random() < world.copy_share
    holders = shelves.holders[title]
    if holders == (requester,) or world.on_vacation(requester, at):
        return None
    return Request(number, at, title, requester, copy=copy)
