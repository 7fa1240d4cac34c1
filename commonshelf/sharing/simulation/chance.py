"""Chance that is the same for every ranking: what happens to a request at a library hangs on the two alone.

So rankings differ by whom they ask, not by luck. A number is mixed from the seed and what it is about
(splitmix64, Steele et al. 2014); there is no state, and the order of asking does not matter.
"""

from __future__ import annotations

from math import exp, log, sqrt
from statistics import NormalDist
from typing import Final

_MASK: Final = (1 << 64) - 1
_NORMAL: Final = NormalDist().inv_cdf


def mixed(seed: int, about: int) -> int:
    """64 bits."""
    at = (seed * 0x9E3779B97F4A7C15 + about * 0xD1342543DE82EF95 + 0x632BE59BD9B4E019) & _MASK
    at = ((at ^ (at >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    at = ((at ^ (at >> 27)) * 0x94D049BB133111EB) & _MASK
    return at ^ (at >> 31)


def uniform(seed: int, about: int) -> float:
    """Above 0, below 1."""
    return ((mixed(seed, about) >> 11) + 0.5) / 9007199254740992.0


def lasting(seed: int, about: int, mean: float, spread: float) -> float:
    """Hours of a lognormal with this mean; spread: standard deviation over mean."""
    square = log(1.0 + spread * spread)
    return mean * exp(sqrt(square) * _NORMAL(uniform(seed, about)) - square / 2)
