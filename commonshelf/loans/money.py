"""What readers owe libraries: charged, paid, waived, taken back; deposits. The ledger keeps the money.

Accounts: ("reader", key, "fees") and ("reader", key, "deposit:SYMBOL"); of a library "fees" (what it is
owed), "cash" (what its desks took in, below zero), "waived"; and "sharing", what libraries owe one another:
money that one took in, or paid out, for another (settled by month in the sharing room).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from django.db.models import F, IntegerField, QuerySet, Sum
from django.utils import timezone

from commonshelf.kernel.refusal import Absent, Fact, Refusal
from commonshelf.ledger import api as ledger
from commonshelf.ledger.api import Account
from commonshelf.loans.domain import fees as domain
from commonshelf.loans.domain.life import CONFLICT
from commonshelf.loans.models import Fee, Loan
from commonshelf.loans.showing import symbol
from commonshelf.loans.stepping import Desk
from commonshelf.members import api as members

MOST: Final = 10_000_000
"""Fen in one go: a hundred thousand yuan; more is a slip of the keyboard."""
_OPEN: Final = Sum(F("amount") - F("settled"), output_field=IntegerField())

Lines = Sequence[tuple[Account, int]]


class Debtor(NamedTuple):
    """A reader: row id, and the key that the ledger knows."""

    id: int
    key: str


def debt(key: str) -> Account:
    return Account("reader", key, "fees")


def deposit_of(key: str, library: str) -> Account:
    """Each library's deposits lie in its own safe."""
    return Account("reader", key, f"deposit:{library}")


def of_library(library: str, purpose: str) -> Account:
    return Account("library", library, purpose)


def rows() -> QuerySet[Fee]:
    return Fee.objects.select_related("reader__person", "loan__thing", "library")


def _post(desk: Desk, kind: str, lines: Lines, fee: Fee | None = None) -> int:
    """Nothing in it names a book: `fee` may forget its loan, the ledger forgets nothing."""
    return ledger.post(
        kind=f"loans.{kind}",
        postings=lines,
        at=desk.at,
        about=("fee", str(fee.pk)) if fee else ("", ""),
        library=desk.place.library,
        person=desk.actor.key,
    )


def charge(desk: Desk, kind: str, amount: int, library: str, reader: Debtor, *, loan: Loan | None) -> Fee:
    """Inside an act. library: to whom it is owed. amount: fen above 0; below 0 for a credit."""
    row = Fee.objects.create(
        reader_id=reader.id,
        loan=loan,
        library_id=members.library_id(symbol=library),
        kind=kind,
        amount=amount,
        transfer=0,
        at=desk.at,
    )
    lines = [(debt(reader.key), -amount), (of_library(library, "fees"), amount)]
    row.transfer = _post(desk, kind, lines, row)
    row.save(update_fields=["transfer"])
    return row


def settle(desk: Desk, row: Fee, fen: int) -> None:
    """So much of it is open no more."""
    row.settled += fen
    row.settled_at = desk.at if row.settled == row.amount else None
    row.save(update_fields=["settled", "settled_at"])


def left(row: Fee) -> int:
    return row.amount - row.settled


def open_fees(reader: int, ids: Sequence[int] = ()) -> list[Fee]:
    """Of one reader, oldest first, credits left out; only these where any are named (Absent: not theirs)."""
    found = rows().filter(reader=reader, settled_at=None, amount__gt=0).order_by("at", "pk")
    some = list(found.filter(pk__in=ids) if ids else found)
    if len(set(ids)) > len(some):
        raise Absent
    return some


def yuan(fen: int) -> str:
    return f"{fen // 100:,}.{fen % 100:02}"


def whole(amount: int) -> int:
    """Refusal loans.bad-amount: not above 0, or more than anybody pays at a desk."""
    if not 0 < amount <= MOST:
        raise Refusal("loans.bad-amount", {"field": "amount", "amount": amount, "most_yuan": yuan(MOST)})
    return amount


def _no_more_than(amount: int, owed: int) -> None:
    if whole(amount) > owed:
        facts: dict[str, Fact] = {"field": "amount", "owed": owed, "owed_yuan": yuan(owed)}
        raise Refusal("loans.pays-too-much", facts, CONFLICT)


def pay(desk: Desk, reader: Debtor, amount: int, ids: Sequence[int] = ()) -> None:
    """Money taken in here for what is owed anywhere: the oldest first, or what was named."""
    owing = {row.pk: row for row in open_fees(reader.id, ids)}
    _no_more_than(amount, sum(map(left, owing.values())))
    shares = domain.shares([(row.pk, left(row)) for row in owing.values()], amount)
    for id, fen in shares:
        settle(desk, owing[id], fen)
    _post(desk, "payment", [(debt(reader.key), amount), (of_library(desk.place.library, "cash"), -amount)])
    _between(desk, "taken-for", [(owing[id].library_id, fen) for id, fen in shares])


