"""By whose hours the clock of an item runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from commonshelf.kernel.refusal import Absent
from commonshelf.kernel.worktime import WorkCalendar
from commonshelf.members import api as members


@dataclass(frozen=True, slots=True)
class Hours:
    """A calendar whose clock always arrives: where nobody ever works, minutes are minutes."""

    calendar: WorkCalendar

    def add(self, start: datetime, minutes: int) -> datetime:
        return self.calendar.add(start, minutes) or start + timedelta(minutes=minutes)

    def between(self, start: datetime, end: datetime) -> int:
        return self.calendar.between(start, end)


def hours_of(library: str) -> Hours:
    """With "" the alliance office, by whose hours also runs what a library left behind."""
    try:
        return Hours(members.work_calendar(library=library))
    except Absent:
        return Hours(members.work_calendar(library=""))
