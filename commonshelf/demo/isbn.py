"""Book numbers that belong to nobody: 979-9 is a prefix no registration group has been given."""

from __future__ import annotations

from typing import Final

PREFIX: Final = "9799"
ROOM: Final = 10**8


def isbn(number: int) -> str:
    """Thirteen digits with a valid check digit. number: below 100,000,000."""
    if not 0 <= number < ROOM:
        raise ValueError(f"no room for number {number}")
    body = f"{PREFIX}{number:08d}"
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return f"{body}{-weighted % 10}"


def hyphenated(thirteen: str) -> str:
    """As it would stand on a cover; publishers' ranges of an unassigned group are our invention too."""
    return f"{thirteen[:3]}-{thirteen[3]}-{thirteen[4:8]}-{thirteen[8:12]}-{thirteen[12]}"
