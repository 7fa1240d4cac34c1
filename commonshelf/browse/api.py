"""The door of browsing: ordered tables that follow the catalogue, and what stands around a term."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from commonshelf.browse import addresses, checking, classes, concepts, feeding, makers, shelves, terms
from commonshelf.browse.cards import ClassPage, Concept, Maker, Shelves, Spot, Stretch
from commonshelf.browse.domain.shelving import place
from commonshelf.browse.terms import ALPHABETS
from commonshelf.catalogue.cards import EditionChange

__all__ = [
    "INDEXES",
    "author_url",
    "call_numbers",
    "catch_up",
    "class_url",
    "classified",
    "clear",
    "cursor",
    "maker",
    "neighbours",
    "problems",
    "scan",
    "shelf_place",
    "subject",
    "subject_url",
    "take",
    "tree",
]

CALL_NUMBER = "call-number"
INDEXES = (*ALPHABETS, CALL_NUMBER)
"""What can be scanned: title, author, subject, class, call-number."""


# -- following the catalogue


def take(changes: Sequence[EditionChange]) -> None:
    """Take in changes that follow one another in the order of their stamps; what is missing before them
    comes first. For the one process that writes the index, with the changes it has read anyway.
    """
    feeding.take(changes)


def cursor() -> int:
    """Stamp of the last change that is in the tables."""
    return feeding.cursor()


def catch_up(*, stop: Callable[[], bool] | None = None) -> int:
    """Take in everything the catalogue knows by now, or until told to stop. How many changes that were."""
    return feeding.catch_up(stop or _never)


def _never() -> bool:
    return False


def clear() -> None:
    """Wipe the tables: they fill again with the next change, from the first edition on."""
    feeding.clear()


def problems() -> Iterator[str]:
    """What fsck must never find here."""
    yield from checking.problems()


# -- terms in their order


def scan(*, index: str, term: str, before: int = 0, after: int = 20, library: str = "") -> Stretch:
    """Terms around a place in an index: at most `before` ahead of it and `after` from it on.

    library: whose call numbers, "" for all; of no meaning elsewhere. Refuses an unknown index.
    """
    if index == CALL_NUMBER:
        return shelves.scan(library, term, max(before, 0), max(after, 0))
    return terms.around(index, term, before, after)


def call_numbers(*, library: str = "", number: str = "", rows: int = 20) -> Shelves:
    """A shelf from a call number on; "" for its beginning. library "": the shelves of all, as one row."""
    return shelves.from_number(library, number, rows)


def shelf_place(*, number: str) -> str:
    """A text that sorts as the shelves stand, by the scheme of the call number; "" for what is no number."""
    return place(number)


def neighbours(*, library: str, number: str, edition: int, rows: int = 3) -> tuple[list[Spot], list[Spot]]:
    """What stands left and right of an edition on a library's shelf, or ("") on those of all."""
    return shelves.neighbours(library, number, edition, rows)


# -- what stands around a term


def tree(*, code: str = "", language: str = "zh") -> ClassPage:
    """A class of the Chinese classification with its counts; Absent when there is none."""
    return classes.page(code, language)


def classified(*, code: str, after: str = "", rows: int = 20) -> tuple[list[tuple[int, str]], str]:
    """(edition, its class) in a class and below it, in order, and where to go on from; "" at the end."""
    return classes.editions(code, after, rows)


def subject(*, term: str, language: str = "zh") -> Concept:
    """Narrower and broader subjects, those beside it, its classes. Never refuses: editions 0 when unknown."""
    return concepts.around(term, language)


def maker(*, name: str, rows: int = 100) -> Maker:
    """A name with who and what stands around it; Absent when no edition carries it."""
    return makers.maker(name, rows)


# -- addresses for pages above


def author_url(*, name: str) -> str:
    return addresses.author(name)


def subject_url(*, term: str) -> str:
    return addresses.subject(term)


def class_url(*, number: str) -> str:
    """The page of a number of the Chinese classification; "" for what is none."""
    return classes.address(number)
