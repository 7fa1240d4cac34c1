"""What rooms below are told of loans: what is true of copies now, and what a reader has in hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from functools import cache

from django.db.models import QuerySet
from django.utils import timezone

from commonshelf.cards.api import Counts
from commonshelf.catalogue.api import CopyNow
from commonshelf.ledger import api as ledger
from commonshelf.loans import branches, money
from commonshelf.loans.domain import due
from commonshelf.loans.domain.life import State
from commonshelf.loans.models import Hold, Loan, Thing
from commonshelf.loans.showing import symbol
from commonshelf.members import api as members

Key = tuple[str, str]

_STATUS = {
    State.HOME: "on-shelf",
    State.ON_LOAN: "on-loan",
    State.IN_TRANSIT: "on-loan",
    State.HELD: "on-loan",
    State.LOST: "missing",
    State.DAMAGED: "missing",
    State.MISSING: "missing",
}
"""In the catalogue's words; `on-loan` is whatever is not to be had now, but comes back."""


def copy_states(keys: Collection[Key]) -> dict[Key, CopyNow]:
    """Of the copies that ever passed a desk."""
    ids = {members.library_id(symbol=library): library for library in {library for library, _ in keys}}
    rows = Thing.objects.filter(library__in=ids, barcode__in={barcode for _, barcode in keys})
    things = [row for row in rows if (ids[row.library_id], row.barcode) in keys]
    if not things:
        return {}
    promised = set(Hold.objects.filter(thing__in=things, state="promised").values_list("thing", flat=True))
    dues = dict(Loan.objects.filter(thing__in=things, closed_at=None).values_list("thing", "due_date"))
    waiting = _waiting({row.edition for row in things if row.edition is not None})
    return {
        (ids[row.library_id], row.barcode): CopyNow(
            "on-loan" if row.pk in promised else _STATUS[State(row.state)],
            dues.get(row.pk),
            waiting[row.edition or 0],
        )
        for row in things
    }


def _waiting(editions: Collection[int]) -> Counter[int]:
    found = Hold.objects.filter(edition__in=editions, state="waiting").values_list("edition", flat=True)
    return Counter(edition for edition in found if edition is not None)


def counts(reader: str, library: str, wanted: frozenset[str]) -> Counts:
    """What a reader (key) has in hand: loans at the library and everywhere, days over, money."""
    found = _lent(reader, library) if "loans" in wanted else Counts()
    account = money.deposit_of(reader, library)
    return replace(
        found,
        owed=money.owed(reader) if "owed" in wanted else 0,
        deposit=ledger.balance(account=account) if "deposit" in wanted else 0,
    )


def holds_of(reader: str) -> QuerySet[Hold]:
    """Those a reader (key) asked for here; what is kept for a request of a room above is that request's."""
    return Hold.objects.filter(reader__person__key=reader, closed_at=None, about="")


@cache
def _open_loans() -> QuerySet[Loan, tuple[int, date, str]]:
    """Put together once, as every decision about lending asks it."""
    return Loan.objects.filter(closed_at=None).values_list("library_id", "due_date", "state")


def _lent(reader: str, library: str) -> Counts:
    """Whoever says that a book came back is not late with it while it is searched for."""
    rows = list(_open_loans().filter(reader__person__key=reader))
    here = sum(symbol(id) == library for id, _, _ in rows)
    today = timezone.localdate()
    first: dict[int, date] = {}
    for id, due_date, state in rows:
        if state == "open" and due_date < today:
            first[id] = min(due_date, first.get(id, due_date))
    late = (due.days_over(day, today, branches.open_days(symbol(id))) for id, day in first.items())
    return Counts(loans_here=here, loans_everywhere=len(rows), overdue=max(late, default=0))
