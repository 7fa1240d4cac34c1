"""When a scheduled task is due, by a cron line read in the alliance's own time zone."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo
from typing import Final

_CRON: Final = re.compile(r"\S+(?: \S+){4}")
CATCH_UP: Final = 32
"""So many missed turns are made up for after a standstill; older ones are passed over and named."""


def is_cron(line: str) -> bool:
    """Whether it has the five fields; every line we have is tried in a test."""
    return bool(_CRON.fullmatch(line))


def next_turn(line: str, after: datetime, zone: tzinfo) -> datetime:
    """The first moment the cron line names strictly after the given instant."""
    from croniter import croniter  # late: only the worker asks, and every command would wait for it

    found: datetime = croniter(line, after.astimezone(zone)).get_next(datetime)
    return found


def passed_over(line: str, due: datetime, now: datetime, zone: tzinfo) -> tuple[datetime, int]:
    """The turn to run now, and how many older ones are too many to make up for.

    Looks back from now over the last CATCH_UP turns: due stays due unless it is older than those.
    """
    from croniter import croniter  # late, as above

    back = croniter(line, now.astimezone(zone))
    earliest = now
    for _ in range(CATCH_UP):
        earliest = back.get_prev(datetime)
        if earliest <= due:
            return due, 0
    skipped = 0
    turn = due
    while turn < earliest and skipped < 100_000:
        turn = next_turn(line, turn, zone)
        skipped += 1
    return earliest, skipped
