"""Portraits: what of a record is compared, normalised once. Equal portraits are one description.

Nothing here joins anything. A portrait is small, is stored as text beside the record, and is all that
`judging` reads; its blocks say which other portraits it is worth being compared with.
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
from commonshelf.catalogue.domain.facts import Facts, Name
from commonshelf.catalogue.domain.publishers import publisher_words
from commonshelf.kernel.text import bare, fold

RULES_OF_MATCHING: Final = 9
"""Version of portraits, blocks and weights; raise it when any of them changes, and `rematch` recomputes."""
BLOCK_LIMIT: Final = 60
"""Descriptions. In a fuller block each is compared with a few of the others only (`comparing.HUBS`)."""

FIRST_HAN: Final = "\u2e80"
UNSAID: Final = "other"
"""The format of microforms and things: a film of a book may be told as the book, so it vetoes nothing."""
_ELECTRONIC: Final = frozenset({"ebook", "eserial", "file"})
_MOST_MAKERS: Final = 6
_MOST_NUMBERS: Final = 8
_MOST_BLOCKS: Final = 8
_HEAD_HAN: Final = 6
_HEAD_LATIN: Final = 14
_HEAD_SHORT: Final = 9
_LONGEST: Final = 240
_ARTICLE: Final = re.compile(
    r"(?:(?:the|an?|le|la|les|der|die|das|ein|eine|el|los|las|il|gli)\s+|l['’])(?=\w)"
)
_COUNT: Final = re.compile(r"(?<![\d,.])\d{1,2},\d{3}(?!\d)|\d{1,4}")
_YEAR: Final = re.compile(r"(?<!\d)(?:1[4-9]|20)\d\d(?!\d)")
_PIECES: Final = re.compile(r"(\d{1,3})\s*(?:v\b|vols?\b|volumes?\b|t\b|tomes?\b|bde?\b|册|冊|卷)")
_MAIN_ROLES: Final = frozenset({"", "author", "editor", "compiler", "composer"})
_EDITION: Final = re.compile(r"(\d*)(r?)-?(.*)")
_CARRIER_KINDS: Final = ("large", "braille")


@dataclass(frozen=True, slots=True)
class Portrait:
    """Every text is folded to letters and digits (`kernel.text.bare`); "", 0 and () mean not said.

    Numbers of volumes and editions are Arabic digits ("2", "2-3"), so that two that are said can be
    compared by plain equality.
    """

    carrier: str
    """A format of `Facts`, or large, or braille."""
    title: str
    """Without volume, edition and leading article."""
    subtitle: str = ""
    component: bool = False
    volume: str = ""
    part: str = ""
    """Name of the part, or a designation without a number."""
    edition: str = ""
    """"1" only where a record says that it is the first."""
    kind: str = ""
    """What else an edition statement says: r (revised), eng, photo, bi, notes ... (`volumes`)."""
    year: int = 0
    years: tuple[int, ...] = ()
    """Other years printed with it: of copyright, of the first printing."""
    publisher: str = ""
    """`publishers.publisher_words`: the telling words with a blank between."""
    place: str = ""
    makers: tuple[str, ...] = ()
    """Keys of persons and bodies, authors and editors before all others."""
    pages: int = 0
    """The largest count of pages said."""
    pieces: int = 0
    """How many volumes it has, where it says so."""
    isbns: tuple[str, ...] = ()
    issns: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    """Numbers of agencies with their prefix, e.g. "oclc:123"."""
    bad: tuple[str, ...] = ()
    """Cancelled or invalid numbers: evidence at most."""
    series: tuple[str, ...] = ()
    """Name and number of each with ";" between; without it where no number is said."""
    language: str = ""


_DEFAULTS: Final = tuple((field.name, field.default) for field in fields(Portrait))
_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def portrait(facts: Facts) -> Portrait:
    """The portrait of one record."""
    apart = volumes.take_apart(facts.title)
    volume = facts.volume_number or apart.volume_number
    part = _part(facts.volume) if facts.volume else ""
    if volume and not volume[0].isdecimal():
        volume, part = "", part or volume
    edition, kind, carrier = _edition(
        facts.edition_number or apart.edition_number, facts.edition, facts.format
    )
    return Portrait(
        carrier=carrier,
        component=facts.component,
        # A number from $h or $n is the volume; then what the title itself ends with is its own.
        title=bare_title(apart.title if facts.volume and facts.volume_number else apart.core)[:_LONGEST],
        subtitle=bare(facts.subtitle)[:_LONGEST],
        volume=volume,
        part=part,
        edition=edition,
        kind=kind,
        year=facts.year or 0,
        years=_other_years(facts.date, facts.year or 0),
        publisher=publisher_words(facts.publisher),
        place=_bare(facts.place),
        makers=_makers(facts.names),
        pages=_pages(facts.extent),
        pieces=_pieces(facts.extent),
        isbns=tuple(sorted(facts.isbns))[:_MOST_NUMBERS],
        issns=tuple(sorted(facts.issns))[:_MOST_NUMBERS],
        numbers=tuple(sorted(facts.numbers))[:_MOST_NUMBERS],
        bad=tuple(sorted(facts.bad_numbers))[:_MOST_NUMBERS],
        series=tuple(dict.fromkeys(filter(None, map(_series, facts.series))))[:2],
        language=facts.languages[0] if facts.languages else "",
    )


def bare_title(text: str) -> str:
    """A title folded to letters and digits, without its leading article."""
    folded = fold(text)
    if folded[:1] < FIRST_HAN:
        if match := _ARTICLE.match(folded):
            folded = folded[match.end() :]
        folded = folded.replace("&", "and")
    return bare(folded)


_bare: Final = lru_cache(maxsize=4096)(bare)


@lru_cache(maxsize=4096)
def _part(volume: str) -> str:
    """Name of the part in a volume as printed ("Vol. 2, Poems" -> "poems")."""
    names = [
        text
        for text in volume.split(", ")
        if volumes.volume_number(text) and not volumes.is_designation(text)
    ]
    return bare("".join(names))[:_LONGEST]


@lru_cache(maxsize=4096)
def _edition(number: str, said: str, form: str) -> tuple[str, str, str]:
    """(number, kind, carrier): large print and braille are carriers of their own."""
    match = _EDITION.fullmatch(number)
    digits, revised, kind = match.groups() if match else ("", "", number)
    kinds = [one for one in kind.split("-") if one]
    carrier = next((one for one in _CARRIER_KINDS if one in kinds and form == "book"), form)
    if not digits and not revised and volumes.is_first_edition(said):
        digits = "1"
    return digits, "-".join(([revised] if revised else []) + [k for k in kinds if k != carrier]), carrier


@lru_cache(maxsize=4096)
def _makers(names: tuple[Name, ...]) -> tuple[str, ...]:
    ranked = sorted(names, key=lambda name: name.role not in _MAIN_ROLES)
    keys = (bare(name.name) if name.body else people.person_key(name.name) for name in ranked)
    return tuple(dict.fromkeys(key for key in keys if key))[:_MOST_MAKERS]


@lru_cache(maxsize=4096)
def _other_years(date: str, year: int) -> tuple[int, ...]:
    return tuple(sorted({int(said) for said in _YEAR.findall(date)} - {year}))[:3]


@lru_cache(maxsize=4096)
def _pages(extent: str) -> int:
    """The largest count of pages said ("xii, 320 p." -> 320, "1,042 p." -> 1042)."""
    if _PIECES.search(extent):
        return 0
    return max((int(n.replace(",", "")) for n in _COUNT.findall(extent.partition(";")[0])), default=0)


@lru_cache(maxsize=4096)
def _pieces(extent: str) -> int:
    """Volumes said ("2 v." -> 2, "2册" -> 2); 0 where it counts pages only."""
    match = _PIECES.match(extent)
    return int(match[1]) if match else 0


@lru_cache(maxsize=8192)
def _series(text: str) -> str:
    head, mark, number = text.partition(" ; ")
    said = volumes.volume_number(number) if mark else ""
    return f"{bare(head)[:80]};{said}" if said else bare(head)[:80]


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


def dated(volume: str) -> bool:
    """A volume that is only the year a title ends with ("Report 1978")."""
    return len(volume) == 4 and volume.isdecimal() and "1000" <= volume < "2150"


def blocks(p: Portrait) -> tuple[int, ...]:
    """Numbers of the blocks a portrait lies in, at most eight; () = compared with nothing."""
    if not p.title:
        return ()
    guard = f"{'e' if p.carrier in _ELECTRONIC else ''}{'c' if p.component else ''}"
    return tuple(dict.fromkeys(number_of(f"{guard}|{block}") for block in _blocks(p)))[:_MOST_BLOCKS]


def _blocks(p: Portrait) -> Iterator[str]:
    """Records of one edition share a number, or the head of the title and the year, or the title with
    publisher or maker; where a title is miscopied, makers, publisher and year together.
    """
    han, volume = p.title[0] >= FIRST_HAN, "" if dated(p.volume) else p.volume
    for number in (*p.isbns[:2], *p.numbers[:2], *p.issns[:1]):
        yield f"n|{number}|{volume}"
    publisher = max(p.publisher.split(), key=len, default="")
    # With the volume, so that sets of hundreds do not fill their own block; a volume and its set meet below.
    yield f"t|{p.title[: _HEAD_HAN if han else _HEAD_LATIN]}|{p.year}|{volume}"
    yield f"p|{p.title}|{publisher}"
    if p.makers:
        yield f"m|{p.title if han else p.title[:_HEAD_SHORT]}|{p.makers[0]}"
        yield f"a|{p.makers[0]}|{publisher if han else p.pages}|{p.year}"
