"""The life of a membership: which step leads where. Buttons, refusals, the diagram and tests read this table.

A39: apply, trial, vote, member, leave. What a step does beside moving the status is in `membership.py`
and `leaving.py` of this room.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from commonshelf.kernel.refusal import Refusal

NOBODY: Final = ""
"""Before the first step: the alliance does not know the library."""
BACK: Final = "back"
"""As an `after`: where it stood before it was suspended."""

APPLIED: Final = "applied"
TRIAL: Final = "trial"
VOTED: Final = "voted"
ACTIVE: Final = "active"
SUSPENDED: Final = "suspended"
LEFT: Final = "left"
REFUSED: Final = "refused"

STATES: Final = (APPLIED, TRIAL, VOTED, ACTIVE, SUSPENDED, LEFT, REFUSED)
TAKES_PART: Final = frozenset({TRIAL, VOTED, ACTIVE})
"""In these its people have their rights."""
LISTED: Final = TAKES_PART | {SUSPENDED}
"""In these readers find it in the directory, and its copies in the catalogue."""


@dataclass(frozen=True, slots=True)
class Step:
    """before + action -> after. after == before: something is written down, the status stays."""

    before: str
    action: str
    after: str


STEPS: Final[tuple[Step, ...]] = (
    Step(NOBODY, "apply", APPLIED),
    Step(NOBODY, "add-library", ACTIVE),  # the founding members, taken in by the office itself
    Step(APPLIED, "admit-trial", TRIAL),
    Step(APPLIED, "refuse", REFUSED),
    Step(REFUSED, "apply", APPLIED),  # again, by another invitation
    Step(TRIAL, "put-to-vote", TRIAL),
    Step(TRIAL, "vote-accepted", VOTED),
    # The alliance said no: its rights stop at once. What it holds is handed over when it leaves.
    Step(TRIAL, "vote-declined", SUSPENDED),
    Step(TRIAL, "suspend", SUSPENDED),
    # A library leaves by its own will: it says on which day, and may think better of it until then.
    Step(TRIAL, "give-notice", TRIAL),
    Step(TRIAL, "withdraw-notice", TRIAL),
    Step(TRIAL, "leave", LEFT),
    Step(VOTED, "admit-active", ACTIVE),
    Step(VOTED, "suspend", SUSPENDED),
    Step(VOTED, "give-notice", VOTED),
    Step(VOTED, "withdraw-notice", VOTED),
    Step(VOTED, "leave", LEFT),
    Step(ACTIVE, "suspend", SUSPENDED),
    Step(ACTIVE, "give-notice", ACTIVE),
    Step(ACTIVE, "withdraw-notice", ACTIVE),
    Step(ACTIVE, "leave", LEFT),
    Step(SUSPENDED, "resume", BACK),
    Step(SUSPENDED, "leave", LEFT),
)
ACTIONS: Final = tuple(dict.fromkeys(step.action for step in STEPS))
_AFTER: Final = {(step.before, step.action): step.after for step in STEPS}


def advance(before: str, action: str, stood: str = ACTIVE) -> str:
    """The status after the step. stood: what it was before a suspension, for `resume`.

    Refuses `members.membership-step` where the table has no such step.
    """
    after = _AFTER.get((before, action))
    if after is None:
        facts = {"status": before or "unknown", "step": action, "steps": ", ".join(choices(before)) or "–"}
        raise Refusal("members.membership-step", facts, 409)
    return stood if after == BACK else after


def choices(status: str) -> tuple[str, ...]:
    """The steps that lead on from there, in the table's order."""
    return tuple(step.action for step in STEPS if step.before == status)


def takes_part(status: str) -> bool:
    """Whether its people have rights through it."""
    return status in TAKES_PART


def is_over(status: str) -> bool:
    """No step leads out of it."""
    return not choices(status)


def reachable(steps: Iterable[Step] = STEPS) -> frozenset[str]:
    """Every status some life leads to."""
    known = {NOBODY}
    while more := {step.after for step in steps if step.before in known} - known - {BACK}:
        known |= more
    return frozenset(known - {NOBODY})


def trial_to(since: date, months: int) -> date:
    """By which day a trial begun on that day should be decided: the same day of the month, or its last."""
    year, month = divmod(since.year * 12 + since.month - 1 + months, 12)
    return date(year, month + 1, min(since.day, monthrange(year, month + 1)[1]))
