"""Invents the editions: for every real work some that never existed, from publishers that do not either."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Final

from commonshelf.demo.book import Book
from commonshelf.demo.isbn import isbn
from commonshelf.demo.tables import Publisher, publishers, subject_of, summaries
from commonshelf.demo.work import Work, works

NEWEST: Final = 2025
UNIFIED_UNTIL: Final = 1986
"""China's unified book numbers gave way to ISBN from 1987 on."""
HOW_MANY: Final = {1: (1, 1), 2: (1, 2), 3: (1, 2), 4: (2, 3), 5: (3, 5)}
CURRENCY: Final = {"eng": "GBP", "jpn": "JPY", "fre": "EUR", "rus": "RUB", "ger": "EUR", "spa": "EUR"}
SERIES: Final = {
    "I2": ("示范文学文库", "样例名家选集"),
    "I": ("演示世界名著译丛", "示范外国文学文库"),
    "R": ("样例医学教材系列",),
    "T": ("示范高职高专规划教材", "样例工科教材"),
    "U": ("示范高职高专规划教材",),
    "F": ("样例财经教材系列",),
    "G": ("样例教师教育丛书",),
    "K": ("示范史学文库",),
    "B": ("示范哲学文库",),
    "O": ("样例大学数学物理教材",),
}


class Numbers:
    """Hands out edition numbers and the ISBNs that go with them, each once."""

    def __init__(self, start: int = 1) -> None:
        self.next = start

    def take(self) -> tuple[int, str]:
        number, self.next = self.next, self.next + 1
        # 7,919 is prime to the room, so neighbours do not look like neighbours and none comes twice
        return number, isbn(number * 7_919 % 10**8)


def editions(random: Random) -> list[list[list[Book]]]:
    """Work by work, edition by edition: [the book], or [the set, volume, volume, ...]."""
    numbers = Numbers()
    return [list(_editions_of(work, numbers, random)) for work in works()]


def _editions_of(work: Work, numbers: Numbers, random: Random) -> Iterator[list[Book]]:
    count = 1 if work.kind == "serial" else random.randint(*HOW_MANY[work.fame])
    textbook = work.clc[0] in "FGOPQRTUS" and work.kind == "book" and (work.year or 0) > 1900
    years = _years(work, count, random)
    house = _publisher(work, random)
    for place, year in enumerate(years):
        if place and not textbook:
            house = _publisher(work, random)
        plain = _book(work, house, year, random)
        if textbook:
            plain = plain._replace(edition=place + 1)
        if place and work.translators:
            plain = plain._replace(translators=())
        yield _numbered(plain, work, numbers, random)
        if work.kind == "book" and work.fame > 3 and year >= 2010 and random.random() < 0.25:
            yield [_electronic(plain, numbers)]


def _years(work: Work, count: int, random: Random) -> list[int]:
    """Distinct, rising; a serial keeps its founding year."""
    if work.kind == "serial":
        return [work.year or 1980]
    first = min(max(work.year or 1979, 1979), NEWEST - count + 1)
    room = range(first, NEWEST + 1)
    # Young editions are commoner than old ones.
    found: set[int] = set()
    while len(found) < count:
        found.add(max(random.choice(room), random.choice(room)))
    return sorted(found)


def _publisher(work: Work, random: Random) -> Publisher:
    return random.choice(
        [house for house in publishers(work.language) if house.brings_out(work.clc, work.kind)]
    )


def _book(work: Work, house: Publisher, year: int, random: Random) -> Book:
    subject = subject_of(work.clc)
    pages = random.randint(90, 620) if work.kind in ("book", "score") else 0
    named = next((names for prefix, names in SERIES.items() if work.clc.startswith(prefix)), ())
    series = random.choice(named) if named and work.language == "chi" and random.random() < 0.35 else ""
    issued = "、".join(maker.name for maker in work.makers)
    return Book(
        number=0,
        kind=work.kind,
        language=work.language,
        title=work.title,
        subtitle=work.subtitle,
        makers=work.makers,
        translators=work.translators,
        place="" if work.issn else house.place,
        publisher=issued if work.issn else house.name,
        issn=work.issn,
        year=year,
        printed=year + random.randint(1, 4) if random.random() < 0.2 and year < NEWEST - 4 else 0,
        pages=pages,
        size=random.choice((19, 21, 21, 24, 26)),
        price=_price(work.language, year, pages, random),
        clc=work.clc,
        subject_zh=subject.zh,
        subject_en=subject.en,
        ddc=work.ddc or subject.ddc,
        series=series,
        summary=summaries().get((work.title, work.language), ""),
        original=work.original,
        original_language=work.original_language,
    )


def _price(language: str, year: int, pages: int, random: Random) -> str:
    if language != "chi":
        return f"{CURRENCY[language]}{8 + pages // 40}.{random.choice(('00', '50', '99'))}"
    rate = 0.005 if year < 1990 else 0.03 if year < 2005 else 0.09
    return f"CNY{max(0.5, pages * rate + random.random()):.2f}"


def _numbered(plain: Book, work: Work, numbers: Numbers, random: Random) -> list[Book]:
    """With identifiers, and taken apart into volumes where the work has them."""
    number, own = numbers.take()
    whole = plain._replace(number=number, isbn="" if plain.kind in ("serial", "kit") else own)
    if plain.language == "chi" and plain.kind == "book" and plain.year <= UNIFIED_UNTIL:
        whole = whole._replace(isbn="", unified=f"99999·{number}")
    if not work.volumes:
        return [whole]
    shared = bool(whole.unified) or random.random() < 0.4
    found = [whole._replace(of_volumes=len(work.volumes), pages=0)]
    for volume in work.volumes:
        number, own = numbers.take()
        pages = random.randint(180, 520)
        found.append(
            whole._replace(number=number, volume=volume, pages=pages, isbn=whole.isbn if shared else own)
        )
    return found


def _electronic(plain: Book, numbers: Numbers) -> Book:
    number, own = numbers.take()
    return plain._replace(
        number=number, kind="ebook", isbn=own, printed=0, url=f"https://ebooks.example.org/{number}", price=""
    )
