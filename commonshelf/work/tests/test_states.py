"""The table of steps and the clock: whole, without dead ends, and right in every order of events."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.kernel.refusal import Refusal
from commonshelf.kernel.worktime import WorkCalendar
from commonshelf.work.calendars import Hours
from commonshelf.work.domain import clock, states
from commonshelf.work.domain.clock import Clock
from commonshelf.work.domain.states import CLOSED, OPEN, STEPS, UNDONE_BY, Side, State

ZONE = ZoneInfo("Asia/Shanghai")
NINE_TO_FIVE = Hours(WorkCalendar(ZONE, {day: ((time(9), time(17)),) for day in range(5)}))
LATE_SHIFT = Hours(WorkCalendar(ZONE, {day: ((time(13), time(21)),) for day in range(7)}))
NEVER = Hours(WorkCalendar(ZONE))
TUESDAY = datetime(2026, 3, 10, 10, 0, tzinfo=ZONE)
instants = st.integers(0, 365 * 24 * 60).map(
    lambda n: datetime(2026, 1, 1, tzinfo=ZONE) + timedelta(minutes=n)
)


def test_each_step_stands_once_and_names_a_side():
    assert len({(one.before, one.action) for one in STEPS}) == len(STEPS)
    assert {state for state in State if not any(one.before is state for one in STEPS)} == {State.WITHDRAWN}


def test_every_open_item_can_be_ended_and_moved_by_somebody():
    for state in OPEN:
        after = {one.after for one in STEPS if one.before is state}
        assert after & set(CLOSED) or any(
            one.after in OPEN and any(two.after in CLOSED for two in STEPS if two.before is one.after)
            for one in STEPS
            if one.before is state
        )
        assert any(one.by is Side.COORDINATOR for one in STEPS if one.before is state)


@pytest.mark.parametrize("before", list(State))
@pytest.mark.parametrize("action", sorted({one.action for one in STEPS}))
def test_a_step_is_in_the_table_or_refused_with_what_is_true_instead(before, action):
    known = {(one.before, one.action): one for one in STEPS}
    if (before, action) in known:
        assert states.step(before, action) is known[before, action]
        return
    with pytest.raises(Refusal) as refused:
        states.step(before, action)
    assert (refused.value.code, refused.value.status) == (f"work.already-{before}", 409)


def test_people_are_offered_only_their_own_steps():
    for state in State:
        offered = states.choices(state)
        assert all(one.by.is_people for one in offered)
        assert {one.action for one in states.choices(state, elsewhere=True)} == {
            one.action for one in offered if one.action not in states.ELSEWHERE
        }


def test_what_can_be_undone_leads_back_to_where_it_was():
    for action, back in UNDONE_BY.items():
        for one in STEPS:
            if one.action == action:
                assert states.step(one.after, back).by is Side.HOLDER
    assert states.step(states.step(State.OFFERED, "accept").after, "put-back").after is State.OFFERED
    assert states.step(states.step(State.ACCEPTED, "finish").after, "reopen").after is State.ACCEPTED
    assert states.step(states.step(State.ACCEPTED, "wait").after, "resume").after is State.ACCEPTED


def test_the_diagram_shows_every_step():
    drawn = states.mermaid()
    for one in STEPS:
        (line,) = [
            text for text in drawn.splitlines() if text.strip().startswith(f"{one.before} --> {one.after}")
        ]
        assert one.action in line


def test_minutes_are_working_minutes():
    due = clock.begin(NINE_TO_FIVE, TUESDAY, 8 * 60).due_at
    assert due == datetime(2026, 3, 11, 10, 0, tzinfo=ZONE)
    assert clock.begin(NINE_TO_FIVE, TUESDAY, None) == Clock()
    assert clock.begin(NEVER, TUESDAY, 30).due_at == TUESDAY + timedelta(minutes=30)


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 3, 10), datetime(2026, 3, 10, 17, 0, tzinfo=ZONE)),
        (date(2026, 3, 13), datetime(2026, 3, 13, 17, 0, tzinfo=ZONE)),
        (date(2026, 3, 14), datetime(2026, 3, 14, 23, 59, tzinfo=ZONE)),  # a Saturday: nobody works
    ],
)
def test_a_day_means_its_closing_time(day, due):
    assert clock.by_day(NINE_TO_FIVE, TUESDAY, day).due_at == due


def test_today_after_closing_is_still_today():
    evening = TUESDAY.replace(hour=18)
    assert clock.by_day(NINE_TO_FIVE, evening, evening.date()).due_at == evening.replace(hour=23, minute=59)


@pytest.mark.parametrize(
    ("day", "code"), [(date(2026, 3, 9), "work.due-past"), (date(2036, 1, 1), "work.due-far")]
)
def test_days_that_cannot_be_are_refused(day, code):
    with pytest.raises(Refusal) as refused:
        clock.by_day(NINE_TO_FIVE, TUESDAY, day)
    assert (refused.value.code, refused.value.facts["field"]) == (code, "due")


@given(instants, st.integers(1, 5000), st.integers(0, 20_000), st.integers(0, 20_000))
def test_standing_still_costs_no_working_time(start, minutes, worked, waited):
    """Whatever was left when it stopped is left when it goes on, to the minute; late stays late."""
    begun = clock.begin(NINE_TO_FIVE, start, minutes)
    stopped_at = start + timedelta(minutes=worked)
    stopped = clock.stop(NINE_TO_FIVE, begun, stopped_at)
    assert stopped.stands
    assert stopped.due_at is None
    assert clock.stop(NINE_TO_FIVE, stopped, stopped_at + timedelta(days=1)) == stopped
    again = stopped_at + timedelta(minutes=waited)
    runs = clock.go_on(NINE_TO_FIVE, stopped, again)
    assert not runs.stands
    assert runs.due_at is not None
    left = stopped.left_minutes or 0
    if left > 0:
        assert NINE_TO_FIVE.between(again, runs.due_at) == left
    else:
        assert runs.due_at <= again


@given(instants, st.integers(1, 5000))
def test_moved_to_another_library_it_has_as_many_of_its_minutes(start, minutes):
    begun = clock.begin(NINE_TO_FIVE, start, minutes)
    moved = clock.moved(NINE_TO_FIVE, LATE_SHIFT, begun, start)
    assert moved.due_at is not None
    assert LATE_SHIFT.between(start, moved.due_at) == NINE_TO_FIVE.between(start, begun.due_at)


def test_what_is_late_keeps_its_time_when_moved():
    late = Clock(TUESDAY - timedelta(hours=1))
    assert clock.moved(NINE_TO_FIVE, LATE_SHIFT, late, TUESDAY) == late
    assert clock.late(late.due_at, TUESDAY)
    assert not clock.late(None, datetime.now(UTC))
