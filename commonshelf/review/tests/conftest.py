"""The small alliance with pairs in doubt: a work, and a volume of it under the same ISBN."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.testing import copy, data, load, marc
from commonshelf.members import api as members
from commonshelf.members import testing
from commonshelf.news.testing import built_once
from commonshelf.wire.marc.record import Marc

ISBNS = ["9787300000015", "9787300000022", "9787300000039", "9787300000046"]
TITLES = ["机械制图", "电工基础", "护理学导论", "会计学原理"]


@pytest.fixture
def cast(db: None, tmp_path: Path, settings: LazySettings) -> testing.Cast:
    settings.COMMONSHELF_HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    return testing.cast()


def east(n: int, **more: str) -> Marc:
    """EAST's record of the title: it says nothing of a volume."""
    return marc(f"e{n}", TITLES[n], "张三", copy(f"E{n}"), isbn=ISBNS[n], **more)


def west(n: int, volume: str = "上册", **more: str) -> Marc:
    """WEST's record of it: a volume of it, so that only people may join the two."""
    part = (data("245", ("a", TITLES[n]), ("n", volume), ind="10"),) if volume else ()
    made = marc(f"w{n}", TITLES[n], "张三", *part, isbn=ISBNS[n], **more)
    return made._replace(fields=tuple(f for f in made.fields if f.tag != "245") + part) if part else made


def pairs(count: int) -> list[int]:
    """So many pairs in doubt, nearest first."""
    load(*map(east, range(count)))
    load(*map(west, range(count)), library="WEST")
    found, total = catalogue.doubts(actor=members.operator())
    assert total == count, "these records no longer fall between the thresholds: choose others"
    return [card.id for card in found]


@built_once
def one_pair() -> int:
    return pairs(1)[0]


@pytest.fixture
def doubt(cast: testing.Cast) -> int:
    return one_pair()


def signed_in(who: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(testing.user(who), backend="django.contrib.auth.backends.ModelBackend")
    return client


def fields(answer: object) -> dict[str, str]:
    """What the decision's form would send, without a verdict."""
    text = answer.content.decode()
    form = text[text.index('<div class="decide') :]
    return {name: re.search(rf'name="{name}" value="([^"]*)"', form)[1] for name in ("key", "version")}


def unmarked(answer: object) -> str:
    """The page's text without its language marks."""
    return re.sub(r'<span lang="[^"]*">([^<]*)</span>', r"\1", answer.content.decode())
