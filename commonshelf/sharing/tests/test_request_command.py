"""`commonshelf request`: place, show, act."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command

from commonshelf.loans.testing import card_number
from commonshelf.sharing.models import PatronRequest
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
    for words in (("show", "Q0"), ("act", "Q0", "cancel")):
        assert refused(*words)["refused"] == "sharing.no-such-request"
    number = card_number(world.shelves.readers.student)
    lacking = refused("place", "--card", number, "--kind", "Article", "--cite", "title=On tea", "--agreed")
    assert lacking["refused"] == "sharing.incomplete"
    assert "pages" in lacking["facts"]["citation_fields"]
    with pytest.raises(CommandError):
        run("act", made["number"], "renew", "--fact", "due_date=tomorrow")


def test_what_cannot_be_done_now_is_answered_with_what_can(world):
    made = ask(world)
    assert {"will-supply", "cannot-supply", "cancel"} <= {*made["steps"]}
    for action in ("ship", "fly"):
        told = refused("act", made["number"], action)
        assert told["facts"]["possible"].split() == made["steps"]
        assert "Steps that can be taken now: cancel will-supply" in told["sentence"]
    stale = refused("act", made["number"], "will-supply", "--version", 1)
    assert stale["facts"]["version"] == made["version"]
    run("act", made["number"], "cancel")
    assert "none any more, it has ended" in refused("act", made["number"], "ship")["sentence"]


def test_the_same_key_again_has_no_second_effect(world):
    made = ask(world)
    once = ("act", made["number"], "will-supply", "--version", made["version"], "--key", "k")
    assert run(*once) == run(*once)


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (("--edition", 99_999), "sharing.no-such-edition", "no edition with the number 99999"),
        (("--pickup", "EAST/attic"), "sharing.no-such-place", "no “EAST/attic” to fetch it at"),
        (("--pickup", "MOON"), "sharing.no-such-place", "EAST"),
        (("--kind", "Poem"), "sharing.bad-choice", "“Poem” is none of the choices: Book, Article"),
        (("--supplier", "MOON"), "sharing.bad-choice", "“MOON” is none of the choices"),
        (("--most", -5), "sharing.bad-amount", "between 0 and"),
        (("--needed", "2001-01-01"), "sharing.needed-past", "wanted by 2001-01-01, but today is"),
        (("--needed", "9999-12-31"), "sharing.needed-far", "more than a year away"),
        (("--card", "0"), "cards.no-such-card", "No card"),
    ],
)
def test_what_cannot_be_placed_is_said_with_the_choices_there_are(world, more, code, said):
    number = card_number(world.shelves.readers.student)
    told = refused("place", "--card", number, "--edition", world.shelves.editions["W2"], *more)
    assert told["refused"] == code
    assert said in told["sentence"]
    assert "[" not in told["sentence"]
    assert not PatronRequest.objects.exists()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ((), "--edition ID, or --cite title="),
        (("--cite", "titel=Tea"), "no “titel”; choose one of these: title, author"),
        (("--cite", "title"), "NAME=VALUE"),
    ],
)
def test_what_is_mistyped_is_said(world, more, said):
    number = card_number(world.shelves.readers.student)
    with pytest.raises(CommandError, match=said):
        run("place", "--card", number, *more)
    with pytest.raises(CommandError, match="no “colour”; choose one of these"):
        run("act", "Q1", "ship", "--fact", "colour=red")
