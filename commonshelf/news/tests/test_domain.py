"""Retry and schedule, decided without a clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from commonshelf.news.domain.retry import (
    LONGEST_WAIT,
    TRIES,
    Permanent,
    Temporary,
    next_try,
    wait_before,
)
from commonshelf.news.domain.turns import CATCH_UP, next_turn, passed_over

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")


@given(st.integers(1, 200), st.floats(0, 1, exclude_max=True))
def test_waits_grow_and_stay_bounded(attempt, chance):
    wait = wait_before(attempt, chance=chance)
    assert timedelta(0) < wait <= LONGEST_WAIT
    assert wait_before(attempt + 1, chance=chance) >= wait


def test_jitter_spreads_what_failed_together():
    assert wait_before(5, chance=0.9) > wait_before(5, chance=0.1)


def test_permanent_gives_up_at_once_and_too_many_attempts_too():
    assert next_try(attempt=1, now=NOW, chance=0.5, error=Permanent("no")) is None
    assert next_try(attempt=TRIES, now=NOW, chance=0.5, error=ValueError()) is None
    assert next_try(attempt=TRIES - 1, now=NOW, chance=0.5, error=None) is not None


def test_temporary_may_ask_for_a_longer_wait():
    later = next_try(attempt=1, now=NOW, chance=0.0, error=Temporary("away", after=timedelta(minutes=9)))
    assert later == NOW + timedelta(minutes=9)


def test_turns_are_read_in_shanghai():
    assert next_turn("0 3 * * *", NOW, ZONE) == datetime(2026, 11, 22, 19, 0, tzinfo=UTC)


def test_a_turn_exactly_now_is_not_its_own_next():
    due = next_turn("*/5 * * * *", NOW, ZONE)
    assert due == NOW + timedelta(minutes=5)


def test_missed_turns_are_made_up_for_but_not_without_end():
    due = NOW - timedelta(hours=3)
    assert passed_over("0 * * * *", due, NOW, ZONE) == (due, 0)
    long_ago = NOW - timedelta(hours=200)
    turn, skipped = passed_over("0 * * * *", long_ago, NOW, ZONE)
    assert skipped > 100
    assert NOW - turn <= timedelta(hours=CATCH_UP)
