"""The small alliance with pairs in doubt: one ISBN on two records whose years lie one apart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.testing import copy, load, marc
from commonshelf.members import api as members
from commonshelf.members import testing

ISBNS = ["9787300000015", "9787300000022", "9787300000039", "9787300000046"]
TITLES = ["机械制图", "电工基础", "护理学导论", "会计学原理"]


@pytest.fixture
def cast(db: None, tmp_path: Path, settings: LazySettings) -> testing.Cast:
    settings.COMMONSHELF_HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    return testing.cast()


def pairs(count: int) -> list[int]:
    """So many pairs in doubt, nearest first: EAST's record and WEST's of each title."""
    told = list(zip(TITLES, ISBNS, strict=True))[:count]
    load(*(marc(f"e{n}", t, "张三", copy(f"E{n}"), isbn=i, year="2008") for n, (t, i) in enumerate(told)))
    load(*(marc(f"w{n}", t, "张三", isbn=i, year="2009") for n, (t, i) in enumerate(told)), library="WEST")
    found, total = catalogue.doubts(actor=members.operator())
    assert total == count, "these records no longer fall between the thresholds: choose others"
    return [card.id for card in found]


@pytest.fixture
def doubt(cast: testing.Cast) -> int:
    return pairs(1)[0]


def signed_in(who: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(testing.user(who), backend="django.contrib.auth.backends.ModelBackend")
    return client


def fields(answer: object) -> dict[str, str]:
    """What the decision's form would send, without a verdict."""
    text = answer.content.decode()
    form = text[text.index('<div class="decide') :]
    return {name: re.search(rf'name="{name}" value="([^"]*)"', form)[1] for name in ("key", "version")}
