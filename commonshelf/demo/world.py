"""A made-up alliance of any size, written as files: for benchmarks, tests and trying things out.

Every edition gets a number of holders after Zipf's law, three on average: a few are everywhere,
most in one library; libraries differ as much in size. Memory does not grow with the editions.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Final

from commonshelf.demo import grammar
from commonshelf.demo.book import Book
from commonshelf.demo.desk import Desk
from commonshelf.demo.invent import NEWEST, Numbers
from commonshelf.demo.realm import citizens, to_json
from commonshelf.kernel.refusal import Refusal

MEAN_HOLDERS: Final = 3.0
SETS: Final = 0.05
ONE_ISBN: Final = 0.3
"""Share of sets whose volumes all carry the set's one ISBN."""
SAME: Final = "="
ELECTRONIC: Final = 0.06
MAKERS: Final = ("示范", "样例", "演示", "例文", "样张")
HOUSES: Final = (
    "大学",
    "人民",
    "科学",
    "教育",
    "文艺",
    "工业",
    "卫生",
    "古籍",
    "少儿",
    "经济",
    "法律",
    "农业",
)
IMPRINTS: Final = ("Press", "University Press", "House", "Technical", "Classics", "Academic")
ADJECTIVES: Final = ("Example", "Sample", "Specimen", "Placeholder", "Demonstration")
PLACES: Final = ("北京", "上海", "成都", "重庆", "南京", "西安")
CITIES: Final = ("London", "New York", "Oxford", "Sydney")


@dataclass(frozen=True, slots=True)
class World:
    """What was written. seconds: wall time."""

    folder: str
    libraries: int
    editions: int
    records: int
    seconds: float


def write_world(
    *, libraries: int, editions: int, seed: int, out: Path, report: Callable[[int], None] | None = None
) -> World:
    """libraries.json, one file a library and truth.tsv. report: told the editions done, now and then."""
    if libraries < 1 or editions < 1:
        raise Refusal("demo.empty-world", {"libraries": libraries, "editions": editions})
    began = perf_counter()
    random = Random(seed)  # noqa: S311  # repeatable on purpose
    people = citizens(libraries, random)
    try:
        out.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            truth = stack.enter_context((out / "truth.tsv").open("w", encoding="utf-8"))
            truth.write("library\tlocal_id\tedition\n")
            desks = [
                Desk(one, stack.enter_context((out / one.file).open("wb")), truth, seed) for one in people
            ]
            _fill(desks, editions, random, report)
            for desk in desks:
                desk.close()
    except OSError as error:
        raise Refusal("demo.cannot-write", {"folder": str(out), "why": error.strerror or ""}) from error
    told = {
        "libraries": [to_json(desk.citizen, desk.records) for desk in desks],
        "editions": editions,
        "seed": seed,
    }
    (out / "libraries.json").write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    records = sum(desk.records for desk in desks)
    return World(str(out), libraries, editions, records, round(perf_counter() - began, 3))


def _fill(desks: list[Desk], editions: int, random: Random, report: Callable[[int], None] | None) -> None:
    holders = _holders(len(desks))
    sizes = list(accumulate(desk.citizen.weight for desk in desks))
    for done, book in enumerate(_books(editions, random), 1):
        count = random.choices(range(1, len(desks) + 1), cum_weights=holders)[0]
        for place in _chosen(count, sizes, random):
            desks[place].add(book)
        if report and done % 5000 == 0:
            report(done)


def _holders(libraries: int) -> list[float]:
    """Cumulative weights of 1, 2, ... holders: Zipf's law with the exponent that gives the mean."""
    wanted = min(MEAN_HOLDERS, (libraries + 1) / 2)
    low, high = -2.0, 6.0
    for _ in range(60):
        middle = (low + high) / 2
        weights = [count**-middle for count in range(1, libraries + 1)]
        mean = sum(count * weight for count, weight in enumerate(weights, 1)) / sum(weights)
        low, high = (middle, high) if mean > wanted else (low, middle)
    return list(accumulate(count**-low for count in range(1, libraries + 1)))


def _chosen(count: int, sizes: list[float], random: Random) -> list[int]:
    """So many different libraries, the big ones oftener."""
    if count >= len(sizes):
        return list(range(len(sizes)))
    found: dict[int, None] = {}
    places = range(len(sizes))
    tries = 0
    while len(found) < count and tries < 20:
        found |= dict.fromkeys(random.choices(places, cum_weights=sizes, k=count - len(found)))
        tries += 1
    if len(found) < count:
        rest = [place for place in places if place not in found]
        found |= dict.fromkeys(random.sample(rest, count - len(found)))
    return list(found)


def _books(editions: int, random: Random) -> Iterator[Book]:
    """Exactly so many, numbered from 1: works one after the other with their editions and volumes."""
    numbers = Numbers()
    turn, last = 0, ""
    while True:
        turn += 1
        for book in _editions_of(grammar.work(turn, random), random):
            if numbers.next > editions:
                return
            number, own = numbers.take()
            last = last if book.isbn == SAME else own
            url = f"https://ebooks.example.org/{number}" if book.kind == "ebook" else ""
            yield book._replace(number=number, isbn="" if book.year < 1987 else last, url=url)


def _editions_of(made: grammar.Made, random: Random) -> Iterator[Book]:
    """Each is still without number and ISBN; `SAME` asks for the ISBN of the volume before."""
    year = random.randint(1980, NEWEST - 1)
    count = random.choices((1, 2, 3, 4), (70, 19, 8, 3))[0]
    volumes = (
        random.choice((("上", "下"), ("1", "2", "3"), ("上", "中", "下"))) if random.random() < SETS else ()
    )
    for edition in range(1, count + 1):
        plain = _plain(made, edition, min(year + 4 * (edition - 1), NEWEST), random)
        if volumes:
            yield from _volumes(plain, volumes if made.language == "chi" else ("1", "2"), random)
        else:
            yield plain
            if plain.year > 2008 and random.random() < ELECTRONIC:
                yield plain._replace(kind="ebook", price="")


def _volumes(plain: Book, volumes: tuple[str, ...], random: Random) -> Iterator[Book]:
    one_isbn = random.random() < ONE_ISBN
    for place, volume in enumerate(volumes):
        isbn = SAME if place and one_isbn else ""
        yield plain._replace(volume=volume, pages=random.randint(150, 500), isbn=isbn)


def _plain(made: grammar.Made, edition: int, year: int, random: Random) -> Book:
    pages = random.randint(96, 560)
    chinese = made.language == "chi"
    place = random.choice(PLACES if chinese else CITIES)
    if chinese:
        publisher = f"{random.choice(MAKERS)}{random.choice(HOUSES)}出版社"
    else:
        publisher = f"{random.choice(ADJECTIVES)} {random.choice(IMPRINTS)}"
    return Book(
        number=0,
        kind="book",
        language=made.language,
        title=made.title,
        subtitle=made.subtitle,
        makers=made.makers,
        translators=made.translators,
        edition=edition,
        place=place,
        publisher=publisher,
        year=year,
        printed=year + 2 if random.random() < 0.15 else 0,
        pages=pages,
        price=f"CNY{pages * 0.1:.2f}" if chinese else f"GBP{pages // 20}.99",
        clc=made.clc,
        subject_zh=made.subject_zh,
        subject_en=made.subject_en,
        original=made.original,
        original_language="eng" if made.original else "",
    )
