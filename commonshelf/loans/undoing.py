"""Taking back the last step of a desk: all as it stood before, within minutes, if nothing came on top."""

from __future__ import annotations

from datetime import datetime, timedelta

from commonshelf.catalogue import api as catalogue
from commonshelf.kernel.refusal import Refusal
from commonshelf.loans import following, money, tariffs
from commonshelf.loans.domain import life
from commonshelf.loans.domain.life import CONFLICT
from commonshelf.loans.models import Fee, Hold, LibrarySystem, Loan, Step, Thing, Transit
from commonshelf.loans.showing import symbol
from commonshelf.loans.stepping import Desk, restore
from commonshelf.members import api as members


def why_not(row: Step, thing: Thing, now: datetime) -> str:
    """Why it cannot be taken back now: done, late, moved-on, outside, final; "": it can."""
    if row.undone_at is not None:
        return "done"
    minutes = members.number(library=symbol(row.library_id), name=tariffs.UNDO_MINUTES)
    if now - row.at > timedelta(minutes=minutes):
        return "late"
    if row.version != thing.version:
        return "moved-on"
    if LibrarySystem.objects.filter(library=thing.library_id).exclude(adapter="here").exists():
        return "outside"
    return "final" if row.made.get("final") else ""


def undo(desk: Desk, row: Step) -> int:
    """Inside an act; the number of the thing. Refusals loans.cannot-undo {why}, loans.paid-already."""
    thing = Thing.objects.get(pk=row.thing_id)
    if why := why_not(row, thing, desk.at):
        raise Refusal("loans.cannot-undo", {"undo_why": why, "barcode": thing.barcode}, CONFLICT)
    if clashes(row):
        raise Refusal("loans.cannot-undo", {"undo_why": "moved-on", "barcode": thing.barcode}, CONFLICT)
    for fee in Fee.objects.filter(pk__in=row.made.get("fees", [])):
        money.reverse(desk, fee)
    for loan in Loan.objects.filter(pk__in=row.made.get("loans", [])):
        loan.state, loan.closed_at = life.loan_after(loan.state, "undo"), desk.at
        loan.save(update_fields=["state", "closed_at"])
    Transit.objects.filter(pk__in=row.made.get("transits", [])).delete()
    for kind in ("transits", "holds", "loans", "thing"):
        restore(kind, row.before.get(kind, {}))
    Thing.objects.filter(pk=thing.pk).update(version=thing.version + 1)
    row.undone_at = desk.at
    row.save(update_fields=["undone_at"])
    if thing.edition is not None:
        catalogue.touch_editions(ids=[thing.edition])
    following.heard(desk, "undo", Thing.objects.get(pk=thing.pk), step=row.pk)
    return thing.pk


def clashes(row: Step) -> bool:
    """Whether a hold it touched has gone on by itself since: given up, or asked for anew."""
    expected = {
        "check-out": {"fetched", "waiting"},
        "check-in": {"coming", "ready", "over", "waiting"},
        "miss": {"waiting"},
    }.get(row.act, set())
    mine = Hold.objects.filter(pk__in=[int(id) for id in row.before.get("holds", {})])
    if mine.exclude(state__in=expected).exists():
        return True
    again = Hold.objects.filter(closed_at=None).exclude(pk__in=mine)
    asked = [one for one in mine if one.edition is not None]
    return any(again.filter(reader=one.reader_id, edition=one.edition).exists() for one in asked)
