"""Ours against the other rankings: three worlds, five seeds each, and a whole year (15 minutes or more)."""

from __future__ import annotations

import time
from statistics import fmean

import pytest

from commonshelf.sharing.simulation.compare import Outcome, Trial, best_rival, compare, weights_of

pytestmark = pytest.mark.prove
SEEDS = range(1, 6)
REQUESTS = 20_000
LESS = {"even": -2.0, "wrlc-like": 10.0, "skewed": 20.0}
"""Per cent by which ours has to be sooner on average than the best of the others; below 0: may be later."""
MISSED = {"wrlc-like"}
"""Worlds whose mark is not reached yet (docs/proofs.md says by how much); never worse than `HELD`."""
HELD = {"wrlc-like": 6.5}
LUCK = 0.002
"""Of the fill rate, at 20,000 requests: less than one standard error."""
MORE_GINI = 0.02


def line(world: str, seed: int, found: dict[str, Outcome]) -> tuple[float, float, float]:
    """Printed; per cent less, fill rate above, Gini above the best rival's."""
    for name, one in found.items():
        told = one.figures
        print(
            f"{world:10} {seed} {name:22} mean {told.mean_hours:7.2f} median {told.median_hours:7.2f}"
            f" p80 {told.p80_hours:7.2f} p90 {told.p90_hours:7.2f}"
            f" filled {told.fill_rate:.4f} gini {told.gini:.3f}"
        )
    ours, rival = found["ours"].figures, found[best_rival(found)].figures
    less = 100 * (1 - ours.mean_hours / rival.mean_hours)
    print(f"{world:10} {seed} ours is {less:.2f} % sooner than {best_rival(found)}")
    return less, ours.fill_rate - rival.fill_rate, ours.gini - rival.gini


@pytest.mark.parametrize("world", LESS)
def test_ours_against_the_best_of_the_others(world: str) -> None:
    began = time.monotonic()
    told = [line(world, seed, compare(Trial(world, 12, REQUESTS, seed, weights_of(None)))) for seed in SEEDS]
    print(f"{world}: {time.monotonic() - began:.0f} s")
    less, fill, gini = (fmean(part) for part in zip(*told, strict=True))
    print(f"{world}: on average {less:.2f} % sooner, fill rate {fill:+.4f}, Gini {gini:+.3f}")
    assert fill >= -LUCK
    assert gini <= MORE_GINI
    assert less >= HELD.get(world, LESS[world])


@pytest.mark.xfail(reason="the mark of 10 % is missed; see docs/proofs.md", strict=True)
@pytest.mark.parametrize("world", sorted(MISSED))
def test_a_mark_that_is_not_reached_yet(world: str) -> None:
    found = compare(Trial(world, 12, REQUESTS, 1, weights_of(None)))
    assert line(world, 1, found)[0] >= LESS[world]


@pytest.mark.parametrize("libraries", [12, 81])
def test_a_whole_year(libraries: int) -> None:
    began = time.monotonic()
    found = compare(Trial("wrlc-like", libraries, 150_000, 1, weights_of(None)))
    less, _fill, _gini = line("wrlc-like", 1, found)
    print(f"{libraries} libraries, 150,000 requests: {time.monotonic() - began:.0f} s")
    assert less > 0
