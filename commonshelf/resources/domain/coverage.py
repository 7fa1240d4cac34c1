"""What of a title may be read: spans of years, and the moving wall of an embargo. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

Span = Mapping[str, Any]
"""from, from_volume, from_issue, to, to_volume, to_issue, depth, embargo: texts as KBART writes them; "to" ""
means until now."""
_EMBARGO: Final = re.compile(r"([RP])(\d{1,3})([YMD])")
_DAYS: Final = {"Y": 365, "M": 30, "D": 1}
_YEAR: Final = re.compile(r"\d{4}")


def covers(spans: Sequence[Span], embargo: str, year: int | None, today: date) -> bool:
    """Whether a part of that year may be read. year None: whether anything may. No span: all of it."""
    if year is None:
        return True
    first, last = walls(embargo, today)
    if first is not None and year < first.year:
        return False
    if last is not None and year > last.year:
        return False
    if not spans:
        return True
    return any(_in(span, year, today) for span in spans)


def _in(span: Span, year: int, today: date) -> bool:
    begins, ends = _year(span.get("from", "")), _year(span.get("to", ""))
    return (begins is None or begins <= year) and year <= (ends or today.year)


def _year(text: str) -> int | None:
    found = _YEAR.match(text or "")
    return int(found[0]) if found else None


def walls(embargo: str, today: date) -> tuple[date | None, date | None]:
    """(first day that may be read, last day): R1Y the last year only, P6M all but the last six months.

    Two parts with a semicolon hold together (NISO RP-9, 6.6.10). What cannot be read bounds nothing.
    """
    first: date | None = None
    last: date | None = None
    for kind, count, unit in _EMBARGO.findall(embargo.upper()):
        days = int(count) * _DAYS[unit]
        day = today - timedelta(days=min(days, today.toordinal() - 1))
        if kind == "R":
            first = max(first, day) if first else day
        else:
            last = min(last, day) if last else day
    return first, last
