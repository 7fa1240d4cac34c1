"""The life of a thing, a loan and a hold, as tables to be read aloud. No Django, no clock, no I/O.

Buttons, refusals, the diagrams of the manual and the checks of fsck come from these rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from commonshelf.kernel.refusal import Refusal
from commonshelf.loans.cards import Place

CONFLICT: Final = 409


class State(StrEnum):
    """Of a thing."""

    HOME = "home"
    ON_LOAN = "on-loan"
    IN_TRANSIT = "in-transit"
    HELD = "held"
    LOST = "lost"
    DAMAGED = "damaged"
    MISSING = "missing"


class Act(StrEnum):
    """What a desk does with a thing."""

    CHECK_OUT = "check-out"
    RENEW = "renew"
    CLAIM = "claim"
    CHECK_IN = "check-in"
    LOSE = "lose"
    MISS = "miss"
    MEND = "mend"


class Going(StrEnum):
    """Where a thing that was scanned as a return goes next."""

    SHELF = "shelf"
    HOLD = "hold"
    SEND = "send"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Step:
    """Before, the act, perhaps where it goes next, and after."""

    before: str
    act: str
    after: str
    going: str = ""


_EVERYWHERE: Final = tuple(State)
_BACK: Final = (
    (Going.SHELF, State.HOME),
    (Going.HOLD, State.HELD),
    (Going.SEND, State.IN_TRANSIT),
    (Going.ASIDE, State.DAMAGED),
)

THING: Final[tuple[Step, ...]] = (
    # A thing that stands at home, is kept for somebody or is on its way can be lent to whoever holds it in
    # their hands; one that is lost, missing or damaged must be scanned as a return or mended first.
    Step(State.HOME, Act.CHECK_OUT, State.ON_LOAN),
    Step(State.HELD, Act.CHECK_OUT, State.ON_LOAN),
    Step(State.IN_TRANSIT, Act.CHECK_OUT, State.ON_LOAN),
    Step(State.ON_LOAN, Act.RENEW, State.ON_LOAN),
    Step(State.ON_LOAN, Act.CLAIM, State.ON_LOAN),
    Step(State.ON_LOAN, Act.LOSE, State.LOST),
    # Whatever was thought of it: what a desk has in hand is back, also when nobody had borrowed it.
    *(Step(before, Act.CHECK_IN, after, going) for before in _EVERYWHERE for going, after in _BACK),
    # It is not where it should be, and nobody has borrowed it.
    Step(State.HOME, Act.MISS, State.MISSING),
    Step(State.HELD, Act.MISS, State.MISSING),
    Step(State.IN_TRANSIT, Act.MISS, State.MISSING),
    Step(State.DAMAGED, Act.MISS, State.MISSING),
    Step(State.DAMAGED, Act.MEND, State.HOME),
)

LOAN: Final[tuple[Step, ...]] = (
    Step("open", Act.RENEW, "open"),
    Step("open", Act.CLAIM, "claimed"),
    Step("claimed", "find", "open"),  # the reader found it at home after all
    Step("open", "recall", "open"),  # its owner needs it sooner: due earlier than it was
    Step("open", Act.CHECK_IN, "returned"),
    Step("claimed", Act.CHECK_IN, "returned"),
    Step("open", Act.LOSE, "lost"),
    Step("claimed", Act.LOSE, "lost"),
    Step("open", "undo", "undone"),
)

HOLD: Final[tuple[Step, ...]] = (
    Step("waiting", "send", "coming"),
    Step("waiting", "keep", "ready"),
    Step("promised", "send", "coming"),  # taken off its shelf for a request of a room above
    Step("promised", "keep", "ready"),
    Step("promised", "fetch", "fetched"),
    Step("promised", "withdraw", "withdrawn"),
    Step("coming", "keep", "ready"),
    Step("coming", "send", "coming"),  # sent on: it was scanned at a wrong branch
    Step("ready", "send", "coming"),
    Step("coming", "loosen", "waiting"),  # what was meant for it went missing, or to somebody else
    Step("ready", "loosen", "waiting"),
    Step("waiting", "fetch", "fetched"),  # they found another copy themselves
    Step("coming", "fetch", "fetched"),
    Step("ready", "fetch", "fetched"),
    Step("waiting", "withdraw", "withdrawn"),
    Step("coming", "withdraw", "withdrawn"),
    Step("ready", "withdraw", "withdrawn"),
    Step("ready", "lapse", "over"),  # not fetched in time
    Step("waiting", "lapse", "over"),  # nothing can come any more
    Step("coming", "lapse", "over"),
)
HOLD_OPEN: Final = ("waiting", "promised", "coming", "ready")
HOLD_ENDS: Final = ("fetched", "over", "withdrawn")
LOAN_OPEN: Final = ("open", "claimed")
KEPT: Final = ("promised", "coming", "ready")
"""A hold in these states has a thing of its own."""

_THING: Final = {(step.before, step.act, step.going): step.after for step in THING}
_LOAN: Final = {(step.before, step.act): step.after for step in LOAN}
_HOLD: Final = {(step.before, step.act): step.after for step in HOLD}


def thing_after(state: str, act: Act, going: str = "") -> State:
    """Refusal loans.step: this cannot be done with a thing in that state."""
    try:
        return State(_THING[state, act, going])
    except KeyError:
        raise Refusal("loans.step", {"thing_state": state, "thing_act": act}, CONFLICT) from None


def loan_after(state: str, act: str) -> str:
    """Refusal loans.loan-step: this cannot be done with a loan in that state."""
    try:
        return _LOAN[state, act]
    except KeyError:
        raise Refusal("loans.loan-step", {"loan_state": state, "thing_act": act}, CONFLICT) from None


def hold_after(state: str, act: str) -> str:
    """Refusal loans.hold-step: this cannot be done with a hold in that state."""
    try:
        return _HOLD[state, act]
    except KeyError:
        raise Refusal("loans.hold-step", {"hold_state": state, "act": act}, CONFLICT) from None


def choices(state: str) -> list[str]:
    """The buttons a desk may see for a thing in this state, each once, in the order of the table."""
    return list(dict.fromkeys(str(step.act) for step in THING if step.before == state))


def next_place(here: Place, home: Place, wanted: Place | None, condition: str) -> tuple[Going, Place]:
    """Where a thing goes that was scanned here, and where that is. wanted: where the first who waits fetches.

    What is damaged goes home and serves nobody before it is mended.
    """
    if condition:
        return (Going.ASIDE, home) if here == home else (Going.SEND, home)
    if wanted is not None:
        return (Going.HOLD, here) if here == wanted else (Going.SEND, wanted)
    return (Going.SHELF, home) if here == home else (Going.SEND, home)
