"""An edition as the catalogue tells it, made into what the engine indexes."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from commonshelf.catalogue.cards import Copy, EditionCard
from commonshelf.catalogue.domain.facts import Facts
from commonshelf.engine.contract import Document
from commonshelf.kernel.text import fold
from commonshelf.search.domain import fields
from commonshelf.search.domain.analysis import Analysed, analysed, key

LONGEST_TEXT: Final = 2_000
"""Characters of one summary, contents list or note that are indexed."""
LONGEST_SORT: Final = 60
EARLIEST, LATEST = 1, 2100
"""Years outside are typing errors: they count as not told."""
HAD: Final = frozenset({"on-shelf", "reference", "unknown"})
"""States of a copy that make a walk to it worth while."""
_ARTICLE: Final = re.compile(r"(?:the|an?) (?=\w)")
_LETTER: Final = re.compile(r"[A-Z]")


def document_of(card: EditionCard, mark: int = 0, mains: Mapping[str, str] | None = None) -> Document:
    """The document of one edition. mark: the stamp of the change that brought it.

    mains: Symbol -> code of that library's main branch, for copies that name no branch.
    """
    mains = mains or {}
    told = _told(card)
    facts = card.facts
    year = facts.year if facts.year is not None and EARLIEST <= facts.year <= LATEST else None
    return Document(
        id=card.id,
        texts={**_texts(told), fields.NUMBER: [" ".join(_numbers(card, told))]},
        facets={**_holding_facets(card, mains), **_fact_facets(told, facts, year)},
        year=year,
        title=_sort_key(facts.title),
        weight=_weight(len(card.libraries), year),
        mark=mark,
    )


def _told(card: EditionCard) -> tuple[Facts, ...]:
    """What the members say, each different saying once, the computed facts first."""
    return tuple(dict.fromkeys((card.facts, *(member.facts for member in card.members))))


def _each(told: Iterable[Facts], take: Callable[[Facts], Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(text for facts in told for text in take(facts) if text))


def _texts(told: tuple[Facts, ...]) -> dict[str, list[str]]:
    def parted(take: Callable[[Facts], Iterable[str]]) -> list[Analysed]:
        return [analysed(text[:LONGEST_TEXT]) for text in _each(told, take)]

    titles, makers, subjects = parted(_titles), parted(_makers), parted(_subjects)
    publishers, series = parted(_publishers), parted(_series)
    everything = [*titles, *makers, *subjects, *publishers, *series, *parted(_rest)]
    return {
        fields.TITLE: [found.placed for found in titles],
        fields.AUTHOR: [found.placed for found in makers],
        fields.SUBJECT: [found.placed for found in subjects],
        fields.PUBLISHER: [found.placed for found in publishers],
        fields.SERIES: [found.placed for found in series],
        fields.ALL: [found.placed for found in everything],
        fields.TITLE_PAIRS: [found.grams for found in titles],
        fields.AUTHOR_PAIRS: [found.grams for found in makers],
        fields.SUBJECT_PAIRS: [found.grams for found in subjects],
        fields.ALL_PAIRS: [found.grams for found in everything],
        fields.BRIEF: [found.placed for found in (*titles, *makers)],
        fields.EXACT: [" ".join(_exact(told))],
        fields.WORDS: [found.surfaces for found in (*titles, *makers, *subjects) if found.surfaces],
    }


def _titles(facts: Facts) -> Iterable[str]:
    yield f"{facts.title} {facts.subtitle} {facts.volume}".strip()
    yield from facts.other_titles
    yield facts.original_title


def _makers(facts: Facts) -> Iterable[str]:
    for name in facts.names:
        yield name.name
        yield name.other


def _subjects(facts: Facts) -> Iterable[str]:
    return facts.subjects


def _publishers(facts: Facts) -> Iterable[str]:
    return (facts.publisher,)


def _series(facts: Facts) -> Iterable[str]:
    return facts.series


def _rest(facts: Facts) -> Iterable[str]:
    yield facts.statement
    yield f"{facts.place} {facts.date or facts.year or ''}".strip()
    yield facts.edition
    yield facts.summary
    yield facts.contents
    yield from facts.notes


def _exact(told: Iterable[Facts]) -> list[str]:
    def titles(facts: Facts) -> Iterable[str]:
        yield key(facts.title)
        yield key(facts.title + facts.subtitle)
        yield key(facts.title + facts.volume)
        yield from map(key, facts.other_titles)
        yield key(facts.original_title)

    return _each(told, titles)


def _numbers(card: EditionCard, told: Iterable[Facts]) -> list[str]:
    def numbers(facts: Facts) -> Iterable[str]:
        yield from facts.isbns
        yield from map(key, facts.issns)
        yield from map(key, facts.bad_numbers)
        for number in facts.numbers:
            yield key(number)
            yield key(number.partition(":")[2])
        yield from (key(c.number) for c in facts.classes)

    found = dict.fromkeys(_each(told, numbers))
    for member in card.members:
        found[key(member.local_id)] = None
        found[key(member.library + member.local_id)] = None
    for copy in card.copies:
        found[key(copy.call_number)] = None
        found[key(copy.barcode)] = None
    return [number for number in found if number]


def _holding_facets(card: EditionCard, mains: Mapping[str, str]) -> dict[str, list[str]]:
    def branch(copy: Copy) -> str:
        return f"{copy.library}/{copy.branch or mains.get(copy.library, '')}"

    libraries = card.libraries
    shelved = sorted({copy.library for copy in card.copies if copy.status == "on-shelf"})
    counted = {copy.library for copy in card.copies}
    places = {branch(copy) for copy in card.copies if copy.status in HAD}
    # A library that tells nothing of its copies still holds the edition; its main branch answers for it.
    places |= {f"{symbol}/{mains.get(symbol, '')}" for symbol in libraries if symbol not in counted}
    return {
        "library": list(libraries),
        "branch": sorted({branch(copy) for copy in card.copies}),
        "available": [*shelved, fields.ANY] if shelved else [],
        fields.PLACES: sorted(places),
    }


def _fact_facets(told: Iterable[Facts], facts: Facts, year: int | None) -> dict[str, list[str]]:
    def main_class(one: Facts) -> Iterable[str]:
        return (c.number[0] for c in one.classes if c.scheme == "clc" and _LETTER.match(c.number))

    return {
        "format": [facts.format] if facts.format else [],
        "language": list(facts.languages),
        "decade": [str(year // 10 * 10)] if year is not None else [],
        "clc": _each(told, main_class),
    }


def _sort_key(title: str) -> str:
    """Titles in the order a Chinese reader expects: GB 18030 has the common characters by pinyin."""
    folded = fold(title).lstrip("《〈「『“\"'([（【 ")
    plain = _ARTICLE.sub("", folded, count=1) if _ARTICLE.match(folded) else folded
    return plain[:LONGEST_SORT].encode("gb18030", "replace").decode("latin-1").replace("\x00", "")


def _weight(libraries: int, year: int | None) -> float:
    """What many libraries chose, and what is newer, stands a little higher among equals."""
    recent = min(1.0, max(0.0, ((year or 0) - 1950) / 75))
    return 0.15 * math.log2(max(1, libraries)) + 0.05 * recent
