"""The turn of the clock: whatever is due moves on by itself, all of it in one run, each once."""

from __future__ import annotations

import logging
from datetime import datetime, time
from typing import Final

from django.db.models import Q
from django.utils import timezone

from commonshelf.kernel.actor import MACHINE
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.sharing.domain import clock
from commonshelf.sharing.domain.life import PARTNER, Side, State
from commonshelf.sharing.life import asking, doing, due, promising, whom
from commonshelf.sharing.models import PatronRequest, Supply

NOT_WAITED_FOR: Final = (State.ASKED, State.CONDITIONAL, State.WILL_SUPPLY)
log = logging.getLogger(__name__)


def turn(at: datetime) -> int:
    """Every few minutes; how many moved. Called twice with the same moment it finds nothing left to do."""
    rows = PatronRequest.objects.filter(closed_at=None, next_at__lte=at).order_by("next_at", "pk")
    moved = _suspended(at)
    failed: Exception | None = None
    for number in list(rows.values_list("number", flat=True)):
        try:
            moved += _due(number, at)
        except Refusal as refusal:  # somebody was there first, or it cannot be now: the next turn looks again
            log.info("request %s stays as it is: %s", number, refusal)
        except Exception as error:  # one broken request does not hold up the others
            log.exception("request %s", number)
            failed = failed or error
    if failed is not None:
        raise failed
    return moved


def _suspended(at: datetime) -> int:
    """A library that was suspended answers nobody: what lies with it is not waited for. How many moved.

    What it had promised it is asked to let go, and the clock of that runs: it may be resumed meanwhile.
    """
    open_now = Supply.objects.filter(
        asked_at__isnull=False, closed_at=None, request__state__in=NOT_WAITED_FOR
    ).select_related("request", "supplier")
    moved = 0
    for supply in open_now.order_by("pk"):
        if supply.supplier is None or members.takes_part(symbol=supply.supplier.symbol):
            continue
        try:
            with members.together():
                row = whom.find(supply.request.number)
                told = {"suspended": True}
                doing.take(MACHINE, row.number, "time-out", Side.CLOCK, told, version=row.version, at=at)
            moved += 1
        except Refusal as refusal:  # somebody was there first
            log.info("request %s stays as it is: %s", supply.request.number, refusal)
    return moved


def _due(number: str, at: datetime) -> bool:
    """Read again inside: a desk may have been quicker."""
    with members.together():
        row = whom.find(number)
        if row.closed_at is not None or row.next_at is None or row.next_at > at:
            return False
        needed = _end(row)
        outside = whom.giver(whom.active(row)) == PARTNER
        if clock.expired(row.state, needed, at, outside=outside):
            doing.take(MACHINE, number, "expire", Side.CLOCK, {}, version=row.version, at=at)
            return True
        if row.state == State.QUEUED:
            return _again(row, at)
        if row.state == State.RECEIVED and (later := _fetched_by(row, at)) > at:
            row.next_at = later
            row.save(update_fields=["next_at"])
            return False
        doing.take(MACHINE, number, "time-out", Side.CLOCK, {}, version=row.version, at=at)
        return True


def _again(row: PatronRequest, at: datetime) -> bool:
    """Waits in line: perhaps its turn has come."""
    before = row.version
    asking.onward(row, at)
    return row.version != before


def _fetched_by(row: PatronRequest, at: datetime) -> datetime:
    """Until when it is kept, by today's calendar: a vacation may have been told of since it came. Loans count
    the days of what they keep, and tell when they are over (following.py).
    """
    supply = whom.active(row)
    kept = promising.open_promise(supply)
    loans_count = kept is not None and promising.is_kept(kept, row)
    since = at if loans_count or supply is None else supply.received_at or at
    return due.next_at(row, supply, row.state, since) or at


def _end(row: PatronRequest) -> datetime | None:
    return timezone.make_aware(datetime.combine(row.needed_date, time.max)) if row.needed_date else None


def waiting(at: datetime) -> int:
    """How many should have moved by now (for fsck and the office's page)."""
    return PatronRequest.objects.filter(Q(closed_at=None), next_at__lte=at).count()
