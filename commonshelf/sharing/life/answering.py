"""What steps do beside the change of state: answers, conditions, cancelling, the way there."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.utils import timezone

from commonshelf.catalogue import api as catalogue
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.sharing import delivering
from commonshelf.sharing.domain.life import CONFLICT, PARTNER, WITH_PARTNER, State, Step
from commonshelf.sharing.life import charging, due, outside, promising, retrying, whom
from commonshelf.sharing.life.stepping import Taking, effect
from commonshelf.sharing.models import Message

REASONS: Final = (
    "NotOnShelf", "NotAvailableForILL", "NotHeld", "NonCirculating", "PolicyProblem", "PoorCondition",
    "OnLoan", "AtBindery", "NotFoundAsCited", "Other",
)  # fmt: skip
"""ISO 18626 ReasonUnfilled and ReasonRetry, those a desk chooses from."""
RETRY_REASONS: Final = (
    "OnLoan", "AtBindery", "OnOrder", "NotCurrentAvailableForILL", "NotFoundAsCited", "CostExceedsMaxCost",
    "MustMeetLoanCondition", "ReqEditionNotPossible", "MultiVolAvail", "ReqFormatNotPossible", "Other",
)  # fmt: skip
"""ISO 18626 ReasonRetry: why not now."""
BY_ITSELF: Final = (
    "NotAnswered",
    "NotShipped",
    "NotAgreed",
    "Astray",
    "Left",
    "Undone",
    "MovedOn",
    "Suspended",
)
"""Ours, where no desk chose."""
CONDITIONS: Final = (
    "LibraryUseOnly", "NoReproduction", "SignatureRequired", "SpecCollSupervReq", "WatchLibraryUseOnly",
    "Other",
)  # fmt: skip
"""ISO 18626 LoanCondition."""
DELIVERABLE_DAYS: Final = 28
"""Days of a loan without a barcode, where nobody says another day."""


# -- review


@effect("match")
def match(taking: Taking, _step: Step) -> None:
    """A librarian found the edition that is meant. Absent: there is none."""
    row = taking.row
    number = taking.facts.get("edition")
    if not number:
        raise Refusal("sharing.no-edition", {"field": "edition"})
    card = catalogue.edition(id=int(number))
    taking.change("requests", row, edition=card.id)
    taking.told["edition"] = card.id
    taking.why = "" if row.why == "unmatched" else row.why


@effect("send")
def send(taking: Taking, _step: Step) -> None:
    if taking.row.edition is None:
        raise Refusal("sharing.unmatched", {"number": taking.row.number}, CONFLICT)
    if taking.row.why == retrying.TERMS:
        retrying.settle(taking, yes=True)


@effect("refuse-review", "close")
def refuse(taking: Taking, step: Step) -> None:
    """note: why, for the reader to read."""
    taking.reason = taking.why = str(taking.facts.get("why") or "by-desk")[:40]
    if step.action == "refuse-review" and not taking.note:
        raise Refusal("sharing.no-reason-given", {"field": "note"})


# -- answers


@effect("will-supply")
def will_supply(taking: Taking, _step: Step) -> None:
    """Its yes. barcode: which copy; of a loan it is kept for nobody else from now on."""
    supply = taking.need_supply()
    _may_come(taking)
    taking.change("supplies", supply, answered_at=taking.at)
    _choose(taking)
    taking.told["first"] = True


def _may_come(taking: Taking) -> None:
    """Refusal sharing.requester-suspended: nobody there could take it in."""
    library = whom.symbol(taking.row.requester_id)
    if not members.takes_part(symbol=library):
        raise Refusal(
            "sharing.requester-suspended", {"library": library, "number": taking.row.number}, CONFLICT
        )


def _choose(taking: Taking) -> None:
    supply = taking.need_supply()
    barcode = taking.words("barcode", 60) or supply.barcode
    if supply.service == "Loan" and barcode:
        kept = promising.promise(taking, supply, barcode)
        taking.change("supplies", supply, barcode=kept.barcode)
        taking.told["copy"] = f"{whom.symbol(supply.supplier_id)}/{kept.barcode}"


@effect("condition")
def condition(taking: Taking, _step: Step) -> None:
    """What the requester has to agree to; the copy is kept meanwhile."""
    supply = taking.need_supply()
    code = taking.words("condition", 30)
    cost = charging.fen(taking.facts, "cost")
    if code not in CONDITIONS and not cost:
        raise Refusal("sharing.no-condition", {"field": "condition"})
    if code == "Other" and not taking.words("note"):
        raise Refusal("sharing.no-reason-given", {"field": "note"})
    told: dict[str, Any] = {"condition": code, "cost": cost, "note": taking.words("note")}
    taking.change("supplies", supply, conditions=told, answered_at=supply.answered_at or taking.at)
    taking.reason = code
    _choose(taking)


@effect("agree")
def agree(taking: Taking, _step: Step) -> None:
    supply = taking.need_supply()
    cost = int(supply.conditions.get("cost") or 0)
    if cost:
        supply.cost = cost
        supply.save(update_fields=["cost"])
    _choose(taking)
    taking.final = "agreed"


@effect("cannot-supply", "disagree")
def cannot_supply(taking: Taking, step: Step) -> None:
    """Its no; whoever comes next is asked in the same act."""
    if step.before == State.REVIEW:
        retrying.settle(taking, yes=False)
        return
    reason = taking.words("reason", 40) or ("NotAgreed" if step.action == "disagree" else "")
    if reason not in {*REASONS, *BY_ITSELF}:
        raise Refusal("sharing.no-reason-given", {"field": "reason"})
    _ended(taking, reason)
    if step.after == State.QUEUED:
        taking.why = ""


@effect("retry")
def retry(taking: Taking, _step: Step) -> None:
    """Not now: retry_date is the first day on which to ask again; cost, condition and note are the terms. The
    next library is asked in the same act; this one once nobody else is left.
    """
    supply, reason = taking.need_supply(), taking.words("reason", 40)
    if reason not in RETRY_REASONS:
        raise Refusal("sharing.no-reason-given", {"field": "reason"})
    told = retrying.kept(taking, CONDITIONS)
    _ended(taking, reason)
    taking.change("supplies", supply, conditions=told)
    if told.get("day"):
        taking.told["retry_date"] = told["day"]
    taking.why = ""


def _ended(taking: Taking, reason: str) -> None:
    supply = taking.need_supply()
    taking.change("supplies", supply, reason=reason, answered_at=supply.answered_at or taking.at)
    taking.reason = reason
    taking.released += promising.release(supply, taking.row, taking.at)


# -- cancelling, running out


@effect("cancel")
def cancel(taking: Taking, step: Step) -> None:
    """At once while nobody has promised anything; later the supplier, or the shelf, has to let go."""
    row, supply = taking.row, taking.supply
    taking.reason = str(taking.side)
    if step.after == State.CANCELLING:
        taking.change("requests", row, before_cancel=row.state)
    elif step.after == State.BACK:
        taking.why = "not-wanted"
        stop_keeping(taking)
    else:
        taking.why = str(taking.facts.get("why") or f"by-{taking.side}")
        if supply is not None:
            _ended(taking, "Cancelled")


@effect("allow-cancel")
def allow_cancel(taking: Taking, step: Step) -> None:
    _ended(taking, "Cancelled" if step.after == State.CANCELLED else "NotShipped")
    taking.why = str(taking.facts.get("why") or "")
    taking.final = "final"


@effect("too-late")
def too_late(taking: Taking, _step: Step) -> None:
    taking.change("requests", taking.row, before_cancel="")


@effect("expire")
def expire(taking: Taking, _step: Step) -> None:
    taking.why = taking.reason = "day-passed"
    if taking.supply is not None:
        _ended(taking, "NotAnswered")
    taking.final = "clock"


@effect("time-out")
def time_out(taking: Taking, step: Step) -> None:
    taking.final = "clock"
    if whom.giver(taking.supply) == PARTNER and step.before in WITH_PARTNER:
        _no_word(taking, step)
    elif step.before in {State.ASKED, State.CONDITIONAL}:
        silent = "NotAnswered" if step.before == State.ASKED else "NotAgreed"
        _ended(taking, "Suspended" if taking.facts.get("suspended") else silent)
    elif step.before == State.WILL_SUPPLY:
        taking.change("requests", taking.row, before_cancel=step.before)
        taking.why = "late"
    elif step.before == State.CANCELLING:
        _ended(taking, "NotShipped" if step.after == State.QUEUED else "Cancelled")
    elif step.before == State.SHIPPED:
        taking.why = "astray"
    elif step.before == State.RECEIVED:
        taking.why = "not-fetched"
        stop_keeping(taking)
    taking.reason = taking.why or taking.reason


def _no_word(taking: Taking, step: Step) -> None:
    """A partner outside has said nothing: its desk is reminded, and again after as many working hours as an
    answer may take. What is being cancelled keeps why it is.
    """
    row, supply = taking.row, taking.need_supply()
    if step.before == State.ASKED:
        again = due.answer_by(whom.symbol(row.requester_id), row.level, taking.at)
        taking.change("supplies", supply, answer_by_at=again)
    if step.before != State.CANCELLING:
        taking.why = outside.NO_WORD


@effect("move-on")
def move_on(taking: Taking, step: Step) -> None:
    """The general agency has it go on elsewhere; both desks read why. What said yes has to let go first."""
    note, supply = taking.words("note"), taking.need_supply()
    if not note:
        raise Refusal("sharing.no-reason-given", {"field": "note"})
    Message.objects.create(
        request=taking.row, supply=supply, side=taking.side, person=taking.actor.key, text=note, at=taking.at
    )
    if step.before == State.WILL_SUPPLY:
        taking.change("requests", taking.row, before_cancel=step.before)
        taking.why = "late"
    else:
        _ended(taking, "MovedOn")
    taking.reason = "MovedOn"
    taking.final = "agency"


def stop_keeping(taking: Taking) -> None:
    """The book lies at the requester's desk, kept for nobody there; it stays promised till it is home."""
    kept = promising.open_promise(taking.supply)
    if kept is not None and (was := promising.stop_keeping(kept, taking.row, taking.at)):
        taking.unkept[str(kept.hold)] = was


