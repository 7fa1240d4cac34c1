"""What a ballot comes to: quorum, pass mark, ties. Whole numbers and fractions only, never a float."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from commonshelf.kernel.refusal import Refusal

MOST_WEIGHT: Final = 1000
FEWEST_IN_SECRET: Final = 3
"""With fewer electors a sum says who voted what."""


class Side(StrEnum):
    """What a choice does: it can be carried, or it speaks against all of those, or it only makes a quorum."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    DECLINED = "declined"
    NO_QUORUM = "no-quorum"


USUAL: Final = {"no": Side.AGAINST, "abstain": Side.ABSTAIN}


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole as people write it into a charter: 50 of 100, 2 of 3."""

    parts: int
    of: int = 100

    def met(self, part: int, whole: int) -> bool:
        """Whether part / whole >= parts / of, without dividing."""
        return part * self.of >= self.parts * whole


@dataclass(frozen=True, slots=True)
class Option:
    key: str
    side: Side


@dataclass(frozen=True, slots=True)
class Mark:
    """One vote that was cast, without who cast it."""

    choice: str
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Rules:
    """quorum: of the weight entitled, who must have voted (abstaining counts). pass_mark: of the weight
    cast for or against anything, what the leading choice must have.
    """

    options: tuple[Option, ...]
    quorum: Share
    pass_mark: Share


@dataclass(frozen=True, slots=True)
class Count:
    """Sums (weights, heads) of every choice by its key. leading: the key of the accepted one, or ""."""

    outcome: Outcome
    leading: str
    weights: Mapping[str, int]
    heads: Mapping[str, int]
    entitled: int
    electors: int

    @property
    def cast(self) -> int:
        """Weight of all who voted, abstentions included."""
        return sum(self.weights.values())

    @property
    def voted(self) -> int:
        return sum(self.heads.values())


def count(*, rules: Rules, marks: Iterable[Mark], entitled: int, electors: int) -> Count:
    """Weight entitled and number of electors as at the opening. A tie for the lead is a no."""
    weights = {option.key: 0 for option in rules.options}
    heads = dict(weights)
    for mark in marks:
        weights[mark.choice] += mark.weight
        heads[mark.choice] += 1
    sides = {option.key: option.side for option in rules.options}
    deciding = {key: weight for key, weight in weights.items() if sides[key] is not Side.ABSTAIN}
    outcome, leading = Outcome.DECLINED, ""
    if not rules.quorum.met(sum(weights.values()), entitled):
        outcome = Outcome.NO_QUORUM
    elif winner := _winner(deciding):
        carried = sides[winner] is Side.FOR
        if carried and rules.pass_mark.met(deciding[winner], sum(deciding.values())):
            outcome, leading = Outcome.ACCEPTED, winner
    return Count(outcome, leading, weights, heads, entitled, electors)


def _winner(deciding: Mapping[str, int]) -> str:
    """The one choice with the most weight; "" where two share it or nobody chose."""
    most = max(deciding.values(), default=0)
    leaders = [key for key, weight in deciding.items() if weight == most]
    return leaders[0] if most and len(leaders) == 1 else ""


def share(given: int | tuple[int, int], name: str) -> Share:
    """Percent, or (parts, of); 1 to the whole for a pass mark, 0 to the whole for a quorum."""
    parts, of = (given, 100) if isinstance(given, int) else given
    least = 0 if name == "quorum" else 1
    if of < 1 or not least <= parts <= of or of > MOST_WEIGHT:
        raise Refusal("votes.bad-share", {"field": name, "said": f"{parts}/{of}", "least": least})
    return Share(parts, of)


def check(
    *, options: Sequence[Option], names: Sequence[tuple[str, str]], weights: Sequence[int], secret: bool
) -> None:
    """Whether a ballot can be held so. names: (library, person) of each elector."""
    keys = [option.key for option in options]
    if len(set(keys)) != len(keys) or not all(keys):
        raise Refusal("votes.choices-alike", {"field": "choices"})
    if sum(option.side is not Side.ABSTAIN for option in options) < 2 or not any(
        option.side is Side.FOR for option in options
    ):
        raise Refusal("votes.too-few-choices", {"field": "choices"})
    if not names:
        raise Refusal("votes.no-electors", {"field": "electorate"})
    if len(set(names)) != len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise Refusal("votes.elector-twice", {"field": "electorate", "elector": twice[0] or twice[1]})
    if not all(1 <= weight <= MOST_WEIGHT for weight in weights):
        raise Refusal("votes.bad-weight", {"field": "weights", "limit": MOST_WEIGHT})
    if secret and len(set(weights)) > 1:
        raise Refusal("votes.secret-weights", {"field": "secret"})
    if secret and len(names) < FEWEST_IN_SECRET:
        raise Refusal("votes.secret-few", {"field": "secret", "least": FEWEST_IN_SECRET})
