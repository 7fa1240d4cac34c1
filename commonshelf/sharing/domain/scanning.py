"""What a barcode held before a desk's reader most likely means: one step, a choice, or nothing to be done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from commonshelf.sharing.domain.life import OUT, STEPS, Side, State

JUST: Final = timedelta(seconds=15)
"""A reader that beeps twice means one thing: what moved so lately is not moved again by a scan."""

OF_SUPPLIER: Final[Mapping[State, tuple[str, ...]]] = MappingProxyType(
    {
        State.ASKED: ("will-supply", "ship"),
        State.WILL_SUPPLY: ("ship",),
        State.BACK: ("check-in",),
        State.RETURNING: ("check-in",),
    }
)
OF_REQUESTER: Final[Mapping[State, tuple[str, ...]]] = MappingProxyType(
    {
        State.WILL_SUPPLY: ("receive",),
        State.CANCELLING: ("receive",),
        State.SHIPPED: ("receive",),
        State.BACK: ("ship-back",),
        **dict.fromkeys(sorted(OUT), ("give-back",)),
    }
)
"""The steps that follow without a question, one after the other."""
ASK_SUPPLIER: Final[Mapping[State, tuple[str, ...]]] = MappingProxyType(
    {
        State.CANCELLING: ("allow-cancel", "ship"),
        **dict.fromkeys(sorted(OUT), ("check-in",)),
    }
)
ASK_REQUESTER: Final[Mapping[State, tuple[str, ...]]] = MappingProxyType(
    {State.RECEIVED: ("hand-out", "give-back")}
)
"""Steps that are likely enough to be offered, and too grave to be taken by a beep."""

OF_LOANS: Final = {one.action for one in STEPS if one.service == "Loan"} - {
    one.action for one in STEPS if one.service != "Loan"
}
"""Steps of a book that travels; of a copy it is pages that do."""


def obvious(side: str, state: str, service: str = "Loan") -> tuple[str, ...]:
    """() where there is none."""
    table = OF_SUPPLIER if side == Side.SUPPLIER else OF_REQUESTER
    return _of(service, table.get(State(state), ()))


def offered(side: str, state: str, service: str = "Loan") -> tuple[str, ...]:
    """What to ask about, the likelier first."""
    table = ASK_SUPPLIER if side == Side.SUPPLIER else ASK_REQUESTER
    return _of(service, table.get(State(state), ()))


def _of(service: str, steps: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for one in steps if one not in OF_LOANS) if service == "Copy" else steps


def just_moved(moved_at: datetime | None, now: datetime) -> bool:
    return moved_at is not None and now - moved_at < JUST
