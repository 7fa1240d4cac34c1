"""Faults planted in the life of requests: each must be found by a walk, or the walks prove nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import pytest

from commonshelf.loans import following as loans_follow
from commonshelf.sharing.domain import life
from commonshelf.sharing.life import doing, due, promising
from commonshelf.sharing.models import Promise

Break = Callable[[pytest.MonkeyPatch], None]


def _instead(of: Any, name: str, now: Any) -> Break:
    return lambda patch: patch.setattr(of, name, now)


def _promise_without_loans(row: Any, library: str, barcode: str, at: Any) -> None:
    """The copy is promised here, and lending desks know nothing of it."""


def _forgets(supply: Any, row: Any, at: Any) -> list[int]:
    """Nothing is let go."""
    return []


def _only_here(supply: Any, row: Any, at: Any) -> list[int]:
    """Let go here, kept for ever at the lending desks."""
    kept = promising.open_promise(supply)
    Promise.objects.filter(pk=kept.pk if kept else None).update(released_at=at)
    return [kept.pk] if kept else []


def _deaf(told: Any) -> None:
    """Whatever lending desks do, requests stay as they were."""


def _two_at_work(step: life.Step) -> str:
    """A library that did not answer keeps its part open while the next one is asked."""
    return "" if step.action in {"time-out", "cannot-supply"} else _supply_after(step)


_supply_after = life.supply_after

FAULTS: Final[Mapping[str, Break]] = {
    "a form's key is forgotten": _instead(doing, "_marked", lambda key, number: ""),
    "a stale form counts": _instead(doing, "_fresh", lambda row, version, facts: None),
    "a copy is promised without the lending desks": _instead(promising, "_keep", _promise_without_loans),
    "a promise is never let go": _instead(promising, "release", _forgets),
    "a promise is let go here and kept there": _instead(promising, "release", _only_here),
    "a desk's scan is not heard": lambda patch: patch.setitem(loans_follow._FOLLOWERS, "sharing", _deaf),
    "the next is asked while the last is at work": _instead(life, "supply_after", _two_at_work),
    "no clock looks at it": _instead(due, "next_at", lambda *args, **more: None),
}
"""What is planted -> how. `Walk` finds each within few seeds (test_requests.py)."""
