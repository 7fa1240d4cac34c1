"""Whatever is done in whatever order, with whatever fault: nothing is promised twice, nothing ends twice."""

from __future__ import annotations

import pytest

from tests.proofs.request_faults import FAULTS
from tests.proofs.requesting import holds, walk, world

pytestmark = pytest.mark.django_db


def test_a_walk_never_leaves_rows_that_disagree():
    walked = walk(1, 45, world())
    assert len(walked.done) >= 7, walked.done  # a walk that is refused at every step proves nothing


@pytest.mark.parametrize("planted", ["a form's key is forgotten", "a desk's scan is not heard"])
def test_a_walk_finds_what_was_planted(planted, monkeypatch):
    """The others take more seeds: tests/proofs/test_requests.py."""
    made = world()
    FAULTS[planted](monkeypatch)
    assert any(not holds(seed, 40, made) for seed in range(6))
