"""What libraries owe one another, month by month: from the ledger, netted, paid and confirmed by both sides.

A library's account ("library", Symbol, "sharing") holds what it is owed (plus) or owes (minus) for supplies,
and for money that another library's desk took in or paid out in its place (loans). All of them sum to zero.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent
from commonshelf.ledger import api as ledger
from commonshelf.ledger.api import Between
from commonshelf.members import api as members
from commonshelf.sharing.models import Charge, Settlement

PURPOSE: Final = "sharing"
SETTLED: Final = "sharing.settled"
"""Kind of the transfer that closes a month of two libraries."""
EARLIEST: Final = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line between two libraries. kind: supply, courier, lost, damaged, taken-for, paid-for. request: its
    number, "" where it is about none. amount: fen; minus: the library of the statement owes it.
    """

    at: datetime
    counterpart: str
    kind: str
    request: str
    amount: int


@dataclass(frozen=True, slots=True)
class Settled:
    """How far a month of two libraries is settled. state: open, paid (the debtor says so), doubted (the
    creditor says that nothing came), confirmed.
    """

    state: str
    id: int | None = None
    words: str = ""
    doubt: str = ""
    paid_at: datetime | None = None
    confirmed_at: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Pair:
    """One counterpart in a month. owes, gets: fen before they are set off; net: plus, the library gets it.

    altogether: the balance of the two over all months, settlements included, in the same direction.
    """

    counterpart: str
    owes: int
    gets: int
    entries: tuple[Entry, ...]
    settled: Settled
    altogether: int = 0

    @property
    def net(self) -> int:
        return self.gets - self.owes


@dataclass(frozen=True, slots=True)
class Statement:
    """month: its first day. over: the month has ended, so it can be paid."""

    library: str
    month: date
    over: bool
    pairs: tuple[Pair, ...]

    @property
    def owes(self) -> int:
        return sum(one.owes for one in self.pairs)

    @property
    def gets(self) -> int:
        return sum(one.gets for one in self.pairs)

    @property
    def net(self) -> int:
        return self.gets - self.owes


def libraries_of(actor: Actor) -> list[str]:
    """Symbols of the members whose money this person may read."""
    return [
        card.symbol
        for card in members.libraries()
        if members.allowed(actor=actor, action="sharing.read-money", object=_ref(card.symbol))
    ]


def _ref(library: str) -> Ref:
    return Ref("statement", "", library)


def span(month: date) -> tuple[datetime, datetime]:
    """The first moment of the month and of the next, in the alliance's time."""
    following = next_month(month)
    start, end = (timezone.make_aware(datetime.combine(day, time.min)) for day in (month, following))
    return start, end


