"""What a barcode held before a desk's reader most likely means: one step, a choice, or nothing to be done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from commonshelf.sharing.domain.life import OUT, PARTNER, STEPS, Side, State

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
    {
        State.WILL_SUPPLY: ("receive",),
        State.CANCELLING: ("receive",),
        State.RECEIVED: ("hand-out", "give-back"),
    }
)
"""Steps that are likely enough to be offered, and too grave to be taken by a beep."""
UNSENT: Final = frozenset({State.WILL_SUPPLY, State.CANCELLING})
"""Its library has not scanned it out: what arrives then has left without a word, and is asked about once."""
FROM_OUTSIDE: Final = frozenset({State.ASKED, State.WILL_SUPPLY, State.CANCELLING})
"""A partner outside scans nothing here: what comes from it has arrived."""

OF_LOANS: Final = {one.action for one in STEPS if one.service == "Loan" and one.giver != PARTNER} - {
    one.action for one in STEPS if one.service != "Loan" and one.giver != PARTNER
}
"""Steps of a book that travels; of a copy it is pages that do."""


def obvious(side: str, state: str, service: str = "Loan", *, outside: bool = False) -> tuple[str, ...]:
    """() where there is none. outside: a partner outside the alliance has it in hand."""
    if outside and state in FROM_OUTSIDE:
        return ("receive",)
    table = OF_SUPPLIER if side == Side.SUPPLIER else OF_REQUESTER
    return _of(service, table.get(State(state), ()))


def offered(side: str, state: str, service: str = "Loan", *, outside: bool = False) -> tuple[str, ...]:
    """What to ask about, the likelier first."""
    if outside and state in FROM_OUTSIDE:
        return ()
    table = ASK_SUPPLIER if side == Side.SUPPLIER else ASK_REQUESTER
    return _of(service, table.get(State(state), ()))


def _of(service: str, steps: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for one in steps if one not in OF_LOANS) if service == "Copy" else steps


def just_moved(moved_at: datetime | None, now: datetime) -> bool:
    return moved_at is not None and now - moved_at < JUST
