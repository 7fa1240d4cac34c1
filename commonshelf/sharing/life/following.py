"""What loans tell of a promised copy moves its request on, in the same act: whoever scanned it, wherever."""

from __future__ import annotations

from typing import Any

from commonshelf.kernel.actor import Agent
from commonshelf.kernel.refusal import Refusal
from commonshelf.loans.api import Followed
from commonshelf.sharing.domain import life
from commonshelf.sharing.domain.life import CONFLICT, OUT, Side, State
from commonshelf.sharing.life import charging, doing, promising, scanning, undoing, whom
from commonshelf.sharing.models import PatronRequest, Promise, Supply

_BEFORE_LEAVING = frozenset({State.CONDITIONAL, State.WILL_SUPPLY, State.CANCELLING})


def follow(told: Followed) -> None:
    """Refuses, with loans, what a request does not allow."""
    if told.act == "undo":
        undoing.followed(told)
        return
    promise = promising.of_copy(told.thing.library, told.thing.barcode)
    if promise is None:
        if told.act == "check-in":
            _found_again(told)
        return
    row = whom.find(promise.supply.request.number)
    action, facts = _meaning(told, promise, row)
    if action:
        _take(told, row, action, facts)


def _take(told: Followed, row: PatronRequest, action: str, facts: dict[str, Any]) -> None:
    form = scanning.pressed(row.number)
    if form is not None:
        facts = {**form.facts, **facts}
    side = _side(told, row, action, form.side if form else None)
    actor = told.actor
    doing.take(
        actor,
        row.number,
        action,
        side,
        {**facts, "loan_step": told.step},
        version=form.version if form else None,
        at=told.at,
        library="" if side is Side.READER else told.place.library,
    )
    if form is not None:
        form.done = True


def _side(told: Followed, row: PatronRequest, action: str, asked: Side | None) -> Side:
    """By where it happened, as far as the table lets that side take the step."""
    supply = whom.active(row)
    may = {
        side
        for side in Side
        if any(
            step.action == action
            for step in life.choices(row.state, side, supply.service if supply else "", row.why)
        )
    }
    if told.actor.operator and told.actor.agent is Agent.WORKER and Side.CLOCK in may:
        return Side.CLOCK
    if asked is not None and asked in may:
        return asked
    own = told.actor.key and told.actor.key == whom.reader_key(row)
    at_supplier = supply is not None and told.place.library == whom.symbol(supply.supplier_id)
    wished = Side.READER if own and not _works(told) else Side.SUPPLIER if at_supplier else Side.REQUESTER
    if wished in may or not may:
        return wished
    return Side.REQUESTER if Side.REQUESTER in may else Side.SUPPLIER


def _works(told: Followed) -> bool:
    return any(one.library == told.place.library for one in told.actor.standings if one.role != "reader")


def _meaning(told: Followed, promise: Promise, row: PatronRequest) -> tuple[str, dict[str, Any]]:
    """The action that a deed at a lending desk is; "": nothing that this request has to know."""
    if told.act == "check-out":
        return _lent(told, row)
    if told.act == "check-in":
        return _scanned(told, row, whom.symbol(promise.library_id))
    if told.act == "renew":
        return "renew", {"due_date": told.loan.due_date if told.loan else None}
    if told.act == "lapse":
        return ("time-out", {}) if row.state == State.RECEIVED else ("", {})
    if told.act == "miss":
        if row.state in _BEFORE_LEAVING:
            return "cannot-supply", {"reason": "NotOnShelf"}
        return "lose", {}
    return {"claim": "claim-returned", "find": "find", "lose": "lose"}.get(told.act, ""), {}


def _lent(told: Followed, row: PatronRequest) -> tuple[str, dict[str, Any]]:
    """To its reader it is handed out. Somebody else cannot have it before it was home (sharing.goes-home)."""
    loan = told.loan
    if loan is None or loan.reader != whom.reader_key(row):
        facts = {"number": row.number, "title": row.title_zh[:80], "library": told.thing.library}
        raise Refusal("sharing.goes-home", facts, CONFLICT)
    if row.state == State.BACK and row.why != "not-fetched":
        raise Refusal("sharing.step", {"request_state": row.state, "request_action": "hand-out"}, CONFLICT)
    return "hand-out", {"due_date": loan.due_date}


def _scanned(told: Followed, row: PatronRequest, owner: str) -> tuple[str, dict[str, Any]]:
    at_home = told.place.library == owner
    state = row.state
    if state in _BEFORE_LEAVING:
        if told.going == "aside" or (told.thing.condition and told.going != "hold"):
            return "cannot-supply", {"reason": "PoorCondition"}
        if state == State.CONDITIONAL:
            raise Refusal("sharing.step", {"request_state": state, "request_action": "ship"}, CONFLICT)
        return ("receive" if told.going == "hold" else "ship"), {}
    if state == State.SHIPPED:
        form = scanning.pressed(row.number)
        if form is not None and form.action == "give-back":
            return "give-back", {"unusable": True}  # a mere scan would mean that it has arrived
        if told.going == "hold":
            return "receive", {}
        if told.thing.condition:
            if at_home:
                return "cannot-supply", {"reason": "PoorCondition"}
            return "give-back", {"unusable": True}
        return "", {}
    if state == State.RECEIVED:
        if told.thing.condition:
            return "give-back", {"unusable": True}
        if told.lapsed:  # scanned before the night's turn had said so
            return "give-back", {}
        return ("ship" if told.going == "send" else ""), {}  # it lay elsewhere, and is on its way again
    if state in OUT:
        return ("check-in" if at_home else "give-back"), {}
    if state in {State.BACK, State.RETURNING} and at_home:
        return "check-in", {}
    return "", {}


def _found_again(told: Followed) -> None:
    """A book that a request had lost came home: what its library asked for it is owed no more."""
    rows = Supply.objects.filter(
        supplier__symbol=told.thing.library, barcode=told.thing.barcode, state=State.LOST
    )
    supply = rows.order_by("-pk").first()
    if supply is not None:
        charging.found_again(supply, told.at, told.actor.key)
