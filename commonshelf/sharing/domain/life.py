"""The life of a request as one table to be read aloud. No Django, no clock, no I/O.

Buttons, refusals, the drawing of the reference, the clock and the checks of fsck come from these rows. States
follow ISO 18626's statuses, with what its statuses leave out and the desks need: review, licence decisions,
recall, claims, expiry.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from commonshelf.kernel.refusal import Refusal

CONFLICT: Final = 409


class Side(StrEnum):
    """Who takes a step. clock: the machine, when something fell due."""

    READER = "reader"
    REQUESTER = "requester"
    SUPPLIER = "supplier"
    AGENCY = "agency"
    CLOCK = "clock"


class State(StrEnum):
    """Of a request."""

    REVIEW = "review"
    AWAITING_LICENCE = "awaiting-licence"
    QUEUED = "queued"
    ASKED = "asked"
    CONDITIONAL = "conditional"
    WILL_SUPPLY = "will-supply"
    CANCELLING = "cancelling"
    SHIPPED = "shipped"
    RECEIVED = "received"
    LENT = "lent"
    OVERDUE = "overdue"
    RECALLED = "recalled"
    CLAIMED = "claimed"
    BACK = "back"
    RETURNING = "returning"
    COMPLETED = "completed"
    DELIVERED = "delivered"
    FILLED_LOCALLY = "filled-locally"
    LOST = "lost"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    UNFILLED = "unfilled"
    EXPIRED = "expired"


TERMINAL: Final = frozenset(
    {
        State.COMPLETED,
        State.DELIVERED,
        State.FILLED_LOCALLY,
        State.LOST,
        State.CANCELLED,
        State.REFUSED,
        State.UNFILLED,
        State.EXPIRED,
    }
)
FILLED: Final = frozenset({State.COMPLETED, State.DELIVERED, State.FILLED_LOCALLY, State.LOST})
"""The reader had it; what the fill rate counts."""
OUT: Final = (State.LENT, State.OVERDUE, State.RECALLED, State.CLAIMED)
"""The reader has it now."""
WITH_SUPPLIER: Final = frozenset({State.ASKED, State.CONDITIONAL, State.WILL_SUPPLY, State.CANCELLING})
"""A library was asked, and nothing has left it."""
AWAY: Final = frozenset({State.SHIPPED, State.RECEIVED, *OUT, State.BACK, State.RETURNING})
"""The supplier's copy is away from home."""
ACTIVE: Final = WITH_SUPPLIER | AWAY
"""A supplier has it in hand: one Supply is open."""
PROMISED: Final = frozenset({State.WILL_SUPPLY, State.CANCELLING, *AWAY})
"""Of a loan whose barcode is known a copy is kept for it; of a conditional one, where it was named."""


@dataclass(frozen=True, slots=True)
class Step:
    """Before, the action, whose it is, and after.

    service: "Loan" or "Copy" where it is one's only. when: the request's `why` it holds for (WHENS). giver:
    MEMBER or PARTNER where it is one's only. primary: the button of that state; closing: it ends the
    request's life, or this supplier's part in it.
    """

    before: State
    action: str
    by: frozenset[Side]
    after: State
    service: str = ""
    when: str = ""
    giver: str = ""
    primary: bool = False
    closing: bool = False


WHENS: Final = {
    "": "as a rule",
    "unmatched": "no edition is known yet",
    "incomplete": "something is missing in what was asked",
    "licence-refused": "an agency refused it",
    "appeal": "it is decided for the second time",
    "late": "the supplier was too late with it",
    "not-fetched": "nobody fetched it in time",
    "not-wanted": "it was cancelled while it was on its way",
    "unusable": "it could not be handed out",
    "to-partner": "the reader asks for it from outside the alliance",
    "no-member": "no member could supply it, and a partner outside might",
    "retry-terms": "a library named terms on which it can be asked again",
    "retry-later": "a library that put it off is asked again on its day",
}
"""Why a step ends where it ends: the request's `why` decides between rows of the same action."""

MEMBER: Final = "member"
"""A library of the alliance is asked: its own desk takes the supplier's steps."""
PARTNER: Final = "partner"
"""Somebody outside is asked, who has no desk here: what they say is written down at the requester's, which
takes the supplier's steps beside its own. The clock reminds it, and never goes on without it.
"""
_R, _Q, _S, _A, _C = Side.READER, Side.REQUESTER, Side.SUPPLIER, Side.AGENCY, Side.CLOCK


