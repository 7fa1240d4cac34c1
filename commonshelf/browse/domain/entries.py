"""What of an edition stands in the ordered tables: its titles, makers, subjects, classes, call numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from commonshelf.browse.domain import order
from commonshelf.catalogue.cards import Entry
from commonshelf.catalogue.domain import clc
from commonshelf.catalogue.domain.said import Said
from commonshelf.kernel.text import is_han

ENTRIES: Final = 2
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


_TITLE, _MAKER, _SUBJECT = Kind.TITLE.value, Kind.MAKER.value, Kind.SUBJECT.value


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
            _titles(said),
            said.makers,
            said.subjects,
            said.classes,
        )
    )
    return int.from_bytes(blake2b(told.encode("utf-8", "replace"), digest_size=8).digest(), "big") >> 1


def headings(said: Said) -> Headings:
    """Where an edition stands. What has no letter or figure in it stands nowhere, and a title written in
    pinyin stands where its characters stand, when the edition has them too.
    """
    carried: dict[str, str] = {}
    for letter, read, texts in (
        (_TITLE, order.title_place, _titles(said)[:MOST_TITLES]),
        (_MAKER, order.name_place, said.makers[:MOST_MAKERS]),
        (_SUBJECT, order.place, said.subjects[:MOST_SUBJECTS]),
    ):
        for text in texts:
            if place := read(text):
                carried.setdefault(letter + place, text[:LONGEST_TEXT])
    for place in _pinyin_of_others([place for place in carried if place[0] == _TITLE]):
        del carried[place]
    classes: dict[str, str] = {}
    above: dict[str, str] = {}
    for number in said.classes[:MOST_CLASSES]:
        if steps := _steps(number):
            classes.update(steps[-1:])
            above.update(steps)
    return Headings(carried, classes, above)


def _pinyin_of_others(places: list[str]) -> list[str]:
    """Those in Latin letters that are how one in characters is read."""
    latin = [place for place in places if place.isascii()]
    if not latin or len(latin) == len(places):
        return []
    read = {order.sound(place) for place in places if not place.isascii()}
    return [place for place in latin if order.sound(place) in read]


def _titles(said: Said) -> list[str]:
    return [title for title, _, _ in said.titles] + list(said.other_titles)


@lru_cache(maxsize=20_000)
def _steps(number: str) -> tuple[tuple[str, str], ...]:
    """(place, code) of the classes above a number and of its own, which comes last."""
    return tuple([(class_place(code), code) for code in clc.above(clc.code_of(number))])


def class_place(code: str) -> str:
    """The place of a class, such that those below it follow at once."""
    return Kind.CLASS.value + clc.bare(code)


def shelves(entry: Entry) -> str:
    """Where the edition is shelved: a line for each call number, Symbol before it, a tab between."""
    told = {f"{copy.library}\t{_flat(copy.call_number)}" for copy in entry.copies if copy.call_number}
    return "\n".join(sorted(told)[:MOST_SHELVES])


def _flat(number: str) -> str:
    return number if number.isprintable() else " ".join(number.split())


def numbers(told: str) -> list[tuple[str, str]]:
    """(Symbol, call number) of such lines."""
    lines = told.split("\n") if told else []
    return [(library, number) for library, _, number in (line.partition("\t") for line in lines)]


def words(text: str) -> tuple[str, ...]:
    """Words of a subject; of Chinese every two characters side by side."""
    return tuple(dict.fromkeys(_words(order.plain(text))))


def _words(plain: str) -> Iterator[str]:
    for run in plain.split():
        yield from _pairs(run) if any(map(is_han, run)) else (run,)


def _pairs(run: str) -> Iterable[str]:
    return (run,) if len(run) == 1 else (run[at : at + 2] for at in range(len(run) - 1))
