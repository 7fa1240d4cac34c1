"""An edition as the catalogue tells it, made into what the engine indexes."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from commonshelf.catalogue.cards import Entry
from commonshelf.catalogue.domain.said import Said
from commonshelf.engine.contract import Document, Value
from commonshelf.kernel.text import fold
from commonshelf.search.domain import fields, offering, pinyin, whole
from commonshelf.search.domain.analysis import Analysed, analysed, beginning, key, keys

LONGEST_TEXT: Final = 2_000
"""Characters of one summary, contents list or note that are indexed."""
LONGEST_SORT: Final = 60
LONGEST_VALUE: Final = 80
MOST_NAMED: Final = 20
"""Subjects, and makers, of one edition that are counted; anthologies name hundreds."""
EARLIEST, LATEST = 1, 2100
"""Years outside are typing errors: they count as not told."""
HAD: Final = frozenset({"on-shelf", "reference", "unknown"})
"""States of a copy that make a walk to it worth while."""
_ARTICLE: Final = re.compile(r"(?:the|an?) (?=\w)")
_LETTER: Final = re.compile(r"[A-Z]")


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What an edition's document says of its libraries beside their Symbols.

    mains: Symbol -> code of that library's main branch, for copies that name no branch. regions:
    Symbol -> its region, where one was told.
    """

    mains: Mapping[str, str] = field(default_factory=dict)
    regions: Mapping[str, str] = field(default_factory=dict)


NOWHERE: Final = Whereabouts()


Texts = dict[str, list[Value]]
"""Text field -> its values, of all fields but the numbers, which tell of copies."""


def document_of(
    entry: Entry, mark: int = 0, known: Whereabouts = NOWHERE, texts: Texts | None = None
) -> Document:
    """The document of one edition. mark: the stamp of the change that brought it; texts: where they are
    made already.
    """
    said = entry.said
    year = said.year if said.year is not None and EARLIEST <= said.year <= LATEST else None
    return Document(
        id=entry.id,
        texts={**(texts or texts_of(entry)), fields.NUMBER: [" ".join(_numbers(entry))]},
        facets={**_holding_facets(entry, known), **_fact_facets(said, year)},
        year=year,
        title=_sort_key(said.title),
        weight=_weight(len(entry.libraries), year),
        mark=mark,
    )


def telling(entry: Entry) -> int:
    """63 bits of all that `texts_of` goes by: equal means that it makes the same."""
    told = f"{offering.step_of(len(entry.libraries))} {entry.said!r}"
    return int.from_bytes(hashlib.blake2b(told.encode(), digest_size=8).digest(), "big") >> 1


def texts_of(entry: Entry) -> Texts:
    """What the edition's words come to: by far the dearest part of its document."""
    said = entry.said
    titles = _parted((*(" ".join(parts).strip() for parts in said.titles), *said.other_titles))
    makers, subjects = _parted(said.makers), _parted(said.subjects)
    publishers, series = _parted(said.publishers), _parted(said.series)
    everything = [*titles, *makers, *subjects, *publishers, *series, *_parted(said.rest)]
    return {
        fields.TITLE: [found.placed for found in titles],
        fields.AUTHOR: [found.placed for found in makers],
        fields.SUBJECT: [found.placed for found in subjects],
        fields.PUBLISHER: [found.placed for found in publishers],
        fields.SERIES: [found.placed for found in series],
        fields.ALL: [found.placed for found in everything],
        fields.TITLE_PAIRS: [" ".join(beginning(found.grams) for found in titles)],
        fields.AUTHOR_PAIRS: [" ".join(found.grams for found in makers)],
        fields.SUBJECT_PAIRS: [" ".join(found.grams for found in subjects)],
        fields.ALL_PAIRS: [" ".join(found.grams for found in everything)],
        fields.BRIEF: [" ".join(found.placed for found in (*titles, *makers))],
        fields.EXACT: [" ".join(_exact(said))],
        fields.WORDS: [" ".join(found.surfaces for found in (*titles, *makers, *subjects) if found.surfaces)],
        **_heard(said),
        fields.WHOLE: [whole.tokens(said)],
        fields.CLASS: [whole.class_tokens(said.classes)],
        fields.OFFERED: [
            offering.tokens(len(entry.libraries), _title_names(said), said.makers, said.subjects)
        ],
    }


