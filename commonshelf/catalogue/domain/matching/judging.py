"""Two portraits weighed: vetoes first, then a linear score-card (find.md "What this means" 5 to 7)."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from commonshelf.catalogue.domain.matching import features, likeness
from commonshelf.catalogue.domain.matching.portraits import UNSAID, Portrait, dated


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
    """score: 0 to 1. veto: what kept them apart whatever the score; guard: why a person is asked though the
    score would join. Both "" for none.
    """

    outcome: Outcome
    score: float
    veto: str
    points: tuple[Point, ...]
    guard: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One set of weights: the same thresholds for pairs and for whole catalogues."""

    intercept: float
    join: float
    ask: float
    weights: tuple[float, ...]


NEVER: Final = -30.0
_WITHOUT_PAGES: Final = likeness.SERIALS | {UNSAID}
_ENOUGH: Final = 2


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
    held = guard(a, b) if said is Outcome.ASK and score >= card.join else ""
    return Verdict(said, score, veto(a, b), points, held)


def outcome(a: Portrait, b: Portrait) -> tuple[Outcome, float]:
    """What `judge` answers, without the points: for the many pairs of a load."""
    return weighed(a, b, _card_for(a, b))


def weighed(a: Portrait, b: Portrait, card: Card) -> tuple[Outcome, float]:
    """Outcome and score by one card. Vetoes first: most pairs of a block are apart."""
    if veto(a, b):
        return Outcome.APART, 0.0
    total = card.intercept
    for value, weight in zip(features.compare(a, b), card.weights, strict=True):
        if value:
            total += value * weight
    score = 1 / (1 + math.exp(-total)) if total > NEVER else 0.0
    if score < card.ask:
        return Outcome.APART, score
    return (Outcome.ASK if score < card.join or guard(a, b) else Outcome.JOIN), score


def _card_for(a: Portrait, b: Portrait) -> Card:
    return CARDS["han" if likeness.in_han(a) or likeness.in_han(b) else "latin"]


def guard(a: Portrait, b: Portrait) -> str:
    """Why a person is asked though the score would join; "" for no reason.

    volume: a volume is not the set it belongs to. thin: a record without maker and year needs a number
    and the title. plain: a title many books bear, or a very short one, needs a number, or the maker and
    two of publisher, year and pages; where one names no maker, all of these, unless it is very short.
    """
    if likeness.volume_one_sided(a, b):
        return "volume"
    if thin(a) or thin(b):
        return "" if likeness.titles_agree(a, b) and likeness.numbers_agree(a, b) else "thin"
    if (likeness.plain(a) or likeness.plain(b)) and not likeness.numbers_agree(a, b):
        return "" if _told_apart(a, b) else "plain"
    return ""


def thin(p: Portrait) -> bool:
    """A record that says too little to be joined without a number."""
    return not p.makers and not p.year


def _told_apart(a: Portrait, b: Portrait) -> bool:
    """Whether what a plain title leaves open is said by both, and alike."""
    publisher = likeness.one_publisher(a, b)
    year, pages = a.year == b.year > 0, a.pages == b.pages > 0
    if likeness.one_maker(a, b):
        return publisher + year + pages >= _ENOUGH
    if not publisher or not year or a.title != b.title or (a.makers and b.makers):
        return False
    if a.carrier in _WITHOUT_PAGES or b.carrier in _WITHOUT_PAGES:  # and hardly ever a maker
        return True
    return pages and not (likeness.short(a) or likeness.short(b))


def alike(p: Portrait) -> bool:
    """Whether two records of exactly this portrait are one edition: not if it says too little."""
    if not p.title:
        return False
    if p.isbns or p.numbers or p.issns:
        return True
    if thin(p):
        return False
    if likeness.plain(p):
        return _told_apart(p, p)
    return bool((p.makers or p.publisher) and p.year) or bool(p.makers and p.publisher)


def veto(a: Portrait, b: Portrait) -> str:
    """What keeps two records apart whatever their score: a conflict, or titles with nothing in common."""
    return conflict(a, b) or ("" if likeness.titles_meet(a, b) else "title")


def conflict(a: Portrait, b: Portrait) -> str:
    """The veto that must never stand inside one cluster: both said, and said otherwise. "" for none."""
    if a.carrier != b.carrier and UNSAID not in (a.carrier, b.carrier):
        return "carrier"
    if a.component != b.component:
        return "component"
    if a.volume != b.volume and a.volume and b.volume and dated(a.volume) == dated(b.volume):
        return "volume"
    if (
        a.part != b.part
        and a.part
        and b.part
        and not (a.volume and b.volume)
        and likeness.unlike(a.part, b.part)
    ):
        return "part"
    if a.edition != b.edition and a.edition and b.edition:
        return "edition"
    return ""
