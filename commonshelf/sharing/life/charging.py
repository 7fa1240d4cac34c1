"""Who owes whom what: libraries one another through the ledger, the reader what they confirmed before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Refusal
from commonshelf.ledger import api as ledger
from commonshelf.ledger.api import Account
from commonshelf.loans import api as loans
from commonshelf.sharing.domain.life import CONFLICT
from commonshelf.sharing.life import whom
from commonshelf.sharing.life.stepping import Taking
from commonshelf.sharing.models import Charge, Supply

PURPOSE: Final = "sharing"
MOST: Final = 10_000_000
"""Fen: a hundred thousand yuan; more is a slip of the keyboard."""


def fen(facts: Mapping[str, Any], name: str, usual: int = 0) -> int:
    """An amount that a form, a program or the command line said; usual: where it said none.

    Refusal sharing.bad-amount.
    """
    said = facts.get(name)
    amount = usual if said in {None, ""} else whole(str(said), otherwise=-1)
    if not 0 <= amount <= MOST:
        raise Refusal("sharing.bad-amount", {"field": name, "most_yuan": f"{MOST // 100:,}"})
    return amount


def account(library: str) -> Account:
    """Plus: other libraries owe it; minus: it owes them."""
    return Account("library", library, PURPOSE)


def charge(taking: Taking, kind: str, amount: int) -> None:
    """The requester's library owes it to the supplier. Nothing is owed within one library, nor written into
    the books between members of what a partner outside is owed (outside.py): it stands on its supply.
    """
    supply, row = taking.need_supply(), taking.row
    debtor, creditor = whom.symbol(row.requester_id), whom.symbol(supply.supplier_id)
    if not amount or debtor == creditor or supply.supplier_id is None:
        return
    if not 0 < amount <= MOST:
        raise Refusal("sharing.bad-amount", {"field": "fee", "most_yuan": f"{MOST // 100:,}"})
    transfer = ledger.post(
        kind=f"sharing.{kind}",
        postings=[(account(debtor), -amount), (account(creditor), amount)],
        at=taking.at,
        about=("supply", str(supply.pk)),
        library=creditor,
        person=taking.actor.key,
    )
    made = Charge.objects.create(
        supply=supply,
        kind=kind,
        debtor_id=row.requester_id,
        creditor_id=supply.supplier_id,
        amount=amount,
        transfer=transfer,
        at=taking.at,
    )
    taking.new("charges", made.pk)
    taking.told[f"{kind}_fen"] = amount


def supplied(taking: Taking) -> None:
    """What the supplier asks for supplying, as it stood when it was asked (or as it was agreed to)."""
    supply = taking.need_supply()
    if not Charge.objects.filter(supply=supply, kind="supply").exists():
        charge(taking, "supply", supply.cost)


def asked(taking: Taking, kind: str) -> None:
    """What the desk typed, if it did."""
    charge(taking, kind, fen(taking.facts, "fee"))


def lost(taking: Taking) -> None:
    """What was said, else the price its owner usually asks for a lost book."""
    library = whom.symbol(taking.need_supply().supplier_id)
    if not library:
        return
    charge(taking, "lost", fen(taking.facts, "fee", loans.lost_price(library=library)))


def reader_fee(taking: Taking) -> None:
    """What the reader confirmed before placing, and what they agreed to of a partner's fee, no more: owed to
    the library that looks after them.
    """
    row, fen = taking.row, taking.row.fee + taking.need_supply().reader_fee
    if fen and row.reader is not None:
        fee = loans.charge_reader(
            reader=whom.reader_key(row), library=whom.symbol(row.requester_id), amount=fen, at=taking.at,
            person=taking.actor.key,
        )  # fmt: skip
        taking.new("fees", fee)
        taking.told["reader_fen"] = fen


def yuan(fen: int) -> str:
    return f"{fen // 100:,}.{fen % 100:02}"


def take_back(charges: Sequence[int], fees: Sequence[int], at: datetime, person: str) -> None:
    """Of a step that is undone: the ledger by its opposite, the line itself goes."""
    for row in Charge.objects.filter(pk__in=charges):
        if row.settled_at is not None:
            raise Refusal("sharing.cannot-undo", {"undo_why": "final", "number": ""}, CONFLICT)
        _reverse(row, "sharing.undo", at, person)
    for fee in fees:
        loans.reverse_charge(fee=fee, at=at, person=person)


def found_again(supply: Supply, at: datetime, person: str) -> None:
    """A book that had been declared lost came home: what was asked for it is owed no more.

    What the two libraries have settled already, the other one owes back.
    """
    if Charge.objects.filter(supply=supply, kind="found").exists():
        return
    for row in Charge.objects.filter(supply=supply, kind="lost"):
        if row.settled_at is None:
            _reverse(row, "sharing.found", at, person)
            continue
        transfer = ledger.reverse(transfer=row.transfer, kind="sharing.found", at=at, person=person)
        Charge.objects.create(
            supply=supply,
            kind="found",
            debtor_id=row.creditor_id,
            creditor_id=row.debtor_id,
            amount=row.amount,
            transfer=transfer,
            at=at,
        )


def _reverse(row: Charge, kind: str, at: datetime, person: str) -> None:
    ledger.reverse(transfer=row.transfer, kind=kind, at=at, person=person)
    row.delete()
