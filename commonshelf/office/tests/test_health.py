"""How the whole is doing is judged from what was measured; what was not measured is never well."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.office.domain import health
from commonshelf.office.domain.health import Kept, Level

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def loads(*days_ago: float) -> list[datetime]:
    return [NOW - timedelta(days=days) for days in days_ago]


def test_a_habit_needs_three_loads_and_is_not_disturbed_by_one_long_pause():
    assert health.habit([]) is None
    assert health.habit(loads(1, 2)) is None
    assert health.habit(loads(1, 2, 3)) == DAY
    assert health.habit(loads(1, 2, 3, 4, 40)) == DAY


def test_files_of_one_delivery_are_one_load():
    assert health.habit(loads(7, 7.01, 14, 21)) == 7 * DAY


@pytest.mark.parametrize(
    ("done", "late"),
    [
        (loads(1.9, 2.9, 3.9), False),
        (loads(2.6, 3.6, 4.6), True),
        (loads(10, 17, 24), False),
        (loads(11, 18, 25), True),
    ],
)
def test_late_against_its_own_habit(done, late):
    assert (health.expected(done) < NOW) == late


@given(st.lists(st.integers(1, 100_000), min_size=3, max_size=8, unique=True))
def test_nothing_is_expected_before_the_usual_pause_is_over(minutes):
    done = [NOW - timedelta(minutes=one) for one in sorted(minutes)]
    usual = health.habit(done)
    assert usual is None or health.expected(done) >= done[0] + usual


@pytest.mark.parametrize(
    ("finding", "level", "code"),
    [
        (health.index(None), Level.UNKNOWN, "index-unknown"),
        (health.index(3), Level.WAIT, "index-behind"),
        (health.index(0), Level.OK, "index-current"),
        (health.disk(None, 1), Level.UNKNOWN, "disk-unknown"),
        (health.disk(10**9 - 1, 1), Level.NO, "disk-low"),
        (health.disk(10**10, 5 * 10**9), Level.NO, "disk-low"),
        (health.disk(10**10, 10**9), Level.OK, "disk-free"),
        (health.backlog(0, None, NOW), Level.OK, "nothing-waits"),
        (health.backlog(2, NOW - timedelta(seconds=5), NOW), Level.OK, "deliveries-go"),
        (health.backlog(2, NOW - timedelta(minutes=6), NOW), Level.NO, "deliveries-wait"),
    ],
)
def test_the_machine(finding, level, code):
    assert (finding.level, finding.code) == (level, code)


@pytest.mark.parametrize("scheduled", [True, False])
def test_no_backup_is_never_well(scheduled):
    assert health.backup(None, NOW, scheduled=scheduled).level is Level.NO
    assert health.drill(None, NOW, scheduled=scheduled).level is Level.UNKNOWN


@pytest.mark.parametrize(
    ("kept", "level", "code"),
    [
        (Kept(NOW - DAY, "", 4, 10), Level.OK, "backup-fresh"),
        (Kept(NOW - 3 * DAY, "", 4, 10), Level.NO, "backup-old"),
        (Kept(NOW - DAY, "disk full", 4), Level.NO, "backup-failed"),
        (Kept(NOW - DAY, "", 4, 10, problems=1), Level.NO, "backup-problems"),
    ],
)
def test_backups(kept, level, code):
    found = health.backup(kept, NOW, scheduled=True)
    assert (found.level, found.code) == (level, code)


@pytest.mark.parametrize(
    ("kept", "level", "code"),
    [
        (Kept(NOW - 6 * DAY, "", 40), Level.OK, "drill-fresh"),
        (Kept(NOW - 20 * DAY, "", 40), Level.WAIT, "drill-old"),
        (Kept(NOW - DAY, "harmed", 4), Level.NO, "drill-failed"),
        (Kept(NOW - DAY, "", 4, problems=2), Level.NO, "drill-problems"),
        (Kept(NOW - DAY, "none", 0, none_yet=True), Level.NO, "drill-nothing"),
    ],
)
def test_drills(kept, level, code):
    found = health.drill(kept, NOW, scheduled=True)
    assert (found.level, found.code) == (level, code)


def test_the_gravest_speaks_for_all_and_nothing_measured_is_unknown():
    good, bad = health.index(0), health.disk(0, 0)
    assert health.gravest([good, bad]) is Level.NO
    assert health.gravest([good]) is Level.OK
    assert health.gravest([]) is Level.UNKNOWN