# -- there


@effect("ship")
def ship(taking: Taking, step: Step) -> None:
    supply = taking.need_supply()
    if step.before in {State.WILL_SUPPLY, State.CANCELLING}:
        _may_come(taking)
    note = taking.words("condition", 200)
    first = supply.shipped_at or taking.at
    taking.change("supplies", supply, shipped_at=first, condition_out=note or supply.condition_out)
    _untracked(taking)
    taking.change("requests", taking.row, before_cancel="")


def _untracked(taking: Taking) -> None:
    """Of a copy without a barcode nothing is kept elsewhere: these rows are all there is."""
    if promising.open_promise(taking.supply) is None:
        taking.told["untracked"] = True


@effect("receive")
def receive(taking: Taking, _step: Step) -> None:
    supply = taking.need_supply()
    at = {"received_at": taking.at, "shipped_at": supply.shipped_at or taking.at}
    taking.change("supplies", supply, **at)
    if whom.giver(supply) == PARTNER:
        _named_day(taking)
    taking.told["needed"] = _needed(taking.row)


def _named_day(taking: Taking) -> None:
    """due_date: by which a partner outside wants it back; the reader's day is that day."""
    day = taking.facts.get("due_date")
    if day is None:
        return
    if not isinstance(day, date) or day < timezone.localdate(taking.at):
        raise Refusal("sharing.no-day-to-come", {"field": "due_date"})
    taking.change("requests", taking.row, due_date=day)