def _steps(
    before: State | Iterable[State],
    action: str,
    by: Iterable[Side],
    after: State | None,
    *,
    service: str = "",
    when: str = "",
    giver: str = "",
    primary: bool = False,
    closing: bool = False,
) -> tuple[Step, ...]:
    """One row for each state before; after None: it stays."""
    states = (before,) if isinstance(before, State) else tuple(before)
    sides = frozenset(by)
    return tuple(
        Step(one, action, sides, after or one, service, when, giver, primary=primary, closing=closing)
        for one in states
    )


_EARLY: Final = (State.REVIEW, State.AWAITING_LICENCE, State.QUEUED)
_HELD_BACK: Final = (State.LENT, State.OVERDUE, State.RECALLED)
_GOING_HOME: Final = (State.BACK, State.RETURNING)
_ENDS_AT_HOME: Final = {
    "": State.COMPLETED,
    "not-fetched": State.EXPIRED,
    "not-wanted": State.CANCELLED,
    "unusable": State.QUEUED,
}
WITH_PARTNER: Final = (State.ASKED, State.CONDITIONAL, State.WILL_SUPPLY, State.CANCELLING)
"""In the order in which they come."""
_LOAN: Final = "Loan"
_COPY: Final = "Copy"

STEPS: Final[tuple[Step, ...]] = (
    # A person looks first: no edition is known, it looks like one asked before, a limit is reached, a licence
    # was refused.
    *_steps(State.REVIEW, "match", (_Q,), None),
    *_steps(State.REVIEW, "match", (_Q,), None, when="unmatched", primary=True),
    *_steps(State.REVIEW, "match", (_Q,), None, when="incomplete", primary=True),
    *_steps(State.REVIEW, "send", (_Q,), State.QUEUED, primary=True),
    *_steps(State.REVIEW, "send", (_Q,), State.QUEUED, when="unmatched"),
    *_steps(State.REVIEW, "send", (_Q,), State.QUEUED, when="incomplete"),
    *_steps(State.REVIEW, "disagree", (_Q,), State.QUEUED, when="retry-terms"),
    *_steps(State.REVIEW, "refuse-review", (_Q,), State.REFUSED, closing=True),
    *_steps(State.REVIEW, "appeal", (_R, _Q), State.AWAITING_LICENCE, when="licence-refused"),
    *_steps(State.REVIEW, "time-out", (_C,), None),
    *_steps(State.REVIEW, "time-out", (_C,), State.REFUSED, when="licence-refused", closing=True),
    # Whether it may be sent or copied at all is somebody's to decide (A80).
    *_steps(State.QUEUED, "ask-licence", (_Q, _C), State.AWAITING_LICENCE),
    *_steps(State.AWAITING_LICENCE, "approve", (_A, _C), State.QUEUED, primary=True),
    *_steps(State.AWAITING_LICENCE, "limit", (_A, _C), State.QUEUED),
    *_steps(State.AWAITING_LICENCE, "pass-over", (_A,), State.QUEUED),
    *_steps(State.AWAITING_LICENCE, "refuse", (_A,), State.REVIEW),
    *_steps(State.AWAITING_LICENCE, "refuse", (_A,), State.REFUSED, when="appeal", closing=True),
    *_steps(State.AWAITING_LICENCE, "lapse", (_C,), State.QUEUED),
    *_steps(State.AWAITING_LICENCE, "time-out", (_C,), None),
    # One library after the other.
    *_steps(State.QUEUED, "ask", (_Q, _C), State.ASKED, primary=True),
    *_steps(State.QUEUED, "ask", (_Q, _C), State.ASKED, when="retry-later"),
    *_steps(State.QUEUED, "time-out", (_C,), None),
    *_steps(State.QUEUED, "weigh", (_C,), State.REVIEW),
    *_steps(State.QUEUED, "close", (_Q, _A, _C), State.UNFILLED, closing=True),
    *_steps(_EARLY, "fill-locally", (_Q,), State.FILLED_LOCALLY, closing=True),
    *_steps(_EARLY, "cancel", (_R, _Q), State.CANCELLED, closing=True),
    *_steps(_EARLY, "expire", (_C,), State.EXPIRED, closing=True),
    *_steps((State.ASKED, State.CONDITIONAL), "expire", (_C,), State.EXPIRED, giver=MEMBER, closing=True),
    # The supplier answers; no answer is one, too.
    *_steps(State.ASKED, "will-supply", (_S,), State.WILL_SUPPLY, primary=True),
    *_steps((State.ASKED, State.WILL_SUPPLY), "condition", (_S,), State.CONDITIONAL),
    *_steps((State.ASKED, State.CONDITIONAL), "cannot-supply", (_S,), State.QUEUED, closing=True),
    *_steps((State.ASKED, State.WILL_SUPPLY), "retry", (_S,), State.QUEUED, giver=MEMBER, closing=True),
    *_steps((State.ASKED, State.CONDITIONAL), "time-out", (_C,), State.QUEUED, giver=MEMBER, closing=True),
    *_steps((State.ASKED, State.CONDITIONAL), "move-on", (_A,), State.QUEUED, closing=True),
    *_steps(
        (State.ASKED, State.CONDITIONAL), "cancel", (_R, _Q), State.CANCELLED, giver=MEMBER, closing=True
    ),
    *_steps(State.CONDITIONAL, "agree", (_Q,), State.WILL_SUPPLY, primary=True),
    *_steps(State.CONDITIONAL, "disagree", (_Q,), State.QUEUED),
    # It said yes: from here on nothing moves on before it let go.
    *_steps(State.WILL_SUPPLY, "ship", (_S,), State.SHIPPED, service=_LOAN, primary=True),
    *_steps(State.WILL_SUPPLY, "receive", (_S, _Q), State.RECEIVED, service=_LOAN),
    *_steps(State.WILL_SUPPLY, "hand-out", (_S, _Q), State.LENT, service=_LOAN),
    *_steps(State.ASKED, "deliver", (_S,), State.DELIVERED, service=_COPY, closing=True),
    *_steps(State.WILL_SUPPLY, "deliver", (_S,), State.DELIVERED, service=_COPY, primary=True, closing=True),
    *_steps(State.WILL_SUPPLY, "cannot-supply", (_S,), State.QUEUED, closing=True),
    *_steps(State.WILL_SUPPLY, "cancel", (_R, _Q), State.CANCELLING),
    *_steps(State.WILL_SUPPLY, "time-out", (_C,), State.CANCELLING, giver=MEMBER),
    *_steps(State.WILL_SUPPLY, "move-on", (_A,), State.CANCELLING),
    *_steps(State.CANCELLING, "allow-cancel", (_S,), State.CANCELLED, primary=True, closing=True),
    *_steps(State.CANCELLING, "allow-cancel", (_S,), State.QUEUED, when="late", primary=True, closing=True),
    *_steps(State.CANCELLING, "too-late", (_S,), State.WILL_SUPPLY),
    *_steps(State.CANCELLING, "ship", (_S,), State.SHIPPED, service=_LOAN),
    *_steps(State.CANCELLING, "receive", (_S, _Q), State.RECEIVED, service=_LOAN),
    *_steps(State.CANCELLING, "hand-out", (_S, _Q), State.LENT, service=_LOAN),
    *_steps(State.CANCELLING, "deliver", (_S,), State.DELIVERED, service=_COPY, closing=True),
    *_steps(State.CANCELLING, "cannot-supply", (_S,), State.CANCELLED, closing=True),
    *_steps(State.CANCELLING, "cannot-supply", (_S,), State.QUEUED, when="late", closing=True),
    # Its promise is taken from it in the same moment: what was not scanned out by now, goes to nobody here.
    *_steps(State.CANCELLING, "time-out", (_C,), State.CANCELLED, giver=MEMBER, closing=True),
    *_steps(State.CANCELLING, "time-out", (_C,), State.QUEUED, when="late", giver=MEMBER, closing=True),
    # On its way, kept for the reader, in the reader's hands.
    *_steps(State.SHIPPED, "receive", (_Q,), State.RECEIVED, service=_LOAN, primary=True),
    *_steps(State.SHIPPED, "hand-out", (_Q,), State.LENT, service=_LOAN),
    *_steps(State.SHIPPED, "give-back", (_Q,), State.BACK, service=_LOAN),
    *_steps(State.SHIPPED, "cannot-supply", (_S,), State.QUEUED, service=_LOAN, closing=True),
    *_steps(State.SHIPPED, "time-out", (_C,), None, service=_LOAN),
    *_steps(State.RECEIVED, "hand-out", (_Q,), State.LENT, service=_LOAN, primary=True),
    *_steps(State.RECEIVED, "give-back", (_Q,), State.BACK, service=_LOAN),
    *_steps(State.RECEIVED, "ship", (_S,), State.SHIPPED, service=_LOAN, giver=MEMBER),
    *_steps(State.RECEIVED, "cancel", (_R, _Q), State.BACK, service=_LOAN),
    *_steps(State.RECEIVED, "time-out", (_C,), State.BACK, service=_LOAN),
    *_steps((State.LENT, State.OVERDUE), "renew", (_R, _Q), State.LENT, service=_LOAN),
    *_steps((State.LENT, State.OVERDUE), "recall", (_S,), State.RECALLED, service=_LOAN),
    *_steps(_HELD_BACK, "give-back", (_Q,), State.BACK, service=_LOAN, primary=True),
    *_steps(State.CLAIMED, "give-back", (_Q,), State.BACK, service=_LOAN),
    *_steps(OUT, "check-in", (_S,), State.COMPLETED, service=_LOAN, giver=MEMBER, closing=True),
    *_steps(State.LENT, "time-out", (_C,), State.OVERDUE, service=_LOAN),
    *_steps((State.OVERDUE, State.RECALLED, State.CLAIMED), "time-out", (_C,), None, service=_LOAN),
    *_steps(_HELD_BACK, "claim-returned", (_R, _Q), State.CLAIMED, service=_LOAN),
    *_steps(State.CLAIMED, "find", (_R, _Q), State.LENT, service=_LOAN, primary=True),
    # Home again.
    *_steps(State.BACK, "ship-back", (_Q,), State.RETURNING, service=_LOAN, primary=True),
    *_steps(State.BACK, "hand-out", (_Q,), State.LENT, service=_LOAN, when="not-fetched"),
    *(
        step
        for when, after in _ENDS_AT_HOME.items()
        for before, giver in ((State.BACK, MEMBER), (State.RETURNING, ""))
        for step in _steps(
            before, "check-in", (_S,), after, service=_LOAN, when=when, giver=giver, primary=True,
            closing=True,
        )
    ),
    *_steps(_GOING_HOME, "time-out", (_C,), None, service=_LOAN),
    *_steps((State.RECEIVED, *_GOING_HOME), "damage", (_Q, _S), None, service=_LOAN),
    *_steps(
        (State.SHIPPED, State.RECEIVED, *_HELD_BACK, State.CLAIMED, *_GOING_HOME),
        "lose",
        (_Q, _S),
        State.LOST,
        service=_LOAN,
        closing=True,
    ),
    # Outside the alliance: asked where no member can, or the reader wishes it; what the partner says is
    # written down here. What was asked by letter is never taken for refused because nobody answered.
    *_steps((State.REVIEW, State.QUEUED), "ask-partner", (_Q,), State.ASKED),
    *(
        step
        for when in ("to-partner", "no-member")
        for step in (
            *_steps(State.REVIEW, "ask-partner", (_Q,), State.ASKED, when=when, primary=True),
            *_steps(State.REVIEW, "send", (_Q,), State.QUEUED, when=when),
        )
    ),
    *_steps(State.QUEUED, "look-outside", (_C,), State.REVIEW),
    *_steps(State.REVIEW, "close", (_Q,), State.UNFILLED, when="no-member", closing=True),
    *_steps(WITH_PARTNER, "time-out", (_C,), None, giver=PARTNER),
    *_steps((State.ASKED, State.CONDITIONAL), "cancel", (_R, _Q), State.CANCELLING, giver=PARTNER),
    *_steps(State.ASKED, "ship", (_S,), State.SHIPPED, service=_LOAN, giver=PARTNER),
    *_steps(State.ASKED, "receive", (_Q,), State.RECEIVED, service=_LOAN, giver=PARTNER),
    # A copy that came on paper lies at the desk like a book, and stays with its reader.
    *_steps(
        (State.ASKED, State.WILL_SUPPLY, State.CANCELLING), "receive", (_Q,), State.RECEIVED, service=_COPY,
        giver=PARTNER,
    ),
    *_steps(
        State.RECEIVED, "hand-out", (_Q,), State.DELIVERED, service=_COPY, giver=PARTNER, primary=True,
        closing=True,
    ),
    *_steps(
        State.RECEIVED, "cancel", (_R, _Q), State.CANCELLED, service=_COPY, giver=PARTNER, closing=True
    ),
    *_steps(State.RECEIVED, "time-out", (_C,), State.EXPIRED, service=_COPY, giver=PARTNER, closing=True),
)  # fmt: skip
ACTIONS: Final = tuple(dict.fromkeys(step.action for step in STEPS))


