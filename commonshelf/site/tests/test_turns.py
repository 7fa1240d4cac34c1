"""What runs by the clock in the whole house: every line can be read."""

from __future__ import annotations

from datetime import UTC, datetime

from commonshelf.news.domain.turns import next_turn
from commonshelf.news.registry import registry

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def test_every_scheduled_line_has_a_next_turn():
    assert registry.turns
    for turn in registry.turns.values():
        assert next_turn(turn.cron, NOON, UTC) > NOON, turn.name
