"""Money at a desk: paid, waived, deposits, refunds. Events say how much and whose, never for which book."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from commonshelf.cards import api as cards
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.ledger import api as ledger
from commonshelf.loans import money, showing
from commonshelf.loans.desk import at_desk
from commonshelf.loans.money import Debtor
from commonshelf.loans.stepping import Desk
from commonshelf.members import api as members
from commonshelf.members.api import Done


def _act(
    actor: Actor,
    action: str,
    place: tuple[str, str],
    reader: str,
    do: Callable[[Desk, Debtor], int],
    *,
    key: str,
    reason: str = "",
) -> int:
    """The fen that `do` gives; a repeat gives the same, and what is owed is read from the book."""
    library, branch = place

    def once() -> Done[int]:
        found = cards.reader(key=reader)
        fen = do(at_desk(actor, library, branch), Debtor(found.id, found.key))
        return Done(fen, {"fen": fen})

    return members.act(
        actor=actor,
        action=action,
        object=Ref("reader", reader, library),
        do=once,
        key=key,
        reason=reason,
    )


def pay(
    actor: Actor, place: tuple[str, str], reader: str, amount: int, *, fees: Sequence[int], key: str
) -> int:
    def do(desk: Desk, whom: Debtor) -> int:
        money.pay(desk, whom, amount, fees)
        return amount

    _act(actor, "loans.pay", place, reader, do, key=key)
    return money.owed(reader)


def waive(actor: Actor, library: str, fee: int, *, amount: int | None, reason: str, key: str) -> int:
    """Whom it is owed alone may; what is still open of it."""
    row = money.rows().filter(pk=fee, amount__gt=0).first()
    if row is None or row.reader is None or showing.symbol(row.library_id) != library:
        raise Absent
    whom = row.reader.person.key

    def do(desk: Desk, reader: Debtor) -> int:
        if not reason.strip():
            raise Refusal("loans.no-reason", {"field": "reason"})
        fresh = money.rows().get(pk=fee)
        fen = money.left(fresh) if amount is None else amount
        money.waive(desk, fresh, fen, reader.key)
        return fen

    _act(actor, "loans.waive", (library, ""), whom, do, key=key, reason=reason)
    return money.left(money.rows().get(pk=fee))


def deposit(actor: Actor, place: tuple[str, str], reader: str, amount: int, key: str) -> int:
    """Amount below 0: given back. What lies there now, fen."""

    def do(desk: Desk, whom: Debtor) -> int:
        money.deposit(desk, whom, amount)
        return amount

    _act(actor, "loans.deposit", place, reader, do, key=key)
    return deposit_at(reader, place[0])


def refund(actor: Actor, place: tuple[str, str], reader: str, key: str) -> int:
    """All that the reader is owed, paid out; how much it was."""
    return _act(actor, "loans.refund", place, reader, money.refund, key=key)


def owed(reader: str) -> int:
    return money.owed(reader)


def deposit_at(reader: str, library: str) -> int:
    return ledger.balance(account=money.deposit_of(reader, library))
