"""The pages for browsing as readers meet them: real rows, real templates, in both languages."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import pytest
from django.test import Client

from commonshelf.browse import api, places
from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue import testing as files
from commonshelf.catalogue.testing import copy, data, marc

pytestmark = pytest.mark.django_db


@pytest.fixture
def zh():
    return Client(headers={"accept-language": "zh-CN"})


@pytest.fixture
def en():
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def stocked(two_libraries):
    """Five editions in EAST, two of them in WEST, with subjects and classes."""

    def more(subject, number, barcode):
        shelf = copy(barcode, f"{number}/{barcode}")
        return data("650", ("a", subject), ind=" 4"), data("093", ("a", number)), shelf

    files.load(
        marc("1", "红楼梦", "曹雪芹", *more("小说", "I242.4", "1")),
        marc("2", "红楼梦", "曹雪芹", *more("小说", "I242.4", "2"), year="2008"),
        marc("3", "围城", "钱锺书", *more("长篇小说", "I246.5", "3")),
        marc("4", "The hobbit", "Tolkien, J. R. R.", *more("Fantasy", "I561.4", "4")),
        marc("5", "Dream of the red chamber", "曹雪芹", *more("小说", "I242.4", "5"), year="1890"),
    )
    files.load(marc("w1", "围城", "钱锺书", *more("长篇小说", "I246.5", "9")), library="WEST")
    api.catch_up()


def text(answer):
    body = re.sub(r"<head>.*?</head>", "", answer.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


def links(answer):
    return [unescape(link) for link in re.findall(r'href="([^"]+)"', answer.content.decode())]


def test_all_that_can_be_browsed_is_led_to(stocked, en, zh):
    page = en.get("/browse")
    assert {
        "/browse/titles",
        "/browse/authors",
        "/browse/subjects",
        "/browse/call-numbers",
        "/browse/classes/I",
    } <= set(links(page))
    assert "I Literature 5" in text(page)
    assert "I 文学 5" in text(zh.get("/browse"))
    assert 'href="/browse"' in en.get("/").content.decode()


@pytest.mark.parametrize("name", ["titles", "authors", "subjects"])
def test_a_list_without_anything_says_so(db, en, name):
    assert "Nothing stands here yet" in text(en.get(f"/browse/{name}"))


def test_titles_stand_in_one_alphabet_with_how_many_editions(stocked, en):
    page = en.get("/browse/titles")
    found = re.findall(r'class="name">(?:<span[^>]*>)?([^<]+)', page.content.decode())
    assert found == ["Dream of the red chamber", "The hobbit", "红楼梦", "围城"]
    assert "/search?q=title%3D%3D%E7%BA%A2%E6%A5%BC%E6%A2%A6" in links(page)
    assert "/browse/titles?letter=h" in links(page)
    assert "/browse/titles?letter=b" not in links(page)


def test_jumping_says_whether_it_stands_there(stocked, en):
    assert "does not stand here" not in text(en.get("/browse/authors", {"at": "錢鍾書"}))
    page = text(en.get("/browse/authors", {"at": "钱"}))
    assert "“ 钱 ” does not stand here" in page
    assert "钱锺书" in page
    assert "Nothing stands at" in text(en.get("/browse/authors", {"at": "ん"}))


@pytest.mark.parametrize(
    "address",
    [
        "/browse/colours",
        "/browse/classes/W",
        "/browse/classes/%E7%BA%A2",
        "/browse/call-numbers?library=NOWHERE",
    ],
)
def test_what_is_not_there_is_not_found(stocked, en, address):
    assert en.get(address).status_code == 404


HOSTILE = [
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "%",
    "a" * 3000,
    "../../etc",
    "\u202e",
    "{{ 7 }}",
    "红\x00楼",
]


@pytest.mark.parametrize("term", HOSTILE)
def test_hostile_terms_are_only_text(stocked, en, term):
    told = quote(term, safe="")
    for address in (
        f"/browse/titles?at={told}",
        f"/browse/titles?after={told}",
        f"/browse/titles?before={told}",
        f"/browse/titles?letter={told}",
        f"/browse/call-numbers?from={told}&edition={told}",
        f"/browse/call-numbers?before={told}",
        f"/browse/classes/I?after={told}",
        f"/author/{told}",
        f"/subject/{told}",
        f"/subject/{quote('小说')}?after={told}",
    ):
        answer = en.get(address)
        assert answer.status_code in {200, 404}, address
        assert "<script>alert" not in answer.content.decode()


def test_a_class_shows_the_way_the_narrower_ones_and_its_books(stocked, en, zh):
    page = en.get("/browse/classes/I24")
    said = text(page)
    assert "I24 Fiction" in said
    assert "4 editions stand here" in said
    assert "I242 Fiction before 1919 3" in said
    assert {"/browse/classes/I", "/browse/classes/I2", "/browse/classes/I242"} <= set(links(page))
    assert "/search?q=class%3DI24" in links(page)
    assert said.index("I242.4") < said.index("I246.5")
    assert "I24 小说" in text(zh.get("/browse/classes/I24"))
    assert en.get("/browse/classes/i242.4-51").url == "/browse/classes/I242.4"


def test_the_shelf_of_one_library_and_the_shelves_of_all(stocked, en):
    east = text(en.get("/browse/call-numbers", {"library": "EAST"}))
    assert "Shelves of East" in east
    assert east.index("I242.4/1") < east.index("I246.5/3") < east.index("I561.4/4")
    assert "I246.5/9" not in east
    everywhere = text(en.get("/browse/call-numbers", {"from": "I246"}))
    assert everywhere.index("I246.5/3") < everywhere.index("I246.5/9")
    assert "I242.4/1" not in everywhere
    assert "No book stands there" in text(en.get("/browse/call-numbers", {"from": "Z9", "library": "WEST"}))


def test_an_author_page_groups_works_and_is_honest_about_names(stocked, en, zh):
    page = en.get("/author/曹雪芹")
    said = text(page)
    assert "3 editions" in said
    assert "1890–2008" in said
    assert "may be by several people" in said  # 118 years between them
    assert "2 editions" in said  # of one work
    assert "/search?q=author%3D%3D%E6%9B%B9%E9%9B%AA%E8%8A%B9" in links(page)
    assert "同名" in text(zh.get("/author/曹雪芹"))
    assert "not persons" in text(en.get("/author/钱锺书"))


def test_a_name_nobody_carries_shows_those_around_it(stocked, en):
    page = en.get("/author/曹雪")
    assert page.status_code == 404
    assert "曹雪芹" in text(page)
    assert "Search for it" in text(page)


def test_a_subject_page_leads_to_narrower_broader_and_classes(stocked, en):
    page = en.get("/subject/小说")
    assert "/subject/%E9%95%BF%E7%AF%87%E5%B0%8F%E8%AF%B4" in links(page)
    assert "/browse/classes/I242" in links(page)
    assert "/subject/%E5%B0%8F%E8%AF%B4" in links(en.get("/subject/长篇小说"))
    assert en.get("/subject/夸克").status_code == 404


def request_of(client):
    return client.get("/browse").wsgi_request


def all_editions():
    return catalogue.editions(ids=catalogue.edition_ids(above=0, up_to=catalogue.last_edition()))


def test_an_edition_shows_what_stands_beside_it(stocked, en):
    ids = {card.facts.title: card for card in all_editions()}
    said = places.near(request_of(en), ids["围城"])
    assert "Beside it on the shelf" in said
    assert "The hobbit" in said
    assert "/browse/call-numbers?library=EAST&amp;from=I246.5%2F3" in said
    assert "Beside it in all libraries" in said


def test_nothing_is_shown_beside_an_edition_that_stands_on_no_shelf(two_libraries, en):
    files.load(marc("1", "Lone"))
    api.catch_up()
    (card,) = all_editions()
    assert places.near(request_of(en), card) == ""


def test_a_broad_question_shows_what_is_narrower_and_any_other_nothing(stocked, en):
    said = places.beside(request_of(en), "小说")
    assert "长篇小说" in said
    assert "I242" in said
    for words in ("", "红楼梦", "围城 钱锺书 人民文学出版社", "title=小说", "???"):
        assert places.beside(request_of(en), words) == ""


def test_a_call_number_that_finds_nothing_leads_to_its_class_and_the_shelves(stocked, fresh_index, en):
    said = en.get("/search", {"q": "I242.49"}).content.decode()
    assert "looks like a call number" in said
    assert 'href="/browse/classes/I242.4"' in said, "the nearest wider class with books"
    assert "<span>I242.4 Fiction before 1919</span>" in said
    assert 'href="/browse/call-numbers?from=I242.49"' in said
    for words in ("qqqxyz", "C++", "9787020002207", "zzz 242"):
        assert "looks like a call number" not in text(en.get("/search", {"q": words}))


def test_pages_say_when_they_are_behind(stocked, en):
    assert "brought up to date" not in text(en.get("/browse/titles"))
    files.load(marc("8", "New"))
    assert "brought up to date" in text(en.get("/browse/titles"))
