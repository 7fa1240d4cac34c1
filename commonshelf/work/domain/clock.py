"""The clock of a work item: working minutes of its library's calendar, standing still while it waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Protocol

from commonshelf.kernel.refusal import Refusal

FURTHEST: Final = timedelta(days=3 * 366)
END_OF_DAY: Final = time(23, 59)


class Calendar(Protocol):
    """What is asked of a library's hours."""

    def add(self, start: datetime, minutes: int) -> datetime: ...

    def between(self, start: datetime, end: datetime) -> int: ...


@dataclass(frozen=True, slots=True)
class Clock:
    """due_at None: no hurry, or it stands still with left_minutes to go (below 0: it was late)."""

    due_at: datetime | None = None
    left_minutes: int | None = None

    @property
    def stands(self) -> bool:
        return self.left_minutes is not None


def begin(calendar: Calendar, now: datetime, minutes: int | None) -> Clock:
    """minutes: working minutes from now; None: no hurry."""
    return Clock() if minutes is None else Clock(calendar.add(now, minutes))


def by_day(calendar: Calendar, now: datetime, day: date) -> Clock:
    """Until the end of that day's work; where nobody works on it, until its very end.

    Refused: a day that is over, or further off than a plan can reach.
    """
    if day < now.date():
        raise Refusal("work.due-past", {"field": "due", "day": day.isoformat()})
    if day > now.date() + FURTHEST:
        raise Refusal("work.due-far", {"field": "due", "day": day.isoformat()})
    first = datetime.combine(day, time.min, now.tzinfo)
    last = datetime.combine(day, END_OF_DAY, now.tzinfo)
    closes = calendar.add(first, calendar.between(first, last))
    return Clock(closes if closes > max(now, first) else last)


def stop(calendar: Calendar, clock: Clock, now: datetime) -> Clock:
    """Keep what is left; what has no end, or stands already, stays as it is."""
    if clock.due_at is None:
        return clock
    return Clock(None, left(calendar, clock.due_at, now))


def go_on(calendar: Calendar, clock: Clock, now: datetime) -> Clock:
    """Run again with what was left; what was late stays late by as much as far as its day tells."""
    if clock.left_minutes is None:
        return clock
    minutes = clock.left_minutes
    return Clock(calendar.add(now, minutes) if minutes > 0 else now + timedelta(minutes=minutes))


def moved(before: Calendar, after: Calendar, clock: Clock, now: datetime) -> Clock:
    """To another library: as many working minutes there as were left here; what is late keeps its time."""
    if clock.due_at is None or clock.due_at <= now:
        return clock
    return Clock(after.add(now, before.between(now, clock.due_at)))


def left(calendar: Calendar, due_at: datetime, now: datetime) -> int:
    """Working minutes from now until then, below 0 when it is over."""
    return calendar.between(now, due_at) if due_at >= now else -calendar.between(due_at, now)


def late(due_at: datetime | None, now: datetime) -> bool:
    return due_at is not None and due_at < now
