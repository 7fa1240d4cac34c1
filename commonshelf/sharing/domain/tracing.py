"""What a request's events tell of its course: when it was asked of whom, what came of it, when it was there.

From the events alone, in their order; what was taken back is as if it had never been.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from commonshelf.sharing.domain.life import FILLED, TERMINAL

ANSWERS: Final = frozenset({"will-supply", "condition", "ship", "deliver", "cannot-supply", "retry"})
OUTSIDE: Final = "(outside)"
"""Instead of a Symbol: a partner outside the alliance, whichever; no Symbol has brackets."""
LATE: Final = frozenset({"time-out", "move-on"})
"""The library did not answer, and the request moved on without it."""
LEFT: Final = frozenset({"lapse", "pass-over", "allow-cancel", "disagree", "hand-over", "close"})
"""The request left the library for another reason than its no."""


@dataclass(frozen=True, slots=True)
class Told:
    """One event. action: without its room."""

    action: str
    at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One library that was asked. outcome: "" open, filled, no, late, left."""

    number: int
    supplier: str
    service: str
    asked_at: datetime
    answered_at: datetime | None = None
    shipped_at: datetime | None = None
    received_at: datetime | None = None
    outcome: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """A request. supplier: who filled it, "" nobody or its own library. outcome: terminal state, "" open.
    group: kind of its reader's group.
    """

    requester: str
    service: str
    placed_at: datetime
    supplier: str = ""
    filled_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: str = ""
    group: str = ""
    attempts: tuple[Attempt, ...] = ()


def traced(events: Iterable[Told]) -> Course | None:
    """events: of one request, oldest first. None: it was not placed among them."""
    course: Course | None = None
    attempts: dict[int, Attempt] = {}
    for one in _standing(events):
        if one.action == "place":
            group = str(one.facts.get("group") or "")
            course = Course(str(one.facts["requester"]), str(one.facts["service"]), one.at, group=group)
            continue
        if course is None:
            continue
        _attempted(attempts, one)
        course = _went_on(course, one)
    return replace(course, attempts=tuple(attempts[key] for key in sorted(attempts))) if course else None


def _standing(events: Iterable[Told]) -> list[Told]:
    """Without the steps that were taken back, and what followed them by itself."""
    kept: list[Told] = []
    for one in events:
        if one.action != "undo":
            kept.append(one)
            continue
        undone = str(one.facts.get("action", ""))
        places = [place for place, told in enumerate(kept) if told.action == undone]
        if places:
            del kept[places[-1] :]
    return kept


def _attempted(attempts: dict[int, Attempt], one: Told) -> None:
    number, supplier = int(one.facts.get("attempt") or 0), _supplier(one)
    if not number or not supplier:
        return
    if one.action in {"ask", "ask-partner"}:
        attempts[number] = Attempt(number, supplier, str(one.facts.get("service", "")), one.at)
        return
    found = attempts.get(number)
    if found is None:
        return
    if one.action in ANSWERS and found.answered_at is None:
        found = replace(found, answered_at=one.at)
    if one.action in {"ship", "deliver"}:
        found = replace(found, shipped_at=one.at)
    if one.action in {"receive", "deliver"} and found.received_at is None:
        found = replace(found, received_at=one.at, outcome="filled")
    elif one.action in {"cannot-supply", "retry"}:
        found = replace(found, outcome="no", reason=str(one.facts.get("reason", "")))
    elif one.action in LATE and not (one.action == "time-out" and one.facts.get("outside")):
        found = replace(found, outcome="late")
    elif not found.outcome and (one.action in LEFT or one.facts.get("after") in TERMINAL):
        found = replace(found, outcome="left")
    attempts[number] = found


def _supplier(one: Told) -> str:
    return str(one.facts.get("supplier") or "") or (OUTSIDE if one.facts.get("outside") else "")


def _went_on(course: Course, one: Told) -> Course:
    if one.action in {"receive", "deliver", "fill-locally"} and course.filled_at is None:
        supplier = "" if one.action == "fill-locally" else _supplier(one)
        course = replace(course, filled_at=one.at, supplier=supplier)
    after = str(one.facts.get("after") or "")
    if after in TERMINAL:
        course = replace(course, closed_at=one.at, outcome=after)
        if after in FILLED and course.filled_at is None:
            course = replace(course, filled_at=one.at)
    return course
