"""Working hours and courier timetables laid out once, so that a plan asks them thousands of times a second.

Instants are hours of the clock since 1970 (UTC) as floats: `instant` and `moment` lead there and back.
A layout grows on demand, day by day, and may be kept for as long as its calendar or timetable holds.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from math import inf
from typing import Final

from commonshelf.kernel.worktime import WorkCalendar

HOUR: Final = 3600.0
IDLE: Final = 400
"""So many days without a working hour or a departure, and there is none."""
GRAIN: Final = 1e-7
"""Hours that are none: sums of floats."""
DAY: Final = 24.0
AHEAD: Final = 14 * DAY
BEFORE: Final = 2
"""Days laid out before the first instant asked for: a stretch may have begun the day before, in its zone."""


def instant(at: datetime) -> float:
    return at.timestamp() / HOUR


def moment(at: float) -> datetime:
    return datetime.fromtimestamp(at * HOUR, UTC)


def _midnight(day: date) -> float:
    return instant(datetime.combine(day, time(), UTC))


class WorkClock:
    """Counts working hours of one calendar. Keep it: it remembers the days it has laid out."""

    __slots__ = ("_before", "_calendar", "_ends", "_next", "_since", "_starts", "_total", "_until")

    def __init__(self, calendar: WorkCalendar) -> None:
        self._calendar = calendar
        self._since, self._until = inf, -inf

    def add(self, at: float, hours: float) -> float:
        """The instant at which so many working hours have passed since `at`; inf: never.

        0 hours: `at` itself while it works, else the next opening.
        """
        target = self._worked(at) + hours
        while self._total <= target + GRAIN:
            if not self._grow():
                return inf
        if not hours:
            return max(at, self._starts[bisect_right(self._before, target + GRAIN) - 1])
        # What is met at the very end of a stretch is not put off to the next opening.
        index = max(bisect_left(self._before, target - GRAIN) - 1, 0)
        return self._starts[index] + (target - self._before[index])

    def between(self, start: float, end: float) -> float:
        """Working hours from start to end; 0 when end is not after start."""
        if end <= start:
            return 0.0
        begun = self._worked(start)
        return self._worked(end) - begun

    def _worked(self, at: float) -> float:
        """Working hours from the layout's beginning to `at`."""
        if at < self._since:
            self._lay(moment(at).date() - timedelta(days=BEFORE))
        while at >= self._until:
            self._extend()
        index = bisect_right(self._starts, at) - 1
        if index < 0:
            return 0.0
        return self._before[index] + min(at, self._ends[index]) - self._starts[index]

    def _lay(self, first: date) -> None:
        self._next = first
        self._since = self._until = _midnight(first) + DAY
        self._starts: list[float] = []
        self._ends: list[float] = []
        self._before: list[float] = []
        self._total = 0.0

    def _grow(self) -> bool:
        """Until something is added; False: nothing for `IDLE` days."""
        total = self._total
        for _ in range(IDLE):
            self._extend()
            if self._total > total:
                return True
        return False

    def _extend(self) -> None:
        done = self._ends[-1] if self._ends else -inf
        for opens, closes in self._calendar.begun_on(self._next):
            start, end = max(instant(opens), done), instant(closes)
            if end > start:
                self._starts.append(start)
                self._ends.append(end)
                self._before.append(self._total)
                self._total += end - start
                done = end
        self._next += timedelta(days=1)
        self._until = _midnight(self._next) - DAY


@dataclass(frozen=True, slots=True)
class Leg:
    """One line of a courier's timetable. weekdays: Monday 0. hours: of the clock, from leaving to arriving.
    active_to: exclusive. cost: fen a parcel.
    """

    weekdays: frozenset[int]
    leaves_at: time
    hours: float
    active_from: date = date.min
    active_to: date = date.max
    cost: int = 0


class Timetable:
    """The couriers of one pair of branches. Keep it. closed: days on which none of them runs."""

    __slots__ = ("_arrives", "_closed", "_leaves", "_legs", "_next", "_since", "_until", "_zone", "cost")

    def __init__(self, legs: Sequence[Leg], zone: tzinfo, closed: frozenset[date] = frozenset()) -> None:
        self._legs, self._zone, self._closed = tuple(legs), zone, closed
        self._since, self._until = inf, -inf
        self.cost = min((leg.cost for leg in self._legs), default=0)

    def arrival(self, at: float) -> float:
        """When a parcel that is ready at `at` is there, by the courier that is there first; inf: none."""
        if at < self._since:
            self._lay(moment(at).date() - timedelta(days=BEFORE))
        # Two weeks on: a courier that leaves later may well be there earlier.
        while at + AHEAD >= self._until:
            self._extend()
        index = bisect_left(self._leaves, at)
        for _ in range(IDLE):
            if index < len(self._leaves):
                return min(self._arrives[index : index + 2 * len(self._legs)])
            self._extend()
        return inf

    def _lay(self, first: date) -> None:
        self._next = first
        self._since = self._until = _midnight(first) + DAY
        self._leaves: list[float] = []
        self._arrives: list[float] = []

    def _extend(self) -> None:
        day = self._next
        self._next += timedelta(days=1)
        self._until = _midnight(self._next) - DAY
        if day in self._closed:
            return
        runs = [leg for leg in self._legs if _runs(leg, day)]
        for leg in sorted(runs, key=lambda one: one.leaves_at):
            leaves = instant(datetime.combine(day, leg.leaves_at, self._zone))
            self._leaves.append(leaves)
            self._arrives.append(leaves + leg.hours)


def _runs(leg: Leg, day: date) -> bool:
    return day.weekday() in leg.weekdays and leg.active_from <= day < leg.active_to
