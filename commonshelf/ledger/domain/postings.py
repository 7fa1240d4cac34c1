"""What may be posted: lines of one unit that sum to nothing, no account twice, none of them empty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from commonshelf.ledger.cards import Account

KINDS: Final = ("reader", "library", "alliance")
FEWEST: Final = 2

Lines = Sequence[tuple[Account, int]]


def fault(lines: Lines) -> str:
    """Why these lines are no transfer; "": they are one."""
    accounts = [account for account, _ in lines]
    if len(lines) < FEWEST:
        return "a transfer has two sides at least"
    if len(set(accounts)) < len(accounts):
        return "one account stands twice in it"
    if any(account.kind not in KINDS for account in accounts):
        return "an account of an unknown kind"
    if any(bool(account.owner) == (account.kind == "alliance") for account in accounts):
        return "an account of nobody"
    if any(not amount for _, amount in lines):
        return "a line of nothing"
    if any(account.unit != accounts[0].unit for account in accounts):
        return "different units"
    return "" if sum(amount for _, amount in lines) == 0 else "it does not sum to zero"


def turned(lines: Lines) -> list[tuple[Account, int]]:
    """The lines that take these back."""
    return [(account, -amount) for account, amount in lines]
