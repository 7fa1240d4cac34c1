"""Our engine, SQLite FTS5 and PostgreSQL over the same editions and questions, in one run.

    .venv/bin/python benchmarks/search.py DIR [--editions 500000] [--libraries 81] [--queries 300]

DIR keeps a made-up alliance (`world`, loaded by its own commands once, then used again; 500,000
editions are some 1.5 million records). Prints p50, p95 and p99 in milliseconds from a compiled question
to ids, total and facet counts, beside the figure to reach, and how many times longer the others take.
Questions are drawn from random editions, so frequent words are asked for often. All engines get the
tokens of search/domain/analysis.py. PostgreSQL runs in DIR on a socket of its own, as somebody without
rights; without it that column is left out and said so.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alliance import ROOT, command, loaded, share

if TYPE_CHECKING:
    from other_engines import Fts, Postgres, Question

    from commonshelf.catalogue.cards import Entry

BARS = {
    "word, library, six facets": 15.0,
    "a library browsed, six facets": 30.0,
    "word, two kinds chosen, six facets": 45.0,
    "word, two libraries chosen, six facets": 45.0,
    "suggestions while typing": 5.0,
}
BATCH = 2_000
SAMPLE = 4_000
FEWER = 5
"""The others are asked every so many questions: they take that much longer."""


def set_up(home: Path) -> None:
    os.environ.update(COMMONSHELF_HOME=str(home), DJANGO_SETTINGS_MODULE="commonshelf.site.settings")
    sys.path.insert(0, str(ROOT))
    import django  # late: it reads which data folder is meant

    django.setup()


def entries() -> Iterator[list[Entry]]:
    from commonshelf.catalogue import api as catalogue  # late, as above

    stamp = 0
    while changes := catalogue.editions_changed_since(stamp=stamp, limit=BATCH):
        stamp = changes[-1].stamp
        yield [change.entry for change in changes if change.entry]


def build(others: Sequence[Fts | Postgres]) -> tuple[list[Entry], int, dict[str, float]]:
    """A sample of the editions, how many there are, and how long each engine took to take them all."""
    from commonshelf.search import whereabouts  # late, as above
    from commonshelf.search.feed import document_of

    luck, sample, count = random.Random(1), [], 0
    spent = dict.fromkeys((other.name for other in others), 0.0)
    known = whereabouts.now()
    for batch in entries():
        documents = [document_of(entry, 0, known) for entry in batch]
        count += len(batch)
        sample.extend(luck.sample(batch, min(len(batch), 50)))
        for other in others:
            spent[other.name] += timed(lambda other=other, documents=documents: other.write(documents))
    for other in others:
        spent[other.name] += timed(other.finish)
    return luck.sample(sample, min(len(sample), SAMPLE)), count, spent


def questions(sample: list[Entry], symbols: list[str], many: int, seed: int) -> Iterator[Question]:
    from other_engines import Question  # late: it needs the rooms

    luck = random.Random(seed)
    places = tuple(f"{symbol}/main" for symbol in luck.sample(symbols, min(40, len(symbols))))
    told = [entry for entry in sample if words_of(entry)]
    for _ in range(many):
        entry = luck.choice(told)
        words = words_of(entry)
        word, some = luck.choice(words), " ".join(luck.sample(words, min(len(words), luck.randint(2, 3))))
        library, other = luck.choice(entry.libraries), luck.choice(symbols)
        yield Question("one word", word)
        yield Question("2-3 words", some)
        yield Question("word, library, six facets", word, within={"library": (library,)}, counted=True)
        yield Question("a library browsed, six facets", within={"library": (library,)}, counted=True)
        chosen = {"format": (entry.said.format or "book", "serial")}
        yield Question("word, two kinds chosen, six facets", word, within=chosen, counted=True)
        chosen = {"library": tuple({library, other})}
        yield Question("word, two libraries chosen, six facets", word, within=chosen, counted=True)
        yield Question("word, nearest of 40 places", word, places=places)
        yield Question("word, 2 x 20 results on", word, start=40)
        yield Question("suggestions while typing", word[: luck.randint(1, 4)])


def words_of(entry: Entry) -> list[str]:
    title = "".join(entry.said.title)
    if title.isascii():
        return title.split()
    return [title[place : place + 2] for place in range(0, len(title) - 1, 2) if title[place].isalnum()]


def tokens_of(words: str) -> tuple[str, ...]:
    from commonshelf.search.domain.analysis import analysed  # late: it needs the rooms

    return tuple(dict.fromkeys(analysed(words).grams.split()))


def ours(one: Question) -> Callable[[], object]:
    """The question, compiled; what is timed is the answer."""
    from other_engines import COUNTED  # late: it needs the rooms

    from commonshelf.search import index, suggesting  # late, as above
    from commonshelf.search.domain.query import Ask, compiled  # late, as above

    if one.kind.startswith("suggestions"):
        return lambda: suggesting.suggestions(one.words)
    sort = "nearest" if one.places else "relevance"
    query = compiled(Ask(one.words, dict(one.within), sort, one.start, 20, one.places))
    query = replace(query, count=dict.fromkeys(COUNTED, 100) if one.counted else {})
    return lambda: index.engine().search(query)


def agreement(asked: Sequence[Question], other: Fts) -> str:
    """Whether both answer the same: of the questions in words alone, how many have the same total."""
    plain = {"one word", "2-3 words"}
    told = [one for one in asked if one.kind in plain and one.tokens][:100]
    same = sum(getattr(ours(one)(), "total", -1) == other.total(one) for one in told)
    return f"{same} of {len(told)}"


def timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def first_times(asked: list[Question]) -> list[Question]:
    """A library's counts are kept until the next commit, so its first browsing is told apart."""
    seen, made = set[str](), []
    for one in asked:
        if one.kind.startswith("a library") and (symbol := one.within["library"][0]) not in seen:
            seen.add(symbol)
            made.append(replace(one, kind=f"{one.kind}, first time"))
        else:
            made.append(one)
    return made


