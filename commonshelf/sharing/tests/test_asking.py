"""The blank form, and the page where a librarian matches what was written to an edition."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from django.test import Client

from commonshelf.catalogue.testing import copy, load, marc
from commonshelf.loans.testing import Shelves, shelves
from commonshelf.members.testing import user
from commonshelf.sharing.domain import citing
from commonshelf.sharing.models import Message, PatronRequest
from commonshelf.sharing.tests.test_getting import of, text
from commonshelf.sharing.views.asking_forms import BROKEN, KINDS, MISSING, from_query

pytestmark = pytest.mark.django_db
ISBN = "9787020002207"
ARTICLE = {"title": "红楼梦的版本", "journal": "红楼梦学刊", "year": "2020", "pages": "12-30"}


@pytest.fixture
def books(db: None) -> Shelves:
    return shelves()


@pytest.fixture
def student(books: Shelves):
    return books.readers.student


def send(client: Client, kind="Book", **told):
    return client.post("/get", {"kind": kind, "key": "k", "at": "EAST/main", **told}, follow=True)


def test_every_kind_and_every_number_has_its_sentence():
    assert set(KINDS) == set(citing.KINDS)
    wanted = {(kind, name) for kind in KINDS for name in citing.missing(kind, {})}
    assert wanted <= set(MISSING)
    assert set(BROKEN) == {"isbn", "issn", "doi", "year"}


def test_words_that_found_nothing_stand_in_the_form():
    assert from_query({}, "978-7-02-000220-7") == {"isbn": ISBN, "kind": "Book"}
    assert from_query({}, "10.1000/182") == {"doi": "10.1000/182", "kind": "Article"}
    assert from_query({}, "不存在的书") == {"title": "不存在的书", "kind": "Book"}
    assert from_query({**ARTICLE}, "")["kind"] == "Article"


def test_a_page_without_results_leads_here_with_its_words(books):
    page = Client(headers={"accept-language": "en"}).get("/search?q=qqqqzzzz")
    assert "/get?q=qqqqzzzz" in page.content.decode()


def test_a_book_goes_to_a_librarian(books, student):
    page = send(of(student), title="不存在的书", author="无名氏")
    row = PatronRequest.objects.get()
    assert (row.state, row.why, row.kind, row.service) == ("review", "unmatched", "Book", "Loan")
    assert page.redirect_chain[-1][0] == f"/requests/{row.number}"
    assert "It is not known yet which edition" in text(page)


@pytest.mark.parametrize(
    ("kind", "told", "said"),
    [
        ("Book", {}, "Write the title of the book"),
        ("Article", {**ARTICLE, "pages": ""}, "Write its pages"),
        ("Article", {**ARTICLE, "journal": ""}, "Write the journal"),
        ("Chapter", {"title": "红楼梦"}, "Write the pages of the chapter"),
        ("Book", {"title": "红楼梦", "isbn": "9787020002208"}, "This is no ISBN"),
        ("Book", {"title": "红楼梦", "year": "20"}, "four digits"),
        ("Article", {**ARTICLE, "doi": "182"}, "A DOI begins with"),
        ("Book", {"title": "红楼梦", "needed": "2001-01-01"}, "That day is over"),
        ("Article", ARTICLE, "once you have agreed"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(books, student, kind, told, said):
    page = send(of(student), kind, **told)
    assert page.status_code == 400
    assert said in text(page)
    if told.get("title"):
        assert told["title"] in page.content.decode()
    assert not PatronRequest.objects.exists()


def test_an_article_without_pages_goes_on_where_a_librarian_may_complete_it(books, student):
    send(of(student), "Article", **{**ARTICLE, "pages": ""}, incomplete="on", agreed="on")
    row = PatronRequest.objects.get()
    assert (row.state, row.why, row.service) == ("review", "incomplete", "Copy")


def test_what_the_libraries_have_after_all_is_offered_first(books, student):
    load(marc("x9", "围城", "钱锺书", copy("X9"), isbn=ISBN), library="WEST")
    client = of(student)
    page = send(client, title="围城", isbn="978-7-02-000220-7")
    assert "The libraries have this book" in text(page)
    assert not PatronRequest.objects.exists()
    send(client, title="围城", isbn="978-7-02-000220-7", anyway="1")
    assert PatronRequest.objects.get().title_zh == "围城"


def test_signed_out_what_was_written_goes_along(books):
    client = Client(headers={"accept-language": "en"})
    answer = client.post("/get", {"kind": "Article", "key": "k", **ARTICLE})
    assert answer.status_code == 302
    assert "journal=红楼梦学刊" in unquote(unquote(answer["Location"]))
    page = client.get("/get", {"kind": "Article", **ARTICLE})
    assert "红楼梦学刊" in page.content.decode()


def test_an_account_without_a_card_sends_nothing(books):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user("librarian"))
    assert "No card is tied" in text(client.get("/get"))
    assert send(client, title="围城").status_code == 404


# -- matching


@pytest.fixture
def asked(books, student) -> PatronRequest:
    send(of(student), title="水浒传", author="施耐庵")
    return PatronRequest.objects.get()


def at_desk(name="librarian") -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user(name))
    return client


def test_a_librarian_finds_the_edition_and_sends_it_on(fresh_index, asked, books):
    desk = at_desk()
    address = f"/requests/{asked.number}/match"
    assert "水浒传" in desk.get(address).content.decode()
    page = desk.get(f"{address}?q=水浒传")
    assert page.status_code == 200
    edition = books.editions["W2"]
    desk.post(address, {"do": "match", "edition": edition, "version": asked.version, "key": "m"})
    asked.refresh_from_db()
    assert asked.edition == edition
    assert asked.state != "review"


def test_a_librarian_asks_back_or_refuses_with_a_reason(fresh_index, asked, student):
    desk, address = at_desk(), f"/requests/{asked.number}/match"
    desk.post(address, {"do": "message", "text": "哪一版？", "key": "q"})
    assert Message.objects.get().side == "requester"
    assert "哪一版" in text(of(student).get(f"/requests/{asked.number}"))
    desk.post(
        address, {"do": "refuse", "reason": "这是教材，本馆不代借", "version": asked.version, "key": "r"}
    )
    asked.refresh_from_db()
    assert asked.state == "refused"
    assert "本馆不代借" in text(of(student).get(f"/requests/{asked.number}"))


def test_nobody_else_matches(fresh_index, asked, student, books):
    address = f"/requests/{asked.number}/match"
    for client in (of(student), of(books.readers.teacher), at_desk("partner"), at_desk("stranger")):
        assert client.get(address).status_code == 404
        assert client.post(address, {"do": "refuse", "reason": "x", "key": "r"}).status_code == 404
    assert Client().get(address).status_code == 302
    asked.refresh_from_db()
    assert asked.state == "review"
