"""When a rule holds and for whom, and which rule stands above which (A25, A32)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from commonshelf.kernel.refusal import Refusal

SCOPES: Final = ("all", "kinds", "libraries")
READERS: Final = ("managers", "staff", "nobody")


class Level(StrEnum):
    """From the one that always wins downwards; law and contract stand above them all."""

    CHARTER = "charter"
    ALLIANCE = "alliance"
    LOCAL = "local"


def order(level: str, number: str) -> str:
    """Sorts as people count, the higher level first."""
    place = list(Level).index(Level(level))
    return f"{place} {re.sub(r'[0-9]+', lambda found: found[0].zfill(6), number)}"[:120]


class State(StrEnum):
    DRAFT = "draft"
    COMING = "coming"  # adopted, its day still to come
    IN_FORCE = "in-force"
    REPLACED = "replaced"  # by a later version
    REPEALED = "repealed"


@dataclass(frozen=True, slots=True)
class Version:
    number: int
    adopted: date | None
    effective: date | None


def in_force(versions: Iterable[Version], repealed: date | None, today: date) -> Version | None:
    """The adopted version with the latest effective day that has come; the higher number on one day."""
    if repealed is not None and today >= repealed:
        return None
    come = [one for one in versions if one.adopted and one.effective and one.effective <= today]
    return max(come, key=lambda one: (one.effective or date.min, one.number), default=None)


def state(version: Version, versions: Sequence[Version], repealed: date | None, today: date) -> State:
    if version.adopted is None or version.effective is None:
        return State.DRAFT
    if repealed is not None and today >= repealed:
        return State.REPEALED
    if version.effective > today:
        return State.COMING
    return State.IN_FORCE if version == in_force(versions, repealed, today) else State.REPLACED


def adopted(adopted_date: date, effective_date: date, today: date) -> None:
    """A rule binds nobody before it is adopted, and nothing is adopted tomorrow."""
    if adopted_date > today:
        raise Refusal("office.adopted-tomorrow", {"field": "adopted_date"})
    if effective_date < adopted_date:
        facts = {
            "field": "effective_date",
            "adopted": adopted_date.isoformat(),
            "effective": effective_date.isoformat(),
        }
        raise Refusal("office.effective-before-adoption", facts)


def concerns(scope: str, targets: Sequence[str], symbol: str, kind: str) -> bool:
    """Whether a rule is for this member."""
    return (
        scope == "all"
        or (scope == "kinds" and kind in targets)
        or (scope == "libraries" and symbol in targets)
    )


def within(inner: Mapping[str, object], outer: Mapping[str, object]) -> bool:
    """Whether a lower word leaves the higher one whole: {"least", "most"} or {"choices"}; {} is no bound.

    A bound that is silent where the higher one speaks does not contradict it: the higher holds there.
    """
    least, most = _number(outer, "least"), _number(outer, "most")
    for name in ("least", "most", "value"):
        said = _number(inner, name)
        if said is not None and ((least is not None and said < least) or (most is not None and said > most)):
            return False
    allowed, chosen = outer.get("choices"), inner.get("choices")
    if isinstance(allowed, (list, tuple)):
        if isinstance(chosen, (list, tuple)) and not set(chosen) <= set(allowed):
            return False
        if "value" in inner and inner["value"] not in allowed:
            return False
    return True


def together(bounds: Iterable[Mapping[str, object]]) -> dict[str, object]:
    """What several rules leave, highest first: each narrows; who contradicts those above does not count."""
    left: dict[str, object] = {}
    for bound in bounds:
        if not within(bound, left):
            continue
        for name in ("least", "most", "choices"):
            if bound.get(name) is not None:
                left[name] = bound[name]
    return left


def in_order(bound: Mapping[str, object]) -> None:
    least, most = _number(bound, "least"), _number(bound, "most")
    if least is not None and most is not None and least > most:
        raise Refusal("office.bound-crossed", {"field": "least", "least": least, "most": most})


def _number(bound: Mapping[str, object], name: str) -> int | None:
    said = bound.get(name)
    return said if isinstance(said, int) and not isinstance(said, bool) else None


def exception(first: date, last: date, today: date, reason: str) -> None:
    """Whether it may be granted: for a reason, with an end that is still to come."""
    if not reason.strip():
        raise Refusal("office.no-reason", {"field": "reason"})
    if last < first:
        facts = {"field": "end_date", "first": first.isoformat(), "last": last.isoformat()}
        raise Refusal("office.exception-crossed", facts)
    if last < today:
        raise Refusal("office.exception-past", {"field": "end_date"})
