"""`commonshelf card`: create, block, show."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command

from commonshelf.cards import testing
from commonshelf.news.testing import events


@pytest.fixture
def readers(db, monkeypatch) -> testing.Readers:
    monkeypatch.setenv("COMMONSHELF_LANG", "en")
    return testing.readers()


def run(*words: str) -> dict:
    out = io.StringIO()
    call_command("card", *words, "--json", stdout=out)
    return json.loads(out.getvalue())


def refused(capsys, *words: str) -> dict:
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("card", *words, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_a_reader_is_registered_shown_and_blocked(readers, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(testing.an_id_number() + "\n"))
    made = run("create", "--library", "EAST", "--group", "undergraduate", "--name-zh", "陈晨")
    assert (made["home"], made["kind"], len(made["code"])) == ("EAST", "student", 8)
    blocked = run("block", made["card"], "--library", "EAST", "--reason", "fees", "--service", "borrow")
    shown = run("show", made["card"])
    assert [one["block"] for one in shown["blocks"]] == [blocked["block"]]
    assert events(kind="cards.look", person="").count() == 1


def test_what_does_not_go_is_said_with_a_code(readers, capsys):
    told = ("create", "--library", "EAST", "--group", "undergraduate", "--name-zh", "陈晨")
    assert refused(capsys, *told, "--number", "511302199005170010")["refused"] == "cards.bad-proof"
    assert refused(capsys, "show", "2000000000008")["refused"] == "cards.no-such-card"
    assert "sentence" in refused(capsys, "show", "2000000000000")


def test_a_library_nobody_has_is_named_as_such(readers, capsys):
    told = ("create", "--library", "NOWHERE", "--group", "undergraduate", "--name-zh", "陈晨")
    assert refused(capsys, *told)["refused"] == "members.no-such-library"
    number = readers.student.card.number
    blocked = refused(capsys, "block", number, "--library", "NOWHERE", "--reason", "fees")
    assert "NOWHERE" in blocked["sentence"]
