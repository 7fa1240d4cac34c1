"""Ready-made rows for tests: copies at EAST and WEST, and the readers who borrow them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from commonshelf.cards import testing as readers
from commonshelf.cards.api import ReaderCard
from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.testing import copy, load, marc
from commonshelf.loans import api
from commonshelf.loans.models import LibrarySystem
from commonshelf.members import api as members
from commonshelf.news.testing import built_once

__all__ = ["COPIES", "Shelves", "card_number", "keeps_loans_in", "lend", "shelves"]

COPIES: Final = {
    # library -> its copies; E3 is the second copy of E1's edition, W1 a third at another library
    "EAST": (
        ("E1", "红楼梦", "曹雪芹"),
        ("E2", "西游记", "吴承恩"),
        ("E3", "红楼梦", "曹雪芹"),
        ("R9", "辞海", "夏征农"),
    ),
    "WEST": (("W1", "红楼梦", "曹雪芹"), ("W2", "水浒传", "施耐庵")),
}


@dataclass(frozen=True, slots=True)
class Shelves:
    """readers: as `cards.testing.readers`. editions: barcode -> edition of its copy."""

    readers: readers.Readers
    editions: dict[str, int]


@built_once
def shelves() -> Shelves:
    """EAST holds E1, E2, E3 (as E1) and R9 (reference only), WEST W1 (as E1) and W2; all stand at home."""
    cast = readers.readers()
    for library, held in COPIES.items():
        load(
            *(marc(f"{library}-{code}", title, author, copy(code)) for code, title, author in held),
            library=library,
        )
    found = {
        code: catalogue.labelled(barcode=code, library=library)[0].edition
        for library, held in COPIES.items()
        for code, _, _ in held
    }
    return Shelves(cast, found)


def keeps_loans_in(library: str, adapter: str) -> None:
    """Its loans are in a system of its own (see `loans.ils`); nobody answers at its address."""
    LibrarySystem.objects.create(
        library_id=members.library_id(symbol=library),
        adapter=adapter,
        settings={"host": "127.0.0.1", "port": 1, "user": "x"},
    )


def card_number(reader: ReaderCard) -> str:
    """Of the card in use."""
    return reader.card.number if reader.card else ""


def lend(reader: ReaderCard, barcode: str = "E1", library: str = "EAST") -> api.LoanCard:
    """By the operator, at the main branch."""
    return api.check_out(
        actor=members.operator(), library=library, barcode=barcode, number=card_number(reader)
    )
