"""A reader of a small alliance with four books on its shelves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings

from commonshelf.catalogue import testing as files
from commonshelf.members import testing
from commonshelf.members.testing import Cast
from commonshelf.news.testing import built_once
from commonshelf.search import api as search
from commonshelf.search.api import Ask

TITLES = ("边城", "茶馆", "子夜", "家")


@dataclass(frozen=True)
class Shelf:
    """people, and title -> edition."""

    people: Cast
    ids: dict[str, int]


@pytest.fixture
def shelf(fresh_index: Path) -> Shelf:
    return four_books()


@partial(built_once, beside=lambda: Path(settings.INDEX_FOLDER))
def four_books() -> Shelf:
    people = testing.cast()
    records = [files.marc(f"e{n}", title, "某人", files.copy(f"B{n}")) for n, title in enumerate(TITLES)]
    files.load(*records, library="EAST")
    search.drain()
    return Shelf(people, {title: search.find(ask=Ask(words=title)).ids[0] for title in TITLES})