def choices(state: str, side: str, service: str = "", when: str = "", *, giver: str = MEMBER) -> list[Step]:
    """The buttons of a side, each action once, the main one first. service, giver: of the supply; service "":
    none yet.
    """
    found: dict[str, Step] = {}
    for step in STEPS:
        fits = step.before == state and takes(step, side, giver) and _holds(step, service, giver)
        if fits and (step.when == when or (not step.when and step.action not in found)):
            found[step.action] = step
    return sorted(found.values(), key=lambda step: not step.primary)


def takes(step: Step, side: str, giver: str = MEMBER) -> bool:
    """Whether this side takes it: for a partner outside the alliance the requester's desk does."""
    return side in step.by or (giver == PARTNER and side == Side.REQUESTER and Side.SUPPLIER in step.by)


def _holds(step: Step, service: str, giver: str) -> bool:
    return step.service in {"", service} and step.giver in {"", giver}


def advance(
    state: str, action: str, side: str, service: str = "", when: str = "", *, giver: str = MEMBER
) -> Step:
    """The row that holds. Refusals sharing.step (this cannot be done with a request in that state),
    sharing.not-yours (it can, but by somebody else).
    """
    rows = [
        step
        for step in STEPS
        if step.before == state and step.action == action and _holds(step, service, giver)
    ]
    facts = {"request_state": str(state), "request_action": action}
    if not rows:
        raise Refusal("sharing.step", facts, CONFLICT)
    mine = [step for step in rows if takes(step, side, giver)]
    if not mine:
        raise Refusal("sharing.not-yours", {**facts, "side": str(side)}, CONFLICT)
    told = [step for step in mine if step.when == when] or [step for step in mine if not step.when]
    if not told:
        raise Refusal("sharing.step", facts, CONFLICT)
    return told[0]


