"""`commonshelf request`: place, show, act."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command

from commonshelf.loans.testing import card_number
from commonshelf.sharing.testing import desks


@pytest.fixture
def world(db, monkeypatch):
    monkeypatch.setenv("COMMONSHELF_LANG", "en")
    return desks()


def run(*words: object) -> dict:
    out = io.StringIO()
    call_command("request", *map(str, words), "--json", stdout=out)
    return json.loads(out.getvalue())


def refused(*words: object) -> dict:
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("request", *map(str, words), "--json", stdout=out)
    return json.loads(out.getvalue())


def ask(world, *more: object) -> dict:
    number = card_number(world.shelves.readers.student)
    edition = world.shelves.editions["W2"]
    return run("place", "--card", number, "--edition", edition, "--pickup", "EAST/main", *more)


def test_a_request_is_placed_shown_and_moved(world):
    made = ask(world, "--key", "once")
    assert (made["state"], made["supplier"], made["attempt"]) == ("asked", "WEST", 1)
    assert ask(world, "--key", "once")["number"] == made["number"]
    done = run("act", made["number"], "will-supply", "--version", made["version"])
    assert (done["state"], done["next"]["who"]) == ("will-supply", "supplier")
    shown = run("show", made["number"])
    assert [one["action"] for one in shown["history"]] == ["place", "ask", "will-supply"]
    out = io.StringIO()
    call_command("request", "show", made["number"], stdout=out)
    assert made["number"] in out.getvalue()
    assert "will-supply" in out.getvalue()
    assert "周小雨" not in json.dumps(shown, ensure_ascii=False)


def test_what_does_not_go_is_said_with_a_code(world):
    made = ask(world)
    assert refused("act", made["number"], "hand-out")["refused"] == "sharing.step"
    assert refused("act", made["number"], "will-supply", "--version", 999)["refused"] == "sharing.changed"
    assert refused("show", "Q0")["refused"] == "absent"
    number = card_number(world.shelves.readers.student)
    lacking = refused("place", "--card", number, "--kind", "Article", "--cite", "title=On tea", "--agreed")
    assert lacking["refused"] == "sharing.incomplete"
    assert "pages" in lacking["facts"]["citation_fields"]
    with pytest.raises(CommandError):
        run("act", made["number"], "renew", "--fact", "due_date=tomorrow")
