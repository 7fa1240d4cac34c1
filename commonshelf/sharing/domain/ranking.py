"""In which order libraries are asked: expected time to the reader, moved a bounded step by fairness.

A library that often says no costs the hours until it does. Asking i before j is better exactly when
s_i + w_i (1 - p_i) / p_i is less than the same of j (p: chance that it fills, s: hours to the reader if so,
w: hours until its no), whatever comes after them; that sum is the time a candidate is ranked by.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from math import inf
from typing import Final

from commonshelf.sharing.domain.times import Part

WINDOW: Final = 90
"""Days over which lending and borrowing are counted, each loan once."""
USUAL: Final = 20.0
"""Loans by which a balance is drawn to even: a library with three loans has not yet lent too much."""
LEAST_CHANCE: Final = 0.02


@dataclass(frozen=True, slots=True)
class Weights:
    """What an alliance may set (domain/policy.py has the bounds).

    fairness_hours: the most by which giving and taking move a library, either way. p80: share of the distance
    from the expected time to that of four of five times; 1 ranks by the latter. cost_hour: fen that weigh as
    much as one hour; 0: cost has no part in the order.
    """

    fairness_hours: float = 24.0
    p80: float = 0.25
    cost_hour: float = 1000.0

    @staticmethod
    def of(told: Mapping[str, float]) -> Weights:
        """By name; what is missing is as usual, what is unknown is left out."""
        known = {one.name for one in fields(Weights)}
        return Weights(**{name: float(value) for name, value in told.items() if name in known})


@dataclass(frozen=True, slots=True)
class Candidate:
    """expected, p80: hours of the clock to the reader, if it is filled. cost: fen. deficit: `balance` of the
    window. open: requests waiting there. capacity_left: of today; None: no limit. chance: that it is filled;
    no_hours: of the clock, until it says no. parts: of the expected time.
    """

    supplier: str
    service: str
    expected: float
    p80: float
    cost: int = 0
    deficit: float = 0.0
    open: int = 0
    capacity_left: int | None = None
    last_resort: bool = False
    chance: float = 1.0
    no_hours: float = 0.0
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """score: hours; the least is asked first. parts: what it is made of, in hours, to be shown: those of the
    expected time, then chance, spread, cost, fairness.
    """

    candidate: Candidate
    score: float
    parts: tuple[Part, ...]
    full: bool = False
    """Its day is full: it stands behind all that are not."""


def balance(lent: int, borrowed: int, usual: float | None = None) -> float:
    """-1 … 1: above 0, it gave more than its part. Each loan counts once, however often it was renewed.

    Its part is three quarters of what a library of this alliance usually gives (`usual`, the mean) and one of
    what it took itself: nobody gives for all, and who takes much gives somewhat more. None: what it took.
    """
    part = borrowed if usual is None else (3 * usual + borrowed) / 4
    return max(-1.0, min(1.0, (lent - part) / (part + USUAL)))


def ranked(candidates: Iterable[Candidate], weights: Weights) -> list[Ranked]:
    """The soonest first; who has no capacity left today behind them, lenders of last resort at the end."""
    found = [_ranked(one, weights) for one in candidates]
    found.sort(key=_order)
    return found


def _order(one: Ranked) -> tuple[bool, bool, float, int, int, str]:
    candidate = one.candidate
    return (candidate.last_resort, one.full, one.score, candidate.open, candidate.cost, candidate.supplier)


def _ranked(one: Candidate, weights: Weights) -> Ranked:
    full = one.capacity_left is not None and one.capacity_left <= 0
    parts = list(one.parts)
    if one.expected == inf:
        return Ranked(one, inf, one.parts, full)
    chance = max(one.chance, LEAST_CHANCE)
    added = (
        ("chance", one.no_hours * (1.0 - chance) / chance, "answers"),
        ("spread", weights.p80 * (one.p80 - one.expected), "rules"),
        ("cost", one.cost / weights.cost_hour if weights.cost_hour else 0.0, "rules"),
        ("fairness", weights.fairness_hours * max(-1.0, min(1.0, one.deficit)), "rules"),
    )
    parts += [part for part in added if abs(part[1]) > 0.005]
    return Ranked(one, one.expected + sum(part[1] for part in added), tuple(parts), full)
