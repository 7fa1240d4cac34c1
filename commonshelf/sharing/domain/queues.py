"""Which list of a desk a request stands in, by its side and state: one row, one thing to do."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from commonshelf.sharing.domain.life import Side, State

LISTS: Final = ("review", "to-supply", "to-receive", "hand-out", "to-return", "waiting", "late", "others")
"""In the order of the tabs. waiting: somebody waits for the word of this desk, or wrote to it. late: past its
time, wherever else it stands. others: under way, and nothing to do here. Beside them stands "history".
"""
OF_REQUESTER: Final[Mapping[State, str]] = MappingProxyType(
    {
        State.REVIEW: "review",
        State.CONDITIONAL: "waiting",
        State.SHIPPED: "to-receive",
        State.RECEIVED: "hand-out",
        State.CLAIMED: "waiting",
        State.BACK: "to-return",
    }
)
OF_SUPPLIER: Final[Mapping[State, str]] = MappingProxyType(
    {
        State.ASKED: "to-supply",
        State.WILL_SUPPLY: "to-supply",
        State.CANCELLING: "waiting",
        State.RETURNING: "to-receive",
    }
)
"""States that stand in neither table are with others."""
REMINDED: Final = frozenset({State.OVERDUE, State.RECALLED})
"""Out of the house, and this desk is asked about it when its time is past."""


def table(side: str) -> Mapping[State, str]:
    return OF_SUPPLIER if side == Side.SUPPLIER else OF_REQUESTER


def list_of(side: str, state: str) -> str:
    """Where it stands by its state alone."""
    return table(side).get(State(state), "others")


def states_of(side: str, name: str) -> tuple[State, ...]:
    """The states of a list at one side; () for lists that are made otherwise."""
    return tuple(state for state, where in table(side).items() if where == name)


def may_be_late(side: str) -> tuple[State, ...]:
    """States in which a desk, or its reader, is who it waits for."""
    return (*table(side), *sorted(REMINDED))
