"""What follows from a library's "not now, ask again": whom to ask, when, and what has to be agreed to first.

ISO 18626 has it as status RetryPossible, with a ReasonRetry and retryAfter. No Django, no clock, no I/O.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

MOST_TIMES: Final = 3
"""So often a library may put one request off; what it says then is a no."""
PATIENCE: Final = timedelta(days=14)
"""So long a library that cannot be asked on its day (closed, full, suspended) is still waited for."""
FARTHEST: Final = timedelta(days=366)
"""No day later than that can be named."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A library's last word on a request, if that was "not now".

    attempt: of the Supply that holds it. times: how often it said so. day: the first on which it can be
    asked again; None: any. terms: it named a cost, a condition or something to be mended. agreed: what the
    requesting desk said to them; None: nothing yet.
    """

    supplier: str
    attempt: int
    times: int = 1
    day: date | None = None
    terms: bool = False
    agreed: bool | None = None

    @property
    def stands(self) -> bool:
        """It may still come to something."""
        return self.times <= MOST_TIMES and self.agreed is not False

    def ripe(self, today: date) -> bool:
        """It can be asked again now."""
        return self.stands and not self.open_terms and (self.day is None or self.day <= today)

    @property
    def open_terms(self) -> bool:
        return self.terms and self.agreed is None


class Then(StrEnum):
    """What to do once nobody else can be asked."""

    WEIGH = "weigh"
    """The requesting desk says whether it agrees to the terms."""
    WAIT = "wait"
    TOO_LATE = "too-late"
    """It could be asked again only after the day by which it is needed."""
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Turn:
    """answer: whose word it is about; day: until when is waited."""

    then: Then
    answer: Answer | None = None
    day: date | None = None


def turn(answers: Iterable[Answer], today: date, needed: date | None = None) -> Turn:
    """Terms first, as somebody can say yes to them now; then the earliest day. Ripe ones that were passed
    over (`ripe`: their library cannot be asked just now) are looked at again tomorrow, within PATIENCE.
    """
    standing = sorted((one for one in answers if one.stands), key=lambda one: (one.day or today, one.attempt))
    in_time = [one for one in standing if needed is None or one.day is None or one.day <= needed]
    for one in in_time:
        if one.open_terms:
            return Turn(Then.WEIGH, one)
    days = [(one, day) for one in in_time if (day := _look(one, today)) and (needed is None or day <= needed)]
    if days:
        first, day = min(days, key=lambda told: told[1])
        return Turn(Then.WAIT, first, day)
    if len(in_time) < len(standing):
        return Turn(Then.TOO_LATE, next(one for one in standing if one not in in_time))
    return Turn(Then.NOTHING)


def _look(one: Answer, today: date) -> date | None:
    """The next day on which it is worth looking; None: none is left."""
    if one.day is not None and one.day > today:
        return one.day
    if one.day is not None and today < one.day + PATIENCE:
        return today + timedelta(days=1)
    return None