def measure(folder: Path, given: argparse.Namespace) -> dict[str, Any]:
    from other_engines import Fts, Postgres, server  # late: it needs the rooms

    from commonshelf.members import api as members  # late, as above

    scratch = folder / "others"
    shutil.rmtree(scratch, ignore_errors=True)
    (scratch / "pg").mkdir(parents=True)
    programs = server()
    if programs is None:
        print("PostgreSQL is not installed (apt install postgresql): left out.", file=sys.stderr)
    others = [Fts(scratch), *([Postgres(scratch / "pg", programs)] if programs else [])]
    try:
        sample, count, spent = build(others)
        symbols = [library.symbol for library in members.libraries()]
        asked = first_times(list(questions(sample, symbols, given.queries, given.seed)))
        asked = [replace(one, tokens=tokens_of(one.words)) for one in asked]
        agreed = agreement(asked, others[0])
        times: dict[str, dict[str, list[float]]] = {}
        for one in asked:
            times.setdefault(one.kind, {}).setdefault("ours", []).append(timed(ours(one)))
        fewer = [one for place, one in enumerate(asked) if place // 9 % FEWER == 0]
        fewer = [one for one in fewer if not one.kind.startswith("suggestions")]
        for other in others:
            for one, seconds in zip(fewer, other.ask(fewer), strict=True):
                times[one.kind].setdefault(other.name, []).append(seconds)
    finally:
        for other in others:
            other.close()
        shutil.rmtree(scratch, ignore_errors=True)
    return {
        "editions": count,
        "libraries": len(symbols),
        "same_total_as_fts5": agreed,
        "taken_per_second": {name: round(count / seconds) for name, seconds in spent.items()},
        "milliseconds": {kind: row(kind, by_engine) for kind, by_engine in times.items()},
        "machine": f"{os.cpu_count()} cores {platform.machine()}, load {os.getloadavg()[0]:.1f}",
    }


def row(kind: str, by_engine: dict[str, list[float]]) -> dict[str, Any]:
    told: dict[str, Any] = {"questions": len(by_engine["ours"])}
    bar = BARS.get(kind.removesuffix(", first time"))
    for name, times in by_engine.items():
        told[name] = {f"p{percent}": round(share(times, percent) * 1000, 2) for percent in (50, 95, 99)}
    for name in by_engine.keys() - {"ours"}:
        told[f"{name} times p95"] = round(share(by_engine[name], 95) / share(by_engine["ours"], 95), 1)
    if bar:
        told |= {"bar": bar, "kept": told["ours"]["p95"] <= bar}
    return told


def show(told: dict[str, Any]) -> None:
    print(f"{told['editions']:,} editions, {told['libraries']} libraries; {told['machine']}")
    print(f"taken a second: {told['taken_per_second']}; same total: {told['same_total_as_fts5']} questions")
    names = ("ours", "FTS5", "PostgreSQL")
    head = "".join(f"{name + ' p50/p95/p99':>26}" for name in names)
    print(f"{'milliseconds':44}{head}{'bar p95':>9}{'x FTS5':>8}{'x PG':>7}")
    for kind, line in told["milliseconds"].items():
        cells = "".join(
            f"{' / '.join(f'{value:g}' for value in line[name].values()) if name in line else '—':>26}"
            for name in names
        )
        bar = f"{line['bar']:g} {'ok' if line['kept'] else 'NO'}" if "bar" in line else ""
        ratios = [f"{line.get(f'{name} times p95', '—')}" for name in names[1:]]
        print(f"{kind:44}{cells}{bar:>9}{ratios[0]:>8}{ratios[1]:>7}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="keeps the alliance; some GB for 500,000 editions")
    parser.add_argument("--editions", type=int, default=500_000)
    parser.add_argument("--libraries", type=int, default=81)
    parser.add_argument("--queries", type=int, default=300, help="of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    folder = given.folder.resolve()
    home = loaded(folder, libraries=given.libraries, editions=given.editions, seed=1)
    command(home, "reindex")  # by today's program, which may make documents otherwise than when it was loaded
    set_up(home)
    told = measure(folder, given)
    if given.json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        show(told)
    if not all(line.get("kept", True) for line in told["milliseconds"].values()):
        sys.exit(1)


if __name__ == "__main__":
    main()
