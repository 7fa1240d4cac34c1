"""Which edition a line of somebody's list means: by its numbers, else by title with year, publisher or maker.

Made for lists of tens of thousands: a few questions to the database for each thousand lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from commonshelf.catalogue.models import Block, Description
from commonshelf.catalogue.models import Facts as FactsRow

if TYPE_CHECKING:  # the matcher is much to load, and few pages need it
    from commonshelf.catalogue.domain.matching.portraits import Portrait

_AT_ONCE: Final = 500
_KEYS: Final = 5_000
_SERIALS: Final = frozenset({"serial", "eserial"})
_ELECTRONIC: Final = frozenset({"ebook", "eserial", "file"})
_MOST: Final = 20
"""Descriptions in one block that are looked at; more of them tell nothing apart."""


@dataclass(frozen=True, slots=True)
class Line:
    """numbers: ISBNs of 13 digits and ISSNs with their hyphen. kind: monograph, serial, "" not said."""

    title: str
    numbers: tuple[str, ...] = ()
    volume: str = ""
    year: int | None = None
    publisher: str = ""
    maker: str = ""
    kind: str = ""


class Identified(NamedTuple):
    """by: number or title."""

    edition: int
    by: str


@dataclass(slots=True)
class _Asked:
    line: Line
    portraits: list[Portrait] = field(default_factory=list)
    blocks: set[int] = field(default_factory=set)


def identified(lines: Sequence[Line]) -> list[Identified | None]:
    """Of each line the edition it means; None where there is none, or more than one that it could mean."""
    found: list[Identified | None] = []
    for start in range(0, len(lines), _AT_ONCE):
        found += _some(lines[start : start + _AT_ONCE])
    return found


def _some(lines: Sequence[Line]) -> list[Identified | None]:
    # Late: it brings the matcher along, and few pages need it.
    from commonshelf.catalogue.domain.matching import portraits

    asked = [_asked(line) for line in lines]
    lying = _lying({value for one in asked for value in one.blocks})
    texts = _texts({number for numbers in lying.values() for number in numbers})
    known = {number: portraits.load(text) for number, text in texts.items()}
    editions = _editions(known)
    return [_judged(one, lying, known, editions) for one in asked]


def _asked(line: Line) -> _Asked:
    # Late, likewise.
    from commonshelf.catalogue.domain import people, volumes
    from commonshelf.catalogue.domain.matching import portraits  # late, likewise
    from commonshelf.catalogue.domain.publishers import publisher_words  # late, likewise

    volume = volumes.volume_number(line.volume) if line.volume else ""
    isbns = tuple(number for number in line.numbers if "-" not in number)
    issns = tuple(number for number in line.numbers if "-" in number)
    asked = _Asked(line)
    for carrier in ("book", "ebook"):
        for number in dict.fromkeys((volume, "")):
            portrait = portraits.Portrait(
                carrier=carrier,
                title=portraits.bare_title(line.title),
                volume=number,
                year=line.year or 0,
                publisher=publisher_words(line.publisher) if line.publisher else "",
                makers=(people.person_key(line.maker),) if line.maker else (),
                isbns=isbns,
                issns=issns,
            )
            asked.portraits.append(portrait)
            asked.blocks.update(portraits.blocks(portrait))
    return asked


def _chunks(keys: Iterable[int]) -> Iterator[list[int]]:
    every = list(keys)
    for start in range(0, len(every), _KEYS):
        yield every[start : start + _KEYS]


def _lying(values: set[int]) -> dict[int, list[int]]:
    """Block -> descriptions in it."""
    found: dict[int, list[int]] = {}
    for some in _chunks(values):
        for value, description in Block.objects.filter(value__in=some).values_list("value", "description"):
            there = found.setdefault(value, [])
            if len(there) < _MOST:
                there.append(description)
    return found


def _texts(numbers: set[int]) -> dict[int, str]:
    return {
        number: text
        for some in _chunks(numbers)
        for number, text in Description.objects.filter(pk__in=some).values_list("pk", "portrait")
    }


def _editions(numbers: Iterable[int]) -> dict[int, list[int]]:
    """Description -> editions with a record of it that are alive."""
    found: dict[int, list[int]] = {}
    for some in _chunks(numbers):
        rows = FactsRow.objects.filter(description__in=some, edition__merged_into=None, edition__gone_at=None)
        for description, edition in rows.values_list("description", "edition").distinct():
            found.setdefault(description, []).append(edition)
    return found


def _judged(
    asked: _Asked,
    lying: dict[int, list[int]],
    known: dict[int, Portrait],
    editions: dict[int, list[int]],
) -> Identified | None:
    by_number: set[tuple[bool, int]] = set()
    by_title: set[int] = set()
    electronic: dict[int, bool] = {}
    for number in {one for value in asked.blocks for one in lying.get(value, ())}:
        there = known.get(number)
        if there is None or there.component or not _of_kind(asked.line.kind, there):
            continue
        for edition in editions.get(number, ()):
            electronic[edition] = electronic.get(edition, False) or there.carrier in _ELECTRONIC
            if set(asked.line.numbers) & {*there.isbns, *there.issns} and _same_volume(asked, there):
                by_number.add((there.carrier not in _ELECTRONIC, edition))
            elif _same_title(asked.portraits[0], there):
                by_title.add(edition)
    if by_number:
        return Identified(min(by_number)[1], "number")
    if len(by_title) > 1:  # of a printed and an electronic one the electronic is meant
        by_title = {edition for edition in by_title if electronic[edition]} or by_title
    return Identified(by_title.pop(), "title") if len(by_title) == 1 else None


def _of_kind(kind: str, there: Portrait) -> bool:
    return not kind or (kind == "serial") == (there.carrier in _SERIALS)


def _same_volume(asked: _Asked, there: Portrait) -> bool:
    return not asked.line.volume or not there.volume or asked.portraits[0].volume == there.volume


def _same_title(one: Portrait, there: Portrait) -> bool:
    """The same title and volume, and something more that both say and that agrees; nothing that differs."""
    if one.title != there.title or one.volume != there.volume:
        return False
    if one.year and there.year and one.year != there.year and there.carrier not in _SERIALS:
        return False
    year = bool(one.year) and one.year == there.year
    publisher = bool(one.publisher) and one.publisher == there.publisher
    return year or publisher or bool(set(one.makers) & set(there.makers))
