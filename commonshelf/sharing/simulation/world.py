"""A world to try rankings in: libraries with calendars and couriers, and what is true of them in secret.

Worlds are files to be read by people (worlds/*.toml); this reads them. What a planner may see is a `Member`;
what only the simulation knows (how fast a library really is, what it really finds) is its `Nature`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from importlib import resources
from math import cos, pi, sin, sqrt
from typing import Any, Final
from zoneinfo import ZoneInfo

from commonshelf.kernel.place import Place, kilometres
from commonshelf.kernel.worktime import WorkCalendar
from commonshelf.sharing.domain.clocks import Leg, Timetable, WorkClock, instant, moment

WORLDS: Final = ("even", "wrlc-like", "skewed")
SORTED_IN: Final = 3.0
"""Hours from fetching until it may be on a van that brings, where couriers sort by day."""
MOST: Final = 200
"""Libraries of a world."""


@dataclass(frozen=True, slots=True)
class Member:
    """What everybody may see of a library. a_day: None, no limit. fee: fen. day_hours: of a working day."""

    number: int
    name: str
    place: Place
    clock: WorkClock
    closed: frozenset[date]
    """Days of vacation and holidays."""
    day_hours: float
    fee: int
    a_day: int | None


@dataclass(frozen=True, slots=True)
class Nature:
    """What is true of a library and shown to nobody (meanings: worlds/even.toml)."""

    size: float
    readers: float
    pull_hours: float
    pull_spread: float
    found: float
    desk_an_hour: float
    shelve_hours: float


@dataclass(frozen=True, slots=True)
class Titles:
    count: int
    zipf: float
    holders: tuple[float, ...]
    on_loan: float


class World:
    """Made by `read`. Keeps its calendars laid out, so one world serves all rankings and seeds."""

    def __init__(self, told: Mapping[str, Any], name: str, libraries: int) -> None:
        self.name = name
        self.name_zh, self.name_en = str(told["name_zh"]), str(told["name_en"])
        self.words_zh, self.words_en = str(told["words_zh"]), str(told["words_en"])
        self.zone: tzinfo = ZoneInfo(told["zone"])
        self.start_date: date = told["start_date"]
        self.start = instant(datetime.combine(self.start_date, time(), self.zone))
        self.requests_a_year = int(told["requests_a_year"])
        self.warm_up_days = int(told["warm_up_days"])
        self.copy_share = float(told["copy_share"])
        self.loan_days: tuple[float, float] = (float(told["loan_days"][0]), float(told["loan_days"][1]))
        self.by_hour = tuple(float(one) for one in told["by_hour"])
        self.by_weekday = tuple(float(one) for one in told["by_weekday"])
        self.holidays = frozenset(told["holidays"])
        titles = told["titles"]
        self.titles = Titles(
            int(titles["count"]),
            float(titles["zipf"]),
            tuple(float(one) for one in titles["holders"]),
            float(titles["on_loan"]),
        )
        self.answer_hours = float(told["answer_hours"])
        weekdays = {day: [(time(), time())] for day in range(5)}
        self.answering = WorkClock(WorkCalendar(self.zone, weekdays))
        """The clock that waits for answers: the same for every ranking."""
        entries = _entries(told["library"], libraries)
        self.members = tuple(_member(self, number, entry) for number, entry in enumerate(entries))
        self.natures = tuple(_nature(entry) for entry in entries)
        self._visits = tuple(_visits(entry) for entry in entries)
        self._roads: dict[tuple[int, int], Timetable] = {}
        self._km: dict[tuple[int, int], float] = {}

    def road(self, start: int, end: int) -> Timetable:
        """The couriers' timetable from one library to another."""
        found = self._roads.get((start, end))
        if found is None:
            found = Timetable(_legs(self._visits[start], self._visits[end]), self.zone, self.holidays)
            self._roads[start, end] = found
        return found

    def on_vacation(self, library: int, at: float) -> bool:
        """Closed that day, and not for a holiday of everybody."""
        day = moment(at).astimezone(self.zone).date()
        return day in self.members[library].closed and day not in self.holidays

    def km(self, start: int, end: int) -> float:
        found = self._km.get((start, end))
        if found is None:
            found = kilometres(self.members[start].place, self.members[end].place)
            self._km[start, end] = found
        return found


