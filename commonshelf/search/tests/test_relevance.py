"""Known items: a reader who half remembers a title finds it on the first page (search.md 4).

A small part of benchmarks/known_items.py, with its floors; the whole is run with other figures.
"""

from __future__ import annotations

import random

import pytest

from benchmarks import known_items
from benchmarks.known_items import WAYS, Book
from commonshelf.conftest import shared_data
from commonshelf.engine.tantivy import Tantivy
from commonshelf.search.domain.analysis import key
from commonshelf.search.domain.query import Ask, compiled

TITLES, ASKED, SEED = 4_000, 60, 7
FIRST = 0.85
"""Mean reciprocal rank: the item is nearly always the first one."""


@pytest.fixture(scope="module")
def books() -> list[Book]:
    for name in ("douban-titles/titles.csv.gz", "douban-booklists/books.csv.gz"):
        shared_data(f"data/{name}")
    return known_items.books(TITLES, SEED)


@pytest.fixture(scope="module")
def engine(books: list[Book], tmp_path_factory: pytest.TempPathFactory) -> Tantivy:
    return known_items.indexed(books, tmp_path_factory.mktemp("index"))


@pytest.mark.shared
@pytest.mark.parametrize("name", list(WAYS))
def test_half_remembered_titles_are_on_the_first_page(name: str, books: list[Book], engine: Tantivy) -> None:
    told = list(known_items.asked(engine, books, WAYS[name], ASKED, SEED))
    figures = known_items.row(told)
    assert figures["queries"] == ASKED
    assert figures["found"] >= WAYS[name].found
    assert figures["nothing"] <= WAYS[name].nothing
    assert figures["mrr"] >= (FIRST if WAYS[name].found > 0.9 else 0.7)


@pytest.mark.shared
def test_the_exact_title_comes_first(books: list[Book], engine: Tantivy) -> None:
    for book in random.Random(SEED).sample(books, 200):
        if key(book.title):
            first = engine.search(compiled(Ask(book.title))).ids[:1]
            assert first
            assert key(books[first[0] - 1].title) == key(book.title)


@pytest.mark.shared
def test_a_question_cut_short_is_found_less_often(books: list[Book], engine: Tantivy) -> None:
    """The measure itself can turn red."""
    one = known_items.Way(lambda book, _: book.run[:1], lambda book: len(book.run) > 3)
    told = list(known_items.asked(engine, books, one, ASKED, SEED))
    assert known_items.row(told)["found"] < 0.7
