"""Moments as SIP2 writes them: YYYYMMDDZZZZHHMMSS, where four spaces mean local time and "   Z" UTC."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import Final

NONE: Final = "00000000    000000"
"""What stands in for a date that nobody could read."""


def write_moment(at: datetime, zone: tzinfo) -> str:
    """18 characters of local time."""
    return f"{at.astimezone(zone):%Y%m%d    %H%M%S}"


def read_moment(text: str, zone: tzinfo) -> datetime | None:
    """None: no date a calendar knows. A zone other than UTC is taken for the local one, as terminals do."""
    try:
        plain = datetime.strptime(text[:8] + text[-6:], "%Y%m%d%H%M%S")  # noqa: DTZ007  # the zone follows
    except ValueError:
        return None
    return plain.replace(tzinfo=UTC if text[8:12] == "   Z" else zone)
