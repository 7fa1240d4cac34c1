"""What crosses the ledger's door: frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, order=True)
class Account:
    """Whose side of the book, and what is counted there.

    kind: reader, library or alliance. owner: a person's random key, a library's Symbol, or "" for the
    alliance. purpose: a name of the room that posts (fees, deposit, cash, waived …). unit: fen (a hundredth
    of a yuan) unless something else than money is counted.
    """

    kind: str
    owner: str
    purpose: str
    unit: str = "fen"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an account's statement. amount: plus, the account is owed; minus, it owes.

    kind: room and verb of the transfer (loans.payment). about: its object's kind and id, perhaps "" and "".
    library: Symbol of where it happened, "": at the alliance. person: key of who posted it, "": the machine.
    reverses: the transfer it takes back; reversed: it was taken back itself.
    """

    transfer: int
    account: Account
    amount: int
    kind: str
    about: tuple[str, str]
    library: str
    person: str
    at: datetime
    reverses: int | None
    reversed: bool


@dataclass(frozen=True, slots=True)
class Between:
    """A transfer between two libraries under one purpose: the debtor owes the creditor `amount`."""

    transfer: int
    kind: str
    about: tuple[str, str]
    at: datetime
    debtor: str
    creditor: str
    amount: int
