"""A library's "not now": kept with its Supply, read again when nobody else is left.

What follows from it is decided in domain/retrying.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.utils import timezone

from commonshelf.kernel.refusal import Refusal
from commonshelf.sharing.cards import Again
from commonshelf.sharing.domain import retrying as domain
from commonshelf.sharing.domain.life import CONFLICT, Step
from commonshelf.sharing.domain.retrying import Answer
from commonshelf.sharing.life import charging, whom
from commonshelf.sharing.life.stepping import Taking, effect
from commonshelf.sharing.models import PatronRequest, Supply

TERMS: Final = "retry-terms"
LATER: Final = "retry-later"
TOO_LATE: Final = "retry-too-late"
"""Why a request lies in review, waits in line, or ended unfilled."""
RETRY: Final = "retry"
"""In `Supply.conditions`: true, where they are of a library that put it off. Beside it `day`, `agreed`."""


def kept(taking: Taking, conditions: tuple[str, ...]) -> dict[str, Any]:
    """What the form said, as `Supply.conditions` keeps it. Refusals sharing.no-retry-terms (nothing says when
    or on what), sharing.retry-past, sharing.retry-far, sharing.bad-choice, sharing.bad-amount.
    """
    code, note = taking.words("condition", 30), taking.words("note")
    cost = charging.fen(taking.facts, "cost")
    day = taking.facts.get("retry_date")
    if code and code not in conditions:
        known = ", ".join(conditions)
        raise Refusal("sharing.bad-choice", {"field": "condition", "value": code, "known": known})
    if code == "Other" and not note:
        raise Refusal("sharing.no-reason-given", {"field": "note"})
    if isinstance(day, date):
        _in_reach(day, timezone.localdate(taking.at))
    elif not (code or cost or note):
        raise Refusal("sharing.no-retry-terms", {"field": "retry_date"})
    found: dict[str, Any] = {RETRY: True, "condition": code, "cost": cost, "note": note}
    return found | ({"day": day.isoformat()} if isinstance(day, date) else {})


def _in_reach(day: date, today: date) -> None:
    facts = {"field": "retry_date", "date": day.isoformat()}
    if day <= today:
        raise Refusal("sharing.retry-past", facts)
    if day > today + domain.FARTHEST:
        raise Refusal("sharing.retry-far", facts)


def answers(row: PatronRequest) -> list[Answer]:
    """Of each library whose last word on it was "not now"."""
    asked = Supply.objects.filter(request=row, asked_at__isnull=False).exclude(reason="Undone")
    last: dict[int, Supply] = {}
    times: dict[int, int] = {}
    for one in asked.exclude(supplier=None).order_by("attempt"):
        id = one.supplier_id or 0
        last[id] = one
        times[id] = times.get(id, 0) + int(_puts_off(one))
    return [_answer(one, times[id]) for id, one in last.items() if _puts_off(one)]


def _puts_off(supply: Supply) -> bool:
    return supply.closed_at is not None and bool(supply.conditions.get(RETRY))


def _answer(supply: Supply, times: int) -> Answer:
    told: Mapping[str, Any] = supply.conditions
    return Answer(
        supplier=whom.symbol(supply.supplier_id),
        attempt=supply.attempt,
        times=times,
        day=date.fromisoformat(told["day"]) if told.get("day") else None,
        terms=_has_terms(told),
        agreed=told.get("agreed"),
    )


def _has_terms(told: Mapping[str, Any]) -> bool:
    """A word beside a day explains it; by itself it is what has to be mended."""
    return bool(told.get("condition") or told.get("cost") or (told.get("note") and not told.get("day")))


def of(row: PatronRequest, answer: Answer) -> Supply:
    return Supply.objects.select_related("supplier").get(request=row, attempt=answer.attempt)


def waited_for(row: PatronRequest) -> Again | None:
    """For the card of a request that lies in review or in line because of it; None: it does not."""
    if row.why not in {TERMS, LATER, TOO_LATE}:
        return None
    found = domain.turn(answers(row), timezone.localdate(), row.needed_date)
    if found.answer is None:
        return None
    supply = of(row, found.answer)
    told = supply.conditions
    return Again(
        supplier=found.answer.supplier,
        reason=supply.reason,
        day=found.day or found.answer.day,
        cost=int(told.get("cost") or 0),
        condition=str(told.get("condition") or ""),
        note=str(told.get("note") or ""),
    )


def agreed(row: PatronRequest, supplier: str) -> dict[str, Any]:
    """The terms under which this library is asked again; {}: none."""
    for one in answers(row):
        if one.supplier == supplier and one.agreed:
            told = of(row, one).conditions
            return {name: told[name] for name in ("condition", "cost", "note", "agreed") if told.get(name)}
    return {}


def settle(taking: Taking, *, yes: bool) -> None:
    """What the requesting desk says to the terms that were put to it."""
    found = domain.turn(answers(taking.row), timezone.localdate(taking.at), taking.row.needed_date)
    if found.then is not domain.Then.WEIGH or found.answer is None:
        facts = {"request_state": taking.row.state, "request_action": "agree"}
        raise Refusal("sharing.step", facts, CONFLICT)
    supply = of(taking.row, found.answer)
    taking.change("supplies", supply, conditions={**supply.conditions, "agreed": yes})
    taking.told |= {"supplier": found.answer.supplier, "attempt": found.answer.attempt, "agreed": yes}


@effect("weigh")
def weigh(taking: Taking, _step: Step) -> None:
    """answer: whose terms are put to the requesting desk."""
    answer: Answer = taking.facts["answer"]
    taking.told |= {"supplier": answer.supplier, "attempt": answer.attempt}
    taking.why = TERMS
