"""What holds at a branch on a day: the most specific of what was said about it.

A day written for the branch, before a vacation of the branch, before a vacation of the library, before the
alliance's holidays, before the usual week. Of two vacations that are alike the shorter one holds; and short
hours of a long vacation open no public holiday that lies within it: those days are the more special ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Final

from commonshelf.kernel.worktime import Span
from commonshelf.members.cards import Exceptional, HolidayCard, Said, VacationCard

OFFICE_WEEK: Final[Mapping[int, tuple[Span, ...]]] = {day: ((time(9), time(17)),) for day in range(5)}
"""Whose clock nobody has set yet: Monday to Friday, 9 to 17."""
DAY: Final = timedelta(days=1)
LONGEST: Final = 400
"""No line is longer: see `days.LONGEST_VACATION`."""


class Why(StrEnum):
    DAY = "day"
    VACATION = "vacation"
    HOLIDAY = "holiday"
    MAKE_UP = "make-up"


@dataclass(frozen=True, slots=True)
class Special:
    """A day on which the usual week does not hold. spans (): closed.

    told: the hours as they were said, also where a day stays closed as in the usual week.
    vacation: the id of the vacation that says so, or 0.
    """

    date: date
    spans: tuple[Span, ...]
    reason: Said
    why: Why
    told: tuple[Span, ...] = ()
    vacation: int = 0


@dataclass(frozen=True, slots=True)
class Book:
    """All that decides the hours of one branch. holidays: {} where they are not kept."""

    week: Mapping[int, tuple[Span, ...]] = field(default_factory=dict)
    days: Mapping[date, Exceptional] = field(default_factory=dict)
    vacations: Sequence[VacationCard] = ()
    holidays: Mapping[date, HolidayCard] = field(default_factory=dict)

    def special(self, day: date) -> Special | None:
        if written := self.days.get(day):
            told = _pair(written.opens, written.closes)
            return Special(day, told, written.reason, Why.DAY, told)
        if vacation := self._vacation(day):
            told = _pair(vacation.opens, vacation.closes)
            usually_closed = self.week and not self.week.get(day.weekday())
            # Short hours open no day that is closed in the usual week.
            spans = () if usually_closed else told
            return Special(day, spans, vacation.name, Why.VACATION, told, vacation.id)
        return self._holiday(day)

    def _vacation(self, day: date) -> VacationCard | None:
        over = [one for one in self.vacations if one.covers(day)]
        if not over:
            return None
        found = min(over, key=lambda one: (not one.branch, one.days, -one.id))
        return None if found.opens and found.days > self._days_off(day) > 0 else found

    def _days_off(self, day: date) -> int:
        """How long the stretch of holidays is in which this day lies; 0: it lies in none."""
        first = last = day
        while self._is_off(first - DAY):
            first -= DAY
        while self._is_off(last + DAY):
            last += DAY
        return (last - first).days + 1 if self._is_off(day) else 0

    def _is_off(self, day: date) -> bool:
        return (found := self.holidays.get(day)) is not None and found.worked_as is None

    def _holiday(self, day: date) -> Special | None:
        found = self.holidays.get(day) if self.week else None
        if found is None or found.worked_as == day.weekday():  # written down as a day like any other
            return None
        if found.worked_as is None:
            return Special(day, (), found.name, Why.HOLIDAY)
        spans = tuple(self.week.get(found.worked_as, ()))
        return Special(day, spans, found.name, Why.MAKE_UP, spans)

    def spans(self, day: date) -> tuple[Span, ...]:
        special = self.special(day)
        return self.week.get(day.weekday(), ()) if special is None else special.spans

    def dates(self) -> set[date]:
        """Every day about which something was said."""
        over = (one.first_date + n * DAY for one in self.vacations for n in range(one.days))
        return {*self.days, *over, *(self.holidays if self.week else ())}

    def window(self, first: date, days: int) -> dict[date, Special]:
        """The special ones of so many days from `first` on."""
        found = (self.special(first + n * DAY) for n in range(days))
        return {one.date: one for one in found if one}


def _pair(opens: time | None, closes: time | None) -> tuple[Span, ...]:
    return () if opens is None or closes is None else ((opens, closes),)


def by_weekday(hours: Iterable[tuple[int, time, time]]) -> dict[int, tuple[Span, ...]]:
    """(weekday, opens, closes) -> weekday -> its spans."""
    found: dict[int, tuple[Span, ...]] = {}
    for weekday, opens, closes in hours:
        found[weekday] = (*found.get(weekday, ()), (opens, closes))
    return found


def together(books: Sequence[Book]) -> tuple[dict[int, tuple[Span, ...]], dict[date, tuple[Span, ...]]]:
    """Week and special days of a library, which works while any of its branches does."""
    week = {day: tuple(span for book in books for span in book.week.get(day, ())) for day in range(7)}
    dates = {day for book in books for day in book.dates()}
    days = {day: tuple(span for book in books for span in book.spans(day)) for day in sorted(dates)}
    return week, days


@dataclass(frozen=True, slots=True)
class Coming:
    """Neighbouring special days that are alike, as one line. spans: what holds on each; (): closed."""

    first_date: date
    end_date: date
    spans: tuple[Span, ...]
    reason: Said
    why: Why
    vacation: int = 0


def coming(book: Book, first: date, days: int) -> list[Coming]:
    """What is special from `first` on, in lines; feasts that touch are one line.

    Lines that begin within so many days, each told to its very end.
    """
    found: list[Coming] = []
    near = first + days * DAY
    for day in (first + n * DAY for n in range(days + LONGEST)):
        one = book.special(day)
        if one is None and day >= near:
            break
        if one is None:
            continue
        line = Coming(one.date, one.date, one.told, one.reason, one.why, one.vacation)
        before = found[-1] if found and found[-1].end_date + DAY == one.date else None
        if before and _alike(before, line):
            reason = before.reason if before.reason == one.reason else _both(before.reason, one.reason)
            found[-1] = replace(before, end_date=one.date, reason=reason)
        elif day >= near:
            break
        else:
            found.append(line)
    return found


def _alike(one: Coming, other: Coming) -> bool:
    if one.why is other.why is Why.HOLIDAY:
        return True
    return replace(one, first_date=other.first_date, end_date=other.end_date) == other


def _both(one: Said, other: Said) -> Said:
    """Each name once."""
    zh = dict.fromkeys([*one.zh.split("、"), *other.zh.split("、")])
    en = dict.fromkeys([*one.en.split(", "), *other.en.split(", ")])
    return Said("、".join(filter(None, zh)), ", ".join(filter(None, en)))


def groups(week: Mapping[int, tuple[Span, ...]]) -> list[tuple[int, int, tuple[Span, ...]]]:
    """The usual week in few words: neighbouring weekdays with the same hours as (first, last, spans)."""
    found: list[tuple[int, int, tuple[Span, ...]]] = []
    for day in range(7):
        spans = week.get(day, ())
        if found and found[-1][2] == spans:
            found[-1] = (found[-1][0], day, spans)
        else:
            found.append((day, day, spans))
    return found