def read(name: str, libraries: int) -> World:
    """name: of WORLDS. libraries: 2 to MOST; more than the file has: its entries again, but those `once`."""
    text = resources.files(__package__).joinpath("worlds", f"{name}.toml").read_text(encoding="utf-8")
    return World(tomllib.loads(text), name, libraries)


def _entries(told: list[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = []
    turn = 0
    while len(entries) < count:
        for entry in told:
            if len(entries) == count:
                break
            if turn and entry.get("once"):
                continue
            entries.append(_moved(entry, len(entries), count, turn))
        turn += 1
    return entries


def _moved(entry: dict[str, Any], number: int, count: int, turn: int) -> dict[str, Any]:
    """The same library once more stands elsewhere; those of a ring share it evenly."""
    lat, lon = entry["place"]
    name = f"{entry['name']} {turn + 1}" if turn else entry["name"]
    if ring := entry.get("ring_km"):
        angle, name = 2 * pi * number / count, f"{entry['name']} {number + 1}"
    else:
        angle, ring = 2.4 * turn, 4.0 * sqrt(turn)  # a sunflower: no two on one spot
    place = (lat + ring * cos(angle) / 111.0, lon + ring * sin(angle) / 95.0)
    return {**entry, "place": place, "name": name}


def _member(world: World, number: int, entry: dict[str, Any]) -> Member:
    week = {day: [(entry["week"]["opens"], entry["week"]["closes"])] for day in entry["week"]["days"]}
    closed = set(world.holidays)
    for first, last in entry.get("vacations", ()):
        closed |= {first + timedelta(days=day) for day in range((last - first).days + 1)}
    opens, closes = entry["week"]["opens"], entry["week"]["closes"]
    hours = closes.hour - opens.hour + (closes.minute - opens.minute) / 60
    calendar = WorkCalendar(world.zone, week, {day: [] for day in closed})
    return Member(
        number=number,
        name=str(entry["name"]),
        place=entry["place"],
        clock=WorkClock(calendar),
        closed=frozenset(closed),
        day_hours=hours,
        fee=int(entry.get("fee", 0)),
        a_day=entry.get("a_day"),
    )


def _nature(entry: dict[str, Any]) -> Nature:
    return Nature(
        **{
            name: float(entry[name])
            for name in (
                "size",
                "readers",
                "pull_hours",
                "pull_spread",
                "found",
                "desk_an_hour",
                "shelve_hours",
            )
        }
    )


@dataclass(frozen=True, slots=True)
class Visits:
    """On which weekdays the courier comes, and when it fetches and brings.

    overnight: it does both at once, and what it fetched is sorted in the night.
    """

    days: frozenset[int]
    fetches: tuple[time, ...]
    brings: tuple[time, ...]
    overnight: bool


def _visits(entry: dict[str, Any]) -> Visits:
    told = entry["courier"]
    days = frozenset(told["days"])
    if "comes_at" in told:
        return Visits(days, (told["comes_at"],), (told["comes_at"],), overnight=True)
    return Visits(days, tuple(told["fetches_at"]), tuple(told["brings_at"]), overnight=False)


def _legs(start: Visits, end: Visits) -> list[Leg]:
    """Fetched on one's visit, brought on the other's first visit for which it is sorted."""
    legs = []
    for day in sorted(start.days):
        for fetched in start.fetches:
            brought = (24.0 * later + _hours(at) - _hours(fetched) for later, at in _next(end, day))
            least = 24.0 - _hours(fetched) if start.overnight or end.overnight else SORTED_IN
            legs.append(Leg(frozenset({day}), fetched, next(hours for hours in brought if hours >= least)))
    return legs


def _next(end: Visits, day: int) -> Iterator[tuple[int, time]]:
    """Visits that bring, in order: so many days later, and when."""
    for later in range(9):
        if (day + later) % 7 in end.days:
            yield from ((later, at) for at in sorted(end.brings))


def _hours(at: time) -> float:
    return at.hour + at.minute / 60
