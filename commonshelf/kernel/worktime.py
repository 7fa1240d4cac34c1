"""Is it open, until when, when next; and a clock that counts only the minutes in which a place works."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

AHEAD: Final = 14
"""How many days ahead the next opening is looked for."""
IDLE: Final = 400
"""So many days without a working minute, and a calendar counts as closed for ever."""
DAY: Final = timedelta(days=1)

Span = tuple[time, time]
"""Opens, closes. Closing at or before opening means: on the next day (00:00 = midnight at its end)."""
Stretch = tuple[datetime, datetime]
"""From, to, as instants in UTC."""


@dataclass(frozen=True, slots=True)
class Moment:
    """open: until when; not open: next opening (None: none within 14 days). exception: the date
    of the exception day that made it so today, if one did.
    """

    open: bool
    until: datetime | None
    next: datetime | None
    exception: date | None


def opening(
    spans: Mapping[int, Sequence[Span]], exceptions: Mapping[date, Sequence[Span]], now: datetime
) -> Moment:
    """spans: weekday (Monday 0) -> spans; exceptions: day -> spans that replace the weekday's ([] = closed).

    `now` carries the zone the hours are meant in; spans of one day that touch or overlap, also
    across midnight, count as one.
    """
    zone, today = _zone(now), now.date()
    exception = today if today in exceptions else None
    limit = now + timedelta(days=AHEAD)
    days = _stretches(lambda day: _day(spans, exceptions, zone, day), today - DAY, AHEAD + 3)
    for start, end in _joined(days, now):
        if start <= now < end:
            until = None if end - now > timedelta(days=AHEAD) else end.astimezone(zone)
            return Moment(open=True, until=until, next=None, exception=exception)
        if now < start <= limit:
            return Moment(open=False, until=None, next=start.astimezone(zone), exception=exception)
    return Moment(open=False, until=None, next=None, exception=exception)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """When a place works. `week` and `exceptions` as in `opening`; `zone`: whose wall clock they are read on.

    Minutes are real ones: an hour that a change to summer time leaves out or repeats counts as it
    passed. All instants taken carry a zone (ValueError otherwise); those given carry the zone asked in.
    """

    zone: tzinfo
    week: Mapping[int, Sequence[Span]] = field(default_factory=dict)
    exceptions: Mapping[date, Sequence[Span]] = field(default_factory=dict)
    _days: dict[date, list[Stretch]] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Days asked for before: a desk asks the same calendar about the same days for each of its lines."""

    def is_working(self, at: datetime) -> bool:
        """At the very moment of closing it no longer works."""
        return any(start <= at < end for start, end in self._from(at, 3))

    def between(self, start: datetime, end: datetime) -> int:
        """Whole working minutes from start to end; 0 when end is not after start."""
        _zone(end)
        if end <= start:
            _zone(start)
            return 0
        days = (end - start).days + 4
        worked = timedelta()
        for opens, closes in self._from(start, days):
            if opens >= end:
                break
            worked += max(min(closes, end) - max(opens, start), timedelta())
        return int(worked / timedelta(minutes=1))

    def add(self, start: datetime, minutes: int) -> datetime | None:
        """The first moment at which so many working minutes have passed; 0 minutes: the start itself.

        None: it is never reached, for the place does not work at all (`IDLE` days in a row).
        """
        zone = _zone(start)
        if minutes < 0:
            raise ValueError("working time runs forward only")
        left, met = timedelta(minutes=minutes), start
        if not left:
            return start
        for opens, closes in self._from(start, None):
            if opens - met > timedelta(days=IDLE):
                return None
            worked = closes - max(opens, start)
            if worked >= left:
                return (max(opens, start) + left).astimezone(zone)
            if worked > timedelta():
                left, met = left - worked, closes
        return None

    def begun_on(self, day: date) -> Sequence[Stretch]:
        """What begins on this day of its zone, in order; stretches of a day or of two may overlap."""
        return tuple(self._day(day))

    def never_works(self, at: datetime) -> bool:
        """Not one working minute within `IDLE` days."""
        return self.add(at, 1) is None

    def _from(self, start: datetime, days: int | None) -> Iterator[Stretch]:
        _zone(start)
        first = start.astimezone(self.zone).date() - DAY
        return _stretches(self._day, first, days)

    def _day(self, day: date) -> list[Stretch]:
        found = self._days.get(day)
        if found is None:
            found = self._days[day] = _day(self.week, self.exceptions, self.zone, day)
        return found


def _zone(of: datetime) -> tzinfo:
    if of.tzinfo is None:
        raise ValueError(f"an instant without a zone: {of}")
    return of.tzinfo


def _stretches(of: Callable[[date], list[Stretch]], first: date, days: int | None) -> Iterator[Stretch]:
    """In order, never overlapping, touching ones apart. days None: until nothing was found for `IDLE` days.

    What a clock change leaves out of a span is left out; what would overlap is counted once.
    """
    done = datetime.min.replace(tzinfo=UTC)
    day, idle, left = first, 0, days
    while (left is None and idle <= IDLE + 3) or (left is not None and left > 0):
        idle += 1
        for opens, closes in of(day):
            start = max(opens, done)
            if closes > start:
                yield start, closes
                done, idle = closes, 0
        if day >= date.max - 3 * DAY:
            return
        day += DAY
        left = None if left is None else left - 1


def _day(
    week: Mapping[int, Sequence[Span]], exceptions: Mapping[date, Sequence[Span]], zone: tzinfo, day: date
) -> list[Stretch]:
    """What begins on this day."""
    spans = exceptions.get(day, week.get(day.weekday(), ()))
    return sorted(_instants(span, day, zone) for span in spans)


def _instants(span: Span, day: date, zone: tzinfo) -> Stretch:
    opens, closes = span
    end = day if closes > opens else day + DAY
    return (
        datetime.combine(day, opens, zone).astimezone(UTC),
        datetime.combine(end, closes, zone).astimezone(UTC),
    )


def _joined(stretches: Iterator[Stretch], now: datetime) -> Iterator[Stretch]:
    """Those that touch become one; what was over before `now` is left out."""
    held: Stretch | None = None
    for start, end in stretches:
        if held is not None and start == held[1]:
            held = (held[0], end)
            continue
        if held is not None and held[1] > now:
            yield held
        held = (start, end)
    if held is not None and held[1] > now:
        yield held
