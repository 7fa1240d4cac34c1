"""Whatever is done in whatever order, with whatever fault: nothing is promised twice, nothing ends twice."""

from __future__ import annotations

import pytest

from commonshelf.sharing.tests.walking import walk, world

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(4))
def test_a_walk_never_leaves_rows_that_disagree(seed):
    walked = walk(seed, 60, world())
    assert len(walked.done) >= 10, walked.done
