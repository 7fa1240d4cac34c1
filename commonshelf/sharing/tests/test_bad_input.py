"""What goes wrong when things are asked for, over the pages and at the command line.

Each ends in a sentence with a next step, and the request lives on or has come to its end.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from commonshelf.catalogue.testing import copy, load, marc
from commonshelf.delivery.testing import a_pdf
from commonshelf.loans.testing import card_number
from commonshelf.members import api as members
from commonshelf.members.testing import user
from commonshelf.sharing import api
from commonshelf.sharing.models import PatronRequest, Supply
from commonshelf.sharing.testing import desks, place, press
from commonshelf.sharing.tests.desk_hands import Hands
from commonshelf.sharing.tests.test_asking import ARTICLE, send
from commonshelf.sharing.tests.test_documents import Endless, address, form
from commonshelf.sharing.tests.test_endings import add_library
from commonshelf.sharing.tests.test_getting import ask, of, text

pytestmark = pytest.mark.django_db
NEVER = 999_999
ANSWERED_BY = timedelta(days=6)
"""By then every library should have answered."""


@pytest.fixture
def world(monkeypatch, settings, tmp_path):
    monkeypatch.setenv("COMMONSHELF_LANG", "en")
    settings.MEDIA_ROOT = tmp_path
    return desks()


@pytest.fixture
def student(world):
    return of(world.shelves.readers.student)


@pytest.fixture
def book(world):
    """WEST has it, the student is of EAST."""
    return world.shelves.editions["W2"]


@pytest.fixture
def typed(world, capsys):
    """A command for the student: (exit, its object)."""
    card = card_number(world.shelves.readers.student)

    def run(command, *words):
        out = StringIO()
        named = [] if command == "request act" else ["--card", card]
        try:
            call_command(*command.split(), *named, *map(str, words), "--json", stdout=out)
        except SystemExit as ended:
            told = json.loads(out.getvalue())
            assert told["sentence"] == capsys.readouterr().err.strip()
            assert not {*"[{"} & {*told["sentence"]}
            return ended.code, told
        return 0, json.loads(out.getvalue())

    return run


def stands() -> tuple[str, str]:
    row = PatronRequest.objects.get()
    return row.state, row.why


def refused(typed, code, *words):
    """By the plan and by placing alike; nothing was made."""
    for command in ("plan", "request place"):
        exit, told = typed(command, *words)
        assert (exit, told["refused"]) == (1, code), command
    assert not PatronRequest.objects.exists()


def test_no_such_edition(student, typed):
    page = student.get(f"/get/{NEVER}")
    assert page.status_code == 404
    assert "nothing at this address" in text(page)
    assert ask(student, NEVER).status_code == 404
    refused(typed, "sharing.no-such-edition", "--edition", NEVER)


def test_no_holder(student, book, typed):
    """It is in the catalogue, and whoever has it takes no part at present."""
    members.suspend(actor=members.operator(), symbol="WEST", reason="fees are owed")
    page = text(student.get(f"/get/{book}"))
    assert "does not take part in the alliance at present" in page
    found = typed("plan", "--edition", book)[1]
    assert [one["kind"] for one in found["ways"]] == ["buy"]
    assert ("WEST", "suspended") in {(one["supplier"], one["reason"]) for one in found["ruled_out"]}
    exit, told = typed("request place", "--edition", book)
    assert (exit, told["state"], told["why"], told["next"]) == (0, "unfilled", "no-supplier", None)
    page = text(student.get(f"/requests/{told['number']}"))
    assert "No library could supply it." in page
    assert "No library that may lend or copy it has it free." in page


def test_its_only_holder_is_on_vacation(world, student, book, typed):
    today = timezone.localdate()
    last = today + timedelta(days=12)
    members.set_vacation(
        actor=members.operator(), library="WEST", first_date=today - timedelta(days=1), end_date=last
    )
    page = text(student.get(f"/get/{book}"))
    assert "Closed until" in page
    (out,) = [one for one in typed("plan", "--edition", book)[1]["ruled_out"] if one["kind"] == "courier"]
    assert out["reason"].startswith("closed (until ")
    assert "This way is closed by now" in text(ask(student, book, query="&supplier=WEST"))
    assert not PatronRequest.objects.exists()
    assert typed("request place", "--edition", book)[1]["state"] == "unfilled"


@pytest.mark.parametrize(
    "wrong",
    [
        (date(2001, 1, 1), "That day is over. Choose today or a later day", "sharing.needed-past"),
        (timezone.localdate() + timedelta(days=500), "more than a year away", "sharing.needed-far"),
    ],
)
def test_needed_by_a_day_that_is_over_or_years_away(student, book, typed, wrong):
    day, said, code = wrong
    assert said in text(student.get(f"/get/{book}?needed={day}"))
    assert said in text(ask(student, book, query=f"&needed={day}"))
    page = send(student, "Book", title="没有的书", needed=str(day))
    assert page.status_code == 400
    assert said in text(page)
    assert "没有的书" in page.content.decode()
    refused(typed, code, "--edition", book, "--needed", day)


def test_a_citation_without_page_numbers(student, typed):
    page = send(student, "Article", **{**ARTICLE, "pages": ""}, agreed="on")
    assert page.status_code == 400
    assert "Write its pages" in text(page)
    assert ARTICLE["title"] in page.content.decode()
    cited = [f"--cite={name}={value}" for name, value in ARTICLE.items() if name != "pages"]
    exit, told = typed("request place", "--kind", "Article", "--agreed", *cited)
    assert (exit, told["refused"]) == (1, "sharing.incomplete")
    assert told["sentence"] == "Without this no library can look for it: pages."
    assert not PatronRequest.objects.exists()
    send(student, "Article", **{**ARTICLE, "pages": ""}, incomplete="on", agreed="on")
    assert stands() == ("review", "incomplete")  # who cannot know them says so, and a librarian completes it


def test_two_people_press_the_same_button(world, typed):
    card = place(world)
    first, second = Hands("partner", "WEST"), Hands("partner", "WEST")
    seen = second.version(card.number)
    first.press(card.number, "will-supply")
    told = second.press(card.number, "condition", version=seen, status=409, condition="LibraryUseOnly")
    assert "Somebody was quicker" in told
    assert stands() == ("will-supply", "")
    exit, answer = typed("request act", card.number, "ship", "--version", seen)
    assert (exit, answer["refused"]) == (1, "sharing.changed")
    assert "Steps that can be taken now:" in answer["sentence"]
    assert stands() == ("will-supply", "")


def test_one_person_presses_it_twice(student, book):
    for _ in range(2):
        page = ask(student, book)
        assert page.status_code == 200
    assert stands() == ("asked", "")


def test_a_card_that_ends_tomorrow(world, book, typed):
    after = datetime.combine(world.shelves.readers.student.active_to, time(12), tzinfo=UTC)
    with time_machine.travel(after - timedelta(days=2), tick=False):
        page = ask(of(world.shelves.readers.student), book)
        assert page.status_code == 409
        assert "Renew it at" in text(page)
        exit, told = typed("request place", "--edition", book)
    assert (exit, told["refused"]) == (1, "sharing.card-ends")
    assert "Renew it at" in told["sentence"]
    assert not PatronRequest.objects.exists()


@pytest.fixture
def copied(world, client):
    """A chapter that the student asked for and WEST copies; the client is of WEST."""
    asked = place(
        world,
        service="Copy",
        kind="Chapter",
        citation={"chapter": "王教头私走延安府", "pages": "12-30"},
        agreed_copyright=True,
    )
    client.force_login(user("partner"))  # manager of WEST
    return press(world.west, asked, "will-supply")


def sent(client, copied, file: bytes):
    there = address(copied)
    return client.post(there, form(copied, ("scan.pdf", file), title="Typed"), query_params={"lang": "en"})


def test_an_upload_of_three_hundred_megabytes(client, copied):
    head = b'--B\r\nContent-Disposition: form-data; name="title"\r\n\r\nTyped\r\n'
    head += b'--B\r\nContent-Disposition: form-data; name="files"; filename="big.pdf"\r\n\r\n%PDF-1.7'
    size, tail = 300_000_000, b"\r\n--B--\r\n"
    answer = client.generic(
        "POST",
        f"{address(copied)}?lang=en",
        CONTENT_TYPE="multipart/form-data; boundary=B",
        CONTENT_LENGTH=str(len(head) + size + len(tail)),
        **{"wsgi.input": Endless(head, size, tail)},
    )
    assert answer.status_code == 413
    assert "more than 100 MB" in text(answer)
    assert "scan at 200 to 300 dots an inch" in answer.content.decode()
    assert 'value="Typed"' in answer.content.decode()
    assert stands() == ("will-supply", "")
    sent(client, copied, a_pdf())
    assert stands() == ("delivered", "")


def test_a_program_that_calls_itself_a_scan(client, copied):
    answer = sent(client, copied, b"MZ\x90\x00\x03 This program cannot be run in DOS mode")
    assert answer.status_code == 400
    assert "“scan.pdf” is not a PDF, JPEG, PNG or TIFF" in text(answer)
    assert stands() == ("will-supply", "")


def test_a_library_that_never_answers(world, student, typed):
    card = place(world)
    west = Hands("partner", "WEST")
    seen = west.version(card.number)
    with time_machine.travel(timezone.now() + ANSWERED_BY, tick=False):
        api.turn(at=timezone.now())
        assert stands()[0] in {"unfilled", "review"}  # nobody else has it
        assert Supply.objects.get().reason == "NotAnswered"
        page = text(student.get(f"/requests/{card.number}"))
        assert "Time was up" in page
        assert "No library that may lend or copy it has it free." in page
        assert "is no longer with your library" in west.press(
            card.number, "will-supply", version=seen, status=409
        )
        exit, told = typed("request act", card.number, "will-supply", "--version", seen)
        assert (exit, told["refused"]) == (1, "sharing.late-answer")


def test_a_library_that_never_answers_holds_up_nobody(world):
    """Another has it, too: it is asked in the same moment."""
    add_library("NORTH", "北馆")
    load(marc("N-2", "水浒传", "施耐庵", copy("N2")), library="NORTH")
    place(world, way=("WEST", "courier"))
    with time_machine.travel(timezone.now() + ANSWERED_BY, tick=False):
        api.turn(at=timezone.now())
    told = Supply.objects.order_by("attempt").values_list("supplier__symbol", "state", "reason")
    assert list(told) == [("WEST", "unfilled", "NotAnswered"), ("NORTH", "asked", "")]
    assert stands() == ("asked", "")
