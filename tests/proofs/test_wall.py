"""The tenant wall, whole: every address x everybody x every method; things swapped; guards removed."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.journeys.whom import WHOM
from tests.wall.actors import ACTORS
from tests.wall.conftest import wall
from tests.wall.control import missing
from tests.wall.mutants import MUTANTS
from tests.wall.wall import Wall

__all__ = ["wall"]
pytestmark = [pytest.mark.prove, pytest.mark.django_db]


def test_the_whole_wall(wall: Wall):
    found = wall.whole()
    counts = dict(found.counts)
    print(
        f"\n{len(WHOM)} patterns, {len(wall.questions)} addresses, {len(ACTORS)} people,"
        f" {wall.asker.asked} requests, {len(wall.canaries)} words planted,"
        f" {sum(map(len, found.seen.values()))} of them seen by those they are for; {counts}"
    )
    assert not found.faults, "\n".join(found.faults)
    assert missing(found, wall.canaries, english=True) == []
    assert wall.asker.asked >= 20_000
    assert found.counts["swapped"] + found.counts["fields"] >= 500


def test_every_guard_taken_away_is_noticed(wall: Wall):
    assert wall.notices("").faults == [], "with all guards in their place"
    by: dict[str, str] = {}
    for name in MUTANTS:
        faults = wall.notices(name).faults
        by[name] = faults[0].partition(":")[0] if faults else "missed"
    print(f"\n{len(by)} guards taken away: {dict(Counter(by.values()))}")
    assert [name for name, how in by.items() if how == "missed"] == []
    assert len(by) >= 20
