"""The alliance's resolver: to an edition, to ways online, to the form filled in; never out of the house."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from commonshelf.resources.tests.test_resolvers import EVIL
from commonshelf.sharing.domain import resolving
from commonshelf.sharing.testing import desks
from commonshelf.wire.openurl.citation import Citation

pytestmark = pytest.mark.django_db
ARTICLE = {
    "rft_val_fmt": "info:ofi/fmt:kev:mtx:journal",
    "rft.genre": "article",
    "rft.jtitle": "红楼梦学刊",
    "rft.atitle": "论秦可卿",
    "rft.au": "某人",
    "rft.date": "2019-05",
    "rft.volume": "3",
    "rft.spage": "12",
    "rft.epage": "30",
    "rft.issn": "1001-7917",
    "rft_id": "info:doi/10.1000/182",
}


def links(page, start):
    return [
        part.split('"')[0].replace("&amp;", "&")
        for part in page.split('href="')[1:]
        if part.startswith(start)
    ]


def test_a_book_that_one_edition_is_leads_to_its_page(client):
    world = desks()
    answer = client.get("/openurl", {"genre": "book", "title": "水浒传", "aulast": "施耐庵"})
    assert (answer.status_code, answer["Location"]) == (302, f"/edition/{world.shelves.editions['W2']}")


def test_of_a_title_alone_nobody_says_that_it_is_not_there(client):
    desks()
    alone = client.get("/openurl", {"rft.btitle": "水浒", "rft.genre": "book", "lang": "en"}).content.decode()
    assert "Which edition is meant?" in alone
    assert "No member has reported it" not in alone
    numbered = {"rft.btitle": "水浒", "rft.genre": "book", "rft.isbn": "9787020000005", "lang": "en"}
    assert "No member has reported it" in client.get("/openurl", numbered).content.decode()


def test_a_chapter_of_it_leads_to_the_form_with_the_edition_beside(client):
    desks()
    told = {"genre": "bookitem", "title": "水浒传", "aulast": "施耐庵"}
    told |= {"atitle": "王教头私走延安府", "spage": "3", "epage": "20"}
    answer = client.get("/openurl", {**told, "lang": "en"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "/edition/" in page
    form = parse_qs(urlsplit(links(page, "/get?")[0]).query)
    assert form["kind"] == ["Chapter"]
    assert (form["title"], form["chapter"], form["pages"]) == (["水浒传"], ["王教头私走延安府"], ["3-20"])


def test_an_article_nobody_has_fills_in_the_form(client):
    page = client.get("/openurl", {**ARTICLE, "lang": "en"}).content.decode()
    assert "论秦可卿" in page
    address = links(page, "/get?")[0]
    form = parse_qs(urlsplit(address).query)
    assert form["kind"] == ["Article"]
    assert {name: form[name][0] for name in form if name not in {"kind", "author"}} == {
        "title": "论秦可卿", "journal": "红楼梦学刊", "year": "2019", "volume": "3", "pages": "12-30",
        "issn": "1001-7917", "doi": "10.1000/182",
    }  # fmt: skip
    blank = client.get(address).content.decode()
    for words in ("论秦可卿", "红楼梦学刊", "12-30", "10.1000/182"):
        assert f'value="{words}"' in blank


def test_gbk_in_the_address_is_read(client):
    query = urlencode({"genre": "book", "title": "没有这本红楼梦", "aulast": "曹雪芹"}, encoding="gbk")
    assert "没有这本红楼梦" in client.get(f"/openurl?{query}").content.decode()


def test_nothing_said_is_told_so_with_a_next_step(client):
    for query in ("", "sid=x", "genre=article&ctx_ver=Z39.88-2004", "rft_id=http://evil.example/"):
        page = client.get(f"/openurl?{query}&lang=en").content.decode()
        assert "did not say what you look for" in page
        assert 'href="/get"' in page


KEYS = (
    "title",
    "rft.btitle",
    "rft_id",
    "id",
    "rfr_id",
    "sid",
    "url",
    "next",
    "redirect",
    "target",
    "rft.isbn",
)


@pytest.mark.parametrize("payload", EVIL)
def test_nobody_is_led_out_of_the_house(client, payload):
    """Every way of naming another site, under every key somebody might follow."""
    for extra in ({}, {"title": "水浒传", "genre": "book"}):
        for query in (
            urlencode(dict.fromkeys(KEYS, payload) | extra),
            f"url={payload}&next={payload}&title=x",
        ):
            answer = client.generic("GET", "/openurl", QUERY_STRING=query.encode().decode("latin-1"))
            assert answer.status_code in {200, 302}
            if answer.status_code == 302:
                to = urlsplit(answer["Location"])
                assert (to.scheme, to.netloc) == ("", "")
                assert answer["Location"].startswith("/edition/")
                continue
            for address in links(answer.content.decode(), ""):
                assert urlsplit(address).netloc == ""
                assert address.startswith(("/", "?", "#"))
                assert not address.startswith(("//", "/\\"))


def test_what_others_say_is_shown_as_words(client):
    page = client.get(
        "/openurl", {"title": "<script>alert(1)</script>", "au": '"><img src=x>'}
    ).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (Citation(genre="article"), "Article"),
        (Citation(genre="preprint"), "Article"),
        (Citation(genre="bookitem"), "Chapter"),
        (Citation(genre="dissertation"), "Thesis"),
        (Citation(format="dissertation"), "Thesis"),
        (Citation(genre="proceeding"), "ConferenceProc"),
        (Citation(part="x", issn="1234-5679"), "Article"),
        (Citation(part="x", isbn="9787020002207"), "Chapter"),
        (Citation(isbn="9787020002207"), "Book"),
        (Citation(title="x"), "Other"),
    ],
)
def test_which_form_a_citation_asks_for(said, kind):
    assert resolving.kind(said) == kind
