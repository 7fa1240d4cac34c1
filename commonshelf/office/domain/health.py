"""How the whole is doing, judged from what was measured: plain numbers in, findings out.

Nothing is well that was not measured: what could not be seen is UNKNOWN and says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import median
from typing import Final

Fact = object
"""Text, a number, a day or an instant; the page writes each in its own way."""
LATE_FACTOR: Final = 1.5
LEAST_GRACE: Final = timedelta(hours=36)
"""A daily feed that comes some hours later than yesterday is not late."""
HABIT_FROM: Final = 3
"""So many loads make a habit."""
ONE_DELIVERY: Final = timedelta(hours=1)
STANDS: Final = timedelta(minutes=15)
"""A load that waits so long waits for a worker."""
LONG: Final = timedelta(hours=12)
"""A load that runs so long is worth a look."""
BACKLOG: Final = timedelta(minutes=5)
CLOSING: Final = timedelta(days=3)
CONTRACT_NOTICE: Final = timedelta(days=60)
BACKUP_DAYS: Final = 2
DRILL_DAYS: Final = 9
DISK_LOW: Final = 2.5
"""A backup needs room for one more database, the drill for another with its index."""
DISK_LEAST: Final = 1_000_000_000


class Level(StrEnum):
    """Also the class of its pill."""

    OK = "ok"
    WAIT = "wait"
    NO = "no"
    UNKNOWN = "unknown"


GRAVITY: Final = (Level.NO, Level.UNKNOWN, Level.WAIT, Level.OK)


@dataclass(frozen=True, slots=True)
class Finding:
    """code: of the sentence; facts: what fills it. next: code of what to do, "" for nothing; url: where."""

    level: Level
    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    next: str = ""
    url: str = ""


def gravest(findings: Sequence[Finding]) -> Level:
    return next((level for level in GRAVITY if any(one.level is level for one in findings)), Level.UNKNOWN)


def habit(done_at: Sequence[datetime]) -> timedelta | None:
    """The usual pause between two loads of a source, newest first; None before there is a habit."""
    deliveries: list[datetime] = []
    for at in done_at:  # files of one delivery are one
        if not deliveries or deliveries[-1] - at >= ONE_DELIVERY:
            deliveries.append(at)
    if len(deliveries) < HABIT_FROM:
        return None
    return timedelta(
        seconds=median((later - earlier).total_seconds() for later, earlier in pairwise(deliveries))
    )


def expected(done_at: Sequence[datetime]) -> datetime | None:
    """Until when the next load would be no surprise; None when nobody can say."""
    usual = habit(done_at)
    return None if usual is None else done_at[0] + max(usual * LATE_FACTOR, usual + LEAST_GRACE)


def backlog(waiting: int, oldest: datetime | None, now: datetime) -> Finding:
    if not waiting or oldest is None:
        return Finding(Level.OK, "nothing-waits")
    facts = {"waiting": waiting, "since": oldest}
    if now - oldest > BACKLOG:
        return Finding(Level.NO, "deliveries-wait", facts, "look-at-worker")
    return Finding(Level.OK, "deliveries-go", facts)


def index(behind: int | None) -> Finding:
    if behind is None:
        return Finding(Level.UNKNOWN, "index-unknown", {}, "reindex")
    if behind:
        return Finding(Level.WAIT, "index-behind", {"behind": behind})
    return Finding(Level.OK, "index-current")


def disk(free: int | None, database: int) -> Finding:
    """free, database: bytes."""
    if free is None:
        return Finding(Level.UNKNOWN, "disk-unknown")
    facts = {"free_bytes": free, "database_bytes": database}
    if free < DISK_LEAST or free < database * DISK_LOW:
        return Finding(Level.NO, "disk-low", facts, "make-room")
    return Finding(Level.OK, "disk-free", facts)


@dataclass(frozen=True, slots=True)
class Kept:
    """The last backup or drill, as its event tells. problems: what fsck or the comparison found;
    none_yet: a drill found no backup it could try out.
    """

    at: datetime
    failed: str
    seconds: int
    bytes: int = 0
    problems: int = 0
    made_at: str = ""
    none_yet: bool = False


def backup(last: Kept | None, now: datetime, *, scheduled: bool) -> Finding:
    if last is None:
        return Finding(Level.NO, "no-backup", {}, "make-backup" if scheduled else "schedule-backup")
    facts: dict[str, Fact] = {"at": last.at, "size_bytes": last.bytes, "problems": last.problems}
    if last.failed:
        return Finding(Level.NO, "backup-failed", {"at": last.at, "why": last.failed}, "make-backup")
    if last.problems:
        return Finding(Level.NO, "backup-problems", facts, "run-fsck")
    if now - last.at > timedelta(days=BACKUP_DAYS):
        days = (now - last.at).days
        return Finding(
            Level.NO, "backup-old", {**facts, "days": days}, "make-backup" if scheduled else "schedule-backup"
        )
    return Finding(Level.OK, "backup-fresh", facts, "" if scheduled else "schedule-backup")


def drill(last: Kept | None, now: datetime, *, scheduled: bool) -> Finding:
    if last is None:
        return Finding(Level.UNKNOWN, "no-drill", {}, "make-drill" if scheduled else "schedule-backup")
    facts: dict[str, Fact] = {"at": last.at, "seconds": last.seconds, "made_at": last.made_at}
    if last.none_yet:
        return Finding(
            Level.NO, "drill-nothing", {"at": last.at}, "make-backup" if scheduled else "schedule-backup"
        )
    if last.failed:
        return Finding(Level.NO, "drill-failed", {"at": last.at, "why": last.failed}, "make-drill")
    if last.problems:
        return Finding(Level.NO, "drill-problems", {**facts, "problems": last.problems}, "make-drill")
    if now - last.at > timedelta(days=DRILL_DAYS):
        return Finding(Level.WAIT, "drill-old", {**facts, "days": (now - last.at).days}, "make-drill")
    return Finding(Level.OK, "drill-fresh", facts)
