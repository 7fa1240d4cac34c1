"""How one library writes its records: agency, rules, bytes, and how careful it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from commonshelf.demo.book import Book

WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x30, 0x7B) if chr(code).isalnum()})


@dataclass(frozen=True, slots=True)
class Care:
    """Shares of records (0 to 1) in which a detail is lost or written another way."""

    no_isbn: float = 0.0
    isbn_hyphens: float = 0.0
    pages_off: float = 0.0
    year_of_printing: float = 0.0
    """Where there was a later printing, its year is given as the year of publication."""
    wide_letters: float = 0.0
    joined_subtitle: float = 0.0
    no_maker: float = 0.0
    short_publisher: float = 0.0


@dataclass(frozen=True, slots=True)
class Habit:
    """rules: nlc, calis, marc21 (original script), linked (romanised with 880), table.

    holdings: 905, ava, 852, 949, 952. traditional: share of Chinese records in traditional characters.
    """

    agency: str
    rules: str
    charset: str = "utf-8"
    syntax: str = "iso2709"
    holdings: str = "905"
    traditional: float = 0.0
    care: Care = field(default_factory=Care)


def as_written(book: Book, habit: Habit, random: Random) -> Book:
    """The book as this library's cataloguer happened to describe it."""
    care, chance = habit.care, random.random
    if book.isbn and chance() < care.no_isbn:
        book = book._replace(isbn="")
    if book.pages and chance() < care.pages_off:
        book = book._replace(pages=max(1, book.pages + random.choice((-6, -4, -2, 2, 3, 5, 8))))
    if book.printed and chance() < care.year_of_printing:
        book = book._replace(year=book.printed)
    if book.subtitle and chance() < care.joined_subtitle:
        book = book._replace(title=f"{book.title}：{book.subtitle}", subtitle="")
    if chance() < care.no_maker:
        book = book._replace(makers=())
    if book.language != "chi":
        return book
    if chance() < care.wide_letters:
        book = book._replace(title=book.title.translate(WIDE))
    if chance() < care.short_publisher:
        book = book._replace(publisher=book.publisher.removesuffix("出版社"))
    return book
