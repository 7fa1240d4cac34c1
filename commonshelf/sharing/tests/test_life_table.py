"""The table of a request's life, and its clock: every state has a way out, what has ended stays ended."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.kernel.refusal import Refusal
from commonshelf.kernel.worktime import WorkCalendar
from commonshelf.sharing.domain import clock, life
from commonshelf.sharing.domain.clock import Hours, Situation
from commonshelf.sharing.domain.life import ACTIVE, MEMBER, PARTNER, STEPS, TERMINAL, WHENS, Side, State

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday
BY_DAY = WorkCalendar(zone=UTC, week={day: ((time(8), time(16)),) for day in range(5)})
NEVER = WorkCalendar(zone=UTC)
EARLY, LATE = datetime.fromisoformat("2020-01-01"), datetime.fromisoformat("2035-01-01")
GIVERS = (MEMBER, PARTNER)
OPEN = [state for state in State if state not in TERMINAL]


def test_each_thing_is_said_once_and_every_state_can_be_reached():
    for giver in GIVERS:
        said = [(one.before, one.action, one.service, one.when) for one in STEPS if one.giver in {"", giver}]
        assert len(said) == len(set(said))
    assert {one.when for one in STEPS} <= set(WHENS)
    reached, before = {State.REVIEW, State.QUEUED}, set()
    while reached != before:
        before = set(reached)
        reached |= {one.after for one in STEPS if one.before in reached}
    assert reached == set(State)


def test_what_has_ended_stays_ended():
    assert not {one.before for one in STEPS} & TERMINAL
    for state in TERMINAL:
        for side in Side:
            assert life.choices(state, side, "Loan") == []
        with pytest.raises(Refusal, match=r"sharing\.step"):
            life.advance(state, "cancel", Side.READER)


@pytest.mark.parametrize("giver", GIVERS)
@pytest.mark.parametrize("service", ["Loan", "Copy"])
def test_everything_open_can_come_to_an_end(service, giver):
    ways = {
        (one.before, one.after) for one in STEPS if one.service in {"", service} and one.giver in {"", giver}
    }
    ending, before = set(TERMINAL), set()
    while ending != before:
        before = set(ending)
        ending |= {start for start, end in ways if end in ending}
    assert {start for start, _ in ways} <= ending


@pytest.mark.parametrize("giver", GIVERS)
@pytest.mark.parametrize("state", OPEN)
def test_every_open_state_has_somebody_who_can_go_on_and_a_clock(state, giver):
    sides = {side for one in STEPS if one.before == state and one.giver in {"", giver} for side in one.by}
    assert sides - {Side.CLOCK, Side.AGENCY}
    assert Side.CLOCK in sides
    assert clock.due(Situation(state, NOW), Hours(), BY_DAY) is not None


@pytest.mark.parametrize("giver", GIVERS)
@pytest.mark.parametrize("state", OPEN)
def test_one_main_button_at_most(state, giver):
    for side in Side:
        for when in WHENS:
            for service in ("Loan", "Copy"):
                shown = life.choices(state, side, service, when, giver=giver)
                assert sum(one.primary for one in shown) <= 1
                assert len({one.action for one in shown}) == len(shown)


def test_a_supplier_is_at_work_exactly_in_the_active_states():
    for one in STEPS:
        after = life.supply_after(one)
        if one.after in ACTIVE:
            assert after
            assert after not in TERMINAL
        elif one.before in ACTIVE:
            assert after in TERMINAL
        else:
            assert after == ""


@pytest.mark.parametrize("one", STEPS, ids=lambda one: f"{one.before}-{one.action}-{one.when or 'plain'}")
def test_what_the_table_has_is_what_advance_gives(one):
    for side in one.by:
        giver = one.giver or MEMBER
        assert life.advance(one.before, one.action, side, one.service or "Loan", one.when, giver=giver) == one


def test_outside_the_alliance_the_requesters_desk_takes_the_suppliers_steps_and_nobody_elses():
    for one in STEPS:
        if one.giver == MEMBER or Side.SUPPLIER not in one.by:
            continue
        told = (one.before, one.action, Side.REQUESTER, one.service or "Loan", one.when)
        assert life.advance(*told, giver=PARTNER).action == one.action
        if Side.REQUESTER not in one.by and one.giver == "":
            with pytest.raises(Refusal, match=r"sharing\.not-yours"):
                life.advance(*told, giver=MEMBER)


def test_the_clock_never_takes_a_request_away_from_a_partner():
    """What was asked by letter comes, whether we go on waiting or not."""
    for state in life.WITH_PARTNER:
        found = life.choices(state, Side.CLOCK, "Loan", giver=PARTNER)
        assert [(one.action, one.after) for one in found] == [("time-out", state)]
        assert not clock.expired(state, NOW, NOW, outside=True)
        needed = Situation(state, NOW, needed_end=NOW + timedelta(hours=1), outside=True)
        assert clock.due(needed, Hours(), BY_DAY) > NOW + timedelta(hours=1)


def test_somebody_elses_step_is_told_apart_from_none():
    with pytest.raises(Refusal, match=r"sharing\.not-yours"):
        life.advance("asked", "will-supply", Side.READER)
    with pytest.raises(Refusal, match=r"sharing\.step"):
        life.advance("asked", "hand-out", Side.REQUESTER, "Loan")
    with pytest.raises(Refusal, match=r"sharing\.step"):
        life.advance("will-supply", "ship", Side.SUPPLIER, "Copy")


def test_the_drawing_shows_every_state_once():
    drawn = life.drawing("Loan") + life.drawing("Copy")
    for state in State:
        assert f" : {state}\n" in drawn


# -- the clock


def test_answers_are_waited_for_in_working_hours_of_who_is_asked():
    friday = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)
    due = clock.due(Situation("will-supply", friday), Hours(ship=2), BY_DAY)
    assert due == datetime(2026, 11, 30, 9, 0, tzinfo=UTC)  # an hour on Friday, an hour on Monday


def test_a_day_that_is_past_comes_first_while_nothing_has_left():
    needed = NOW + timedelta(hours=3)
    assert clock.due(Situation("queued", NOW, needed), Hours(retry=40), BY_DAY) == needed
    assert clock.due(Situation("shipped", NOW, needed), Hours(), BY_DAY) != needed
    assert clock.expired("asked", needed, needed)
    assert not clock.expired("shipped", needed, needed)


def test_a_loan_is_due_at_the_end_of_its_day():
    ends = NOW + timedelta(days=30)
    assert clock.due(Situation("lent", NOW, due_end=ends), Hours(), BY_DAY) == ends


@given(st.sampled_from(OPEN), st.datetimes(EARLY, LATE, timezones=st.just(UTC)))
def test_the_clock_never_looks_back_and_never_forgets(state, at):
    for calendar in (BY_DAY, NEVER):
        due = clock.due(Situation(state, at), Hours(), calendar)
        assert due is not None
        assert at < due < at + timedelta(days=60)
