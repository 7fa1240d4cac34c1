"""Paces learned from what the acts wrote down: in working hours, once each, right however often asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from commonshelf.loans import testing as shelves
from commonshelf.members import api as members
from commonshelf.sharing import api
from commonshelf.sharing.models import Handling, PatronRequest, PlanningStamp, Supply, Transit
from commonshelf.sharing.planning import knowledge
from commonshelf.sharing.planning.learning import learn
from commonshelf.sharing.tests import route_rows

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # Tuesday; EAST and WEST work from 8 to 22 every day
MORNING = datetime(2026, 11, 10, 1, 0, tzinfo=UTC)  # nine o'clock


@pytest.fixture
def world() -> shelves.Shelves:
    return shelves.shelves()


def supplied(world: shelves.Shelves, number: str = "A", **moments: Any) -> Supply:
    """By WEST to EAST, as the acts would have left it."""
    west, east = members.library_id(symbol="WEST"), members.library_id(symbol="EAST")
    request = PatronRequest.objects.create(
        number=number,
        reader_id=world.readers.student.id,
        home_id=east,
        group_kind="student",
        requester_id=east,
        pickup_id=east,
        pickup_branch="main",
        service="Loan",
        title_zh="红楼梦",
        state="completed",
        placed_at=MORNING,
        closed_at=NOW,
    )
    told = {"service": "Loan", "state": "completed", "attempt": 1, "asked_at": MORNING, **moments}
    return Supply.objects.create(request=request, supplier_id=west, **told)


def sums(table: type[Handling | Transit], **where: Any) -> tuple[int, float]:
    row = table.objects.get(**where)
    return row.count, round(row.hours, 2)


def test_a_night_is_no_working_time(world: shelves.Shelves) -> None:
    supplied(world, shipped_at=MORNING + timedelta(days=1), received_at=MORNING + timedelta(days=3))
    assert learn(now=NOW) == 2
    assert sums(Handling, stage="ship") == (1, 14.0)
    assert sums(Transit) == (1, 48.0)


def test_a_no_counts_as_such(world: shelves.Shelves) -> None:
    over = MORNING + timedelta(hours=3)
    supplied(world, state="unfilled", answered_at=over, closed_at=over)
    learn(now=NOW)
    assert sums(Handling, stage="answer") == (1, 3.0)
    assert Handling.objects.get(stage="ship").unfilled == 1
    assert knowledge.known(NOW).chance("WEST", "Loan") < knowledge.known(NOW).chance("EAST", "Loan")


def test_asked_again_it_changes_nothing_and_what_was_taken_back_is_gone(world: shelves.Shelves) -> None:
    supply = supplied(world, shipped_at=MORNING + timedelta(hours=2))
    assert learn(now=NOW) == 1
    assert learn(now=NOW) == 0
    Supply.objects.filter(pk=supply.pk).update(shipped_at=None)
    assert learn(now=NOW) == 1
    assert not Handling.objects.exists()


def test_from_the_beginning_it_comes_to_the_same(world: shelves.Shelves) -> None:
    for hours in range(1, 9):
        shipped = MORNING + timedelta(hours=hours)
        supplied(world, str(hours), shipped_at=shipped, received_at=shipped + timedelta(hours=20))
        learn(now=shipped + timedelta(days=2))
    hourly = list(Handling.objects.order_by("pk").values("stage", "month", "count", "hours", "squares"))
    Handling.objects.all().delete()
    Transit.objects.all().delete()
    learn(now=NOW, everything=True)
    assert (
        list(Handling.objects.order_by("pk").values("stage", "month", "count", "hours", "squares")) == hourly
    )


def test_what_was_never_sent_or_lies_long_back_says_nothing(world: shelves.Shelves) -> None:
    at = MORNING + timedelta(hours=5)
    supplied(world, "at-once", shipped_at=at, received_at=at)
    supplied(
        world, "last-month", asked_at=MORNING - timedelta(days=60), shipped_at=MORNING - timedelta(days=59)
    )
    assert learn(now=NOW) == 0


def test_behind_a_timetable_the_desk_that_receives_is_learned(world: shelves.Shelves) -> None:
    route_rows.a_line("WEST", "EAST")  # at 14:30, three hours
    supplied(
        world, shipped_at=MORNING + timedelta(hours=2), received_at=MORNING + timedelta(hours=10, minutes=30)
    )
    learn(now=NOW)
    # What is written today says nothing of the tenth: no line ran then.
    assert not Handling.objects.filter(stage="shelve").exists()


def test_a_slow_library_comes_to_stand_behind(world: shelves.Shelves) -> None:
    def courier() -> api.Way:
        found = api.plan(reader=world.readers.student.key, edition=world.editions["W2"], now=NOW)
        return next(one for one in found.ways if one.kind == "courier")

    before = courier()
    assert not before.measured
    for place in range(12):
        supplied(
            world, str(place), shipped_at=MORNING + timedelta(days=6), received_at=MORNING + timedelta(days=8)
        )
    learn(now=NOW)
    after = courier()
    assert after.measured
    assert after.expected_hours > before.expected_hours + 48
    assert PlanningStamp.objects.get().learned == "2026-11-24T10"
