"""Where an outside activity stands on a day, and which steps it allows."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

KINDS: Final = ("exhibition", "training", "conference", "visit", "cooperation", "publication", "other")
MOST_PARTNERS: Final = 30
LONGEST: Final = 160
"""Characters of a partner's name."""


class State(StrEnum):
    PLANNED = "planned"
    RUNNING = "running"
    OVER = "over"
    WITHDRAWN = "withdrawn"


def state(first: date, last: date | None, withdrawn: date | None, today: date) -> State:
    """Withdrawn is withdrawn from the day it was said, whatever its days were."""
    if withdrawn is not None:
        return State.WITHDRAWN
    if today < first:
        return State.PLANNED
    return State.OVER if last is not None and today > last else State.RUNNING


def partners(lines: str) -> list[str]:
    """One a line, each once, in the order they were written."""
    names = (" ".join(line.split())[:LONGEST] for line in lines.splitlines())
    return list(dict.fromkeys(name for name in names if name))
