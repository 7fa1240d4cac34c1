"""The door of the ledger: accounts, transfers that sum to zero, balances, statements.

Amounts are whole units of the account's unit (fen for money). Of people, the book knows their random key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from commonshelf.ledger import book
from commonshelf.ledger.cards import Account, Between, Line

__all__ = [
    "Account",
    "Between",
    "Line",
    "balance",
    "balances",
    "between",
    "between_totals",
    "post",
    "problems",
    "reverse",
    "statement",
    "totals",
]


def post(
    *,
    kind: str,
    postings: Sequence[tuple[Account, int]],
    at: datetime,
    about: tuple[str, str] = ("", ""),
    library: str = "",
    person: str = "",
) -> int:
    """Write one transfer down, inside the act it belongs to; its number.

    kind: room and verb. postings: two or more, of one unit, no account twice, none 0, summing to 0; plus: the
    account is owed, minus: it owes. about: kind and id of an object. library: Symbol of where it happens.
    person: key of who posts. ValueError where the lines are no transfer: that is a bug, not a refusal.
    """
    return book.post(kind, postings, at, about=about, library=library, person=person)


def reverse(*, transfer: int, kind: str, at: datetime, person: str = "") -> int:
    """Take a transfer back by its opposite; once (ledger.reversed-already). Absent: there is none."""
    return book.reverse(transfer, kind, person, at)


def balance(*, account: Account) -> int:
    """Plus: the account is owed; minus: it owes; 0 where nothing was ever posted."""
    return book.balance(account)


def balances(*, kind: str, owners: Iterable[str]) -> dict[Account, int]:
    """Every account of these owners of one kind in which something was ever posted."""
    return book.balances(kind, owners)


def totals(*, kind: str, purpose: str, unit: str = "fen") -> dict[str, int]:
    """Owner -> balance, of every account with that purpose that is not at nothing."""
    return book.totals(kind, purpose, unit)


def statement(
    *, kind: str, owner: str, purpose: str = "", before: int | None = None, rows: int = 50
) -> list[Line]:
    """Lines of an owner's accounts, newest first; page on with before = the last transfer seen."""
    return book.statement(kind, owner, purpose, before, rows)


def between(*, purpose: str, since: datetime, until: datetime, library: str = "") -> list[Between]:
    """Transfers from library to library under one purpose, oldest first. library: where it is one of them."""
    return book.pairs(purpose, library, since, until)


def between_totals(
    *, purpose: str, since: datetime | None = None, until: datetime | None = None
) -> dict[tuple[str, str], int]:
    """(debtor, creditor) -> fen, of the transfers from `since` up to but without `until`; both ways apart."""
    return book.pair_totals(purpose, since, until)


def problems() -> Iterator[str]:
    """What fsck must never find here."""
    yield from book.problems()
