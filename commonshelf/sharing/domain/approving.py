"""Who decides on a licence, whether a rule does it by itself, and what a verdict comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from commonshelf.sharing.domain.policy import ASKING, AutoRule, Bounds


class State(StrEnum):
    """Of one licence decision; only ASKED is open."""

    ASKED = "asked"
    APPROVED = "approved"
    LIMITED = "limited"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    """The request ended, or moved on, before anybody decided."""
    LAPSED = "lapsed"
    """Nobody decided in time, the general agency neither: the request goes on without this library."""


VERDICTS: Final = {"approve": State.APPROVED, "limit": State.LIMITED, "refuse": State.REFUSED}
GRANTED: Final = frozenset({State.APPROVED, State.LIMITED})


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked of an agency: nothing in it names a reader.

    level: the access level met (owner, agency). owner: Symbol of whose resource or copy it is, "": the
    alliance's. pages: None where the request does not say; 0 of a loan. cost: fen between the libraries.
    a_year: pages of this resource that the home library had this year, these included.
    """

    level: str
    owner: str
    service: str
    group: str
    home: str
    resource: int | None = None
    pages: int | None = None
    cost: int = 0
    a_year: int = 0


def needed(level: str) -> bool:
    return level in ASKING


def decides(asking: Asking) -> str:
    """Symbol of the library whose agency decides; "": the general agency."""
    return asking.owner if asking.level == "owner" else ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a decision as soon as it is asked for. rule: that took it; None: a person is asked."""

    state: State
    rule: AutoRule | None = None


def outcome(rules: Sequence[AutoRule], asking: Asking) -> Outcome:
    """By a rule at once, or ASKED of an agency. Requests and plans both ask here, so that a plan promises
    what the request will get.
    """
    rule = by_rule(rules, asking)
    return Outcome(State.ASKED) if rule is None else Outcome(state_of(rule), rule)


def by_rule(rules: Sequence[AutoRule], asking: Asking) -> AutoRule | None:
    """The first that fits; None: a person decides."""
    return next((one for one in rules if fits(one, asking)), None)


def fits(rule: AutoRule, asking: Asking) -> bool:
    return (
        _among(rule.levels, asking.level)
        and _among(rule.services, asking.service)
        and _among(rule.groups, asking.group)
        and _among(rule.owners, asking.owner or "-")
        and (not rule.resources or asking.resource in rule.resources)
        and _at_most(rule.most_pages, asking.pages)
        and _at_most(rule.most_cost, asking.cost)
        and (rule.most_a_year is None or (asking.pages is not None and asking.a_year <= rule.most_a_year))
    )


def _among(named: Sequence[str], one: str) -> bool:
    return not named or one in named


def _at_most(most: int | None, told: int | None) -> bool:
    return most is None or (told is not None and told <= most)


def state_of(rule: AutoRule) -> State:
    return State.LIMITED if rule.then == "limit" else State.APPROVED


def amount(verdict: str, pages: int | None, limits: Bounds) -> int | None:
    """Pages that the verdict lets go: what a delegation's limit counts. None: nobody knows how many."""
    if verdict == "refuse":
        return 0
    if verdict == "limit" and limits.pages is not None:
        return limits.pages if pages is None else min(pages, limits.pages)
    return pages
