"""Known items: a reader who half remembers a title finds it on the first page (search.md 4)."""

from __future__ import annotations

import csv
import gzip
import random
import re
from collections.abc import Callable

import pytest
from opencc import OpenCC

from commonshelf.catalogue.cards import EditionCard, Entry, Member
from commonshelf.catalogue.domain.facts import Facts
from commonshelf.conftest import shared_data
from commonshelf.engine.tantivy import Tantivy
from commonshelf.search.domain import fields
from commonshelf.search.domain.analysis import key
from commonshelf.search.domain.query import Ask, compiled
from commonshelf.search.feed import document_of
from commonshelf.search.tests.test_feed import NOW

TITLES, ASKED, SEED = 5_000, 600, 7
FLOOR = 0.97
FIRST = 0.90
"""Mean reciprocal rank: the item is nearly always the first one."""
_HAN = re.compile("[\u4e00-\u9fff]+")
_traditional = OpenCC("s2t").convert

Way = Callable[[str, random.Random], str]
WAYS: dict[str, Way] = {
    "prefix": lambda run, luck: run[: luck.randint(4, min(8, len(run)))],
    "inner word left out": lambda run, _: run[: len(run) // 2 - 1] + run[len(run) // 2 + 1 :],
    "run together": lambda run, _: run[:2] + run[-3:],
    "swapped": lambda run, _: run[len(run) // 2 :] + run[: len(run) // 2],
    "traditional": lambda run, _: _traditional(run),
    "spaced": lambda run, _: f"{run[:2]} {run[2:4]} {run[4:]}",
}


@pytest.fixture(scope="module")
def titles() -> list[str]:
    path = shared_data("data/douban-titles/titles.csv.gz")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        found = list(dict.fromkeys(row["Title"] for row in csv.DictReader(file)))
    random.Random(SEED).shuffle(found)
    return found[:TITLES]


@pytest.fixture(scope="module")
def engine(titles: list[str], tmp_path_factory: pytest.TempPathFactory) -> Tantivy:
    made = Tantivy(tmp_path_factory.mktemp("index"), fields.SHAPE)

    def card(id: int, title: str) -> EditionCard:
        facts = Facts("cnmarc", title)
        return EditionCard(id, None, facts, (Member(id, "A", f"r{id}", facts, (), NOW),), ())

    made.write(document_of(Entry.of(card(id, title))) for id, title in enumerate(titles, 1))
    made.commit(1)
    made.close()
    return made


@pytest.mark.shared
@pytest.mark.parametrize("way", list(WAYS))
def test_half_remembered_titles_are_on_the_first_page(way: str, titles: list[str], engine: Tantivy) -> None:
    luck = random.Random(SEED)
    places: list[int] = []
    for id in luck.sample(range(1, len(titles) + 1), ASKED):
        run = max(_HAN.findall(titles[id - 1]), key=len, default="")
        if len(run) < 6:
            continue
        ids = engine.search(compiled(Ask(WAYS[way](run, luck)))).ids
        places.append(ids.index(id) + 1 if id in ids else 0)
    assert len(places) > 200
    assert sum(map(bool, places)) / len(places) >= FLOOR
    assert sum(1 / place for place in places if place) / len(places) >= FIRST


@pytest.mark.shared
def test_the_exact_title_comes_first(titles: list[str], engine: Tantivy) -> None:
    luck = random.Random(SEED)
    keys = [key(title) for title in titles]
    for id in luck.sample(range(1, len(titles) + 1), 200):
        if keys[id - 1]:
            first = engine.search(compiled(Ask(titles[id - 1]))).ids[:1]
            assert first
            assert keys[first[0] - 1] == keys[id - 1], titles[id - 1]