def supply_after(step: Step) -> str:
    """The supplier's side of it after a step: the same word while it is at work, then how that ended."""
    if step.after in {*OUT, State.BACK}:
        return State.LENT
    if step.after in ACTIVE:
        return step.after
    if step.before not in ACTIVE:
        return ""
    if step.after == State.QUEUED:
        return State.CANCELLED if step.before == State.CANCELLING else State.UNFILLED
    return step.after


def drawing(service: str = "", giver: str = "") -> str:
    """The table as a Mermaid diagram: one arrow for each pair of states."""
    rows = [
        step
        for step in STEPS
        if (not service or step.service in {"", service}) and (not giver or step.giver in {"", giver})
    ]
    states = dict.fromkeys(state for step in rows for state in (step.before, step.after))
    lines = ["stateDiagram-v2", *(f"    {_node(state)} : {state}" for state in states)]
    lines += [f"    [*] --> {_node(State.REVIEW)}", f"    [*] --> {_node(State.QUEUED)}"]
    arrows: dict[tuple[State, State], list[str]] = {}
    for step in rows:
        arrows.setdefault((step.before, step.after), []).append(step.action)
    for (before, after), actions in arrows.items():
        lines.append(f"    {_node(before)} --> {_node(after)} : {', '.join(dict.fromkeys(actions))}")
    lines += [f"    {_node(state)} --> [*]" for state in states if state in TERMINAL]
    return "\n".join(lines) + "\n"


def _node(state: str) -> str:
    return state.replace("-", "_")
