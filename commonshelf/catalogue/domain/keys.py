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
_LONG_IN_LETTERS: Final = 12
_LONG_IN_HAN: Final = 12
_COMMON: Final = re.compile(
    r"基础|教程|原理|概论|导论|通论|引论|总论|概要|纲要|基本|技术|实务|实训|实验|实践|实用|应用|英语|日语|汉语|语文|数学|物理|化学|生物"
    r"|政治|历史|地理|音乐|美术|体育|制图|设计|入门|指南|手册|大全|词典|字典|辞典|教材|习题|练习|辅导|考试|题解|管理|会计|工程|写作|操作"
    r"|教育|心理|法规|分析|系统|程序|网络|护理|诊断|作品|文集|全集|选集|诗集|选读|[学论法史诗]$|年鉴|年报|报告|通史|简史|论文"
)
"""Words of titles that many books bear."""
_LONGEST_WORK_KEY: Final = 200
_MAIN_ROLES: Final = frozenset({"", "author", "editor", "compiler", "composer"})
_IDENTIFIERS: Final = ("oclc:", "lccn:", "calis:", "nlc:", "unified:")
_PAGES: Final = re.compile(r"\d{1,4}")
_SERIALS: Final = frozenset({"serial", "eserial"})
_ARTICLE: Final = re.compile(
    r"(?:(?:the|an?|le|la|les|der|die|das|ein|eine|el|los|las|il|gli)\s+|l['’])(?=\w)"
)
_FIRST_HAN: Final = "\u2e80"


def joining_keys(facts: Facts) -> tuple[str, ...]:
    """Keys of one record; () for a record too thin to be joined with anything.

    A thin record needs an identifier and the title: it names no year, or its title is a single
    character. A title of two or three Han characters (most classics) or under twelve letters joins
    without an identifier only if year, publisher and maker are all said and all equal.
    """
    short = _title(facts)
    if not short:
        return ()
    guard = guards(facts)
    full = short + bare(facts.subtitle)
    return tuple(dict.fromkeys(f"{kind}|{guard}|{rest}" for kind, rest in _rests(facts, short, full)))


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
    for number in facts.isbns:
        yield "i", f"{short}|{number}"
        if full != short:
            yield "i", f"{full}|{number}"
    for number in facts.numbers:
        if number.startswith(_IDENTIFIERS):
            yield "i", f"{short}|{number}"
    if facts.format in _SERIALS:
        for number in facts.issns:
            yield "i", f"{short}|{number}"
    elif facts.year is not None:
        yield from _without_identifier(facts, short, full)


def _without_identifier(facts: Facts, short: str, full: str) -> Iterator[tuple[str, str]]:
    """Title, year and the more of publisher, maker and pages, the less the title says."""
    year, publisher, authors = facts.year, publisher_key(facts.publisher), _authors(facts)
    thin = len(full) < _SHORT
    if len(full) >= _SHORTEST and (publisher or not thin):
        yield from (("a", f"{full}|{year}|{publisher}|{author}") for author in authors)
    if publisher and _telling(full, authors):  # some libraries name no maker, or name him otherwise
        yield "p", f"{full}|{year}|{publisher}"
    pages = _pages(facts.extent)
    if thin or not pages:
        return
    if publisher:  # one of them names no maker
        yield "p", f"{full}|{year}|{publisher}|{pages}"
    if authors and publisher and len(short) >= _SHORT:  # one leaves out the subtitle: all else must agree
        yield "s", f"{short}|{year}|{publisher}|{authors[0]}|{pages}"
    if authors and full[0] < _FIRST_HAN:  # names of publishers in letters vary too much
        yield "g", f"{full}|{year}|{pages}|{authors[0]}"


def _telling(title: str, authors: tuple[str, ...]) -> bool:
    """Whether a title, with year and publisher, says enough without a person.

    Publishers bring out several textbooks of one name in one year; those need their makers.
    """
    if title[0] < _FIRST_HAN:
        return not authors and len(title) >= _LONG_IN_LETTERS
    return len(title) >= _SHORT and (len(title) >= _LONG_IN_HAN or not _COMMON.search(title))


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
    """Key of the work: original or own title without volume and edition, and maker; "" if hardly said."""
    if facts.component:
        return ""
    authors = _authors(facts)
    title = _work_title(facts.original_title) if facts.original_title else ""
    title = title or _bare_title(_apart(facts).core)
    if not title or (not authors and len(title) < _SHORT):
        return ""
    key = f"{title}|{authors[0] if authors else ''}"
    if len(key) <= _LONGEST_WORK_KEY:
        return key
    return f"{key[: _LONGEST_WORK_KEY - 17]}-{key_number(key):016x}"


@lru_cache(maxsize=2048)
def _work_title(text: str) -> str:
    return _bare_title(volumes.take_apart(text).core)
