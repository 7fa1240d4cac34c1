"""Search: our engine and SQLite FTS5 on the same invented editions, in one run.

    .venv/bin/python benchmarks/search.py [--documents 200000] [--queries 200] [--seed 1] [--json]

Prints p50 and p95 in milliseconds of the time from a compiled question to ids, total and facet
counts, and how many times longer FTS5 takes. Editions, words, makers and holdings are drawn by Zipf
from the seed; questions are drawn from random editions, so frequent words are asked for often. Both
engines get the tokens of search/domain/analysis.py.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import resource
import sqlite3
import tempfile
import time
from bisect import bisect
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path

from commonshelf.catalogue.cards import Copy, EditionCard, Entry, Member
from commonshelf.catalogue.domain.facts import Class, Facts, Name
from commonshelf.engine.contract import Query
from commonshelf.engine.tantivy import Tantivy
from commonshelf.search.domain import fields
from commonshelf.search.domain.analysis import analysed
from commonshelf.search.domain.query import Ask, compiled
from commonshelf.search.feed import document_of

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LIBRARIES = [f"L{n:02d}" for n in range(81)]
FORMATS = ("book", "book", "book", "book", "serial", "ebook", "map", "video")
COUNTED = ("library", "format", "language", "decade", "clc", "available")
BATCH = 5_000


class Zipf:
    """Draws from a list, the n-th element with weight 1/n."""

    def __init__(self, of: list[str], luck: random.Random) -> None:
        self.of, self.luck = of, luck
        self.sums = list(accumulate(1 / n for n in range(1, len(of) + 1)))

    def __call__(self) -> str:
        return self.of[bisect(self.sums, self.luck.random() * self.sums[-1])]


class World:
    """Invented editions."""

    def __init__(self, seed: int) -> None:
        luck = self.luck = random.Random(seed)
        han = [chr(code) for code in range(0x4E00, 0x4E00 + 4000)]
        letter = Zipf(han, luck)
        parts = (
            "ba",
            "con",
            "de",
            "er",
            "fi",
            "gra",
            "ho",
            "in",
            "lo",
            "ma",
            "no",
            "or",
            "pre",
            "ti",
            "ur",
            "ve",
        )
        self.han = Zipf(list({letter() + letter() for _ in range(60_000)}), luck)
        self.latin = Zipf(
            list({"".join(luck.choices(parts, k=luck.randint(2, 4))) for _ in range(40_000)}), luck
        )
        self.maker = Zipf([letter() + letter() + letter() for _ in range(40_000)], luck)
        self.publisher = Zipf([letter() + letter() + "出版社" for _ in range(600)], luck)
        self.subject = Zipf(["".join(self.han() for _ in range(2)) for _ in range(20_000)], luck)
        self.library = Zipf(LIBRARIES, luck)

    def facts(self) -> Facts:
        luck = self.luck
        chinese = luck.random() < 0.7
        words = [self.han() if chinese else self.latin() for _ in range(luck.randint(2, 5))]
        return Facts(
            "marc21",
            ("" if chinese else " ").join(words),
            names=tuple(Name(self.maker(), "author") for _ in range(luck.randint(1, 2))),
            publisher=self.publisher(),
            year=1960 + int(65 * luck.random() ** 0.5),
            languages=("chi" if chinese else "eng",),
            format=luck.choice(FORMATS),
            classes=(Class("clc", luck.choice("ABCDEFGHIJKNOPQRSTUVXZ") + "1"),),
            subjects=tuple(self.subject() for _ in range(luck.randint(0, 3))),
        )

    def card(self, id: int) -> EditionCard:
        facts = self.facts()
        symbols = sorted({self.library() for _ in range(1 + int(self.luck.paretovariate(1.5)))})
        members = tuple(Member(id, symbol, f"{id:08d}", facts, (), NOW) for symbol in symbols)
        return EditionCard(id, None, facts, members, tuple(map(self.copy, symbols)))

    def copy(self, symbol: str) -> Copy:
        status = "on-shelf" if self.luck.random() < 0.7 else "on-loan"
        return Copy(symbol, "main", "", f"I{self.luck.randrange(9999)}", "", "", 1, status, "", NOW)


class Fts:
    """The same documents in SQLite FTS5 with plain tables beside it for what facets need."""

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(path)
        self.db.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; "
            "PRAGMA cache_size=-200000; PRAGMA mmap_size=2000000000;"
            "CREATE VIRTUAL TABLE text USING fts5(title2, author2, subject2, all2, content='', "
            "tokenize=\"unicode61 remove_diacritics 0 tokenchars '+#.'\");"
            "CREATE TABLE edition (id INTEGER PRIMARY KEY, year INTEGER);"
            "CREATE TABLE facet (name TEXT, value TEXT, edition INTEGER, "
            "PRIMARY KEY (name, value, edition)) WITHOUT ROWID;"
        )

    def write(self, cards: list[EditionCard]) -> None:
        for document in map(document_of, map(Entry.of, cards)):
            told = [
                " ".join(map(str, document.texts[name])) for name in ("title2", "author2", "subject2", "all2")
            ]
            self.db.execute(
                "INSERT INTO text (rowid, title2, author2, subject2, all2) VALUES (?,?,?,?,?)",
                (document.id, *told),
            )
            self.db.execute("INSERT INTO edition VALUES (?,?)", (document.id, document.year))
            rows = [
                (name, value, document.id) for name, values in document.facets.items() for value in values
            ]
            self.db.executemany("INSERT OR IGNORE INTO facet VALUES (?,?,?)", rows)

    def finish(self) -> None:
        self.db.execute("CREATE INDEX by_edition ON facet (edition, name, value)")
        self.db.commit()
        self.db.execute("ANALYZE")

    def search(self, tokens: list[str], library: str, *, facets: bool, places: tuple[str, ...]) -> None:
        match = " ".join(f'"{token}"' for token in tokens)
        hits, values = self._hits(match, library)
        if places:
            tiers = ",".join(f"('{place}',{n})" for n, place in enumerate(places))
            first = (
                f"SELECT min(t.column2) FROM (VALUES {tiers}) t JOIN facet f "
                "ON f.name='at' AND f.value=t.column1 AND f.edition=hits.id"
            )
            order = f"ifnull(({first}), 999), rank"
        else:
            order = "rank"
        self.db.execute(
            f"WITH hits AS ({hits}) SELECT id FROM hits ORDER BY {order} LIMIT 20", values
        ).fetchall()
        self.db.execute(f"WITH hits AS ({hits}) SELECT count(*) FROM hits", values).fetchone()
        for name in COUNTED if facets else ():
            self.db.execute(
                f"WITH hits AS MATERIALIZED ({hits}) SELECT f.value, count(*) n FROM hits CROSS JOIN facet f "
                "ON f.edition=hits.id AND f.name=? GROUP BY 1 ORDER BY 2 DESC LIMIT 100",
                (*values, name),
            ).fetchall()

    @staticmethod
    def _hits(match: str, library: str) -> tuple[str, tuple[str, ...]]:
        held = "EXISTS (SELECT 1 FROM facet h WHERE h.name='library' AND h.value=? AND h.edition=text.rowid)"
        if match and library:
            return f"SELECT rowid id, bm25(text,3,1.5,1,.3) rank FROM text WHERE text MATCH ? AND {held}", (
                match,
                library,
            )
        if match:
            return "SELECT rowid id, bm25(text,3,1.5,1,.3) rank FROM text WHERE text MATCH ?", (match,)
        return "SELECT edition id, -edition rank FROM facet WHERE name='library' AND value=?", (library,)


Asked = tuple[str, Query, Callable[[Fts], None]]


def questions(world: World, sample: list[EditionCard], many: int) -> Iterator[Asked]:
    """(kind, our query, the same for FTS5)."""
    luck = world.luck
    places = tuple(f"{symbol}/main" for symbol in luck.sample(LIBRARIES, 40))
    for _ in range(many):
        card = luck.choice(sample)
        words = _words(card.facts.title)
        some = luck.sample(words, min(len(words), luck.randint(2, 3)))
        library = luck.choice(card.libraries)
        yield _asked("one word", [luck.choice(words)])
        yield _asked("2-3 words", some)
        yield _asked("word, library, six facets", [luck.choice(words)], library=library, facets=True)
        yield _asked("browse a library, six facets", [], library=library, facets=True)
        yield _asked("word, nearest of 40 places", [luck.choice(words)], places=places)
        yield _asked("word, 2 x 20 pages on", [luck.choice(words)], start=40)


def _words(title: str) -> list[str]:
    if title.isascii():
        return title.split()
    return [title[n : n + 2] for n in range(0, len(title) - 1, 2)]


def _asked(
    kind: str,
    words: list[str],
    *,
    library: str = "",
    facets: bool = False,
    places: tuple[str, ...] = (),
    start: int = 0,
) -> Asked:
    within = {"library": (library,)} if library else {}
    query = compiled(Ask(" ".join(words), within, "nearest" if places else "relevance", start, 20, places))
    query = replace(query, count=dict.fromkeys(COUNTED, 100) if facets else {})
    tokens = [token for text in words for token in analysed(text).grams.split()]
    return kind, query, lambda fts: fts.search(tokens, library, facets=facets, places=places)


def build(world: World, documents: int, ours: Tantivy, fts: Fts) -> tuple[list[EditionCard], float, float]:
    """A sample of the editions, seconds in our engine and in FTS5 (analysis in both)."""
    sample: list[EditionCard] = []
    spent = [0.0, 0.0]
    for start in range(0, documents, BATCH):
        cards = [world.card(id) for id in range(start + 1, min(start + BATCH, documents) + 1)]
        sample.extend(cards[:: max(1, documents // 2_000)])
        spent[0] += timed(lambda cards=cards: ours.write(map(document_of, map(Entry.of, cards))))
        spent[1] += timed(lambda cards=cards: fts.write(cards))
    spent[0] += timed(lambda: ours.commit(1))
    spent[1] += timed(fts.finish)
    return sample, spent[0], spent[1]


def timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def share(times: list[float], percent: int) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] * 1000


def measure(documents: int, many: int, seed: int) -> dict[str, object]:
    world = World(seed)
    with tempfile.TemporaryDirectory() as folder:
        ours, fts = Tantivy(Path(folder) / "index", fields.SHAPE), Fts(Path(folder) / "fts.sqlite3")
        sample, our_seconds, fts_seconds = build(world, documents, ours, fts)
        times: dict[str, tuple[list[float], list[float]]] = {}
        for kind, query, same in questions(world, sample, many):
            mine, other = times.setdefault(kind, ([], []))
            mine.append(timed(lambda query=query: ours.search(query)))
            if len(other) < max(20, many // 4):
                other.append(timed(lambda same=same: same(fts)))
        size = sum(path.stat().st_size for path in (Path(folder) / "index").rglob("*") if path.is_file())
        ours.close()
    kinds = {
        kind: {
            "p50": share(mine, 50),
            "p95": share(mine, 95),
            "fts5_p50": share(other, 50),
            "fts5_p95": share(other, 95),
            "ratio_p50": share(other, 50) / share(mine, 50),
            "ratio_p95": share(other, 95) / share(mine, 95),
        }
        for kind, (mine, other) in times.items()
    }
    return {
        "documents": documents,
        "documents_per_second": round(documents / our_seconds),
        "fts5_documents_per_second": round(documents / fts_seconds),
        "index_megabytes": round(size / 1e6, 1),
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "milliseconds": kinds,
        "machine": f"{platform.machine()} {platform.system()}, Python {platform.python_version()}",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=200_000)
    parser.add_argument("--queries", type=int, default=200, help="of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    told = measure(options.documents, options.queries, options.seed)
    if options.json:
        print(json.dumps(told, ensure_ascii=False))
        return
    kinds = told.pop("milliseconds")
    for name, value in told.items():
        print(f"{name}: {value}")
    print(
        f"{'milliseconds':32} {'p50':>8} {'p95':>8} {'FTS5 p50':>9} {'FTS5 p95':>9} {'x p50':>6} {'x p95':>6}"
    )
    for kind, row in kinds.items():
        print(
            f"{kind:32} {row['p50']:8.2f} {row['p95']:8.2f} {row['fts5_p50']:9.2f} {row['fts5_p95']:9.2f} "
            f"{row['ratio_p50']:6.1f} {row['ratio_p95']:6.1f}"
        )


if __name__ == "__main__":
    main()
