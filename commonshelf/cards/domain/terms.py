"""How long a registration holds."""

from __future__ import annotations

import calendar
from datetime import date


def later(day: date, months: int) -> date:
    """So many months on; from the 31st to the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def ends(day: date, months: int) -> date | None:
    """The first day on which a registration of this day no longer holds; months 0: it does not end."""
    return later(day, months) if months else None
