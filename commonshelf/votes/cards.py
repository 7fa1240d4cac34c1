"""What crosses the door of votes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commonshelf.kernel.actor import Ref
from commonshelf.members.cards import Said
from commonshelf.votes.domain.counting import USUAL, Share, Side


@dataclass(frozen=True, slots=True)
class Choice:
    """side "": as its key usually means: "no" is against, "abstain" abstains, all others can be carried."""

    key: str
    said: Said
    side: str = ""

    @property
    def means(self) -> Side:
        return Side(self.side) if self.side else USUAL.get(self.key, Side.FOR)


@dataclass(frozen=True, slots=True)
class Elector:
    """A member (its Symbol) or a person (their key), never both."""

    library: str = ""
    person: str = ""
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Voice:
    """An elector and whether they have voted. choice: only of a closed ballot that is not secret."""

    elector: Elector
    voted_at: datetime | None
    voted_by: str
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the sum table."""

    choice: Choice
    weight: int
    heads: int


@dataclass(frozen=True, slots=True)
class Result:
    """Of a closed ballot. leading: the key of the choice that was accepted, or ""."""

    outcome: str
    leading: str
    lines: tuple[Line, ...]

    @property
    def cast(self) -> int:
        return sum(line.weight for line in self.lines)

    @property
    def deciding(self) -> int:
        """Weight that was cast for or against something."""
        return sum(line.weight for line in self.lines if line.choice.means is not Side.ABSTAIN)


@dataclass(frozen=True, slots=True)
class BallotCard:
    """state: open, accepted, declined, no-quorum, withdrawn. voted: how many have, and their weight."""

    id: int
    about: Ref
    question: Said
    words: Said
    choices: tuple[Choice, ...]
    per: str
    quorum: Share
    pass_mark: Share
    secret: bool
    changeable: bool
    early: bool
    opened_at: datetime
    opened_by: str
    deadline: datetime
    state: str
    closed_at: datetime | None
    electors: int
    entitled: int
    voted: int
    voted_weight: int
    result: Result | None
    reason: str
    facts: Mapping[str, Any]

    @property
    def open(self) -> bool:
        return self.state == "open"
