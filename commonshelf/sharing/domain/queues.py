"""Which list of a desk a request stands in, by its side and state: one row, one thing to do."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from commonshelf.sharing.domain.life import Side, State

LISTS: Final = (
    "review",
    "to-supply",
    "to-receive",
    "hand-out",
    "to-return",
    "waiting",
    "outside",
    "late",
    "others",
)
"""In the order of the tabs. waiting: somebody waits for the word of this desk, or wrote to it. outside: with
a partner outside the alliance, whose word this desk writes down. late: past its time, wherever else it
stands. others: under way, and nothing to do here. Beside them stands "history".
"""
OF_REQUESTER: Final[Mapping[str, str]] = MappingProxyType(
    {
        State.REVIEW: "review",
        State.CONDITIONAL: "waiting",
        State.SHIPPED: "to-receive",
        State.RECEIVED: "hand-out",
        State.CLAIMED: "waiting",
        State.BACK: "to-return",
    }
)
OF_SUPPLIER: Final[Mapping[str, str]] = MappingProxyType(
    {
        State.ASKED: "to-supply",
        State.WILL_SUPPLY: "to-supply",
        State.CANCELLING: "waiting",
        State.RETURNING: "to-receive",
    }
)
"""States that stand in neither table are with others."""
WITH_PARTNER: Final[Mapping[str, str]] = MappingProxyType(
    {
        State.ASKED: "outside",
        State.WILL_SUPPLY: "outside",
        State.CANCELLING: "waiting",
        State.RETURNING: "outside",
    }
)
"""Of a requester, where a partner outside has it; its other states stand where they always do."""
OUTSIDE: Final = "outside "
"""Before the state of such a request, where rows are counted."""
REMINDED: Final = frozenset({State.OVERDUE, State.RECALLED})
"""Out of the house, and this desk is asked about it when its time is past."""


_REQUESTED: Final[Mapping[str, str]] = MappingProxyType(
    {**OF_REQUESTER, **{f"{OUTSIDE}{state}": name for state, name in WITH_PARTNER.items()}}
)


def table(side: str) -> Mapping[str, str]:
    return OF_SUPPLIER if side == Side.SUPPLIER else _REQUESTED


def list_of(side: str, state: str, *, outside: bool = False) -> str:
    """Where it stands by its state alone. outside: a partner outside has it."""
    before = OUTSIDE if outside and state in WITH_PARTNER else ""
    return table(side).get(f"{before}{state}", "others")


def states_of(side: str, name: str) -> tuple[str, ...]:
    """The states of a list at one side; () for lists that are made otherwise."""
    return tuple(state for state, where in table(side).items() if where == name)


def may_be_late(side: str) -> tuple[str, ...]:
    """States in which a desk, or its reader, is who it waits for."""
    return (*(OF_SUPPLIER if side == Side.SUPPLIER else OF_REQUESTER), *sorted(REMINDED))
