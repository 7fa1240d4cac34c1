"""How long it takes: from what was seen, shrunk towards what is usual, through calendars and timetables.

A pace is a mean and a spread. An own mean of few observations is drawn to the alliance's, and that to a prior
whose source is named: (n × own + weight × usual) / (n + weight). The figure for four of five times is that of
a lognormal with the same mean and variance: handling times are positive and have a long tail.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import exp, inf, log, sqrt
from typing import Final, Protocol

Z80: Final = 0.8416
"""80 % of a normal distribution lie below."""
SCENARIOS: Final = (-1.2816, -0.5244, 0.0, 0.5244, 1.2816)
"""Middles of five equally likely parts of a normal distribution."""
HALF_LIFE: Final = 90
"""Days after which an observation weighs half."""
ENOUGH: Final = 5.0
"""So many observations (decayed) of its own, and a pace is called measured."""
SPREAD: Final = (0.2, 2.0)
"""Bounds of the standard deviation, as a share of the mean: few observations may look alike by chance."""
Part = tuple[str, float, str]
"""What takes time, hours of the clock, where the figure comes from."""


@dataclass(frozen=True, slots=True)
class Prior:
    """What is held before anything was seen. weight: observations it counts for; source: whose figure.

    p80: up to 1.42 × hours, the most that a lognormal of this mean can have.
    """

    hours: float
    p80: float
    weight: float = 8.0
    source: str = "prior"


PRIORS: Final[dict[tuple[str, str], Prior]] = {
    # (service, stage) -> working hours of whoever does it. pull: WRLC FY2018, 16 h of the clock to pull,
    # half of them within 12 h: about five working hours. copy: the same sheet's storage facility, 16 h.
    # decide: ours, one working day. shelve: ours, half a working day at the pick-up desk.
    ("Loan", "ship"): Prior(5.0, 6.9, source="wrlc-2018"),
    ("Copy", "ship"): Prior(6.0, 8.3, source="wrlc-2018"),
    ("Loan", "answer"): Prior(5.0, 6.9, source="wrlc-2018"),
    ("Copy", "answer"): Prior(6.0, 8.3, source="wrlc-2018"),
    ("Licence", "decide"): Prior(8.0, 11.0, source="house"),
    ("Loan", "shelve"): Prior(3.0, 4.1, source="house"),
}
FILLED: Final = 0.73
"""Share of requests a library can fill, before any was seen: WRLC FY2018, books pulled."""
ON_THE_ROAD: Final = Prior(24.0, 33.0, source="wrlc-2018")
"""Hours of the clock from one library to another where nothing is known: 40 to fill less 16 to pull."""
KM_A_DAY: Final = 400.0
"""Each further day for so many kilometres, where nothing is known of a pair."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Sums over observations: how many, of their hours, of their squares; `unfilled`: how many were a no."""

    count: float = 0.0
    hours: float = 0.0
    squares: float = 0.0
    unfilled: float = 0.0

    def __add__(self, other: Seen) -> Seen:
        return Seen(
            self.count + other.count,
            self.hours + other.hours,
            self.squares + other.squares,
            self.unfilled + other.unfilled,
        )

    def scaled(self, by: float) -> Seen:
        return Seen(self.count * by, self.hours * by, self.squares * by, self.unfilled * by)


NOTHING: Final = Seen()


def decayed(months: Iterable[tuple[date, Seen]], today: date) -> Seen:
    """One sum of all months (their first days), halved for every `HALF_LIFE` days of age."""
    total = NOTHING
    for month, seen in months:
        total += seen.scaled(0.5 ** (max((today - month).days, 0) / HALF_LIFE))
    return total


@dataclass(frozen=True, slots=True)
class Pace:
    """mean, p80: hours. measured: by its own observations, else estimated. source: what weighs most in it:
    measured, alliance, or the source of the prior. count: own observations (decayed).
    """

    mean: float
    p80: float
    measured: bool = False
    count: float = 0.0
    source: str = "prior"
    scenarios: tuple[float, ...] = ()
    """Five equally likely hours whose mean is `mean`."""


def shrunk(own: Seen, everybody: Seen, prior: Prior) -> Pace:
    """everybody: the sums of the whole alliance, own ones included."""
    mean, second = prior.hours, _second_moment(prior)
    for seen in (everybody, own):
        weight = seen.count + prior.weight
        mean = (seen.hours + prior.weight * mean) / weight
        second = (seen.squares + prior.weight * second) / weight
    measured = own.count >= ENOUGH
    source = "measured" if measured else "alliance" if everybody.count >= prior.weight else prior.source
    return _pace(mean, second - mean * mean, measured=measured, count=own.count, source=source)


def plain(prior: Prior) -> Pace:
    """Of a prior alone."""
    return shrunk(NOTHING, NOTHING, prior)


