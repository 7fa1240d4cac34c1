"""Portraits: what of a record is compared, normalised once. Equal portraits are one description.

Nothing here joins anything. A portrait is small, is stored as text beside the record, and is all that
`judging` reads; the blocks say which other portraits it is worth being compared with.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, Final

from commonshelf.catalogue.domain import people, volumes
from commonshelf.catalogue.domain.facts import Facts
from commonshelf.catalogue.domain.publishers import publisher_key
from commonshelf.kernel.text import bare, fold

RULES_OF_MATCHING: Final = 1
"""Version of portraits, blocks and weights; raise it when any of them changes, and `rematch` recomputes."""
BLOCK_LIMIT: Final = 60
"""Descriptions. In a fuller block no pair is looked at; finer blocks of the same pairs still are."""

_FIRST_HAN: Final = "\u2e80"
_MOST_MAKERS: Final = 6
_ARTICLE: Final = re.compile(
    r"(?:(?:the|an?|le|la|les|der|die|das|ein|eine|el|los|las|il|gli)\s+|l['’])(?=\w)"
)
_PAGES: Final = re.compile(r"\d{1,4}")
_MAIN_ROLES: Final = frozenset({"", "author", "editor", "compiler", "composer"})


@dataclass(frozen=True, slots=True)
class Portrait:
    """Every text is `kernel.text.bare`; "" and () and None mean not said.

    carrier: a format of `Facts`, or large or braille. title: without volume, edition and article.
    part: name of the part, where it has one. makers: `people.person_key`s, the first-named first.
    numbers: with their prefix. bad: cancelled or invalid numbers, evidence at most.
    """

    carrier: str
    title: str
    subtitle: str = ""
    component: bool = False
    volume: str = ""
    part: str = ""
    edition: str = ""
    year: int | None = None
    publisher: str = ""
    place: str = ""
    makers: tuple[str, ...] = ()
    pages: int = 0
    isbns: tuple[str, ...] = ()
    issns: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    language: str = ""


_DEFAULTS: Final = tuple((field.name, field.default) for field in fields(Portrait))
_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def portrait(facts: Facts) -> Portrait:
    """The portrait of one record."""
    apart = volumes.take_apart(facts.title)
    volume = facts.volume_number or apart.volume_number
    named = bool(volume) and not volume[0].isdigit()
    return Portrait(
        carrier=facts.format,
        component=facts.component,
        # A number from $h or $n is the volume; then what the title itself ends with is its own.
        title=bare_title(apart.title if facts.volume and facts.volume_number else apart.core),
        subtitle=bare(facts.subtitle),
        volume="" if named else volume,
        part=volume if named else "",
        edition=facts.edition_number or apart.edition_number,
        year=facts.year,
        publisher=publisher_key(facts.publisher),
        place=bare(facts.place),
        makers=_makers(facts),
        pages=_pages(facts.extent),
        isbns=tuple(sorted(facts.isbns)),
        issns=tuple(sorted(facts.issns)),
        numbers=tuple(sorted(facts.numbers)),
        bad=tuple(sorted(facts.bad_numbers)),
        series=tuple(dict.fromkeys(map(_series, facts.series))),
        language=facts.languages[0] if facts.languages else "",
    )


def bare_title(text: str) -> str:
    """A title folded to letters and digits, without its leading article."""
    folded = fold(text)
    if folded[:1] < _FIRST_HAN and (match := _ARTICLE.match(folded)):
        folded = folded[match.end() :]
    return bare(folded)


def _makers(facts: Facts) -> tuple[str, ...]:
    ranked = sorted(facts.names, key=lambda name: name.role not in _MAIN_ROLES)
    keys = dict.fromkeys(key for name in ranked if (key := people.person_key(name.name)))
    return tuple(keys)[:_MOST_MAKERS]


@lru_cache(maxsize=2048)
def _pages(extent: str) -> int:
    """The largest count of pages said ("xii, 320 p." -> 320); 0 for less than 20."""
    most = max((int(n) for n in _PAGES.findall(extent.partition(";")[0])), default=0)
    return most if most >= 20 else 0


@lru_cache(maxsize=8192)
def _series(text: str) -> str:
    return bare(text.partition(" ; ")[0])


def dump(p: Portrait) -> str:
    """The stored form: JSON of what is said."""
    return _encode({name: value for name, default in _DEFAULTS if (value := getattr(p, name)) != default})


def load(text: str) -> Portrait:
    """A portrait as `dump` wrote it."""
    row: dict[str, Any] = json.loads(text)
    for name, value in row.items():
        if type(value) is list:
            row[name] = tuple(value)
    return Portrait(**row)


def digest(p: Portrait) -> int:
    """63 bits of the dumped form."""
    return number_of(dump(p))


def number_of(text: str) -> int:
    """63 bits of a text's digest: fits a signed column."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") >> 1


def blocks(p: Portrait) -> tuple[int, ...]:
    """Numbers of the blocks a portrait lies in, at most eight; () = compared with nothing."""
    if not p.title:
        return ()
    guard = f"{p.carrier}{'c' if p.component else ''}"
    return tuple(dict.fromkeys(number_of(f"{guard}|{block}") for block in _blocks(p)))[:8]


def _blocks(p: Portrait) -> Iterator[str]:
    for number in (*p.isbns[:2], *p.numbers[:2]):
        yield f"n|{number}|{p.volume}" if p.volume else f"n|{number}"
    head = p.title[:6] if p.title[0] >= _FIRST_HAN else p.title[:14]
    yield f"t|{head}|{p.year}"
    yield f"p|{p.title}|{p.publisher}"
    if p.makers:
        yield f"m|{p.title}|{p.makers[0]}"
        yield f"a|{p.makers[0]}|{p.publisher}|{p.year}"
