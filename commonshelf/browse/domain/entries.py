"""What of an edition stands in the ordered tables: its titles, makers, subjects, classes, call numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from typing import Final

from commonshelf.browse.domain import order, shelving
from commonshelf.catalogue.cards import Entry
from commonshelf.catalogue.domain import clc
from commonshelf.catalogue.domain.said import Said
from commonshelf.kernel.text import is_han

ENTRIES: Final = 1
"""Raise it when what stands where changes: the tables are then made anew by themselves."""
RULES: Final = f"order {order.ORDER}, entries {ENTRIES}"

MOST_TITLES: Final = 12
MOST_MAKERS: Final = 40
MOST_SUBJECTS: Final = 40
MOST_CLASSES: Final = 12
MOST_SHELVES: Final = 500
LONGEST_TEXT: Final = 300


class Kind(StrEnum):
    """The first letter of a heading's place."""

    CLASS = "c"
    MAKER = "m"
    SUBJECT = "s"
    TITLE = "t"


@dataclass(frozen=True, slots=True)
class Headings:
    """Place -> text. carried: titles, makers, subjects; classes: its own; above: those and all above them."""

    carried: dict[str, str]
    classes: dict[str, str]
    above: dict[str, str]


NOTHING: Final = Headings({}, {}, {})


def digest(said: Said) -> int:
    """63 bits of everything `headings` looks at."""
    told = "\x1e".join(
        "\x1f".join(texts)
        for texts in (
            [title for title, _, _ in said.titles],
            said.other_titles,
            said.makers,
            said.subjects,
            said.classes,
        )
    )
    return int.from_bytes(blake2b(told.encode("utf-8", "replace"), digest_size=8).digest(), "big") >> 1


def headings(said: Said) -> Headings:
    """Where an edition stands. What has no letter or figure in it stands nowhere."""
    titles = [title for title, _, _ in said.titles] + list(said.other_titles)
    carried: dict[str, str] = {}
    for kind, read, texts, most in (
        (Kind.TITLE, order.title_place, titles, MOST_TITLES),
        (Kind.MAKER, order.name_place, said.makers, MOST_MAKERS),
        (Kind.SUBJECT, order.place, said.subjects, MOST_SUBJECTS),
    ):
        for text in texts[:most]:
            if place := read(text):
                carried.setdefault(kind.value + place, text[:LONGEST_TEXT])
    codes = [code for number in said.classes[:MOST_CLASSES] if (code := clc.code_of(number))]
    return Headings(
        carried,
        {class_place(code): code for code in codes},
        {class_place(code): code for own in codes for code in clc.above(own)},
    )


def class_place(code: str) -> str:
    """The place of a class, such that those below it follow at once."""
    return Kind.CLASS.value + clc.bare(code)


def shelves(entry: Entry) -> dict[tuple[str, str], str]:
    """(Symbol, place) -> call number, of each library that tells one."""
    found: dict[tuple[str, str], str] = {}
    for copy in entry.copies:
        if copy.call_number and (place := shelving.place(copy.call_number)):
            found.setdefault((copy.library, place), copy.call_number)
    return dict(sorted(found.items())[:MOST_SHELVES])


def words(text: str) -> tuple[str, ...]:
    """Words of a subject; of Chinese every two characters side by side."""
    return tuple(dict.fromkeys(_words(order.plain(text))))


def _words(plain: str) -> Iterator[str]:
    for run in plain.split():
        yield from _pairs(run) if any(map(is_han, run)) else (run,)


def _pairs(run: str) -> Iterable[str]:
    return (run,) if len(run) == 1 else (run[at : at + 2] for at in range(len(run) - 1))