def _needed(row: Any) -> str:
    return row.needed_date.isoformat() if row.needed_date else ""


@effect("hand-out")
def hand_out(taking: Taking, _step: Step) -> None:
    """due_date: of the loan, where one was made; else so many days from now."""
    supply, row = taking.need_supply(), taking.row
    taking.change(
        "supplies",
        supply,
        received_at=supply.received_at or taking.at,
        shipped_at=supply.shipped_at or taking.at,
    )
    if supply.service == "Loan":
        told = row.due_date if whom.giver(supply) == PARTNER else None
        usual = timezone.localdate(taking.at) + timedelta(days=DELIVERABLE_DAYS)
        day = taking.facts.get("due_date") or told or usual
        taking.change("requests", row, due_date=day)
        taking.told["due"] = day.isoformat()
    charging.reader_fee(taking)


@effect("deliver")
def deliver(taking: Taking, _step: Step) -> None:
    """document: of the delivery room. It is with the reader at once, so it cannot be taken back here."""
    supply = taking.need_supply()
    document = taking.facts.get("document")
    if not document:
        raise Refusal("sharing.no-document", {"field": "document"})
    taking.change(
        "supplies",
        supply,
        document=int(document),
        answered_at=supply.answered_at or taking.at,
        shipped_at=taking.at,
        received_at=taking.at,
    )
    taking.told["document"] = int(document)
    delivering.hand_over(
        actor=taking.actor, row=taking.row, supply=supply, document=int(document), at=taking.at
    )
    charging.supplied(taking)
    charging.reader_fee(taking)
    taking.final = "delivered"


@effect("fill-locally")
def fill_locally(taking: Taking, _step: Step) -> None:
    taking.told["barcode"] = bool(taking.words("barcode", 60))
