"""The calendars of branches and libraries: hours on a day, what is coming, the clock of working time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings

from commonshelf.kernel.worktime import AHEAD, Span, WorkCalendar
from commonshelf.members import bounds, directory
from commonshelf.members.cards import BranchCard, DayHours, HolidayCard
from commonshelf.members.domain import calendar
from commonshelf.members.domain.calendar import Book, Special


@dataclass(frozen=True, slots=True)
class Ready:
    """A branch's hours as `kernel.worktime` takes them, for the days around `day`."""

    branch: BranchCard
    holidays: Mapping[date, HolidayCard]
    day: date
    week: Mapping[int, tuple[Span, ...]]
    special: Mapping[date, Special]
    spans: Mapping[date, tuple[Span, ...]]


_ready: Final[dict[str, Ready]] = {}
_clocks: Final[dict[tuple[str, str], tuple[Mapping[date, HolidayCard], WorkCalendar]]] = {}
"""Kept while card and table of holidays are the very objects of the directory as it stands."""


def zone() -> ZoneInfo:
    """On whose wall clock opening hours are read."""
    return ZoneInfo(settings.TIME_ZONE)


def book(branch: BranchCard) -> Book:
    """All that decides this branch's hours, as its card and the alliance's holidays stand."""
    return Book(
        week=calendar.by_weekday((span.weekday, span.opens, span.closes) for span in branch.hours),
        days={day.date: day for day in branch.exceptions},
        vacations=branch.vacations,
        holidays=directory.holidays() if _keeps_holidays(branch.library) else {},
    )


def _keeps_holidays(library: str) -> bool:
    return bounds.setting(library=library, name="members.on-holidays") == "closed"


def ready(branch: BranchCard, day: date) -> Ready:
    """From the day before `day` for as long as the next opening is looked for."""
    holidays, held = directory.holidays(), _ready.get(branch.key)
    if held and held.branch is branch and held.holidays is holidays and held.day == day:
        return held
    said = book(branch)
    special = said.window(day - timedelta(days=1), AHEAD + 3)
    spans = {one.date: one.spans for one in special.values()}
    made = Ready(branch, holidays, day, said.week, special, spans)
    _ready[branch.key] = made
    return made


def week(branch: BranchCard, day: date) -> list[DayHours]:
    """The day and the six after it."""
    kept = ready(branch, day)
    found = []
    for one in (day + timedelta(days=n) for n in range(7)):
        special = kept.special.get(one)
        spans = special.spans if special else kept.week.get(one.weekday(), ())
        found.append(DayHours(one, spans, special.reason if special else None))
    return found


def work_calendar(*, library: str, branch: str = "") -> WorkCalendar:
    """When this library works: whenever that branch is open, or ("", or none of its) any. "": the office.

    Who has told no hours works Monday to Friday, 9 to 17, but for holidays. Absent: no member.
    """
    holidays, held = directory.holidays(), _clocks.get((library, branch))
    branches = directory.library(library).branches if library else ()
    if held and held[0] is holidays:
        return held[1]
    asked = [one for one in branches if one.code == branch] or branches
    books = [_whole(one) for one in asked if one.hours]
    week, days = calendar.together(books or [_usual(library)])
    made = WorkCalendar(zone(), week, days)
    _clocks[library, branch] = (holidays, made)
    return made


def _usual(library: str) -> Book:
    """Of the office ("") and of a library whose hours are not known."""
    over = [one for one in directory.vacations_of(library) if not one.branch]
    kept = not library or _keeps_holidays(library)
    return Book(calendar.OFFICE_WEEK, vacations=over, holidays=directory.holidays() if kept else {})


def _whole(branch: BranchCard) -> Book:
    """With what was said of past days."""
    said = book(branch)
    mine = [one for one in directory.vacations_of(branch.library) if one.branch in {"", branch.code}]
    return Book(said.week, directory.days_of(branch.key), mine, said.holidays)
