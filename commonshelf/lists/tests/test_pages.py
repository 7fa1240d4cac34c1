"""Keeping books as readers meet it: on other rooms' pages, in lists, by a link, as files."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
import rispy
from django.test import Client
from django.utils import translation

from commonshelf.catalogue import testing as files
from commonshelf.lists import api
from commonshelf.members.testing import user
from commonshelf.search import api as search

pytestmark = pytest.mark.django_db


def text(answer):
    page = re.sub(r"<head>.*?</head>|<noscript>.*?</noscript>", "", answer.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


@pytest.fixture
def visitor(shelf):
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def reader(shelf):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user("reader"))
    return client


@pytest.fixture
def stranger(shelf):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user("stranger"))
    return client


@pytest.fixture
def list(shelf):
    ids = [shelf.ids["边城"], shelf.ids["茶馆"]]
    with translation.override("en"):  # the first list is named in its reader's language
        return api.keep(actor=shelf.people.reader, editions=ids)


def test_a_visitors_pages_carry_a_button_for_the_device_and_no_token(visitor, shelf):
    id = shelf.ids["边城"]
    for address in (f"/edition/{id}", "/search?q=边城"):
        answer = visitor.get(address)
        page = answer.content.decode()
        assert f'data-keep="{id}"' in page
        assert "csrfmiddlewaretoken" not in page
        assert "lists/lists.js" in page
        assert "public" in answer["Cache-Control"]
    assert "Sign in" in visitor.get(f"/edition/{id}").content.decode()
    assert "lists/lists.js" not in visitor.get("/libraries").content.decode()


def test_a_reader_keeps_from_a_page_and_is_told_where(reader, shelf):
    id = shelf.ids["边城"]
    page = reader.get(f"/edition/{id}").content.decode()
    assert 'action="/lists/keep"' in page
    answer = reader.post("/lists/keep", {"edition": id, "key": "k", "next": f"/edition/{id}"}, follow=True)
    assert answer.redirect_chain == [(f"/edition/{id}", 302)]
    assert "Kept in “To read”." in text(answer)
    assert "In your lists" in text(answer)
    assert "In your lists" in text(reader.get("/search?q=边城"))
    part = reader.post("/lists/keep", {"edition": id, "key": "k2"}, headers={"hx-request": "true"})
    assert "Kept in “To read”" in text(part)
    assert "<html" not in part.content.decode()


def test_nobody_is_led_off_the_site(reader, shelf):
    for away in ("https://example.org/", "//example.org/", "javascript:x"):
        answer = reader.post("/lists/keep", {"edition": shelf.ids["家"], "next": away})
        assert answer["Location"] == "/lists"


def test_a_visitor_who_posts_is_asked_to_sign_in(visitor, shelf):
    answer = visitor.post("/lists/keep", {"edition": shelf.ids["家"]})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_a_list_shows_places_and_call_numbers(reader, list):
    page = text(reader.get(f"/lists/{list.id}"))
    for words in (
        "To read",
        "2 books",
        "边城",
        "茶馆",
        "East",
        "二楼",
        "I242.4/1",
        "Only you see this list.",
    ):
        assert words in page, words
    assert "To read" in text(reader.get("/lists"))


def test_a_stranger_finds_no_list(stranger, visitor, list):
    for ending in ("", ".ris", ".txt"):
        assert stranger.get(f"/lists/{list.id}{ending}").status_code == 404
        assert visitor.get(f"/lists/{list.id}{ending}").status_code == 302
    for path in (f"/lists/{list.id}", f"/lists/{list.id}/entry"):
        assert stranger.post(path, {"do": "end", "edition": list.entries[0].edition}).status_code == 404


def test_notes_order_name_and_end(reader, list, shelf):
    first, second = (entry.edition for entry in list.entries)
    at = f"/lists/{list.id}"
    reader.post(f"{at}/entry", {"edition": first, "do": "note", "note": "第三章\n<b>", "key": "a"})
    assert "第三章<br>&lt;b&gt;" in reader.get(at).content.decode()
    reader.post(f"{at}/entry", {"edition": second, "do": "up", "key": "b"})
    page = reader.get(at).content.decode()
    assert page.index(f'id="e{second}"') < page.index(f'id="e{first}"')
    assert "You have a list" not in text(
        reader.post(at, {"do": "name", "name": "论文", "key": "c"}, follow=True)
    )
    assert "论文" in text(reader.get(at))
    reader.post(f"{at}/entry", {"edition": first, "do": "leave", "key": "d"})
    assert "1 book" in text(reader.get(at))
    assert reader.post(at, {"do": "nonsense"}).status_code == 404
    assert "The list is gone." in text(reader.post(at, {"do": "end", "key": "e"}, follow=True))
    assert reader.get(at).status_code == 404


def test_a_name_that_is_taken_is_said_on_the_page(reader, list):
    page = text(reader.post("/lists/new", {"name": "To read", "key": "k"}, follow=True))
    assert "You have a list called “To read” already." in page


def test_a_shared_list_is_read_by_its_link_alone(reader, visitor, list):
    at = f"/lists/{list.id}"
    page = text(reader.post(at, {"do": "share", "key": "a"}, follow=True))
    link = re.search(r"http://testserver(/lists/shared/[\w-]+)", page)[1]
    shown = visitor.get(link)
    assert "边城" in text(shown)
    assert "noindex" in shown.content.decode()
    told = text(shown).lower().replace("a reader shows you", "").replace("become a reader", "")
    assert "reader" not in told
    assert "Note and order" not in text(shown)
    assert visitor.get(f"{link}.bib").status_code == 200
    reader.post(at, {"do": "unshare", "key": "b"})
    assert visitor.get(link).status_code == visitor.get(f"{link}.bib").status_code == 404


def test_a_list_is_taken_along_in_every_form(reader, list):
    at = f"/lists/{list.id}"
    entries = rispy.loads(reader.get(f"{at}.ris").content.decode())
    assert [entry["title"] for entry in entries] == ["边城", "茶馆"]
    assert reader.get(f"{at}.bib").content.decode().count("@book{") == 2
    assert [item["title"] for item in json.loads(reader.get(f"{at}.csl.json").content)] == ["边城", "茶馆"]
    for style, cited in (
        ("gbt7714", "某人. 边城[M]"),
        ("apa", "某人. (1996). 边城."),
        ("mla", "某人. 边城. "),
    ):
        assert reader.get(f"{at}.txt?style={style}").content.decode().startswith(cited), style
    for ending in (".exe", ".txt?style=vancouver"):
        assert reader.get(f"{at}{ending}").status_code == 404


def test_a_list_whose_books_are_gone_says_so_and_gives_no_empty_file(reader, list, tmp_path):
    path = tmp_path / "all.deletes"
    path.write_text("e0\ne1\n")
    files.load_file(path, library="EAST")
    search.drain()
    page = text(reader.get(f"/lists/{list.id}"))
    assert page.count("No library of the alliance holds this edition any more.") == 2
    assert "边城" in page
    assert reader.get(f"/lists/{list.id}.ris").status_code == 404


# -- the device


def test_the_device_asks_for_its_books_and_nothing_is_kept_of_that(visitor, shelf):
    ids = f"{shelf.ids['家']},{shelf.ids['边城']},999999,x,-1"
    answer = visitor.get(f"/lists/device?ids={ids}")
    page = answer.content.decode()
    assert page.index("家") < page.index("边城")
    assert page.count("data-drop=") == 2
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    assert f"/lists/device.ris?ids={shelf.ids['家']}%2C{shelf.ids['边城']}" in page
    assert rispy.loads(visitor.get(f"/lists/device.ris?ids={ids}").content.decode())[0]["title"] == "家"
    assert visitor.get("/lists/device?ids=").status_code == 200


def test_without_a_script_the_page_says_what_to_do(visitor):
    page = visitor.get("/lists").content.decode()
    assert "Your browser runs no scripts here" in page
    assert "/accounts/login/" in page


def test_a_device_list_goes_into_the_account_when_its_reader_says_so(reader, shelf, list):
    assert "data-device-ask" in reader.get("/libraries").content.decode()
    ids = f"{shelf.ids['家']},{shelf.ids['边城']}"
    answer = reader.post("/lists/keep", {"ids": ids, "list": list.id, "key": "k"}, follow=True)
    assert "2 books are in your account now." in text(answer)
    assert "data-device-taken" in answer.content.decode()
    assert "3 books" in text(answer)


# -- searches


def test_a_search_is_saved_from_its_page_and_tells_what_is_new(reader, visitor, shelf):
    assert "Save this search" in text(reader.get("/search?q=边城"))
    assert "Save this search" not in text(visitor.get("/search?q=边城"))
    reader.post("/lists/searches", {"query": "q=边城", "key": "a"})
    assert "边城 1 edition" in text(reader.get("/lists"))
    files.load(files.marc("e9", "边城新编", "另一人"), library="EAST")
    search.drain()
    page = reader.get("/lists")
    assert "1 edition more than on" in text(page)
    one = re.search(r"/lists/searches/(\d+)", page.content.decode())[1]
    opened = reader.post(f"/lists/searches/{one}", {"do": "open", "key": "b"})
    assert opened["Location"] == "/search?q=%E8%BE%B9%E5%9F%8E"
    assert "more than on" not in text(reader.get("/lists"))
    reader.post(f"/lists/searches/{one}", {"do": "end", "key": "c"})
    assert "Save this search" in text(reader.get("/lists"))
    assert reader.post(f"/lists/searches/{one}", {"do": "open"}).status_code == 404
