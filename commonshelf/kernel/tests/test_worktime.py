"""Open now, until when, or when next."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonshelf.kernel.worktime import AHEAD, IDLE, WorkCalendar, opening

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 11, 23)
DAY = (time(8), time(22))


def at(days: int, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(MONDAY + timedelta(days=days), time(hour, minute), SHANGHAI)


def test_open_until_closing_and_closed_at_that_very_moment():
    week = {0: [DAY]}
    assert opening(week, {}, at(0, 8)).until == at(0, 22)
    closed = opening(week, {}, at(0, 22))
    assert not closed.open
    assert closed.next == at(7, 8)


def test_a_noon_break():
    week = {0: [(time(8), time(12)), (time(14), time(18))]}
    assert opening(week, {}, at(0, 13)).next == at(0, 14)
    assert opening(week, {}, at(0, 11)).until == at(0, 12)


def test_spans_that_touch_are_one():
    week = {0: [(time(8), time(12)), (time(12), time(18))]}
    assert opening(week, {}, at(0, 9)).until == at(0, 18)


def test_past_midnight_belongs_to_the_evening_before():
    week = {0: [(time(20), time(2))]}
    assert opening(week, {}, at(1, 1)).until == at(1, 2)
    assert not opening(week, {}, at(1, 3)).open


def test_a_night_across_two_open_days_is_one_stretch():
    week = {0: [(time(8), time(0))], 1: [(time(0), time(6))]}
    assert opening(week, {}, at(0, 23)).until == at(1, 6)


def test_an_exception_day_replaces_the_week():
    week = {n: [DAY] for n in range(7)}
    closed = opening(week, {MONDAY: []}, at(0, 10))
    assert not closed.open
    assert closed.next == at(1, 8)
    assert closed.exception == MONDAY
    other = opening(week, {MONDAY: [(time(10), time(12))]}, at(0, 10))
    assert other.until == at(0, 12)


def test_yesterdays_night_goes_on_into_a_closed_day():
    week = {6: [(time(20), time(2))]}
    assert opening(week, {MONDAY: []}, at(0, 1)).until == at(0, 2)


def test_no_opening_within_the_fortnight():
    assert opening({}, {}, at(0, 10)).next is None
    holidays = {MONDAY + timedelta(days=n): [] for n in range(AHEAD + 2)}
    assert opening({n: [DAY] for n in range(7)}, holidays, at(0, 10)).next is None


def test_day_and_night_has_no_end():
    always = {n: [(time(0), time(0))] for n in range(7)}
    moment = opening(always, {}, at(0, 10))
    assert moment.open
    assert moment.until is None


minutes = st.integers(0, 1439).map(lambda n: time(n // 60, n % 60))
weeks = st.dictionaries(st.integers(0, 6), st.lists(st.tuples(minutes, minutes), max_size=2))


@given(weeks, st.integers(0, 7 * 1440 - 1))
def test_the_answer_agrees_with_asking_every_minute_edge(week, minute):
    now = at(0, 0) + timedelta(minutes=minute)
    moment = opening(week, {}, now)
    if moment.open and moment.until:
        assert moment.until > now
        assert opening(week, {}, moment.until - timedelta(seconds=1)).open
        assert not opening(week, {}, moment.until).open
    elif not moment.open and moment.next:
        assert not opening(week, {}, moment.next - timedelta(seconds=1)).open
        assert opening(week, {}, moment.next).open


# -- the clock of working time


UTC_ZONE = ZoneInfo("UTC")
OFFICE = {day: [(time(9), time(12)), (time(13), time(17))] for day in range(5)}


def test_working_minutes_across_a_weekend_and_a_noon_break():
    calendar = WorkCalendar(SHANGHAI, OFFICE)
    friday = at(4, 16, 30)
    assert calendar.add(friday, 30) == at(4, 17)
    assert calendar.add(friday, 31) == at(7, 9, 1)
    assert calendar.between(friday, at(7, 14)) == 30 + 180 + 60
    assert calendar.add(at(5, 3), 60) == at(7, 10)
    assert calendar.is_working(friday)
    assert not calendar.is_working(at(4, 17))
    assert not calendar.is_working(at(0, 12, 30))


def test_what_is_asked_in_one_zone_is_answered_in_it():
    found = WorkCalendar(SHANGHAI, OFFICE).add(at(0, 9).astimezone(UTC), 60)
    assert found == at(0, 10)
    assert found.tzinfo is UTC


def test_exceptions_count_for_the_clock():
    closed = {MONDAY: [], MONDAY + timedelta(days=5): [(time(9), time(10))]}
    calendar = WorkCalendar(SHANGHAI, OFFICE, closed)
    assert calendar.add(at(-1, 12), 60) == at(1, 10)
    assert calendar.between(at(5, 0), at(6, 0)) == 60


def test_summer_time_gives_and_takes_no_minutes():
    berlin = ZoneInfo("Europe/Berlin")
    night = WorkCalendar(berlin, {5: [(time(22), time(6))], 6: [(time(0), time(0))]})
    # On 29 March 2026 the hour from 2 to 3 does not happen; on 25 October it happens twice.
    spring = datetime(2026, 3, 28, 22, tzinfo=berlin)
    assert night.between(spring, datetime(2026, 3, 29, 6, tzinfo=berlin)) == 7 * 60
    autumn = datetime(2026, 10, 24, 22, tzinfo=berlin)
    assert night.between(autumn, datetime(2026, 10, 25, 6, tzinfo=berlin)) == 9 * 60
    assert night.add(spring, 7 * 60) == datetime(2026, 3, 29, 6, tzinfo=berlin)
    inside = WorkCalendar(berlin, {6: [(time(2, 15), time(2, 45))]})
    assert inside.between(spring, datetime(2026, 4, 4, 12, tzinfo=berlin)) == 30
    assert opening({5: [(time(22), time(6))]}, {}, spring).until == datetime(2026, 3, 29, 6, tzinfo=berlin)


def test_a_calendar_that_never_works_says_so():
    for calendar in (WorkCalendar(SHANGHAI), WorkCalendar(SHANGHAI, {0: []})):
        assert calendar.add(at(0, 9), 1) is None
        assert calendar.never_works(at(0, 9))
        assert calendar.between(at(0, 9), at(300, 9)) == 0
        assert calendar.add(at(0, 9), 0) == at(0, 9)
    only_once = WorkCalendar(SHANGHAI, {}, {MONDAY: [(time(9), time(10))]})
    assert only_once.add(at(0, 9), 60) == at(0, 10)
    assert only_once.add(at(0, 9), 61) is None
    late = WorkCalendar(SHANGHAI, {}, {MONDAY + timedelta(days=IDLE + 9): [(time(9), time(10))]})
    assert late.add(at(0, 9), 1) is None


def test_at_the_end_of_all_calendars():
    last = datetime(9999, 12, 30, 10, tzinfo=UTC)
    assert WorkCalendar(UTC_ZONE, OFFICE).add(last, 10_000) is None


def test_instants_without_a_zone_and_minutes_backwards_are_a_bug_of_the_caller():
    calendar = WorkCalendar(SHANGHAI, OFFICE)
    bare = datetime(2026, 11, 23, 9)  # noqa: DTZ001 -- what is refused here
    for wrong in (lambda: calendar.add(bare, 1), lambda: calendar.is_working(bare),
                  lambda: calendar.between(bare, bare), lambda: calendar.add(at(0, 9), -1)):  # fmt: skip
        with pytest.raises(ValueError, match=r"zone|forward"):
            wrong()


zones = st.sampled_from([SHANGHAI, ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York"),
                         ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Pacific/Apia"), UTC_ZONE])  # fmt: skip
near_changes = st.sampled_from([date(2026, 3, 8), date(2026, 3, 29), date(2026, 10, 25), date(2026, 11, 1),
                                date(2026, 4, 5), date(2011, 12, 30), MONDAY])  # fmt: skip


@st.composite
def calendars(draw):
    day = draw(near_changes)
    days = st.integers(-3, 9).map(lambda n: day + timedelta(days=n))
    exceptions = draw(st.dictionaries(days, st.lists(st.tuples(minutes, minutes), max_size=2), max_size=4))
    seconds = draw(st.integers(-3 * 86400, 9 * 86400))
    zone = draw(zones)
    start = datetime.combine(day, time(), zone).astimezone(UTC) + timedelta(seconds=seconds)
    return WorkCalendar(zone, draw(weeks), exceptions), start


@settings(max_examples=60, deadline=None)  # a calendar that never works is looked through for a year and more
@given(calendars(), st.integers(0, 3000), st.integers(0, 3000))
def test_between_takes_back_what_add_gave_and_more_is_never_sooner(drawn, fewer, more):
    calendar, start = drawn
    fewer, more = sorted((fewer, more))
    soon, late = calendar.add(start, fewer), calendar.add(start, more)
    if late is None:
        assert calendar.never_works(start) or calendar.between(start, start + timedelta(days=60)) < more
    else:
        assert soon is not None
        assert start <= soon <= late
        assert calendar.between(start, soon) == fewer
        assert calendar.between(start, late) == more
        assert more == fewer or soon < late
        if more:
            assert calendar.between(start, late - timedelta(seconds=1)) == more - 1
            assert calendar.is_working(late - timedelta(seconds=1))


@settings(max_examples=60, deadline=None)
@given(calendars(), st.integers(0, 20000), st.integers(0, 20000))
def test_parts_add_up_and_no_minute_counts_twice(drawn, one, other):
    calendar, start = drawn
    middle = start + timedelta(minutes=one)
    end = middle + timedelta(minutes=other)
    whole, parts = (
        calendar.between(start, end),
        calendar.between(start, middle) + calendar.between(middle, end),
    )
    assert parts <= whole <= parts + 1, "a minute cut in two may be lost, never doubled"
    assert whole <= one + other
    assert calendar.between(end, start) == 0 or one + other == 0
