"""What falls due when, in the working hours of whoever has to do something. No Django, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from commonshelf.kernel.worktime import WorkCalendar
from commonshelf.sharing.domain.life import TERMINAL, WITH_SUPPLIER, State

NEVER_DAYS: Final = 4
"""Where a calendar has no working hours at all: a long weekend's grace."""
DAY_HOURS: Final = 8
"""A working day, where days are meant."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Working hours of whoever is asked; `_days` are days of theirs with 8 working hours.

    answer: until a library says yes or no. ship: from its yes until it is on its way. cancel: until it says
    whether it is too late to cancel. agree: until a condition is agreed to. review: between reminders of what
    lies for review; retry: between two tries of what is queued. transit_days: on its way, before somebody
    asks where it is. shelf_days: kept for the reader. remind_days: between reminders. appeal_days:
    days of the calendar in which a refused licence may be appealed against.
    """

    answer: int = 16
    ship: int = 24
    cancel: int = 8
    agree: int = 16
    review: int = 24
    retry: int = 2
    transit_days: int = 10
    shelf_days: int = 7
    remind_days: int = 7
    appeal_days: int = 14


@dataclass(frozen=True, slots=True)
class Situation:
    """A request at the moment it comes to a state. needed_end: the end of the last day on which it helps;
    due_end: of the last day of its loan. answer_by: what the supplier was told. again_at: when a library that
    put it off can be asked again. why: of the request. outside: a partner outside the alliance has it in
    hand; here_by: when its thing should be here.
    """

    state: str
    at: datetime
    needed_end: datetime | None = None
    due_end: datetime | None = None
    answer_by: datetime | None = None
    again_at: datetime | None = None
    why: str = ""
    outside: bool = False
    here_by: datetime | None = None


_EXPIRES: Final = frozenset(
    {State.REVIEW, State.AWAITING_LICENCE, State.QUEUED, State.ASKED, State.CONDITIONAL}
)
_HOURS: Final = {
    State.REVIEW: "review",
    State.AWAITING_LICENCE: "review",
    State.QUEUED: "retry",
    State.ASKED: "answer",
    State.CONDITIONAL: "agree",
    State.WILL_SUPPLY: "ship",
    State.CANCELLING: "cancel",
}
_DAYS: Final = {
    State.SHIPPED: "transit_days",
    State.RECEIVED: "shelf_days",
    State.OVERDUE: "remind_days",
    State.RECALLED: "remind_days",
    State.CLAIMED: "remind_days",
    State.BACK: "remind_days",
    State.RETURNING: "transit_days",
    State.LENT: "remind_days",
}


def due(now: Situation, hours: Hours, calendar: WorkCalendar) -> datetime | None:
    """The moment at which the clock acts; None: a request that has ended.

    calendar: of whoever has to do something in that state. A day on which it would be of no use any more
    comes first, where it can still end without anybody's loss.
    """
    if now.state in TERMINAL:
        return None
    found = _reached(now, hours, calendar)
    if _ends_by_itself(now.state, outside=now.outside) and now.needed_end is not None:
        found = min(found, now.needed_end)
    return max(found, now.at)


def _reached(now: Situation, hours: Hours, calendar: WorkCalendar) -> datetime:
    if now.state == State.LENT and now.due_end is not None:
        return now.due_end
    if now.state == State.ASKED and now.answer_by is not None:
        return now.answer_by
    if now.state in {State.WILL_SUPPLY, State.SHIPPED} and now.here_by and now.here_by > now.at:
        return now.here_by
    if now.state == State.QUEUED and now.again_at is not None:
        return now.again_at
    if now.state == State.REVIEW and now.why == "licence-refused":
        return now.at + timedelta(days=hours.appeal_days)
    state = State(now.state)
    working = getattr(hours, _HOURS[state]) if state in _HOURS else DAY_HOURS * getattr(hours, _DAYS[state])
    return calendar.add(now.at, working * 60) or now.at + timedelta(days=NEVER_DAYS)


def expired(state: str, needed_end: datetime | None, now: datetime, *, outside: bool = False) -> bool:
    """Whether it is of no use any more, and can end without anybody's loss."""
    return _ends_by_itself(state, outside=outside) and needed_end is not None and needed_end <= now


def _ends_by_itself(state: str, *, outside: bool) -> bool:
    """What was asked of a partner outside by letter does not stop because we stop waiting for it."""
    return state in _EXPIRES and not (outside and state in WITH_SUPPLIER)
