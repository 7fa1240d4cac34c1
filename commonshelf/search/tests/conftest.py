"""Two small libraries, loaded from their own files."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings

from commonshelf.catalogue import api as catalogue
from commonshelf.kernel.actor import Agent
from commonshelf.members import api as members
from commonshelf.news.testing import built_once, own_folder
from commonshelf.search import api

COLUMNS = "local_id,title,author,publisher,year,isbn,subject,clc,language,call_number,status"
AAA = """
1,红楼梦,曹雪芹 著,示范出版社,1996,979-9-0000-0001-0,章回小说,I242.4,chi,I242.4/1,on-shelf
2,红楼梦研究,俞平伯 著,示范出版社,1988,,红学,I207.411,chi,I207/2,on-loan
3,Introduction to algorithms,Cormen,Sample Press,2009,,Computer science,TP301.6,eng,TP301/3,
4,錢鍾書論學文選,舒展 选编,示范出版社,1990,,,C53,chi,C53/4,on-shelf
5,C++程序设计,谭浩强 著,示范出版社,2004,,C语言,TP312,chi,TP312/5,on-shelf
"""
BBB = """
b1,红楼梦,曹雪芹 著,示范出版社,1996,979-9-0000-0001-0,章回小说,I242.4,chi,I/77,on-loan
b2,西游记,吴承恩 著,示范出版社,2001,,章回小说,I242.4,chi,I/78,on-shelf
"""
PLACES = {"AAA": (30.8, 106.1), "BBB": (30.9, 106.2)}

Load = Callable[..., None]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    return partial(load_rows, tmp_path)


def load_rows(folder: Path, symbol: str, rows: str, *, full: bool = False) -> None:
    """Load rows (CSV without its header) as a member's file; full: what is not in it is taken out."""
    operator = members.operator(agent=Agent.CLI)
    if symbol not in {card.symbol for card in members.libraries()}:
        names = {"name_zh": f"{symbol}图书馆", "name_en": f"{symbol} Library"}
        members.add_library(actor=operator, symbol=symbol, kind="public", **names)
        place = {"name_zh": "总馆", "name_en": "Main", "place": PLACES.get(symbol)}
        members.add_branch(actor=operator, library=symbol, code="main", **place)
    path = folder / f"{symbol}.csv"
    path.write_text(f"{COLUMNS}\n{rows.strip()}\n", encoding="utf-8")
    card = catalogue.start_load(actor=operator, library=symbol, files=[path], run_here=True, full=full)
    done = catalogue.run_load(load=card.id)
    assert (done.state, done.rejected) == ("done", 0), done.report


@pytest.fixture
def two(db: None, fresh_index: Path) -> None:
    """AAA and BBB, indexed."""
    loaded_and_indexed()


@partial(built_once, beside=lambda: Path(settings.INDEX_FOLDER))
def loaded_and_indexed() -> None:
    load_rows(own_folder(), "AAA", AAA)
    load_rows(own_folder(), "BBB", BBB)
    api.drain()
