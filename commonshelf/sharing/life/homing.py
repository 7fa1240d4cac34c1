"""What steps do once the reader has it: renewing, wanting it back, and the way home, or never home."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.utils import timezone

from commonshelf.kernel.refusal import Refusal
from commonshelf.loans import api as loans
from commonshelf.sharing.domain.life import CONFLICT, OUT, Side, State, Step
from commonshelf.sharing.life import charging, promising, whom
from commonshelf.sharing.life.answering import stop_keeping
from commonshelf.sharing.life.stepping import Taking, effect

RECALL_DAYS: Final = 7
"""Days a reader has to bring back what its library needs, where the library names no day."""


# -- in the reader's hands


@effect("renew")
def renew(taking: Taking, _step: Step) -> None:
    """due_date: as the loan says now; of an untracked one a day later than it was has to be told."""
    row = taking.row
    due = taking.facts.get("due_date")
    if due is None and taking.side is Side.READER:
        raise Refusal("sharing.ask-the-desk", {"number": row.number}, CONFLICT)
    if not isinstance(due, date) or (row.due_date and due < row.due_date):
        raise Refusal("sharing.no-day", {"field": "due_date"})
    taking.change("requests", row, due_date=due)
    taking.told["due"] = due.isoformat()


@effect("recall")
def recall(taking: Taking, _step: Step) -> None:
    """The supplier needs it back: by that day, or as soon as it can be. The loan is due then, too."""
    today = timezone.localdate(taking.at)
    by = taking.facts.get("due_date") or today + timedelta(days=RECALL_DAYS)
    if not isinstance(by, date) or by < today:
        raise Refusal("sharing.no-day-to-come", {"field": "due_date"})
    kept = promising.open_promise(taking.supply)
    if kept is not None and kept.hold is not None:
        library = whom.symbol(kept.library_id)
        told = loans.recall(library=library, barcode=kept.barcode, by=by, actor=taking.actor, at=taking.at)
        by = told.due_date
        taking.facts = {**taking.facts, "loan_step": told.step}
        if told.by_people:
            taking.told["own_system"] = True
    due = min(by, taking.row.due_date or by)
    taking.change("requests", taking.row, due_date=due)
    taking.told["due"] = due.isoformat()


# -- home again


@effect("give-back")
def give_back(taking: Taking, step: Step) -> None:
    supply = taking.need_supply()
    if step.before in OUT:
        note = taking.words("condition", 200)
        taking.change("supplies", supply, returned_at=taking.at, condition_in=note or supply.condition_in)
        return
    taking.why = "unusable" if step.before == State.SHIPPED or taking.facts.get("unusable") else "not-fetched"
    taking.reason = taking.why
    stop_keeping(taking)


@effect("ship-back")
def ship_back(taking: Taking, _step: Step) -> None:
    supply = taking.need_supply()
    taking.change("supplies", supply, returned_at=supply.returned_at or taking.at)
    taking.why = taking.row.why


@effect("check-in")
def check_in(taking: Taking, step: Step) -> None:
    """Home. Whatever was damaged is the requester's to pay."""
    supply = taking.need_supply()
    note = taking.words("condition", 200)
    home: dict[str, Any] = {"home_at": taking.at, "returned_at": supply.returned_at or taking.at}
    if step.after == State.QUEUED:
        home["reason"] = "PoorCondition" if taking.row.why == "unusable" else "Astray"
    taking.change("supplies", supply, condition_in=note or supply.condition_in, **home)
    taking.released += promising.release(supply, taking.row, taking.at)
    if step.after == State.COMPLETED:
        charging.supplied(taking)
    charging.asked(taking, "damaged")
    taking.why = "" if step.after in {State.COMPLETED, State.QUEUED} else taking.row.why
    taking.reason = taking.row.why


@effect("damage")
def damage(taking: Taking, _step: Step) -> None:
    """condition: what is wrong with it. fee: fen that the requester's library owes for it."""
    note = taking.words("condition", 200)
    if not note:
        raise Refusal("sharing.no-reason-given", {"field": "condition"})
    taking.change("supplies", taking.need_supply(), condition_in=note)
    charging.asked(taking, "damaged")
    taking.why = taking.row.why


@effect("lose")
def lose(taking: Taking, _step: Step) -> None:
    """fee: fen that the requester's library owes its owner, "": the owner's usual price."""
    supply = taking.need_supply()
    taking.change("supplies", supply, reason="Lost")
    taking.released += promising.release(supply, taking.row, taking.at)
    charging.supplied(taking)
    charging.lost(taking)
    taking.reason = "Lost"
