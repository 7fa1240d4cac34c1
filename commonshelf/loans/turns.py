"""By night: what was not fetched in time, what counts as lost, what editions were joined, what to forget."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone

from commonshelf.catalogue import api as catalogue
from commonshelf.kernel.actor import MACHINE, Ref
from commonshelf.loans import branches, following, holding, losing, reading, tariffs
from commonshelf.loans.domain import due, life
from commonshelf.loans.models import Hold, Step
from commonshelf.loans.showing import symbol
from commonshelf.loans.stepping import Desk
from commonshelf.members import api as members
from commonshelf.members.api import Done

STEPS_KEPT: Final = timedelta(days=1)
AT_ONCE: Final = 200


def nightly(at: datetime) -> None:
    """Called twice with the same moment it finds nothing left to do."""
    holds_over(at)
    count_as_lost(at)
    holding.stray()
    Step.objects.filter(at__lt=at - STEPS_KEPT).delete()


def holds_over(at: datetime) -> int:
    """Ready, and its last day is past: over. The book is scanned as a return then, and serves the next.

    Where the branch was closed on that day, for a vacation it told of later, the next open one is the last.
    """
    today = timezone.localdate(at)
    past = 0
    for row in list(Hold.objects.filter(state="ready", fetch_by_date__lt=today).order_by("pk")):
        by: date = row.fetch_by_date  # type: ignore[assignment]  # asked for with one
        last = due.open_day(by, branches.open_days(symbol(row.library_id), row.branch))
        if last < today:
            over(row, at)
            past += 1
        elif last != row.fetch_by_date:
            Hold.objects.filter(pk=row.pk, state="ready").update(fetch_by_date=last)
    return past


def over(row: Hold, at: datetime) -> None:
    def do() -> Done[None]:
        fresh = Hold.objects.get(pk=row.pk)
        if fresh.state == "ready":
            fresh.state, fresh.closed_at = life.hold_after(fresh.state, "lapse"), at
            fresh.save(update_fields=["state", "closed_at"])
            catalogue.touch_editions(ids=[fresh.edition] if fresh.edition else [])
            if fresh.thing is not None:
                place = branches.known_place(symbol(fresh.library_id), fresh.branch)
                following.heard(Desk(MACHINE, place, at), "lapse", fresh.thing)
        return Done(None, {"hold": "over"})

    where = Ref("hold", str(row.pk), symbol(row.library_id))
    members.act(actor=MACHINE, action="loans.turn", object=where, do=do, at=at)


def count_as_lost(at: datetime) -> int:
    """Where a library says so: so many open days over, and it counts as lost, with its price asked for."""
    today = timezone.localdate(at)
    some = Q(pk__in=[])
    for card in members.libraries():
        if days := members.number(library=card.symbol, name=tariffs.LOST_AFTER):
            since = today - timedelta(days=days)
            some |= Q(library=members.library_id(symbol=card.symbol), due_date__lt=since)
    lost = 0
    for row in reading.late(today).filter(some)[:AT_ONCE]:
        lender = symbol(row.library_id)
        days = members.number(library=lender, name=tariffs.LOST_AFTER)
        if due.days_over(row.due_date, today, branches.open_days(lender)) >= days:
            _lost(row.pk, lender, row.branch, at)
            lost += 1
    return lost


def _lost(loan: int, lender: str, branch: str, at: datetime) -> None:
    def do() -> Done[None]:
        losing.lose(Desk(MACHINE, branches.known_place(lender, branch), at), loan, None)
        return Done(None, {"loan": "lost"})

    where = Ref("loan", str(loan), lender)
    members.act(actor=MACHINE, action="loans.turn", object=where, do=do, at=at, key=f"lost {loan}")
