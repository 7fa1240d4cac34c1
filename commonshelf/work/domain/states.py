"""The life of a work item, as a table to be read aloud. Buttons, refusals and the diagram come from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from commonshelf.kernel.refusal import Refusal

FASTER: Final = 409


class State(StrEnum):
    """What is true of it now."""

    OFFERED = "offered"  # to a person, or to whoever has a role at a library; nobody has it in hand
    ACCEPTED = "accepted"  # somebody has it in hand
    WAITING = "waiting"  # in hand, but waiting for somebody else: the clock stands still
    RETURNED = "returned"  # declined or not answered, and nobody left to offer it to: back with who asked
    DONE = "done"
    WITHDRAWN = "withdrawn"


class Side(StrEnum):
    """Who takes a step."""

    TAKER = "taker"  # to whom it is offered
    HOLDER = "holder"  # who has it in hand
    GIVER = "giver"  # who asked for it
    COORDINATOR = "coordinator"  # who runs the library it belongs to, and the general agency
    ROOM = "room"  # the room it is about: decided there, it is decided here
    MEMBERS = "members"  # the act that ends somebody's tie, or a membership
    CLOCK = "clock"

    @property
    def is_people(self) -> bool:
        return self not in {Side.ROOM, Side.MEMBERS, Side.CLOCK}


@dataclass(frozen=True, slots=True)
class Step:
    before: State
    action: str
    by: Side
    after: State


OPEN: Final = (State.OFFERED, State.ACCEPTED, State.WAITING, State.RETURNED)
IN_HAND: Final = (State.ACCEPTED, State.WAITING)
CLOSED: Final = (State.DONE, State.WITHDRAWN)

STEPS: Final[tuple[Step, ...]] = (
    Step(State.OFFERED, "accept", Side.TAKER, State.ACCEPTED),
    Step(State.OFFERED, "decline", Side.TAKER, State.RETURNED),
    Step(State.OFFERED, "expire", Side.CLOCK, State.RETURNED),
    Step(State.OFFERED, "withdraw", Side.GIVER, State.WITHDRAWN),
    Step(State.OFFERED, "reassign", Side.COORDINATOR, State.OFFERED),
    Step(State.OFFERED, "hand-over", Side.MEMBERS, State.OFFERED),
    Step(State.OFFERED, "settle", Side.ROOM, State.DONE),
    Step(State.OFFERED, "cancel", Side.ROOM, State.WITHDRAWN),
    Step(State.ACCEPTED, "finish", Side.HOLDER, State.DONE),
    Step(State.ACCEPTED, "wait", Side.HOLDER, State.WAITING),
    Step(State.ACCEPTED, "hand-on", Side.HOLDER, State.OFFERED),
    Step(State.ACCEPTED, "put-back", Side.HOLDER, State.OFFERED),
    Step(State.ACCEPTED, "withdraw", Side.GIVER, State.WITHDRAWN),
    Step(State.ACCEPTED, "reassign", Side.COORDINATOR, State.OFFERED),
    Step(State.ACCEPTED, "hand-over", Side.MEMBERS, State.OFFERED),
    Step(State.ACCEPTED, "settle", Side.ROOM, State.DONE),
    Step(State.ACCEPTED, "cancel", Side.ROOM, State.WITHDRAWN),
    Step(State.WAITING, "resume", Side.HOLDER, State.ACCEPTED),
    Step(State.WAITING, "finish", Side.HOLDER, State.DONE),
    Step(State.WAITING, "hand-on", Side.HOLDER, State.OFFERED),
    Step(State.WAITING, "withdraw", Side.GIVER, State.WITHDRAWN),
    Step(State.WAITING, "reassign", Side.COORDINATOR, State.OFFERED),
    Step(State.WAITING, "hand-over", Side.MEMBERS, State.OFFERED),
    Step(State.WAITING, "settle", Side.ROOM, State.DONE),
    Step(State.WAITING, "cancel", Side.ROOM, State.WITHDRAWN),
    Step(State.RETURNED, "offer", Side.GIVER, State.OFFERED),
    Step(State.RETURNED, "withdraw", Side.GIVER, State.WITHDRAWN),
    Step(State.RETURNED, "reassign", Side.COORDINATOR, State.OFFERED),
    Step(State.RETURNED, "settle", Side.ROOM, State.DONE),
    Step(State.RETURNED, "cancel", Side.ROOM, State.WITHDRAWN),
    Step(State.DONE, "reopen", Side.HOLDER, State.ACCEPTED),
)
_STEP: Final = {(step.before, step.action): step for step in STEPS}

UNDONE_BY: Final = {"accept": "put-back", "finish": "reopen", "wait": "resume"}
"""Steps that harm nobody when taken back at once: nobody else has been told to do anything yet."""
ELSEWHERE: Final = frozenset({"finish", "reopen", "withdraw", "offer"})
"""Steps not offered where another room decides: the suggestion, the load says itself when it is done."""


def step(before: State, action: str) -> Step:
    """The step, or Refusal "work.already-<state>": what is true of it instead."""
    try:
        return _STEP[before, action]
    except KeyError:
        raise Refusal(f"work.already-{before}", {"state": before, "action": action}, FASTER) from None


def choices(state: State, *, elsewhere: bool = False) -> tuple[Step, ...]:
    """The steps people may take now. elsewhere: it is about something another room decides."""
    return tuple(
        one
        for one in STEPS
        if one.before is state and one.by.is_people and not (elsewhere and one.action in ELSEWHERE)
    )


def mermaid() -> str:
    """The table as a state diagram for the documentation."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for one in STEPS:
        arrows.setdefault((one.before, one.after), []).append(one.action)
    lines = ["stateDiagram-v2", f"    [*] --> {State.OFFERED}"]
    lines += [
        f"    {before} --> {after}: {', '.join(dict.fromkeys(names))}"
        for (before, after), names in arrows.items()
    ]
    return "\n".join([*lines, *(f"    {state} --> [*]" for state in CLOSED)]) + "\n"
