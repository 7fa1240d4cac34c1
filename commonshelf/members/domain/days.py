"""What may be said about spans of days: shapes and lengths, with a code for each no."""

from __future__ import annotations

from datetime import date
from typing import Final

from commonshelf.kernel.refusal import Refusal

LONGEST_HOLIDAY: Final = 31
LONGEST_VACATION: Final = 400
"""Days; longer is a slip of the year, or a building that is closed for good."""


def span_of_days(first: date, last: date, longest: int) -> None:
    """The last day is included."""
    if last < first:
        raise Refusal("members.days-crossed", {"first": str(first), "last": str(last)})
    if (days := (last - first).days + 1) > longest:
        raise Refusal("members.too-many-days", {"days": days, "longest": longest})


def weekday(number: int | None) -> None:
    if number is not None and number not in range(7):
        raise Refusal("members.bad-weekday", {"weekday": number})
