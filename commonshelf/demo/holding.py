"""Which library of the demo holds which edition, in how many copies, where and in what state."""

from __future__ import annotations

import zlib
from collections import defaultdict
from dataclasses import dataclass, field
from random import Random
from typing import Final

from commonshelf.demo.book import Book, Held
from commonshelf.demo.plans import BranchPlan, LibraryPlan
from commonshelf.demo.romanise import pinyin
from commonshelf.demo.tables import subject_of

FAME: Final = (0.0, 0.25, 0.4, 0.6, 0.85, 1.0)
"""By fame: how much more than its appetite alone a library is tempted."""
STATUSES: Final = ("on-shelf", "on-loan", "reference", "missing", "on-order")
SHARES: Final = (70, 19, 7, 2, 2)
SETS_IN_ONE: Final = frozenset({"NC-NSMC"})
"""Libraries that catalogue a set as one record; the others make one a volume."""
MARKED_BY_AUTHOR: Final = frozenset({"NC-CWNU", "NC-NSMC"})
"""Call numbers end with a mark made from the author's name; the others count within the class."""


@dataclass(slots=True)
class Shelver:
    """Hands out call numbers and barcodes of one library."""

    plan: LibraryPlan
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    barcodes: int = 0

    def call_number(self, book: Book) -> str:
        if self.plan.symbol in MARKED_BY_AUTHOR:
            name = book.makers[0].name if book.makers else book.title
            letter = (pinyin(name)[:1] or "X").upper()
            return f"{book.clc}/{letter}{zlib.crc32(name.encode()) % 900 + 100}"
        self.counts[book.clc] += 1
        return f"{book.clc}/{self.counts[book.clc]}"

    def barcode(self) -> str:
        self.barcodes += 1
        return f"{self.plan.symbol[-4:].replace('-', '')}{self.barcodes:07d}"


def wants(plan: LibraryPlan, edition: list[Book], fame: int, place: int, random: Random) -> bool:
    """place: of the edition among those of its work; the first is the common one."""
    book = edition[0]
    appetite = subject_of(book.clc).appetite[plan.buyer] / 5
    if book.language != "chi" and plan.buyer in ("vocational", "city"):
        appetite *= 0.35
    if book.kind == "ebook" and plan.buyer == "vocational":
        return False
    return random.random() < appetite * FAME[fame] * (1.0 if place == 0 else 0.55)


def copies(shelver: Shelver, book: Book, fame: int, random: Random) -> list[Held]:
    """[] for what is online. A set in one record: each copy says its volume."""
    if book.kind == "ebook":
        return []
    plan = shelver.plan
    call_number = shelver.call_number(book)
    many = 1 + int(random.expovariate(1 / (0.25 * fame * (2 if plan.buyer == "vocational" else 1))))
    found: list[Held] = []
    for _ in range(min(many, 6)):
        branch = _branch(plan, book, random)
        shelf = branch.shelf_of(book.clc, foreign=book.language != "chi")
        status = _status(book, random)
        due = f"2030-0{random.randint(1, 9)}-{random.randint(10, 28)}" if status == "on-loan" else ""
        location = shelf.name.zh if shelf else branch.name.zh
        found.append(
            Held(branch.code, location, call_number, shelver.barcode(), status, _part(book, random), due)
        )
    return found


def _part(book: Book, random: Random) -> str:
    if book.kind == "serial":
        return (
            f"{random.randint(2015, 2023)}年合订本"
            if book.language == "chi"
            else f"{random.randint(2015, 2023)}"
        )
    return ""


def _branch(plan: LibraryPlan, book: Book, random: Random) -> BranchPlan:
    first, *others = [
        branch
        for branch in plan.branches
        if branch.shelf_of(book.clc, foreign=book.language != "chi") is not None
    ] or [plan.branches[0]]
    return random.choice(others) if others and random.random() < 0.3 else first


def _status(book: Book, random: Random) -> str:
    if book.kind in ("serial", "map") or book.clc.startswith(("K29", "H16")):
        return "reference"
    return random.choices(STATUSES, SHARES)[0]
