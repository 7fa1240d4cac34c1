"""Whatever is done in whatever order, with whatever fault: nothing is promised twice, nothing ends twice."""

from __future__ import annotations

import pytest

from tests.proofs.request_faults import FAULTS
from tests.proofs.requesting import holds, walk, world

pytestmark = pytest.mark.django_db
SEEDS, STEPS = (7, 9), 40
"""Two walks by which every planted fault is found."""


@pytest.mark.parametrize("seed", SEEDS)
def test_a_walk_never_leaves_rows_that_disagree(seed):
    walked = walk(seed, STEPS, world())
    assert len(walked.done) >= 7, walked.done  # a walk that is refused at every step proves nothing


@pytest.mark.parametrize("planted", FAULTS)
def test_a_walk_finds_what_was_planted(planted, monkeypatch):
    """The same walks that go through where nothing was planted; many more: tests/proofs/test_requests.py."""
    made = world()
    FAULTS[planted](monkeypatch)
    assert any(not holds(seed, STEPS, made) for seed in SEEDS)
