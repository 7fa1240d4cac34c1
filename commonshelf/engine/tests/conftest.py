"""Each engine in turn, empty and with books in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from commonshelf.engine.contract import SearchEngine
from commonshelf.engine.memory import Memory, Shelf
from commonshelf.engine.tantivy import Tantivy
from commonshelf.engine.tests.books import BOOKS, SHAPE, Open


@pytest.fixture(params=["memory", "tantivy"])
def open_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Each call gives another handle on the same index."""
    shelf = Shelf()
    handles: list[SearchEngine] = []

    def opened() -> SearchEngine:
        handle: SearchEngine = Memory(shelf, SHAPE) if request.param == "memory" else Tantivy(tmp_path, SHAPE)
        handles.append(handle)
        return handle

    yield opened
    for handle in handles:
        handle.close()


@pytest.fixture
def engine(open_engine: Open) -> SearchEngine:
    made = open_engine()
    made.write(BOOKS)
    made.commit(7)
    return made
