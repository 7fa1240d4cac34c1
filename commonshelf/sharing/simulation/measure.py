"""What a run is judged by: time to the reader, how many were filled, how the work was shared."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Final

from commonshelf.sharing.simulation.demand import Request


def gini(amounts: Sequence[float]) -> float:
    """Of what each library gave: 0 all the same, towards 1 one gave everything."""
    ordered, total = sorted(amounts), sum(amounts)
    if not total:
        return 0.0
    count = len(ordered)
    return sum((2 * place - count + 1) * one for place, one in enumerate(ordered)) / (count * total)


def quantile(ordered: Sequence[float], share: float) -> float:
    """Between the two nearest; ordered upwards, not empty."""
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


EDGES: Final = (24.0, 48.0, 72.0, 120.0, 168.0, 336.0)
"""Hours at which the buckets of times end; the last has no end."""


def shares(hours: Sequence[float], edges: Sequence[float]) -> list[float]:
    """Of the whole, below each edge and not below the one before; one more for what is above the last."""
    counts = [0] * (len(edges) + 1)
    for one in hours:
        counts[bisect_right(edges, one)] += 1
    return [one / len(hours) if hours else 0.0 for one in counts]


@dataclass(frozen=True, slots=True)
class Figures:
    """hours: of the clock, from placing to the reader, of what was filled. gini: of what libraries gave."""

    mean_hours: float
    median_hours: float
    p80_hours: float
    p90_hours: float
    fill_rate: float
    gini: float

    def as_json(self) -> dict[str, float]:
        return {
            "mean_hours": round(self.mean_hours, 3),
            "median_hours": round(self.median_hours, 3),
            "p80_hours": round(self.p80_hours, 3),
            "p90_hours": round(self.p90_hours, 3),
            "fill_rate": round(self.fill_rate, 5),
            "gini": round(self.gini, 4),
        }


class Tally:
    """Counted while a run goes on; libraries by number."""

    def __init__(self, libraries: int) -> None:
        self.hours: list[float] = []
        self.missed = 0
        self.attempts = 0
        self.asked = [0] * libraries
        self.noes = [0] * libraries
        self.lent = [0] * libraries
        self.borrowed = [0] * libraries
        self.promised: list[tuple[float, float]] = []
        """What ours expected when it first asked, and what it became."""

    def filled(self, request: Request, hours: float) -> None:
        self.hours.append(hours)
        self.attempts += request.attempt
        self.lent[request.asked] += 1
        self.borrowed[request.requester] += 1
        if request.promised:
            self.promised.append((request.promised, hours))

    def unfilled(self, request: Request) -> None:
        self.missed += 1
        self.attempts += request.attempt

    def figures(self) -> Figures:
        ordered = sorted(self.hours)
        if not ordered:
            return Figures(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        return Figures(
            mean_hours=fmean(ordered),
            median_hours=median(ordered),
            p80_hours=quantile(ordered, 0.8),
            p90_hours=quantile(ordered, 0.9),
            fill_rate=len(ordered) / (len(ordered) + self.missed),
            gini=gini(self.lent),
        )
