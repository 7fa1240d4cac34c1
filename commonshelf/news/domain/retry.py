"""When a failed delivery is tried again, and when it is given up and shown to people."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

FIRST_WAIT: Final = timedelta(seconds=5)
LONGEST_WAIT: Final = timedelta(hours=1)
TRIES: Final = 12
"""With doubling waits from five seconds to an hour: about five hours of trying."""


class Temporary(Exception):
    """It may work later: the other side is away, a lock is taken. `after`: do not try sooner."""

    def __init__(self, problem: str, *, after: timedelta = timedelta()) -> None:
        super().__init__(problem)
        self.after = after


class Permanent(Exception):
    """It will never work: give up at once and show it."""


class Interrupted(Exception):
    """The handler stopped half-way because the worker was asked to end; not a failed attempt."""


def wait_before(attempt: int, *, chance: float) -> timedelta:
    """How long to wait after the given failed attempt (1, 2, ...): doubling, half of it jittered.

    chance: a number in [0, 1) drawn by the caller; it spreads the retries of many deliveries
    that failed together, so that they do not come back together.
    """
    full: timedelta = min(FIRST_WAIT * 2 ** min(attempt - 1, 30), LONGEST_WAIT)
    return full / 2 + full / 2 * chance


def next_try(*, attempt: int, now: datetime, chance: float, error: BaseException | None) -> datetime | None:
    """The moment to try again, or None: given up. error None: the worker died while at it."""
    if isinstance(error, Permanent) or attempt >= TRIES:
        return None
    wait = wait_before(attempt, chance=chance)
    if isinstance(error, Temporary):
        wait = max(wait, error.after)
    return now + wait
