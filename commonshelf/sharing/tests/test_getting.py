"""The get-it sheet: ways for this reader, confirmed and placed once, in three taps, nothing said twice."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, time, timedelta
from urllib.parse import unquote

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from commonshelf.cards.testing import an_actor, the_user
from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.testing import copy, load, marc
from commonshelf.loans import api as loans
from commonshelf.loans.testing import Shelves, lend, shelves
from commonshelf.members.testing import queries, user
from commonshelf.sharing import reader_words as words
from commonshelf.sharing.models import PatronRequest

pytestmark = pytest.mark.django_db


@pytest.fixture
def books(db: None) -> Shelves:
    return shelves()


@pytest.fixture
def student(books: Shelves):
    return books.readers.student


def of(reader, language="en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(the_user(reader))
    return client


def text(answer) -> str:
    body = re.sub(r"<(script|style)\b.*?</\1>", "", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def ask(client, edition, way="courier", query="", **more):
    """The confirming step sent, as its form would."""
    sent = {"key": "k", "at": "EAST/main", **more}
    return client.post(f"/get/{edition}/ask?way={way}{query}", sent, follow=True)


def test_ways_stand_on_the_sheet_the_soonest_first_with_the_reasons(books, student):
    page = text(of(student).get(f"/get/{books.editions['E1']}"))
    assert page.index("Take it off the shelf at East") < page.index("Have it brought to East")
    assert "Why this order" in page
    assert "What takes time" in page
    assert "What brings only a part stands behind" in page


def test_of_weeks_ahead_no_time_of_day_is_told():
    at = datetime(2026, 11, 23, 1, 10, tzinfo=UTC)
    with translation.override("en"):
        assert words.about(at, 30) == "about 15:30"
        assert words.fully(at, 30) == "tomorrow about 15:30"
        assert words.about(at, 45 * 24) == ""
        assert words.fully(at, 45 * 24) == "7 January 2027"


def test_the_same_ways_stand_on_the_editions_page(books, student):
    page = text(of(student).get(f"/edition/{books.editions['W2']}"))
    assert "Have it brought to East" in page
    assert "Hold it for me" not in page


def test_beside_a_search_result_they_come_as_a_fragment(books, student):
    answer = of(student).get(f"/get/{books.editions['W2']}", headers={"hx-request": "true"})
    assert "<html" not in answer.content.decode()
    assert "Have it brought to East" in text(answer)


def test_a_visitor_sees_ways_and_signs_in_without_losing_what_was_said(books):
    edition = books.editions["W2"]
    client = Client(headers={"accept-language": "en"})
    client.cookies["here"] = "EAST/main"
    day = (timezone.localdate() + timedelta(days=30)).isoformat()
    page = client.get(f"/get/{edition}?needed={day}")
    assert "Have it brought to East" in text(page)
    step = client.get(f"/get/{edition}/ask?way=courier&supplier=WEST&needed={day}")
    assert "Sign in and go on" in text(step)
    there = unquote(re.search(r'href="(/accounts/login/[^"]+)"[^>]*>Sign in and', step.content.decode())[1])
    assert f"needed={day}" in there
    assert "way=courier" in there
    assert client.post(f"/get/{edition}/ask?way=courier", {"key": "k"}).status_code == 404
    assert not PatronRequest.objects.exists()


def test_a_request_is_placed_and_its_page_comes_next(books, student):
    edition = books.editions["W2"]
    client = of(student)
    assert "What happens then" in text(client.get(f"/get/{edition}/ask?way=courier&supplier=WEST"))
    page = ask(client, edition, query="&supplier=WEST", note="for my thesis")
    row = PatronRequest.objects.get()
    assert (row.edition, row.service, row.pickup_branch) == (edition, "Loan", "main")
    assert page.redirect_chain[-1][0] == f"/requests/{row.number}"
    assert "水浒传" in text(page)
    assert "You asked for it" in text(client.get(f"/get/{edition}"))


def test_pressed_twice_it_is_one_request(books, student):
    client = of(student)
    for _ in range(2):
        ask(client, books.editions["W2"])
    assert PatronRequest.objects.count() == 1


def test_pages_of_a_copy_and_the_notice_are_asked_for(books, student):
    client, edition = of(student), books.editions["W2"]
    page = ask(client, edition, "scan")
    assert "Say which pages or which chapter" in text(page)
    assert "once you have agreed" in text(page)
    assert page.status_code == 400
    page = ask(client, edition, "scan", part="12-30", agreed="on")
    row = PatronRequest.objects.get()
    assert (row.service, row.citation["pages"]) == ("Copy", "12-30")
    assert row.agreed_at is not None


def test_the_situation_is_carried_into_the_request(books, student):
    day = timezone.localdate() + timedelta(days=20)
    ask(of(student), books.editions["W2"], query=f"&needed={day.isoformat()}&any=on")
    row = PatronRequest.objects.get()
    assert row.needed_date == day
    assert row.any_edition


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("needed=2001-01-01", "That day is over"),
        (f"needed={timezone.localdate() + timedelta(days=500)}", "is more than a year away"),
        ("far=near", "whole kilometres"),
        ("most=much", "Write the amount in yuan"),
        ("needed=soon", "Enter a valid date"),
    ],
)
def test_what_cannot_be_meant_is_said_beside_its_field_and_the_ways_stand(books, student, query, said):
    page = text(of(student).get(f"/get/{books.editions['W2']}?{query}"))
    assert said in page
    assert "Have it brought to East" in page


def test_what_is_said_wrongly_is_no_request_without_it(books, student):
    """The confirming step of a wrong day leads back to the sheet, where it is said."""
    page = ask(of(student), books.editions["W2"], query="&needed=2001-01-01")
    assert page.redirect_chain[-1][0].endswith("?needed=2001-01-01")
    assert "That day is over" in text(page)
    assert not PatronRequest.objects.exists()


def test_a_card_that_ends_tomorrow_is_told_before_anything_is_sent(books, student):
    ends = datetime.combine(student.active_to, time(12), tzinfo=UTC)
    with time_machine.travel(ends - timedelta(days=2), tick=False):
        page = ask(of(student), books.editions["W2"])
    assert not PatronRequest.objects.exists()
    assert page.status_code == 409
    assert "card" in text(page) or "registration" in text(page)


def test_when_all_are_out_one_waits_for_the_next(books, student):
    lend(books.readers.teacher, "E2")
    client, edition = of(student), books.editions["E2"]
    assert "Wait until a copy comes back" in text(client.get(f"/get/{edition}"))
    page = ask(client, edition, "wait")
    assert "kept for you as soon as" in text(page)
    kept = loans.holds_of(actor=an_actor(student), reader=student.key)
    assert [one.title.zh for one in kept] == ["西游记"]
    assert "You wait for this book." in text(client.get(f"/edition/{edition}"))


def test_a_copy_on_a_shelf_is_kept_where_it_stands(books, student):
    client, edition = of(student), books.editions["E1"]
    sheet = client.get(f"/get/{edition}").content.decode()
    address = html.unescape(re.search(r'href="([^"]*way=wait[^"]*)"', sheet)[1])
    page = text(client.get(address))
    assert "Fetch it at" not in page
    assert "Have it kept at East" in page
    assert "takes it off its shelf" in page
    assert "kept for you as soon as" in text(client.post(address, {"key": "k"}, follow=True))
    (kept,) = loans.holds_of(actor=an_actor(student), reader=student.key)
    assert (kept.place.library, kept.place.branch) == ("EAST", "main")


def test_pressed_again_after_the_way_closed_it_leads_to_the_request(books, student):
    client, edition = of(student), books.editions["W2"]
    ask(client, edition)
    (made,) = PatronRequest.objects.all()
    never = {"key": "k", "at": "EAST/main"}
    again = client.post(f"/get/{edition}/ask?way=courier&supplier=NOBODY", never)
    assert again["Location"] == f"/requests/{made.number}"
    other = client.post(f"/get/{edition}/ask?way=courier&supplier=NOBODY", {**never, "key": "another"})
    assert other["Location"].startswith(f"/get/{edition}")
    assert PatronRequest.objects.count() == 1


def test_a_way_that_has_gone_leads_back_to_those_there_are(books, student):
    answer = of(student).get(f"/get/{books.editions['E1']}/ask?way=courier&supplier=NOBODY", follow=True)
    assert "This way is closed by now" in text(answer)


def test_no_such_edition_no_such_way(books, student):
    client = of(student)
    assert client.get("/get/99").status_code == 404
    assert client.get(f"/get/{books.editions['E1']}/ask?way=dance").status_code == 404


def test_an_account_without_a_card_is_told_how_to_get_one(books):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user("librarian"))
    client.cookies["here"] = "EAST/main"
    edition = books.editions["W2"]
    assert "No card is tied to this account" in text(client.get(f"/get/{edition}/ask?way=courier"))
    assert ask(client, edition).status_code == 404


def test_in_chinese(books, student):
    page = text(of(student, "zh-hans").get(f"/get/{books.editions['W2']}"))
    assert "送到东馆" in page
    assert "您可以这样拿到它" in page


def test_more_copies_ask_no_more_questions(books: Shelves, student):
    client = of(student)
    paths = [f"/get/{books.editions[code]}" for code in ("W2", "E1")]
    for path in paths:
        client.get(path)
    one, three = (queries(lambda at=path: client.get(at)) for path in paths)
    assert three <= one + 1


def test_an_editions_page_asks_each_thing_once(books: Shelves, student):
    """The stamps of directory, rules and levels, the reader's holds, titles to read online, and the menu."""
    load(marc("W-9", "三国志", "陈寿", copy("W9"), isbn="9787101003048"), library="WEST")
    path = f"/edition/{catalogue.labelled(barcode='W9', library='WEST')[0].edition}"
    client = of(student)
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    told = [re.sub(r"\s+", " ", one["sql"]) for one in asked]
    for table in (
        "members_directorystamp",
        "cards_rightsstamp",
        "resources_levelstamp",
        "resources_title",
        "members_parcel",
        "cards_block",
    ):
        assert sum(f'FROM "{table}" ' in one.partition(" IN (SELECT")[0] for one in told) == 1, table
    assert len(told) <= 52