def filled(own: Seen, everybody: Seen, weight: float = 8.0, prior: float = FILLED) -> float:
    """Share of requests that are filled; count: of filled ones, as the stage `ship` has them."""
    share = prior
    for seen in (everybody, own):
        share = (seen.count + weight * share) / (seen.count + seen.unfilled + weight)
    return share


def by_distance(km: float | None) -> Prior:
    """How long parcels are on their way where no courier has a timetable, by the crow's kilometres."""
    if km is None:
        return ON_THE_ROAD
    more = 24.0 * km / KM_A_DAY
    return Prior(ON_THE_ROAD.hours + more, ON_THE_ROAD.p80 + more, source="distance")


def _second_moment(prior: Prior) -> float:
    """Of the lognormal that has this mean and this 80 % point."""
    ratio = log(max(prior.p80 / prior.hours, 1.0))
    sigma = Z80 - sqrt(max(Z80 * Z80 - 2 * ratio, 0.0))
    return exp(sigma * sigma) * prior.hours * prior.hours


def _pace(mean: float, variance: float, *, measured: bool, count: float, source: str) -> Pace:
    share = min(max(sqrt(max(variance, 0.0)) / mean, SPREAD[0]), SPREAD[1]) if mean else SPREAD[0]
    sigma = sqrt(log(1.0 + share * share))
    raw = [exp(sigma * z) for z in SCENARIOS]
    scale = mean * len(raw) / sum(raw)
    p80 = mean * exp(sigma * Z80 - sigma * sigma / 2)
    return Pace(mean, p80, measured, count, source, tuple(scale * one for one in raw))


class Clock(Protocol):
    """clocks.WorkClock."""

    def add(self, at: float, hours: float) -> float: ...


class Road(Protocol):
    """clocks.Timetable."""

    def arrival(self, at: float) -> float: ...


def queued(waiting: int, pace: Pace, *, a_day: float, day_hours: float) -> float:
    """Working hours that those already waiting there add.

    A pace as measured holds the usual queue: by Little's law pace × rate. Only what is beyond it adds.
    waiting: open and not yet answered. a_day: what the library gets done on a working day of `day_hours`.
    """
    if a_day <= 0 or day_hours <= 0:
        return 0.0
    rate = a_day / day_hours
    return max(waiting - rate * pace.mean, 0.0) / rate


@dataclass(frozen=True, slots=True)
class Course:
    """What lies between a supplier and the reader.

    handling: of the supplier, in its hours by `clock`; queue: working hours before it begins. On the road:
    `road` where couriers have a timetable, else `transit` (hours of the clock); neither: nothing is carried.
    Then shelving: of the pick-up place, in its hours by `pickup`; without it, ready on arrival.
    """

    handling: Pace
    clock: Clock
    queue: float = 0.0
    road: Road | None = None
    transit: Pace | None = None
    shelving: Pace | None = None
    pickup: Clock | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """hours: expected, of the clock; p80: four of five times within. inf: never (closed, no courier)."""

    hours: float
    p80: float
    measured: bool
    parts: tuple[Part, ...]


def estimate(course: Course, now: float) -> Estimate:
    """Each of the five handling times is taken through the calendar, the timetable and the pick-up desk.

    So a courier that leaves on two days a week, or a vacation, weighs as much as it is likely to be met: the
    way of the mean time is not the mean of the ways.
    """
    ends: list[float] = []
    handled = carried = shelved = 0.0
    for hours in course.handling.scenarios:
        ready = course.clock.add(now, course.queue + hours)
        there = transit(ready, course.road, course.transit)
        end = there
        if course.shelving is not None and course.pickup is not None and there < inf:
            end = course.pickup.add(there, course.shelving.mean)
        if end == inf:
            return Estimate(inf, inf, course.handling.measured, ())
        ends.append(end - now)
        handled, carried, shelved = handled + ready - now, carried + there - ready, shelved + end - there
    ends.sort()
    count = len(ends)
    parts: list[Part] = [("handling", handled / count, course.handling.source)]
    if course.road is not None or course.transit is not None:
        source = "timetable" if course.road is not None else course.transit.source if course.transit else ""
        parts.append(("transit", carried / count, source))
    if course.shelving is not None and course.pickup is not None:
        parts.append(("shelving", shelved / count, course.shelving.source))
    return Estimate(sum(ends) / count, (ends[-2] + ends[-1]) / 2, course.handling.measured, tuple(parts))


def transit(start: float, road: Road | None, pace: Pace | None) -> float:
    """When it is there: by the timetable, where none runs by what was learned of the pair."""
    if road is not None:
        there = road.arrival(start)
        if there < inf or pace is None:
            return there
    return start + pace.mean if pace is not None else start


def ready_at(start: float, hours: float, clock: Clock) -> float:
    """When so many working hours have passed; inf: never."""
    return clock.add(start, hours)


def spread(hours: Sequence[float]) -> Seen:
    """Observations as sums."""
    return Seen(float(len(hours)), sum(hours), sum(one * one for one in hours))
