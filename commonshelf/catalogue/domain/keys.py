"""Joining keys: exact, normalised, several a record. Records that share one are one edition (find.md 6.3).

Every key carries the title and the guards: volume, edition number, carrier and component. Whatever
the chain of shared keys, records of two volumes, editions or carriers can therefore never meet.
An identifier is only ever half a key.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from commonshelf.catalogue.domain import people, volumes
from commonshelf.catalogue.domain.facts import Facts
from commonshelf.catalogue.domain.publishers import publisher_key
from commonshelf.kernel.text import bare, fold

_SHORT: Final = 4
_SHORTEST: Final = 2
_LONGEST: Final = 120
_MAIN_ROLES: Final = frozenset({"", "author", "editor", "compiler", "composer"})
_IDENTIFIERS: Final = ("oclc:", "lccn:", "calis:", "nlc:", "unified:")
_PAGES: Final = re.compile(r"\d{1,4}")
_SERIALS: Final = frozenset({"serial", "eserial"})
_ARTICLE: Final = re.compile(r"(?:(?:the|an?|le|la|les|der|die|das|ein|eine|el|los|las|il|gli)\s+|l['’])(?=\w)")
_FIRST_HAN: Final = "\u2e80"


def joining_keys(facts: Facts) -> tuple[str, ...]:
    """Keys of one record; () for a record too thin to be joined with anything."""
    short = _title(facts)
    if not short:
        return ()
    guard = guards(facts)
    full = (short + bare(facts.subtitle))[:_LONGEST]
    return tuple(dict.fromkeys(f"{kind}|{guard}|{rest}" for kind, rest in _rests(facts, short[:_LONGEST], full)))


def guards(facts: Facts) -> str:
    """What must be equal before anything else is looked at: carrier, component, volume, edition."""
    parts = _apart(facts)
    volume = facts.volume_number or parts.volume_number
    edition = facts.edition_number or parts.edition_number
    component = "c" if facts.component else ""
    return f"{facts.format}{component}|{volume}|{edition}"


def _apart(facts: Facts) -> volumes.Parts:
    return volumes.take_apart(facts.title)


def _title(facts: Facts) -> str:
    """The title folded to letters and digits, without the volume and edition it ends with."""
    apart = _apart(facts)
    # A number from $h or $n is the volume; then what the title itself ends with is its own.
    return _bare_title(apart.title if facts.volume and facts.volume_number else apart.core)


def _bare_title(text: str) -> str:
    folded = fold(text)
    if folded[:1] < _FIRST_HAN and (match := _ARTICLE.match(folded)):
        folded = folded[match.end() :]
    return bare(folded)


def _rests(facts: Facts, short: str, full: str) -> Iterator[tuple[str, str]]:
    titles = (short,) if short == full else (short, full)
    for number in (*facts.isbns, *(n for n in facts.numbers if n.startswith(_IDENTIFIERS))):
        for title in titles:
            yield "i", f"{title}|{number}"
    for number in facts.issns if facts.format in _SERIALS else ():
        yield "i", f"{short}|{number}"
    if facts.year is None or facts.format in _SERIALS or len(full) < _SHORTEST:
        return
    publisher = publisher_key(facts.publisher)
    pages = _pages(facts.extent)
    enough = len(full) >= _SHORT
    if publisher and _telling(full):
        yield "p", f"{full}|{facts.year}|{publisher}"
    for author in _authors(facts):
        if publisher:
            yield "a", f"{full}|{facts.year}|{publisher}|{author}"
            if pages and len(short) >= _SHORT:
                yield "s", f"{short}|{facts.year}|{publisher}|{author}|{pages}"
        elif enough:
            yield "a", f"{full}|{facts.year}||{author}"
        if pages and enough and full[0] < _FIRST_HAN:  # names of publishers in letters vary too much
            yield "g", f"{full}|{facts.year}|{pages}|{author}"


def _telling(title: str) -> bool:
    """Whether a title, with year and publisher, says enough without a person: four Han or twelve letters."""
    return len(title) >= 12 or (len(title) >= _SHORT and not title.isascii())


def _authors(facts: Facts) -> tuple[str, ...]:
    """Keys of the makers, at most three: authors before all others, translators never."""
    made = [name for name in facts.names if name.role in _MAIN_ROLES] or list(facts.names[:1])
    return tuple(dict.fromkeys(key for name in made[:3] if (key := people.person_key(name.name))))


@lru_cache(maxsize=2048)
def _pages(extent: str) -> str:
    """The largest count of pages said ("xii, 320 p." -> "320"); "" for less than 20."""
    counts = [int(n) for n in _PAGES.findall(extent.partition(";")[0])]
    most = max(counts, default=0)
    return str(most) if most >= 20 else ""


def key_number(key: str) -> int:
    """63 bits of the key's digest: what the database holds."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big") >> 1


def work_key(facts: Facts) -> str:
    """Key of the work: maker and original or own title, volume and edition left out; "" when too little is said."""
    if facts.component:
        return ""
    authors = _authors(facts)
    title = _work_title(facts.original_title) if facts.original_title else ""
    title = title or _bare_title(_apart(facts).core)
    if not title or (not authors and len(title) < _SHORT):
        return ""
    return f"{title[:_LONGEST]}|{authors[0] if authors else ''}"[:200]


@lru_cache(maxsize=2048)
def _work_title(text: str) -> str:
    return _bare_title(volumes.take_apart(text).core)
