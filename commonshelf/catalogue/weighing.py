"""The rules of matching as people read them, and any two records weighed by them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from commonshelf.catalogue.domain.facts import Facts
from commonshelf.catalogue.domain.matching import features, likeness
from commonshelf.catalogue.domain.matching.judging import CARDS, Verdict, judge
from commonshelf.catalogue.domain.matching.portraits import RULES_OF_MATCHING, portrait

VETOES: Final = ("title", "volume", "part", "edition", "carrier", "component")
"""What `judging.veto` may answer: in the order in which people read them."""


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """One set of weights. A score below `ask` keeps apart, from `join` on joins; between, people decide."""

    intercept: float
    ask: float
    join: float
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class MatchingRules:
    """cards: "han" for titles in Chinese script, "latin" for all others. version: grows with every change."""

    version: int
    cards: Mapping[str, ScoreCard]
    vetoes: tuple[str, ...]


def rules() -> MatchingRules:
    cards = {
        name: ScoreCard(
            card.intercept, card.ask, card.join, dict(zip(features.NAMES, card.weights, strict=True))
        )
        for name, card in CARDS.items()
    }
    return MatchingRules(RULES_OF_MATCHING, MappingProxyType(cards), VETOES)


def weigh(one: Facts, other: Facts) -> tuple[Verdict, str]:
    """What the machine answers for two records, and by which card."""
    a, b = portrait(one), portrait(other)
    return judge(a, b), "han" if likeness.in_han(a) or likeness.in_han(b) else "latin"
