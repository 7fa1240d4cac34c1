"""Steps that are a scan at a lending desk: loans do them, and tell us inside their act. One scan, one truth.

Where the lending library's own system is asked over the network, loans ask it before their transaction; so
what the form said goes along beside the call, not around it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from commonshelf.kernel.actor import Actor
from commonshelf.loans import api as loans
from commonshelf.sharing.domain.life import Side, State
from commonshelf.sharing.life import charging, promising, whom
from commonshelf.sharing.models import PatronRequest, Promise

THROUGH: Final = frozenset(
    {"ship", "receive", "hand-out", "give-back", "check-in", "renew", "claim-returned", "find", "lose"}
)


@dataclass(slots=True)
class Pressed:
    """What a form of ours said while loans do the work. done: the follower took the step."""

    number: str
    action: str
    side: Side
    facts: Mapping[str, Any] = field(default_factory=dict)
    version: int | None = None
    done: bool = False


_PRESSED: Final[ContextVar[Pressed | None]] = ContextVar("pressed", default=None)


def pressed(number: str) -> Pressed | None:
    """The form behind the scan that is being followed, if it is about this request."""
    found = _PRESSED.get()
    return found if found is not None and found.number == number else None


@contextmanager
def pressing(one: Pressed) -> Iterator[None]:
    token = _PRESSED.set(one)
    try:
        yield
    finally:
        _PRESSED.reset(token)


def kept(row: PatronRequest) -> Promise | None:
    return promising.open_promise(whom.active(row))


def through_loans(row: PatronRequest, action: str, facts: Mapping[str, Any]) -> bool:
    """Whether this step is a scan: the copy is known by its barcode, and not merely kept no longer."""
    unfetched = action == "give-back" and row.state == State.RECEIVED and not facts.get("damaged")
    if action not in THROUGH or unfetched:
        return False
    promise = kept(row)
    return promise is not None and promise.hold is not None


def through(
    actor: Actor,
    row: PatronRequest,
    action: str,
    facts: dict[str, Any],
    *,
    side: Side,
    version: int | None,
    key: str,
    library: str,
    at: datetime | None = None,
) -> None:
    """at: of a scan, when it was. The refusals are those of loans, and of the step itself."""
    promise = kept(row)
    if promise is None:
        return
    owner = whom.symbol(promise.library_id)
    marked = f"{key} {row.number}" if key else ""
    one = Pressed(row.number, action, side, {**facts, "pressed_key": marked}, version)
    with pressing(one):
        if action in {"ship", "check-in"}:
            _scan(actor, library or owner, promise, facts, key=marked, at=at)
        elif action in {"receive", "give-back"}:
            _scan(actor, library or whom.symbol(row.pickup_id), promise, facts, key=marked, at=at)
        elif action == "hand-out":
            loans.check_out(
                actor=actor,
                library=library or whom.symbol(row.pickup_id),
                branch=str(facts.get("desk_branch") or ""),
                barcode=promise.barcode,
                reader=whom.reader_key(row),
                override=str(facts.get("override") or ""),
                owner=owner,
                key=marked,
                at=at,
            )
        else:
            _about_loan(actor, row, promise, one, marked)


def _scan(
    actor: Actor,
    library: str,
    promise: Promise,
    facts: Mapping[str, Any],
    *,
    key: str,
    at: datetime | None,
) -> loans.Returned:
    return loans.check_in(
        actor=actor,
        library=library,
        branch=str(facts.get("desk_branch") or ""),
        barcode=promise.barcode,
        condition=str(facts.get("condition") or "") if facts.get("damaged") else "",
        owner=whom.symbol(promise.library_id),
        key=key,
        at=at,
    )


def _about_loan(actor: Actor, row: PatronRequest, promise: Promise, form: Pressed, key: str) -> None:
    owner, facts, action = whom.symbol(promise.library_id), form.facts, form.action
    found = loans.open_loan(library=owner, barcode=promise.barcode)
    at = "" if form.side is Side.READER else whom.side_library(row, form.side)
    if found is None:  # on its way or on a shelf, and not to be found
        loans.declare_missing(actor=actor, library=at, barcode=promise.barcode, owner=owner, key=key)
    elif action == "renew":
        loans.renew(actor=actor, loan=found, library=at, override=str(facts.get("override") or ""), key=key)
    elif action == "claim-returned":
        loans.claim_returned(actor=actor, loan=found, library=at, key=key)
    elif action == "find":
        loans.find_claimed(actor=actor, loan=found, library=at, key=key)
    else:
        told = facts.get("reader_fee") not in {None, ""}
        fee = charging.fen(facts, "reader_fee") if told else None
        loans.declare_lost(actor=actor, loan=found, library=at, fee=fee, key=key)
