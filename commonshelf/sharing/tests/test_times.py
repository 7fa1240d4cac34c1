"""Pace, laid-out calendars, timetables, and the order in which libraries are asked."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import permutations
from math import inf
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.kernel.worktime import WorkCalendar
from commonshelf.sharing.domain.clocks import Leg, Timetable, WorkClock, instant, moment
from commonshelf.sharing.domain.ranking import Candidate, Weights, balance, ranked
from commonshelf.sharing.domain.times import (
    NOTHING,
    PRIORS,
    Course,
    Pace,
    Prior,
    Seen,
    by_distance,
    decayed,
    estimate,
    filled,
    plain,
    queued,
    shrunk,
    spread,
)

ZONE = ZoneInfo("Asia/Shanghai")
DAYS = {day: [(time(8), time(12)), (time(13, 30), time(17, 30))] for day in range(5)}
OFF = {date(2026, 10, day): [] for day in range(1, 8)}
CALENDAR = WorkCalendar(ZONE, DAYS, OFF)
NEW_YORK = WorkCalendar(ZoneInfo("America/New_York"), {day: [(time(20), time(4))] for day in range(7)})
MONDAY = instant(datetime(2026, 9, 7, 9, 0, tzinfo=ZONE))
START = datetime(2026, 8, 1, tzinfo=UTC)
instants = st.integers(0, 120 * 1440).map(lambda minutes: START + timedelta(minutes=minutes))


@given(instants, st.integers(1, 20_000))
@pytest.mark.parametrize("calendar", [CALENDAR, NEW_YORK])
def test_a_laid_out_clock_counts_as_the_calendar_does(
    calendar: WorkCalendar, at: datetime, minutes: int
) -> None:
    theirs = calendar.add(at, minutes)
    assert theirs is not None
    ours = moment(WorkClock(calendar).add(instant(at), minutes / 60))
    assert abs(ours - theirs) < timedelta(seconds=1)


@given(instants, instants)
def test_and_between_two_instants(start: datetime, end: datetime) -> None:
    ours = WorkClock(CALENDAR).between(instant(start), instant(end))
    assert abs(60 * ours - CALENDAR.between(start, end)) <= 1


@given(st.lists(instants, min_size=2, max_size=6))
def test_one_clock_answers_in_any_order_alike(asked: list[datetime]) -> None:
    kept = WorkClock(CALENDAR)
    assert [kept.add(instant(at), 5) for at in asked] == [
        WorkClock(CALENDAR).add(instant(at), 5) for at in asked
    ]


def test_no_hours_lead_to_the_next_opening() -> None:
    clock = WorkClock(CALENDAR)
    assert clock.add(MONDAY, 0) == MONDAY
    noon = instant(datetime(2026, 9, 7, 12, 30, tzinfo=ZONE))
    assert moment(clock.add(noon, 0)).astimezone(ZONE).time() == time(13, 30)


def test_a_place_that_never_works_never_gets_anything_done() -> None:
    clock = WorkClock(WorkCalendar(ZONE, {}))
    assert clock.add(MONDAY, 1) == inf
    assert estimate(Course(plain(PRIORS["Loan", "ship"]), clock), MONDAY).hours == inf


def test_the_courier_that_arrives_first_not_the_one_that_leaves_first() -> None:
    slow = Leg(frozenset(range(5)), time(10), 72.0)
    fast = Leg(frozenset({2}), time(10), 4.0)
    road = Timetable([slow, fast], ZONE)
    assert moment(road.arrival(MONDAY)).astimezone(ZONE) == datetime(2026, 9, 9, 14, tzinfo=ZONE)


def test_no_courier_on_a_holiday_nor_before_or_after_its_time() -> None:
    leg = Leg(frozenset({0}), time(10), 4.0, active_from=date(2026, 9, 14), active_to=date(2026, 9, 28))
    road = Timetable([leg], ZONE, closed=frozenset({date(2026, 9, 14)}))
    assert moment(road.arrival(MONDAY)).astimezone(ZONE).date() == date(2026, 9, 21)
    after = instant(datetime(2026, 9, 22, tzinfo=ZONE))
    assert road.arrival(after) == inf


# -- paces


@given(st.lists(st.floats(0.1, 200), max_size=60))
def test_a_shrunk_mean_lies_between_what_was_seen_and_what_is_usual(hours: list[float]) -> None:
    everybody, prior = spread([10.0] * 100), Prior(5, 8)
    usual = shrunk(NOTHING, everybody, prior).mean
    own = spread(hours)
    pace = shrunk(own, everybody + own, prior)
    bounds = [*hours, usual, shrunk(NOTHING, everybody + own, prior).mean]
    assert min(bounds) - 1e-6 <= pace.mean <= max(bounds) + 1e-6
    assert sum(pace.scenarios) / 5 == pytest.approx(pace.mean)
    assert pace.measured is (len(hours) >= 5)


def test_nothing_seen_is_the_prior_with_its_source() -> None:
    pace = plain(Prior(5, 6.5, source="somebody"))
    assert (pace.mean, pace.measured, pace.source) == (5, False, "somebody")
    assert pace.p80 == pytest.approx(6.5, rel=0.001)


def test_much_seen_overrules_the_usual() -> None:
    own = spread([2.0, 4.0] * 500)
    pace = shrunk(own, spread([20.0] * 1000) + own, Prior(5, 8))
    assert pace.mean == pytest.approx(3, abs=0.2)
    assert (pace.source, pace.measured) == ("measured", True)


def test_old_months_weigh_less() -> None:
    today = date(2026, 9, 1)
    told = decayed([(today, spread([10.0])), (today - timedelta(days=90), spread([10.0]))], today)
    assert told.count == pytest.approx(1.5)


def test_who_often_says_no_is_known_for_it() -> None:
    usual = Seen(count=73, unfilled=27)
    assert filled(NOTHING, NOTHING) == pytest.approx(0.73)
    assert filled(Seen(count=10, unfilled=190), usual) < 0.1
    assert filled(Seen(count=200), usual) > 0.95


def test_only_what_is_beyond_the_usual_queue_adds_to_a_pace_that_was_measured_with_it() -> None:
    pace = Pace(8.0, 12.0)
    assert queued(10, pace, a_day=10, day_hours=8) == 0
    assert queued(20, pace, a_day=10, day_hours=8) == pytest.approx(8)
    assert queued(20, pace, a_day=0, day_hours=8) == 0


def test_far_away_takes_longer_where_nothing_is_known_of_the_road() -> None:
    assert by_distance(800).hours > by_distance(10).hours
    assert by_distance(None).source != by_distance(10).source


def test_a_rare_courier_weighs_as_much_as_it_is_likely_to_be_missed() -> None:
    """The way of the mean time just catches the van; two of five ways miss it, for a week."""
    clock = WorkClock(CALENDAR)
    van = Timetable([Leg(frozenset({0}), time(14, 30), 4.0)], ZONE)
    pace = Pace(3.5, 5.0, scenarios=(1.0, 2.0, 3.5, 5.0, 6.0))
    found = estimate(Course(pace, clock, road=van), MONDAY)
    mean_way = van.arrival(clock.add(MONDAY, 3.5)) - MONDAY
    assert found.hours == pytest.approx(mean_way + 2 / 5 * 168)
    assert [name for name, _, _ in found.parts] == ["handling", "transit"]
    assert sum(hours for _, hours, _ in found.parts) == pytest.approx(found.hours)


# -- the order

odds = st.floats(0.05, 1.0)
hours = st.floats(1.0, 100.0)


def spent(order: tuple[Candidate, ...], at_the_end: float) -> float:
    """Expected hours when they are asked in this order until one says yes."""
    total, reached, passed = 0.0, 1.0, 0.0
    for one in order:
        total += reached * one.chance * (passed + one.expected)
        reached, passed = reached * (1 - one.chance), passed + one.no_hours
    return total + reached * (passed + at_the_end)


@given(st.lists(st.tuples(hours, hours, odds), min_size=2, max_size=4), st.floats(0, 500))
def test_no_other_order_is_sooner(told: list[tuple[float, float, float]], at_the_end: float) -> None:
    some = [
        Candidate(str(number), "Loan", expected, expected, chance=chance, no_hours=no)
        for number, (expected, no, chance) in enumerate(told)
    ]
    ours = tuple(one.candidate for one in ranked(some, Weights(0, 0, 0)))
    best = min(spent(order, at_the_end) for order in permutations(some))
    assert spent(ours, at_the_end) <= best + 1e-6


@given(st.lists(st.tuples(hours, st.floats(-1, 1)), min_size=2, max_size=8), st.floats(0, 48))
def test_fairness_never_moves_a_library_further_than_it_may(
    told: list[tuple[float, float]], most: float
) -> None:
    some = [Candidate(str(n), "Loan", expected, expected, deficit=d) for n, (expected, d) in enumerate(told)]
    for one in ranked(some, Weights(most, 0, 0)):
        assert abs(one.score - one.candidate.expected) <= most + 1e-9
        assert sum(part[1] for part in one.parts) == pytest.approx(
            one.score - one.candidate.expected, abs=0.006
        )


def test_the_full_stand_behind_and_the_last_resort_at_the_end() -> None:
    def some(name: str, expected: float, **more: object) -> Candidate:
        return Candidate(name, "Loan", expected, expected, **more)  # type: ignore[arg-type]

    found = ranked(
        [some("resort", 1, last_resort=True), some("full", 2, capacity_left=0), some("slow", 90)], Weights()
    )
    assert [one.candidate.supplier for one in found] == ["slow", "full", "resort"]


def test_cost_weighs_as_the_rules_say() -> None:
    dear = Candidate("dear", "Loan", 10, 10, cost=5000)
    slow = Candidate("slow", "Loan", 12, 12)
    assert ranked([dear, slow], Weights(0, 0, 1000))[0].candidate is slow
    assert ranked([dear, slow], Weights(0, 0, 0))[0].candidate is dear


@given(st.integers(0, 5000), st.integers(0, 5000), st.one_of(st.none(), st.floats(0, 5000)))
def test_a_balance_is_bounded_and_grows_with_what_was_given(
    lent: int, borrowed: int, usual: float | None
) -> None:
    assert -1 <= balance(lent, borrowed, usual) <= balance(lent + 1, borrowed, usual) <= 1


def test_three_loans_are_no_burden_yet() -> None:
    assert balance(3, 0) < 0.2
    assert balance(300, 0) == 1
