"""How two others decide, in our own words after their published sources, to be printed beside us (find.md 1).

The Gold Rush key (Colorado Alliance, 2026 edition) is equality of one long string; RecordManager (National
Library of Finland) asks a row of questions. Neither is meant to look well or ill here: the parts that are
known to fail on some records fail here as well.
"""

from __future__ import annotations

import re
import unicodedata

from rapidfuzz.distance import Levenshtein

from commonshelf.catalogue.domain.facts import Facts
from commonshelf.wire.marc.record import Marc

_FOUR_DIGITS = re.compile(r"\d{4}")
_NON_ROMAN = frozenset(["chi", "jpn", "kor", "ara", "heb", "rus", "per", "urd", "tha", "hin"])
_LONG_WORD = 3
_LONG_TITLE = 35
_TITLE_LIMIT, _AUTHOR_LIMIT = 0.10, 0.20
_MOST_BYTES = 255
_PAGES_APART = 10


def gold_rush(marc: Marc) -> str:
    """The key of a MARC 21 record; "" where it says nothing of the title (245 does not exist in CNMARC)."""
    title = next(iter(marc.get("245")), None)
    if title is None:
        return ""
    own = next((f for f in marc.get("880") if any(c == "6" and v[:3] == "245" for c, v in f.subfields)), None)
    coded = marc.control("008").ljust(40)
    said = "".join((own or title).all("abp"))
    if own is None and coded[35:38] in _NON_ROMAN:
        numbers = [
            v
            for tag, code in (("010", "a"), ("020", "a"), ("022", "a"))
            for f in marc.get(tag)
            for v in f.all(code)
        ]
        said = numbers[0] if numbers else said
    names = title.all("p")
    published = [v for tag in ("264", "260") for f in marc.get(tag) for v in f.all("b")]
    extent = "".join(v for f in marc.get("300") for v in f.all("a"))
    pages = _FOUR_DIGITS.search(extent)
    authors = [v for tag in ("100", "110", "111") for f in marc.get(tag) for v in f.all("a")]
    electronic = coded[23:24] in {"o", "s", "q"} or "electronic" in "".join(title.all("h")).lower()
    several = "".join(names[1:]) if len(names) > 1 else ""
    parts = (
        (said, 95), (_gold_rush_year(coded), 4), (pages[0] if pages else "", 4),
        ("".join(v for f in marc.get("250") for v in f.all("a")), 3), ("".join(published[:1]), 5),
        (marc.leader[6:7], 1), (several, 30), ("".join(title.all("n")), 10),
        ("".join(authors[:1]), 5), ("".join(title.all("f")), 15), ("e" if electronic else "p", 1),
    )  # fmt: skip
    return "|".join(_plain(text)[:length].ljust(length, "_") for text, length in parts)


def _gold_rush_year(coded: str) -> str:
    first, second = coded[7:11], coded[11:15]
    return second if coded[6:7] != "r" and second.isdigit() and second != "9999" else first


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in folded if c.isalnum() and not unicodedata.combining(c))


def record_manager(a: Facts, b: Facts) -> bool:
    """Whether RecordManager's rules join two records that share one of its keys."""
    isbn, number = bool(set(a.isbns) & set(b.isbns)), bool(set(a.numbers) & set(b.numbers))
    if not isbn and not number and _title_key(a) != _title_key(b):
        return False
    if a.component != b.component or a.format != b.format:
        return False
    if isbn or number:
        return True
    if a.issns and b.issns and not set(a.issns) & set(b.issns):
        return False
    if a.year != b.year and a.year and b.year:
        return False
    pages = [_pages(one.extent) for one in (a, b)]
    if all(pages) and abs(pages[0] - pages[1]) > _PAGES_APART:
        return False
    if a.series and b.series and a.series[0].partition(" ; ")[2] != b.series[0].partition(" ; ")[2]:
        return False
    return _titles(a, b) and _authors(a, b)


def _title_key(facts: Facts) -> str:
    """Words run together until there are more than three long ones or 35 letters, and the surname."""
    if not facts.names:
        return f"\0{id(facts)}"  # no title key without an author
    key, long_words = "", 0
    for word in re.findall(r"\w+", f"{facts.title} {facts.subtitle}"):
        key += _plain(word)
        long_words += len(word) > _LONG_WORD
        if long_words > _LONG_WORD or len(key) > _LONG_TITLE:
            break
    return f"{key} {_plain(facts.names[0].name.partition(',')[0])}"


def _titles(a: Facts, b: Facts) -> bool:
    """Distance below a tenth of the length, both counted in bytes: three for a Chinese character."""
    one, other = (_plain(f"{f.title}{f.subtitle}{f.volume}").encode()[:_MOST_BYTES] for f in (a, b))
    return bool(one) and Levenshtein.distance(one, other) / len(one) < _TITLE_LIMIT


def _authors(a: Facts, b: Facts) -> bool:
    if not a.names or not b.names:
        return not a.names and not b.names
    one, other = _plain(a.names[0].name), _plain(b.names[0].name)
    if one == other or one.startswith(other) or other.startswith(one):
        return True
    return Levenshtein.distance(one, other) / max(len(one), 1) <= _AUTHOR_LIMIT


def _pages(extent: str) -> int:
    return max((int(n) for n in re.findall(r"\d{1,4}", extent)), default=0)
