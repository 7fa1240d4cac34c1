"""The commands `search` and `reindex`, as their contract says."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from commonshelf.search import api
from commonshelf.search.tests.conftest import AAA, BBB, Load

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def answer(*words: str) -> dict:
    return json.loads(run("search", *words, "--json"))


def refused(*words: str) -> str:
    said = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("search", *words, stderr=said)
    assert ended.value.code == 1
    assert len(said.getvalue().strip().splitlines()) == 1
    return said.getvalue()


def test_what_was_just_loaded_is_found(load: Load, fresh_index: Path) -> None:
    load("AAA", AAA)
    load("BBB", BBB)
    found = answer("红楼梦")
    assert set(found) == {"total", "results", "facets", "steps", "suggestion"}
    assert found["total"] == 2
    first = found["results"][0]
    assert (first["title"], first["author"], first["year"]) == ("红楼梦", "曹雪芹", 1996)
    assert first["libraries"] == ["AAA", "BBB"]
    assert first["local_ids"] == ["AAA:1", "BBB:b1"]
    assert found["facets"]["library"] == [{"value": "AAA", "documents": 2}, {"value": "BBB", "documents": 1}]


def test_options(two: None) -> None:
    def ids(*words: str) -> list[str]:
        return [result["local_ids"][-1] for result in answer(*words)["results"]]

    assert ids("红楼梦", "--library", "BBB") == ["BBB:b1"]
    assert ids("--facet", "clc=I", "--facet", "library=AAA", "--sort", "newest") == ["BBB:b1", "AAA:2"]
    assert ids("章回小说", "--sort", "nearest", "--here", "BBB/main") == ["BBB:b2", "BBB:b1"]
    assert ids("--sort", "title", "--rows", "2", "--start", "4") == ["AAA:4", "BBB:b2"]


def test_a_file_of_questions_is_answered_line_by_line(two: None, tmp_path: Path) -> None:
    path = tmp_path / "questions.txt"
    path.write_bytes("\ufeff红楼梦\r\n\n红搂梦研究\nzzz\n".encode() + b"\xff\xfe\n" + "西游".encode())
    lines = [json.loads(line) for line in run("search", "--file", str(path)).splitlines()]
    assert [line["total"] for line in lines] == [2, 6, 1, 0, 0, 1]
    assert lines[2]["steps"][0]["code"] == "sound"
    assert lines[2]["steps"][0]["sentence"]


def test_for_people(two: None) -> None:
    said = run("search", "algoritms")
    assert "Introduction to algorithms" in said
    assert "algoritms" in said


def test_bad_questions_are_refused_in_one_sentence(two: None, tmp_path: Path) -> None:
    assert "colour" in refused("--facet", "colour=red")
    assert "price" in refused("--sort", "price")
    assert "ZZZ" in refused("--library", "ZZZ")
    assert "10000" in refused("--start", "10000")
    assert "--here" in refused("--sort", "nearest")
    assert "nothing.txt" in refused("--file", str(tmp_path / "nothing.txt"))
    with pytest.raises(CommandError):
        run("search", "--facet", "library")


def test_reindex(two: None) -> None:
    assert json.loads(run("reindex", "--json"))["editions"] == 6
    assert "6" in run("reindex")
    assert api.find(ask=api.Ask(words="红楼梦")).total == 2
