"""Finding, from a library's own file to the answer: real rows, a real index."""

from __future__ import annotations

import csv
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from commonshelf.catalogue import api as catalogue
from commonshelf.engine.contract import LockBusy
from commonshelf.kernel.actor import Agent
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.members.cards import Here
from commonshelf.search import api, index
from commonshelf.search.api import Answer, Ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_index")]

COLUMNS = [
    "local_id",
    "title",
    "author",
    "publisher",
    "year",
    "isbn",
    "subject",
    "clc",
    "language",
    "call_number",
    "status",
]
A = [
    ["1", "红楼梦", "曹雪芹 著", "示范出版社", "1996", "979-9-0000-0001-0", "章回小说", "I242.4", "chi", "I242.4/1", "on-shelf"],
    ["2", "红楼梦研究", "俞平伯 著", "示范出版社", "1988", "", "红学", "I207.411", "chi", "I207/2", "on-loan"],
    ["3", "Introduction to algorithms", "Cormen", "Sample Press", "2009", "", "Computer science", "TP301.6", "eng", "TP301/3", ""],
    ["4", "錢鍾書論學文選", "舒展 选编", "示范出版社", "1990", "", "", "C53", "chi", "C53/4", "on-shelf"],
    ["5", "C++程序设计", "谭浩强 著", "示范出版社", "2004", "", "C语言", "TP312", "chi", "TP312/5", "on-shelf"],
]  # fmt: skip
B = [
    ["b1", "红楼梦", "曹雪芹 著", "示范出版社", "1996", "979-9-0000-0001-0", "章回小说", "I242.4", "chi", "I/77", "on-loan"],
    ["b2", "西游记", "吴承恩 著", "示范出版社", "2001", "", "章回小说", "I242.4", "chi", "I/78", "on-shelf"],
]  # fmt: skip

Load = Callable[..., None]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    operator = members.operator(agent=Agent.CLI)

    def loaded(
        symbol: str, rows: list[list[str]], *, place: tuple[float, float] | None = None, full: bool = False
    ) -> None:
        if symbol not in {card.symbol for card in members.libraries()}:
            members.add_library(
                actor=operator, symbol=symbol, name_zh=f"{symbol}图书馆", name_en=symbol, kind="public"
            )
            members.add_branch(
                actor=operator, library=symbol, code="main", name_zh="总馆", name_en="Main", place=place
            )
        path = tmp_path / f"{symbol}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([COLUMNS, *rows])
        card = catalogue.start_load(actor=operator, library=symbol, files=[path], run_here=True, full=full)
        done = catalogue.run_load(load=card.id)
        assert (done.state, done.rejected) == ("done", 0), done.report

    return loaded


@pytest.fixture
def two(load: Load) -> None:
    load("AAA", A, place=(30.8, 106.1))
    load("BBB", B, place=(30.9, 106.2))
    api.drain()


def find(words: str = "", **more) -> Answer:
    return api.find(ask=Ask(words=words, **more), now=timezone.now())


def titles(answer: Answer) -> list[str]:
    return [card.facts.title for card in catalogue.editions(ids=answer.ids)]


def test_what(two: None) -> None:
    print(titles(find("")))
    print(find(""))
    assert titles(find("红楼梦")) == ["红楼梦", "红楼梦研究"]
