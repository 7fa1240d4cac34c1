"""Four processes at forty books: no double loan, no lock error, each key one effect, a ledger at nothing."""

from __future__ import annotations

import pytest

from commonshelf.loans.tests.rushing import judged, rush

pytestmark = pytest.mark.processes


def test_four_processes_at_the_same_books(migrated, tmp_path):
    told = rush(migrated, tmp_path, processes=4, attempts=50, items=40)
    judged(told)
    assert told.effects > 20
    assert sum(len(replies) > 1 for replies in told.done.values()) > 10  # double clicks were there
