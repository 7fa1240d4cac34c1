"""Open now, until when, or when next."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from commonshelf.kernel.worktime import AHEAD, opening

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
