"""What a report draws: bars as shares of the longest, so that a picture needs no measuring of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from commonshelf.sharing.simulation.compare import OURS, Outcome, Work, best_rival
from commonshelf.sharing.simulation.measure import EDGES, Figures


@dataclass(frozen=True, slots=True)
class TimeBar:
    """mean, p80, p90: per cent of the longest p90 of all."""

    ranking: str
    figures: Figures
    mean: float
    p80: float
    p90: float
    fill: float
    attempts: float


@dataclass(frozen=True, slots=True)
class Slice:
    """Part of a bar, per cent; hours it holds: least, most (None: no end)."""

    start: float
    width: float
    share: float
    least: float
    most: float | None
    shade: int


@dataclass(frozen=True, slots=True)
class BucketBar:
    ranking: str
    slices: tuple[Slice, ...]


@dataclass(frozen=True, slots=True)
class WorkBar:
    """What a library gave, under ours and under the best of the others; ours, rival: per cent of the most."""

    library: str
    asked: int
    no: int
    lent: int
    borrowed: int
    rival_lent: int
    ours: float
    rival: float


def times(outcomes: Mapping[str, Outcome]) -> list[TimeBar]:
    longest = max((one.figures.p90_hours for one in outcomes.values()), default=0.0) or 1.0
    return [
        TimeBar(
            ranking=name,
            figures=one.figures,
            mean=100 * one.figures.mean_hours / longest,
            p80=100 * one.figures.p80_hours / longest,
            p90=100 * one.figures.p90_hours / longest,
            fill=100 * one.figures.fill_rate,
            attempts=one.attempts,
        )
        for name, one in outcomes.items()
    ]


def buckets(outcomes: Mapping[str, Outcome]) -> list[BucketBar]:
    edges: list[float | None] = [0.0, *EDGES, None]
    bars = []
    for name, one in outcomes.items():
        start, slices = 0.0, []
        for shade, ((least, most), share) in enumerate(
            zip(pairwise(edges), one.within, strict=True), start=1
        ):
            slices.append(Slice(100 * start, 100 * share, 100 * share, least or 0.0, most, shade))
            start += share
        bars.append(BucketBar(name, tuple(slices)))
    return bars


def work(outcomes: Mapping[str, Outcome]) -> list[WorkBar]:
    """Of ours (or of what alone was run), beside the best of the others where there is one."""
    if not outcomes:
        return []
    first = OURS if OURS in outcomes else next(iter(outcomes))
    rival = best_rival(outcomes)
    mine = outcomes[first].libraries
    nothing: tuple[Work, ...] = tuple((row[0], 0, 0, 0, 0) for row in mine)
    theirs = outcomes[rival].libraries if rival and rival != first else nothing
    most = max((max(a[3], b[3]) for a, b in zip(mine, theirs, strict=True)), default=0) or 1
    return [_work(a, b, most) for a, b in zip(mine, theirs, strict=True)]


def _work(mine: Work, theirs: Work, most: int) -> WorkBar:
    name, asked, no, lent, borrowed = mine
    return WorkBar(
        library=name,
        asked=asked,
        no=no,
        lent=lent,
        borrowed=borrowed,
        rival_lent=theirs[3],
        ours=100 * lent / most,
        rival=100 * theirs[3] / most,
    )
