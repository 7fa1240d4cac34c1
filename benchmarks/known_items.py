"""Known items: how often a reader who half remembers a book finds it on the first page.

    .venv/bin/python benchmarks/known_items.py [--titles N] [--queries 300] [--seed 7] [--show 0] [--json]

Indexes the titles of ../shared/data/douban-titles (with the makers ../shared/data/douban-booklists
names for them) and asks for random ones in each of the ways of `WAYS`. Prints the share found among
the first 20, the share that found nothing, the mean reciprocal rank and milliseconds. Editions with
the very same title count as the one asked for: nobody could tell them apart by it.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
import re
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from opencc import OpenCC
from pypinyin import Style, lazy_pinyin, pinyin_dict

from commonshelf.catalogue.cards import EditionCard, Entry, Member
from commonshelf.catalogue.domain.facts import Facts, Name
from commonshelf.engine.tantivy import Tantivy
from commonshelf.search.domain import fields, relaxing
from commonshelf.search.domain.analysis import key
from commonshelf.search.domain.query import Ask, compiled
from commonshelf.search.feed import document_of

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
FIRST_PAGE = 20
_HAN = re.compile("[\u4e00-\u9fff]+")
_NAME = re.compile("[\u4e00-\u9fff]{2,4}")
_traditional = OpenCC("s2t").convert


@dataclass(frozen=True)
class Book:
    """A title and, where the booklists name one, its maker. run: the longest stretch of characters in it."""

    title: str
    maker: str = ""

    @property
    def run(self) -> str:
        return max(_HAN.findall(self.title), key=len, default="")


def books(limit: int = 0, seed: int = 7) -> list[Book]:
    """Every row of the titles, in random order; `limit` of them with different titles when given."""
    with gzip.open(SHARED / "douban-titles" / "titles.csv.gz", "rt", encoding="utf-8") as file:
        titles = [row["Title"] for row in csv.DictReader(file)]
    if limit:
        titles = list(dict.fromkeys(titles))
    random.Random(seed).shuffle(titles)
    named = makers()
    return [Book(title, named.get(key(title), "")) for title in (titles[:limit] if limit else titles)]


def makers() -> dict[str, str]:
    """Key of a title -> its maker, a Chinese name as booklists give it without country or role."""
    found: dict[str, str] = {}
    with gzip.open(SHARED / "douban-booklists" / "books.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            maker = row["authors_translators"].partition("/")[0].strip()
            if _NAME.fullmatch(maker):
                found.setdefault(key(row["title"]), maker)
    return found


def indexed(chosen: Sequence[Book], folder: Path) -> Tantivy:
    """An index of nothing but these, numbered from 1."""
    made = Tantivy(folder, fields.SHAPE)

    def entry(id: int, book: Book) -> Entry:
        names = (Name(book.maker, "author"),) if book.maker else ()
        facts = Facts("cnmarc", book.title, names=names)
        member = Member(id, "A", f"r{id}", facts, (), None)  # type: ignore[arg-type]  # nobody asks when
        return Entry.of(EditionCard(id, None, facts, (member,), ()))

    made.write(document_of(entry(id, book)) for id, book in enumerate(chosen, 1))
    made.commit(1)
    made.close()
    return made


Luck = random.Random


def _prefix(book: Book, luck: Luck) -> str:
    return book.run[: luck.randint(4, min(8, len(book.run)))]


def _dropped(book: Book, luck: Luck) -> str:
    at = luck.randint(1, len(book.run) - 3)
    return book.run[:at] + book.run[at + 2 :]


def _with_maker(book: Book, _: Luck) -> str:
    return book.run + book.maker


def _swapped(book: Book, luck: Luck) -> str:
    at = luck.randint(2, len(book.run) - 2)
    return book.run[at:] + book.run[:at]


def _spelt(book: Book, luck: Luck) -> list[str]:
    return lazy_pinyin(_prefix(book, luck), style=Style.NORMAL)


def _one_wrong(book: Book, luck: Luck) -> str:
    run = _prefix(book, luck)
    at = luck.randrange(len(run))
    return run[:at] + luck.choice("的天山风花人年书大国".replace(run[at], "")) + run[at + 1 :]


def _same_sound(book: Book, luck: Luck) -> str:
    run = _prefix(book, luck)
    spots = [at for at, char in enumerate(run) if len(_alike().get(_sound(char), "")) > 1]
    at = luck.choice(spots or [0])
    others = _alike().get(_sound(run[at]), run[at]).replace(run[at], "")
    return run[:at] + luck.choice(others or run[at]) + run[at + 1 :]


def _sound(char: str) -> str:
    return lazy_pinyin(char, style=Style.NORMAL)[0]


@cache
def _alike() -> dict[str, str]:
    """Sound -> everyday characters (GB 2312, first level) of that sound."""
    found: dict[str, str] = defaultdict(str)
    for code in pinyin_dict.pinyin_dict:
        try:
            row = chr(code).encode("gb2312")[0]
        except UnicodeEncodeError:
            continue
        if 0xB0 <= row < 0xD8:
            found[_sound(chr(code))] += chr(code)
    return found


@dataclass(frozen=True)
class Way:
    """How a title is remembered; which books can be; and what share must be found, what may be nothing."""

    ask: Callable[[Book, Luck], str]
    can: Callable[[Book], bool]
    found: float = 0.98
    nothing: float = 0.01


def _long(least: int) -> Callable[[Book], bool]:
    return lambda book: len(book.run) >= least


WAYS = {
    "prefix": Way(_prefix, _long(4)),
    "inner word left out": Way(_dropped, _long(6)),
    "title and maker run together": Way(_with_maker, lambda book: bool(book.maker) and len(book.run) >= 2),
    "halves swapped": Way(_swapped, _long(5)),
    "traditional for simplified": Way(lambda book, _: _traditional(book.title), _long(2)),
    "pinyin, spaced": Way(lambda book, luck: " ".join(_spelt(book, luck)), _long(4), 0.90, 0.03),
    "pinyin, run together": Way(lambda book, luck: "".join(_spelt(book, luck)), _long(4), 0.90, 0.03),
    "one wrong character": Way(_one_wrong, _long(4), 0.90, 0.03),
    "one of the same sound": Way(_same_sound, _long(4), 0.90, 0.03),
    "first letters": Way(
        lambda book, luck: "".join(one[0] for one in _spelt(book, luck)), _long(5), 0.75, 0.03
    ),
}


@dataclass(frozen=True)
class Told:
    """One question: words, the title meant, its place on the first page (0: not there), what was found."""

    words: str
    title: str
    place: int
    total: int
    steps: tuple[str, ...]
    seconds: float


def asked(engine: Tantivy, chosen: Sequence[Book], way: Way, queries: int, seed: int = 7) -> Iterator[Told]:
    luck = random.Random(seed)
    same: dict[str, set[int]] = defaultdict(set)
    for id, book in enumerate(chosen, 1):
        same[key(book.title)].add(id)
    known = {count.value: count.documents for count in engine.terms(fields.WORDS, limit=300_000)}
    can = [book for book in chosen if way.can(book)]
    for book in luck.sample(can, min(queries, len(can))):
        words = way.ask(book, luck)
        began = time.perf_counter()
        found, steps = answered(engine, words, known)
        seconds = time.perf_counter() - began
        hits = [place for place, id in enumerate(found.ids[:FIRST_PAGE], 1) if id in same[key(book.title)]]
        yield Told(words, book.title, hits[0] if hits else 0, found.total, steps, seconds)


def answered(engine: Tantivy, words: str, known: Mapping[str, int]) -> tuple[relaxing.Page, tuple[str, ...]]:
    """As search/finding.py goes about it, without rows and places."""
    ask = Ask(words)
    page = engine.search(compiled(ask))
    if page.total:
        found = relaxing.besides(engine, ask, page)
    else:
        found = relaxing.first_found(engine, ask, lambda: known)
    return (found.page, tuple(step.code for step in found.steps)) if found else (page, ())


def row(told: Sequence[Told]) -> dict[str, float]:
    times = sorted(one.seconds for one in told)
    return {
        "queries": len(told),
        "found": sum(one.place > 0 for one in told) / len(told),
        "nothing": sum(one.total == 0 for one in told) / len(told),
        "mrr": sum(1 / one.place for one in told if one.place) / len(told),
        "p50_ms": times[len(times) // 2] * 1000,
        "p95_ms": times[len(times) * 95 // 100] * 1000,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--titles", type=int, default=0, help="so many different ones; 0: every row")
    parser.add_argument("--queries", type=int, default=300, help="of each kind")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--show", type=int, default=0, help="print so many that were not found, of each kind")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    chosen = books(options.titles, options.seed)
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        engine = indexed(chosen, Path(folder))
        spent = time.perf_counter() - began
        told = {
            name: list(asked(engine, chosen, way, options.queries, options.seed))
            for name, way in WAYS.items()
        }
    rows = {name: row(answers) for name, answers in told.items()}
    if options.json:
        print(json.dumps({"titles": len(chosen), "kinds": rows}, ensure_ascii=False))
        return
    print(f"{len(chosen)} titles, indexed in {spent:.0f} s ({spent / len(chosen) * 1e6:.0f} us each)")
    print(f"{'':30}   found  wanted   none at most    mrr  p50 ms  p95 ms")
    for name, one in rows.items():
        way = WAYS[name]
        print(
            f"{name:30} {one['found']:7.3f} {way.found:7.2f} {one['nothing']:6.3f} {way.nothing:7.2f} "
            f"{one['mrr']:6.2f} {one['p50_ms']:7.1f} {one['p95_ms']:7.1f}"
        )
        for missed in [answer for answer in told[name] if not answer.place][: options.show]:
            how = ", ".join(missed.steps) or "as typed"
            print(f"    {missed.words!r} for {missed.title!r}: {missed.total} found, {how}")


if __name__ == "__main__":
    main()
