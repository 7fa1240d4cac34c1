"""The small alliance with one record at each library, joined into one edition."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.testing import copy, load, marc
from commonshelf.members import testing
from commonshelf.news.testing import built_once

ISBN = "9787020002207"


@pytest.fixture
def cast(db: None, tmp_path: Path, settings: LazySettings) -> testing.Cast:
    settings.COMMONSHELF_HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    return testing.cast()


@dataclass(frozen=True)
class Shelf:
    """ours and theirs: the records of EAST and WEST in one edition; alone: one of WEST only."""

    cast: testing.Cast
    ours: int
    theirs: int
    edition: int
    alone: int


@pytest.fixture
def shelf(cast: testing.Cast) -> Shelf:
    ours, theirs, edition, alone = numbers()
    return Shelf(cast, ours, theirs, edition, alone)


@built_once
def numbers() -> tuple[int, int, int, int]:
    """Of what lies on the shelf, in its order."""
    load(marc("1", "红楼梦", "曹雪芹", copy("E0001"), isbn=ISBN))
    load(
        marc("9", "红楼梦", "曹雪芹", copy("W1"), isbn=ISBN),
        marc("8", "城南旧事", "林海音", copy("W2"), isbn="9787533910037", year="1983"),
        library="WEST",
    )
    (card,) = catalogue.by_isbn(isbn=ISBN)
    (alone,) = catalogue.by_isbn(isbn="9787533910037")
    records = {member.library: member.record for member in card.members}
    return records["EAST"], records["WEST"], card.id, alone.members[0].record


def signed_in(who: str) -> Client:
    client = Client()
    client.force_login(testing.user(who), backend="django.contrib.auth.backends.ModelBackend")
    return client
