"""What state an invitation is in, and how long one may hold."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

State = Literal["open", "used", "withdrawn", "over"]
STATES: Final[tuple[State, ...]] = ("open", "used", "withdrawn", "over")
MOST_DAYS: Final = 90


def state_of(*, used: bool, withdrawn: bool, expires_at: datetime, now: datetime) -> State:
    if used:
        return "used"
    if withdrawn:
        return "withdrawn"
    return "open" if now < expires_at else "over"
