"""What rooms below are told of loans: what is true of copies now, and what a reader has in hand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from functools import cache

from django.db.models import Count, Min
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
    dues = dict(Loan.objects.filter(thing__in=things, closed_at=None).values_list("thing", "due_date"))
    waiting = _waiting({row.edition for row in things if row.edition is not None})
    return {
        (ids[row.library_id], row.barcode): CopyNow(
            _STATUS[State(row.state)], dues.get(row.pk), waiting[row.edition or 0]
        )
        for row in things
    }


def _waiting(editions: Collection[int]) -> Counter[int]:
    found = Hold.objects.filter(edition__in=editions, state="waiting").values_list("edition", flat=True)
    return Counter(edition for edition in found if edition is not None)


def counts(reader: str, library: str) -> Counts:
    """What a reader (key) has in hand: loans at the library and everywhere, requests, days over, money."""
    rows = Loan.objects.filter(reader__person__key=reader, closed_at=None)
    here: dict[str, int] = defaultdict(int)
    late = 0
    today = timezone.localdate()
    is_open = cache(branches.open_days)
    told = rows.values_list("library").annotate(first=Min("due_date"), number=Count("pk"))
    for id, first, number in told:
        owner = symbol(id)
        here[owner] = number
        late = max(late, due.days_over(first, today, is_open(owner)) if first < today else 0)
    holds = Hold.objects.filter(reader__person__key=reader, closed_at=None).count()
    return Counts(
        loans_here=here[library],
        loans_everywhere=sum(here.values()),
        requests=holds,
        overdue=late,
        owed=money.owed(reader),
        deposit=ledger.balance(account=money.deposit_of(reader, library)),
    )
