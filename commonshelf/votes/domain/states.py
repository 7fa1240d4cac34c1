"""The life of a ballot, as a table to be read aloud."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from commonshelf.kernel.refusal import Refusal

CONFLICT: Final = 409


class State(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    NO_QUORUM = "no-quorum"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Step:
    before: State
    action: str
    after: State


STEPS: Final = (
    Step(State.OPEN, "accept", State.ACCEPTED),
    Step(State.OPEN, "decline", State.DECLINED),
    Step(State.OPEN, "miss", State.NO_QUORUM),
    Step(State.OPEN, "withdraw", State.WITHDRAWN),
)
BY_OUTCOME: Final = {"accepted": "accept", "declined": "decline", "no-quorum": "miss"}


def advance(before: State, action: str) -> State:
    for step in STEPS:
        if step.before is before and step.action == action:
            return step.after
    raise Refusal("votes.closed", {"state": before.value}, CONFLICT)


def takes_votes(*, state: State, deadline: datetime, now: datetime) -> None:
    """The deadline itself is too late, whether or not anybody has closed the ballot since."""
    if state is State.WITHDRAWN:
        raise Refusal("votes.withdrawn", status=CONFLICT)
    if state is not State.OPEN or now >= deadline:
        raise Refusal("votes.over", {"deadline": deadline.isoformat()}, CONFLICT)


def lasts(*, opened_at: datetime, deadline: datetime) -> None:
    if deadline <= opened_at:
        raise Refusal("votes.deadline-past", {"field": "deadline"})