def _title_names(said: Said) -> list[str]:
    return [
        text for text in dict.fromkeys((*(title for title, _, _ in said.titles), *said.other_titles)) if text
    ]


def _heard(said: Said) -> dict[str, list[Value]]:
    """Titles with their subtitles and each maker as they are read; titles alone and makers as a whole."""
    found = [*map(pinyin.heard, _title_names(said)), *map(pinyin.heard_again, dict.fromkeys(said.makers))]
    subtitles = [pinyin.heard(title + subtitle) for title, subtitle, _ in said.titles if subtitle]
    return {
        fields.PINYIN: [one.spoken for one in (*found, *subtitles) if one.spoken],
        fields.SOUNDS: [" ".join(one.sounds for one in found if one.sounds)],
    }


def _parted(texts: Iterable[str]) -> list[Analysed]:
    return [analysed(text[:LONGEST_TEXT]) for text in dict.fromkeys(texts)]


def _exact(said: Said) -> list[str]:
    found = []
    for title, subtitle, volume in said.titles:
        found += [title, title + subtitle, title + volume]
    return [text for text in dict.fromkeys(map(key, dict.fromkeys((*found, *said.other_titles)))) if text]


def _numbers(entry: Entry) -> list[str]:
    """Whole and, behind a colon, bare; ids of records with and without their library."""
    told = list(entry.said.numbers)
    told += [bare for number in told if (bare := number.partition(":")[2])]
    for library, local_id in entry.members:
        told += [local_id, library + local_id]
    for copy in entry.copies:
        told += [copy.call_number, copy.barcode]
    return [number for number in dict.fromkeys(keys(dict.fromkeys(told))) if number]


def _holding_facets(entry: Entry, known: Whereabouts) -> dict[str, list[str]]:
    libraries, mains = entry.libraries, known.mains
    told = {
        (copy.library, f"{copy.library}/{copy.branch or mains.get(copy.library, '')}", copy.status)
        for copy in entry.copies
    }
    shelved = sorted({library for library, _, status in told if status == "on-shelf"})
    counted = {library for library, _, _ in told}
    places = {branch for _, branch, status in told if status in HAD}
    # A library that tells nothing of its copies still holds the edition; its main branch answers for it.
    places |= {f"{symbol}/{mains.get(symbol, '')}" for symbol in libraries if symbol not in counted}
    return {
        "region": sorted({known.regions[symbol] for symbol in libraries if symbol in known.regions}),
        "library": list(libraries),
        "branch": sorted({branch for _, branch, _ in told}),
        "available": [*shelved, fields.ANY] if shelved else [],
        fields.PLACES: sorted(places),
    }


def _fact_facets(said: Said, year: int | None) -> dict[str, list[str]]:
    return {
        "format": [said.format] if said.format else [],
        "language": list(said.languages),
        "decade": [str(year // 10 * 10)] if year is not None else [],
        fields.YEAR: [str(year)] if year is not None else [],
        "clc": list(dict.fromkeys(number[0] for number in said.classes if _LETTER.match(number))),
        "subject": list(dict.fromkeys(map(_value, said.subjects)))[:MOST_NAMED],
        "author": list(dict.fromkeys(map(_value, said.makers)))[:MOST_NAMED],
    }


def _value(text: str) -> str:
    """A subject or name as a value to narrow by: as written, but for what cannot stand in an address."""
    return " ".join(text.split())[:LONGEST_VALUE]


def _sort_key(title: str) -> str:
    """Titles in the order a Chinese reader expects: GB 18030 has the common characters by pinyin."""
    folded = fold(title).lstrip("《〈「『“\"'([（【 ")
    plain = _ARTICLE.sub("", folded, count=1) if _ARTICLE.match(folded) else folded
    return plain[:LONGEST_SORT].encode("gb18030", "replace").decode("latin-1").replace("\x00", "")


def _weight(libraries: int, year: int | None) -> float:
    """What many libraries chose, and what is newer, stands a little higher among equals."""
    recent = min(1.0, max(0.0, ((year or 0) - 1950) / 75))
    return 0.15 * math.log2(max(1, libraries)) + 0.05 * recent
