"""Who came through the demo's doors in the last weeks: counted, and in the last days with their card."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from commonshelf.demo.lending import place
from commonshelf.demo.plan import moment, plan
from commonshelf.demo.reading import desk, number_of
from commonshelf.members import api as members
from commonshelf.visits import api as visits

WEEK: Final = 7


def begin(*, now: datetime) -> None:
    """Once; a second time it changes nothing."""
    told = plan("desks")["visits"]
    last = timezone.localdate(now) - timedelta(days=1)
    library, _ = place(told["doors"][0]["at"])
    first = last - timedelta(weeks=told["weeks"])
    if visits.counts(actor=desk(library), library=library, first_date=first, end_date=last).people:
        return
    with members.together(), members.one_look():
        for door in told["doors"]:
            _count(door, told["weeks"] * WEEK, now)
        for door in told["cards"]:
            library, branch = place(door["at"])
            actor = desk(library)
            for name, days, hour in door["came"]:
                visits.check_in(
                    actor=actor,
                    library=library,
                    branch=branch,
                    at=moment(now, days, hour),
                    number=number_of(name),
                    way="gate",
                )


def _count(door: dict[str, Any], days: int, now: datetime) -> None:
    """People without a card, as somebody at the door counted them."""
    library, branch = place(door["at"])
    actor = desk(library)
    for at, people in _counted(door["hours"], days, now):
        visits.check_in(
            actor=actor,
            library=library,
            branch=branch,
            at=at,
            people=people,
            group_kind=door["group"],
        )


def _counted(hours: dict[str, list[int]], days: int, now: datetime) -> Iterator[tuple[datetime, int]]:
    """When and how many, of each past day; hours: "10" -> people from Monday to Sunday."""
    for ago in range(days, 0, -1):
        for hour, week in hours.items():
            at = moment(now, ago, int(hour))
            if people := week[timezone.localtime(at).weekday()]:
                yield at, people