def next_month(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def month_before(month: date) -> date:
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


def statement(*, actor: Actor, library: str, month: date, today: date | None = None) -> Statement:
    """Absent: no member, or not for this person; a month of before the alliance is simply empty."""
    if library not in {card.symbol for card in members.libraries()} or month < EARLIEST:
        raise Absent
    members.demand(actor=actor, action="sharing.read-money", object=_ref(library))
    return statement_of(library, month, today or timezone.localdate())


def statement_of(library: str, month: date, today: date) -> Statement:
    start, end = span(month)
    lines = [
        one
        for one in ledger.between(purpose=PURPOSE, since=start, until=end, library=library)
        if one.kind != SETTLED
    ]
    requests = _requests(lines)
    by: dict[str, list[Entry]] = defaultdict(list)
    for one in lines:
        owes = one.debtor == library
        other = one.creditor if owes else one.debtor
        kind, number = requests.get(one.transfer, (one.kind.partition(".")[2], ""))
        by[other].append(Entry(one.at, other, kind, number, -one.amount if owes else one.amount))
    for entries in by.values():
        entries.sort(key=lambda one: one.at)
    settled = _settlements(library, month)
    balances = _balances(library)
    pairs = tuple(_pair(other, by[other], settled.get(other), balances.get(other, 0)) for other in sorted(by))
    return Statement(library, month, today >= next_month(month), pairs)


def _pair(other: str, entries: list[Entry], settled: Settled | None, altogether: int) -> Pair:
    owes = -sum(one.amount for one in entries if one.amount < 0)
    gets = sum(one.amount for one in entries if one.amount > 0)
    return Pair(other, owes, gets, tuple(entries), settled or Settled("open"), altogether)


def _requests(lines: list[Between]) -> dict[int, tuple[str, str]]:
    """Transfer -> (kind, number of the request), of those that are charges for a supply."""
    rows = Charge.objects.filter(transfer__in=[one.transfer for one in lines])
    return {
        transfer: (kind, number)
        for transfer, kind, number in rows.values_list("transfer", "kind", "supply__request__number")
    }


def _settlements(library: str, month: date) -> dict[str, Settled]:
    id = members.library_id(symbol=library)
    symbols = members.symbols_by_id()
    rows = Settlement.objects.filter(month=month)
    found: dict[str, Settled] = {}
    for row in rows:
        if id in {row.debtor_id, row.creditor_id}:
            other = row.creditor_id if row.debtor_id == id else row.debtor_id
            found[symbols[other]] = settled_card(row)
    return found


def settled_card(row: Settlement) -> Settled:
    state = "open"
    if row.confirmed_at is not None:
        state = "confirmed"
    elif row.paid_at is not None:
        state = "paid"
    elif row.doubt:
        state = "doubted"
    return Settled(state, row.pk, row.words, row.doubt, row.paid_at, row.confirmed_at, row.version)


def _balances(library: str) -> dict[str, int]:
    """Counterpart -> over all time, plus: it owes this library."""
    found: dict[str, int] = defaultdict(int)
    for (debtor, creditor), fen in ledger.between_totals(purpose=PURPOSE).items():
        if debtor == library:
            found[creditor] -= fen
        elif creditor == library:
            found[debtor] += fen
    return found


@dataclass(frozen=True, slots=True)
class Balance:
    """One library in a month: what it owes and gets, before and after setting off by pairs; fen."""

    library: str
    owes: int
    gets: int
    altogether: int

    @property
    def net(self) -> int:
        return self.gets - self.owes


def overview(*, actor: Actor, month: date) -> list[Balance]:
    """Every library whose money the actor may read, and the month's sums; all libraries' nets sum to zero."""
    start, end = span(month)
    symbols = libraries_of(actor)
    owes: dict[str, int] = defaultdict(int)
    gets: dict[str, int] = defaultdict(int)
    month_lines = ledger.between(purpose=PURPOSE, since=start, until=end)
    for one in (line for line in month_lines if line.kind != SETTLED):
        owes[one.debtor] += one.amount
        gets[one.creditor] += one.amount
    totals = ledger.totals(kind="library", purpose=PURPOSE)
    return [Balance(one, owes[one], gets[one], totals.get(one, 0)) for one in symbols]


@dataclass(frozen=True, slots=True)
class Payment:
    """A proposal: one payment instead of many."""

    debtor: str
    creditor: str
    amount: int


def proposal(*, actor: Actor, month: date) -> list[Payment]:
    """The fewest payments we find that even out the month among all: for the office, and for offsets.

    The largest debtor pays the largest creditor, until all are at nothing: at most n - 1 payments.
    """
    members.demand(actor=actor, action="sharing.read-money", object=Ref("statement", ""))
    nets = {one.library: one.net for one in overview(actor=actor, month=month) if one.net}
    return list(evened(nets))


def evened(nets: dict[str, int]) -> Iterator[Payment]:
    left = dict(nets)
    while any(left.values()):
        debtor = min(left, key=lambda one: (left[one], one))
        creditor = max(left, key=lambda one: (left[one], one))
        amount = min(-left[debtor], left[creditor])
        if amount <= 0:
            return
        yield Payment(debtor, creditor, amount)
        left[debtor] += amount
        left[creditor] -= amount


def filtered(card: Statement, counterpart: str) -> Statement:
    """With one counterpart only."""
    return replace(card, pairs=tuple(one for one in card.pairs if one.counterpart == counterpart))
