"""What crosses the door of news."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commonshelf.kernel.actor import Ref


@dataclass(frozen=True, slots=True)
class Happening:
    """One event. person: random key of who acted, "" for the machine or a visitor."""

    id: int
    at: datetime
    kind: str
    person: str
    agent: str
    object: Ref
    reason: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Stuck:
    """A delivery that was given up: what it was, for whom, why, since when."""

    id: int
    event: int
    kind: str
    subscriber: str
    attempts: int
    problem: str
    given_up_at: datetime


@dataclass(frozen=True, slots=True)
class Backlog:
    """Deliveries that are due and not done. oldest_due_at: since when the first of them waits."""

    waiting: int
    oldest_due_at: datetime | None


@dataclass(frozen=True, slots=True)
class TurnCard:
    """A task that runs by the clock. ran_at: when it last went well; problem: why it last did not."""

    name: str
    due_at: datetime
    ran_at: datetime | None
    problem: str
