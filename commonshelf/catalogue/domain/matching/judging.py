"""Two portraits weighed: vetoes first, then a linear score-card (find.md "What this means" 5 to 7)."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from commonshelf.catalogue.domain.matching import features
from commonshelf.catalogue.domain.matching.portraits import UNSAID, Portrait


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


NEVER: Final = -30.0
_SHORTEST: Final = 4


def _card(row: dict[str, Any]) -> Card:
    return Card(row["intercept"], row["join"], row["ask"], tuple(row["weights"][n] for n in features.NAMES))


_FILE: Final = tomllib.loads(Path(__file__).with_name("weights.toml").read_text(encoding="utf-8"))
CARDS: Final = {name: _card(_FILE[name]) for name in ("han", "latin")}


def judge(a: Portrait, b: Portrait) -> Verdict:
    """The verdict with every point that told; the same for (b, a)."""
    card, values = _card_for(a, b), features.compare(a, b)
    points = tuple(
        Point(name, float(value), weight)
        for name, value, weight in zip(features.NAMES, values, card.weights, strict=True)
        if value
    )
    said, score = outcome(a, b)
    return Verdict(said, score, veto(a, b), points)


def outcome(a: Portrait, b: Portrait) -> tuple[Outcome, float]:
    """What `judge` answers, without the points: for the many pairs of a load."""
    if veto(a, b):
        return Outcome.APART, 0.0
    card = _card_for(a, b)
    total = card.intercept
    for value, weight in zip(features.compare(a, b), card.weights, strict=True):
        if value:
            total += value * weight
    score = 1 / (1 + math.exp(-total)) if total > NEVER else 0.0
    if score < card.ask:
        return Outcome.APART, score
    return (Outcome.JOIN if score >= card.join and may_join(a, b) else Outcome.ASK), score


def _card_for(a: Portrait, b: Portrait) -> Card:
    return CARDS["han" if features.in_han(a) or features.in_han(b) else "latin"]


def may_join(a: Portrait, b: Portrait) -> bool:
    """The guards beside the score: what fails them is asked, never joined by the machine.

    A volume is not the set it belongs to. A number never joins without the title. A thin record
    (no maker and no year, or hardly a title) needs a number and the title.
    """
    if features.volume_one_sided(a, b):
        return False
    if thin(a) or thin(b):
        return features.titles_agree(a, b) and features.numbers_agree(a, b)
    return features.titles_meet(a, b)


def thin(p: Portrait) -> bool:
    """A record that says too little to be joined without a number."""
    if not p.makers and not p.year:
        return True
    return len(p.title + p.subtitle) < _SHORTEST and not (p.makers and p.year and p.publisher)


def alike(p: Portrait) -> bool:
    """Whether two records of exactly this portrait are one edition: not if it says too little.

    Without a number, a title many books bear needs maker and year, any other title one of them and
    the publisher.
    """
    if not p.title:
        return False
    if p.isbns or p.numbers or p.issns:
        return True
    if features.plain(p.title) or thin(p):
        return bool(p.makers and p.year and p.publisher)
    return bool((p.makers or p.publisher) and p.year) or bool(p.makers and p.publisher)


def veto(a: Portrait, b: Portrait) -> str:
    """What keeps two records apart whatever their score: a conflict, or titles with nothing in common."""
    return conflict(a, b) or ("" if features.titles_meet(a, b) else "title")


def conflict(a: Portrait, b: Portrait) -> str:
    """The veto that must never stand inside one cluster: both said, and said otherwise. "" for none."""
    if a.carrier != b.carrier and UNSAID not in (a.carrier, b.carrier):
        return "carrier"
    if a.component != b.component:
        return "component"
    if (
        a.volume != b.volume
        and a.volume
        and b.volume
        and features.dated(a.volume) == features.dated(b.volume)
    ):
        return "volume"
    if (
        a.part != b.part
        and a.part
        and b.part
        and not (a.volume and b.volume)
        and features.unlike(a.part, b.part)
    ):
        return "part"
    if a.edition != b.edition and a.edition and b.edition:
        return "edition"
    return ""
