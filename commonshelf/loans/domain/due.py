"""When a thing is due, how long a kept one is kept, and which moment an act happened at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from commonshelf.kernel.refusal import Refusal

DAY: Final = timedelta(days=1)
LONGEST_SHUT: Final = 400
"""Days without an open one, and a library counts as one that has told no hours: every day will do."""
SKEW: Final = timedelta(minutes=5)
"""By so much may the clock of a terminal be ahead before it is not believed."""
OLDEST: Final = timedelta(days=31)
"""What was written on paper, or kept by a terminal without a network, is entered within so much time."""

IsOpen = Callable[[date], bool]


def open_day(day: date, is_open: IsOpen) -> date:
    """The day itself or the first open one after it."""
    for ahead in range(LONGEST_SHUT):
        if is_open(day + ahead * DAY):
            return day + ahead * DAY
    return day


def due_date(lent: date, days: int, is_open: IsOpen) -> date:
    """The last day on which it may come back: so many days on, never on a closed day."""
    return open_day(lent + days * DAY, is_open)


def renewed_date(today: date, due: date, days: int, is_open: IsOpen) -> date:
    """Counted from today, as at the desk; who renews early loses nothing."""
    return max(due, due_date(today, days, is_open))


def days_over(due: date, today: date, is_open: IsOpen, shut: int = LONGEST_SHUT) -> int:
    """Open days since the due date, today included: nobody pays for a day on which the door was closed.

    Beyond `shut` days back each day counts, for what holds on a day that long ago is told no more.
    """
    far = today - shut * DAY
    plain = max((far - due).days, 0)
    first = max(due + DAY, far + DAY)
    return plain + sum(is_open(first + n * DAY) for n in range((today - first).days + 1))


def moment(said: datetime | None, now: datetime, *, late_entry: bool) -> datetime:
    """The moment an act is written down for.

    said None: now. A machine's clock that is ahead or far behind is not believed: now. late_entry: written
    on paper before; loans.bad-time where that is to come, or longer ago than a month.
    """
    if said is None:
        return now
    if said > now + SKEW or said < now - OLDEST:
        if late_entry:
            raise Refusal("loans.bad-time", {"at": said.isoformat(), "days": OLDEST.days})
        return now
    return min(said, now)
