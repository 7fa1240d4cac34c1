"""Two portraits weighed: vetoes first, then a linear score-card (find.md "What this means" 5 to 7)."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from commonshelf.catalogue.domain.matching import features
from commonshelf.catalogue.domain.matching.portraits import Portrait


class Outcome(StrEnum):
    """join: one edition. ask: people decide. apart: two."""

    JOIN = "join"
    ASK = "ask"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Point:
    """weight times value is what the feature gave to the score."""

    feature: str
    value: float
    weight: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """score: 0 to 1. veto: what kept them apart whatever the score; "" for none."""

    outcome: Outcome
    score: float
    veto: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One set of weights: the same thresholds for pairs and for whole catalogues."""

    intercept: float
    join: float
    ask: float
    weights: tuple[float, ...]


def _card(row: dict[str, Any]) -> Card:
    return Card(row["intercept"], row["join"], row["ask"], tuple(row["weights"][n] for n in features.NAMES))


_FILE: Final = tomllib.loads(Path(__file__).with_name("weights.toml").read_text(encoding="utf-8"))
CARDS: Final = {name: _card(_FILE[name]) for name in ("han", "latin")}


def judge(a: Portrait, b: Portrait) -> Verdict:
    """The verdict with every point that told; the same for (b, a)."""
    card, values = _card_for(a, b), features.compare(a, b)
    points = tuple(
        Point(name, value, weight)
        for name, value, weight in zip(features.NAMES, values, card.weights, strict=True)
        if value
    )
    said, score = outcome(a, b)
    return Verdict(said, score, conflict(a, b), points)


def outcome(a: Portrait, b: Portrait) -> tuple[Outcome, float]:
    """What `judge` answers, without the points: for the many pairs of a load."""
    if conflict(a, b):
        return Outcome.APART, 0.0
    card = _card_for(a, b)
    total = card.intercept
    for value, weight in zip(features.compare(a, b), card.weights, strict=True):
        total += value * weight
    score = 1 / (1 + math.exp(-total)) if total > -30 else 0.0
    if score < card.ask:
        return Outcome.APART, score
    return (Outcome.JOIN if score >= card.join and _may_join(a, b) else Outcome.ASK), score


def _card_for(a: Portrait, b: Portrait) -> Card:
    return CARDS["han" if features.in_han(a) or features.in_han(b) else "latin"]


def _may_join(a: Portrait, b: Portrait) -> bool:
    """Thin records need a number and the title; a number never joins alone."""
    if features.thin(a) or features.thin(b):
        return a.title == b.title and features.number_shared(a, b)
    return features.title_likeness(a, b) > 0.5


def alike(p: Portrait) -> bool:
    """Whether two records of exactly this portrait are one edition: not if it says too little."""
    return bool(p.title) and (not features.thin(p) or bool(p.isbns or p.numbers or p.issns))


def conflict(a: Portrait, b: Portrait) -> str:
    """The veto that must never stand inside one cluster: both said, and said otherwise. "" for none."""
    if a.carrier != b.carrier:
        return "carrier"
    if a.component != b.component:
        return "component"
    if a.volume != b.volume and a.volume and b.volume:
        return "volume"
    if a.part != b.part and a.part and b.part:
        return "part"
    if a.edition != b.edition and a.edition and b.edition:
        return "edition"
    return ""
