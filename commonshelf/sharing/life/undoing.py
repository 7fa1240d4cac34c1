"""Taking the last step back: all as it stood, within minutes, while nothing followed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from commonshelf.kernel.actor import Actor
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.loans import api as loans
from commonshelf.loans.api import Followed
from commonshelf.members import api as members
from commonshelf.members.api import Done
from commonshelf.sharing.domain.life import CONFLICT, Side, State
from commonshelf.sharing.life import charging, promising, scanning, settings, whom
from commonshelf.sharing.life.stepping import KEPT
from commonshelf.sharing.models import PatronRequest, Promise, Slip, Supply


def last(row: PatronRequest) -> Slip | None:
    return Slip.objects.filter(request=row, undone_at=None).order_by("-pk").first()


def why_not(slip: Slip, row: PatronRequest, now: datetime) -> str:
    """Code of why it cannot be taken back now, "": it can: late, moved-on, final."""
    library = whom.symbol(slip.library_id)
    minutes = members.number(library=library, name=settings.UNDO_MINUTES) if library else 0
    if now - slip.at > timedelta(minutes=minutes):
        return "late"
    if slip.version != row.version:
        return "moved-on"
    if slip.before.get("final"):
        return "final"
    made = Supply.objects.filter(pk__in=slip.before.get("made", {}).get("supplies", []))
    return "moved-on" if made.exclude(printed_at=None).exists() else ""


def undoable(actor: Actor, row: PatronRequest, now: datetime) -> str:
    """The action that this person's desk could take back now, "": none."""
    slip = last(row)
    if slip is None or slip.library_id is None or why_not(slip, row, now):
        return ""
    mine = members.allowed(
        actor=actor, action="sharing.undo", object=whom.ref(row, whom.symbol(slip.library_id))
    )
    return slip.act if mine else ""


def undo(*, actor: Actor, request: str, library: str = "", version: int | None = None, key: str = "") -> None:
    """Refusal sharing.cannot-undo {undo_why: late, moved-on, final}; of a scan also those of loans.undo."""
    row = whom.find(request)
    if not whom.at_desk(row, whom.sides(actor, row), library):
        raise Absent
    slip = last(row)
    if slip is None or (version is not None and row.version != version):
        raise Refusal("sharing.cannot-undo", {"undo_why": "moved-on", "number": row.number}, CONFLICT)
    desk = whom.symbol(slip.library_id)
    if why := why_not(slip, row, timezone.now()):
        members.demand(actor=actor, action="sharing.undo", object=whom.ref(row, desk))
        raise Refusal("sharing.cannot-undo", {"undo_why": why, "number": row.number}, CONFLICT)
    if step := slip.before.get("loan_step"):
        with scanning.pressing(scanning.Pressed(row.number, "undo", _side(row, desk))):
            loans.undo(actor=actor, library=slip.before["loan_library"], step=step, key=key)
        return
    back(actor, slip, key=key)


def _side(row: PatronRequest, library: str) -> Side:
    return Side.REQUESTER if library == whom.symbol(row.requester_id) else Side.SUPPLIER


def followed(told: Followed) -> None:
    """Loans take a scan back: so does its request, or neither of them does."""
    slip = Slip.objects.filter(before__loan_step=told.step, undone_at=None).select_related("request").last()
    if slip is None:
        return
    row = whom.find(slip.request.number)
    if slip.version != row.version or slip.before.get("final"):
        facts = {"undo_why": "moved-on" if slip.version != row.version else "final", "number": row.number}
        raise Refusal("sharing.cannot-undo", facts, CONFLICT)
    back(told.actor, slip, at=told.at)


def back(actor: Actor, slip: Slip, *, at: datetime | None = None, key: str = "") -> None:
    """As it stood before that step."""
    now = at or timezone.now()

    def once() -> Done[None]:
        row = whom.find(slip.request.number)
        fresh = Slip.objects.get(pk=slip.pk)
        if fresh.undone_at is not None or fresh.version != row.version:
            raise Refusal("sharing.cannot-undo", {"undo_why": "moved-on", "number": row.number}, CONFLICT)
        made, kept = fresh.before.get("made", {}), fresh.before.get("rows", {})
        charging.take_back(made.get("charges", []), made.get("fees", []), now, actor.key)
        for supply in Supply.objects.filter(pk__in=made.get("supplies", [])):
            supply.state, supply.reason, supply.closed_at = State.CANCELLED, "Undone", now
            supply.save(update_fields=["state", "reason", "closed_at"])
        for promise in Promise.objects.filter(pk__in=made.get("promises", []), released_at=None):
            promising.release(promise.supply, row, now)
        _restore("supplies", kept.get("supplies", {}))
        _restore("requests", kept.get("requests", {}))
        PatronRequest.objects.filter(pk=row.pk).update(version=row.version + 1)
        _promise_again(fresh, row, now)
        for hold, was in fresh.before.get("unkept", {}).items():
            promising.keep_again(int(hold), row, was)
        fresh.undone_at = now
        fresh.save(update_fields=["undone_at"])
        after = PatronRequest.objects.get(pk=row.pk)
        facts = {"before": row.state, "after": after.state, "action": fresh.act, "side": ""}
        return Done(None, {**facts, **_parties(after)})

    members.act(
        actor=actor,
        action="sharing.undo",
        object=whom.ref(slip.request, whom.symbol(slip.library_id)),
        do=once,
        at=now,
        key=key,
    )


def _parties(row: PatronRequest) -> Mapping[str, Any]:
    supply = whom.active(row)
    return {
        "requester": whom.symbol(row.requester_id),
        "supplier": whom.symbol(supply.supplier_id) if supply else "",
        "attempt": supply.attempt if supply else 0,
    }


def _restore(kind: str, kept: Mapping[str, Mapping[str, Any]]) -> None:
    rows, _ = KEPT[kind]
    for id, values in kept.items():
        rows.filter(pk=int(id)).update(**values)


def _promise_again(slip: Slip, row: PatronRequest, now: datetime) -> None:
    """What this step had let go is promised anew; where it went to somebody else, the undo is refused."""
    for id in slip.before.get("released", []):
        promise = Promise.objects.get(pk=id)
        if slip.before.get("loan_step"):
            promise.released_at = None
            promise.save(update_fields=["released_at"])
        else:
            promising.again(promise, row, now)
