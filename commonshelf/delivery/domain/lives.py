"""When a link opens its document, and for how long an opening lasts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

State = Literal["open", "used-up", "expired", "withdrawn"]
OPENING: Final = timedelta(minutes=30)
"""Whoever has opened it may fetch it again so long without its being counted again: phones lose downloads."""


@dataclass(frozen=True, slots=True)
class Life:
    """What of a link and its document decides. withdrawn: either was taken back."""

    expires_at: datetime
    opens: int
    most_opens: int
    latest_at: datetime | None
    withdrawn: bool


def state(life: Life, now: datetime) -> State:
    """At the very moment at which it expires it is over."""
    if life.withdrawn:
        return "withdrawn"
    if now >= life.expires_at:
        return "expired"
    if life.opens >= life.most_opens and not is_opening(life, now):
        return "used-up"
    return "open"


def is_opening(life: Life, now: datetime) -> bool:
    """Whether an opening that was counted lasts still."""
    return life.latest_at is not None and life.latest_at <= now < life.latest_at + OPENING
