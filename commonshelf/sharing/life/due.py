"""When the clock acts on a request by itself: rows and calendars given to `domain/clock.py`."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from django.utils import timezone

from commonshelf.kernel.refusal import Refusal
from commonshelf.kernel.worktime import WorkCalendar
from commonshelf.members import api as members
from commonshelf.sharing.domain import clock
from commonshelf.sharing.domain.clock import Hours, Situation
from commonshelf.sharing.domain.life import WITH_SUPPLIER, State
from commonshelf.sharing.life import settings, whom
from commonshelf.sharing.models import PatronRequest, Supply

ALWAYS: Final = WorkCalendar(zone=UTC, week={day: ((time(0), time(0)),) for day in range(7)})
"""Of a library that left, or that never opens: its clock runs on like everybody's."""


def calendar(library: str) -> WorkCalendar:
    if not library:
        return ALWAYS
    try:
        found = members.work_calendar(library=library)
    except Refusal:
        return ALWAYS
    return found if any(found.week.values()) else ALWAYS


def hours(level: str, library: str) -> Hours:
    """By the rules in force, for that level of service."""
    return settings.hours(level, library)


def next_at(
    row: PatronRequest,
    supply: Supply | None,
    state: str,
    at: datetime,
    *,
    why: str = "",
    again: date | None = None,
) -> datetime | None:
    """The next moment at which the clock looks at it. again: a day that is waited for in line."""
    supplier = whom.symbol(supply.supplier_id) if supply else ""
    requester = whom.symbol(row.requester_id)
    outside = supply is not None and supply.partner_id is not None
    theirs = supplier if state in WITH_SUPPLIER and not outside else requester
    situation = Situation(
        state=state,
        at=at,
        needed_end=ends(row.needed_date) if row.needed_date else None,
        due_end=ends(row.due_date) if row.due_date else None,
        answer_by=supply.answer_by_at if supply and state == State.ASKED else None,
        again_at=begins(again) if again else None,
        why=why,
        outside=outside,
        here_by=here_by(supply) if outside and supply else None,
    )
    return clock.due(situation, hours(row.level, theirs), calendar(theirs))


def here_by(supply: Supply) -> datetime | None:
    """When what a partner outside was asked for should be here, four times in five."""
    hours = float(supply.score.get("p80_hours") or 0)
    return supply.asked_at + timedelta(hours=hours) if supply.asked_at and hours else None


def answer_by(supplier: str, level: str, at: datetime) -> datetime:
    """Until when that library should have answered, in its own working hours."""
    wanted = hours(level, supplier).answer
    return calendar(supplier).add(at, wanted * 60) or at + timedelta(days=clock.NEVER_DAYS)


def begins(day: date) -> datetime:
    """The beginning of a day here, as an instant."""
    return timezone.make_aware(datetime.combine(day, time()))


def ends(day: date) -> datetime:
    """The end of a day here, as an instant."""
    return timezone.make_aware(datetime.combine(day, time.max))
