"""Is it open, until when, and if not, when next: decided from spans, exception days and the time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

AHEAD: Final = 14
"""How many days ahead the next opening is looked for."""

Span = tuple[time, time]
"""Opens, closes. Closing at or before opening means: on the next day (00:00 = midnight at its end)."""


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
    today = now.date()
    stretches = _joined(_stretches(spans, exceptions, today - timedelta(days=1), AHEAD + 3, now))
    exception = today if today in exceptions else None
    limit = now + timedelta(days=AHEAD)
    for start, end in stretches:
        if start <= now < end:
            always = end - now > timedelta(days=AHEAD)
            return Moment(open=True, until=None if always else end, next=None, exception=exception)
        if now < start <= limit:
            return Moment(open=False, until=None, next=start, exception=exception)
    return Moment(open=False, until=None, next=None, exception=exception)


def _stretches(
    spans: Mapping[int, Sequence[Span]],
    exceptions: Mapping[date, Sequence[Span]],
    first: date,
    days: int,
    now: datetime,
) -> list[tuple[datetime, datetime]]:
    found = []
    for day in (first + timedelta(days=n) for n in range(days)):
        for opens, closes in exceptions.get(day, spans.get(day.weekday(), ())):
            start = datetime.combine(day, opens, now.tzinfo)
            end = datetime.combine(day, closes, now.tzinfo)
            found.append((start, end if end > start else end + timedelta(days=1)))
    return sorted(found)


def _joined(stretches: Sequence[tuple[datetime, datetime]]) -> Iterator[tuple[datetime, datetime]]:
    held: tuple[datetime, datetime] | None = None
    for start, end in stretches:
        if held is None:
            held = (start, end)
        elif start <= held[1]:
            held = (held[0], max(held[1], end))
        else:
            yield held
            held = (start, end)
    if held is not None:
        yield held
