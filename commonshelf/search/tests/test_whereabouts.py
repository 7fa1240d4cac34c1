"""A library's main branch or region changes: its editions follow, whoever writes the index."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonshelf.engine.contract import Count
from commonshelf.kernel.actor import Agent
from commonshelf.members import api as members
from commonshelf.search import api, index, whereabouts
from commonshelf.search.api import Ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("two")]
EAST = {"region_zh": "东区", "region_en": "East"}


def operator():
    return members.operator(agent=Agent.CLI)


def counts(facet: str) -> list[Count]:
    return list(api.find(ask=Ask()).facets[facet])


def marks() -> dict[int, int]:
    return index.engine().marks(list(api.find(ask=Ask(rows=100)).ids))


def test_another_main_branch_answers_for_copies_that_name_none(fresh_index: Path) -> None:
    assert counts("branch") == [Count("AAA/main", 5), Count("BBB/main", 2)]
    before = marks()
    members.add_branch(actor=operator(), library="BBB", code="new", name_zh="新馆", name_en="New", main=True)
    assert counts("branch") == [Count("AAA/main", 5), Count("BBB/main", 2)], "nobody has indexed yet"
    assert api.drain() == 2
    assert counts("branch") == [Count("AAA/main", 5), Count("BBB/new", 2)]
    assert marks() == before, "the catalogue did not change"
    assert list(api.problems()) == []
    assert api.drain() == 0


def test_another_region(fresh_index: Path) -> None:
    assert counts("region") == []
    members.set_library(actor=operator(), symbol="AAA", fields=EAST)
    assert api.drain() == 5
    assert counts("region") == [Count("东区", 5)]
    assert api.find(ask=Ask(facets={"region": ("东区",)})).total == 5


def test_a_library_without_editions_changes_nothing(fresh_index: Path) -> None:
    members.add_library(actor=operator(), symbol="CCC", kind="public", name_zh="三", name_en="Three")
    members.add_branch(actor=operator(), library="CCC", code="main", name_zh="总馆", name_en="Main")
    assert api.drain() == 0


def test_an_index_made_anew_knows_what_it_was_made_with(fresh_index: Path) -> None:
    members.set_library(actor=operator(), symbol="AAA", fields=EAST)
    api.reindex()
    assert whereabouts.written(fresh_index) == whereabouts.now()
    assert counts("region") == [Count("东区", 5)]
    assert api.drain() == 0


def test_a_spoilt_note_of_it_is_written_again(fresh_index: Path) -> None:
    (fresh_index / "whereabouts.json").write_text("{", encoding="utf-8")
    assert whereabouts.written(fresh_index) is None
    members.set_library(actor=operator(), symbol="AAA", fields=EAST)
    api.reindex()
    assert whereabouts.written(fresh_index) == whereabouts.now()
