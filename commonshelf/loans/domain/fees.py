"""What being late costs, and how a payment falls on what is owed. Fen, whole ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

KINDS = ("overdue", "lost", "damaged", "lending", "credit")


@dataclass(frozen=True, slots=True)
class Tariff:
    """Of one library. day: fen a day; most: fen at most for one thing, 0: no limit; free: days of grace.

    lost: what a lost thing costs where its own price is not known.
    """

    day: int = 0
    most: int = 0
    free: int = 0
    lost: int = 0


def overdue(tariff: Tariff, days: int) -> int:
    """days: open days since the due date. Within the days of grace nothing, beyond them all of them."""
    if days <= tariff.free:
        return 0
    charged = days * tariff.day
    return min(charged, tariff.most) if tariff.most else charged


def shares(open_fees: Sequence[tuple[int, int]], amount: int) -> list[tuple[int, int]]:
    """(id, fen) of what a payment settles, in this order; open_fees: (id, open fen above 0).

    ValueError where it is more than all of it, or nothing.
    """
    if not 0 < amount <= sum(fen for _, fen in open_fees):
        raise ValueError("a payment is more than nothing and no more than what is owed")
    found, left = [], amount
    for id, fen in open_fees:
        part = min(fen, left)
        if part:
            found.append((id, part))
        left -= part
    return found
