"""When a letter is tried again, and when it is given up and shown to people."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

WAITS: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=20),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=8),
    timedelta(hours=12),
    timedelta(hours=24),
)
"""After each failed try; two days in all, so that a server may be down over a weekend night and a day."""
FOR_GOOD: Final = frozenset({"mail.refused-address", "mail.refused-letter", "mail.bad-address"})
"""What trying again cannot mend."""


def next_try(*, attempts: int, now: datetime, problem: str) -> datetime | None:
    """After the given number of tries; None: given up."""
    if problem in FOR_GOOD or attempts > len(WAITS):
        return None
    return now + WAITS[attempts - 1]