def _between(desk: Desk, kind: str, parts: Sequence[tuple[int, int]]) -> None:
    """taken-for: this library owes the others what it took in for them; paid-for: they owe it.

    parts: (row id of the library whose fee or credit it was, fen); its own are nobody's debt.
    """
    here, sums = desk.place.library, defaultdict[str, int](int)
    for library, fen in parts:
        sums[symbol(library)] += fen
    sign = 1 if kind == "taken-for" else -1
    for other, fen in sorted(sums.items()):
        if other != here and fen:
            lines = [(of_library(other, "sharing"), sign * fen), (of_library(here, "sharing"), -sign * fen)]
            _post(desk, kind, lines)


def waive(desk: Desk, row: Fee, amount: int, key: str) -> None:
    """Whom it is owed lets a part of it go, or all."""
    _no_more_than(amount, left(row))
    settle(desk, row, amount)
    lines = [(debt(key), amount), (of_library(symbol(row.library_id), "waived"), -amount)]
    _post(desk, "waiver", lines, row)


def take_back(desk: Desk, row: Fee, key: str) -> None:
    """The fee falls away: what was paid of it becomes a credit, the rest is owed no more."""
    owner, paid, rest = symbol(row.library_id), row.settled, left(row)
    if rest:
        _post(desk, "taken-back", [(debt(key), rest), (of_library(owner, "fees"), -rest)], row)
        settle(desk, row, rest)
    if paid and row.reader_id:
        charge(desk, "credit", -paid, owner, Debtor(row.reader_id, key), loan=row.loan)


def reverse(desk: Desk, row: Fee) -> None:
    """As if it had never been charged; loans.paid-already when somebody paid of it."""
    if row.settled:
        raise Refusal("loans.paid-already", {"fee": row.pk}, CONFLICT)
    ledger.reverse(transfer=row.transfer, kind="loans.undo", at=desk.at, person=desk.actor.key)
    settle(desk, row, row.amount)


def refund(desk: Desk, reader: Debtor) -> int:
    """Pay out what the reader is owed; fen. Refusal loans.no-credit."""
    some = list(rows().filter(reader=reader.id, kind="credit", settled_at=None))
    amount = -sum(map(left, some))
    if not amount:
        raise Refusal("loans.no-credit", {}, CONFLICT)
    parts = [(row.library_id, -left(row)) for row in some]
    for row in some:
        settle(desk, row, left(row))
    _post(desk, "refund", [(debt(reader.key), -amount), (of_library(desk.place.library, "cash"), amount)])
    _between(desk, "paid-for", parts)
    return amount


def deposit(desk: Desk, reader: Debtor, amount: int) -> int:
    """Money left with this library; what lies there then. amount below 0: given back (loans.no-deposit)."""
    here = desk.place.library
    mine = deposit_of(reader.key, here)
    whole(abs(amount))
    lies = ledger.balance(account=mine)
    if lies + amount < 0:
        facts: dict[str, Fact] = {"field": "amount", "deposit": lies, "deposit_yuan": yuan(lies)}
        raise Refusal("loans.no-deposit", facts, CONFLICT)
    _post(
        desk,
        "deposit" if amount > 0 else "deposit-back",
        [(mine, amount), (of_library(here, "cash"), -amount)],
    )
    return lies + amount


def hand_on(from_key: str, to_key: str) -> None:
    """Inside the act that merges two registrations: every balance of the one becomes the other's."""
    for account, lies in ledger.balances(kind="reader", owners=[from_key]).items():
        if lies:
            heir = Account("reader", to_key, account.purpose, account.unit)
            ledger.post(kind="loans.merged", postings=[(account, -lies), (heir, lies)], at=timezone.now())


def owed(key: str) -> int:
    """Fen; what is owed to them is not set against it."""
    return sum(amount - settled for amount, settled in _open_debts().filter(reader__person__key=key))


@cache
def _open_debts() -> QuerySet[Fee, tuple[int, int]]:
    """Put together once, as every decision about lending asks it."""
    return Fee.objects.filter(settled_at=None, amount__gt=0).values_list("amount", "settled")


def problems() -> Iterator[str]:
    """The fees that readers have open are what the ledger says they owe, to the fen."""
    sums = Fee.objects.filter(settled_at=None).values_list("reader__person__key").annotate(sum=_OPEN)
    told = {key: int(fen) for key, fen in sums}
    said = ledger.totals(kind="reader", purpose="fees")
    for key in sorted(told.keys() | said.keys()):
        if told.get(key, 0) != -said.get(key, 0):
            yield (
                f"reader {key}: open fees come to {told.get(key, 0)} fen, the ledger says {-said.get(key, 0)}"
            )
