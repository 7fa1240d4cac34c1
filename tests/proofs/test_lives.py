"""Five thousand random lives of a library over the real acts: no right and no orphan left behind, ever."""

from __future__ import annotations

import random

import pytest

from commonshelf.members.tests.lives import live, world

pytestmark = [pytest.mark.prove, pytest.mark.django_db]
LIVES, STEPS = 5_000, 14


def test_random_lives():
    seed = random.randrange(2**31)
    with world() as drawer:
        broken, tried = live(seed, LIVES, STEPS, drawer)
    done = {name.removesuffix(" done"): n for name, n in tried.items() if name.endswith(" done")}
    acts = sum(n for name, n in tried.items() if name != "lives" and not name.endswith(" done"))
    print(f"\n{tried['lives']:,} lives, seed {seed}: {acts:,} acts tried, {sum(done.values()):,} done {done}")
    assert not broken, "\n".join(broken)
    assert min(done.values()) >= LIVES // 50  # no step of the table is hardly ever taken
