"""Home, search, edition and desk as readers meet them: real rows, a real index, real templates."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import format_html

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue import testing as files
from commonshelf.members import api as members
from commonshelf.search import api
from commonshelf.search.api import Ask
from commonshelf.ui import api as ui

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("two")]
TEN = datetime(2099, 3, 2, 2, tzinfo=UTC)  # 10:00 in the alliance's time, when all have joined


@pytest.fixture
def zh():
    return Client(headers={"accept-language": "zh-CN"})


@pytest.fixture
def en():
    return Client(headers={"accept-language": "en"})


def text(answer):
    """What is read aloud: no markup, single blanks."""
    return plain(re.sub(r"<head>.*?</head>", "", answer.content.decode(), flags=re.DOTALL))


def plain(html):
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def cards(answer):
    found = re.findall(r"<article class=.result.>(.*?)</article>", answer.content.decode(), re.DOTALL)
    return [plain(part) for part in found]


def id_of(words):
    return api.find(ask=Ask(words=words)).ids[0]


def hours(library, opens, closes):
    spans = [(day, time(opens), time(closes)) for day in range(7)]
    members.set_hours(actor=members.operator(), library=library, branch="main", spans=spans)


# -- home


def test_home_tells_the_alliance_in_one_glance(zh):
    hours("AAA", 8, 22)
    with time_machine.travel(TEN, tick=False):
        answer = zh.get("/")
    page = text(answer)
    assert "一次检索 2 个图书馆" in page
    assert "6 种版本" in page
    assert "AAA图书馆 今天开到 22:00" in page
    assert "时间未登记" in page  # BBB told no hours
    assert "I 文学" in page
    assert "autofocus" in answer.content.decode()


def test_home_of_an_empty_alliance_says_what_comes(en, tmp_path):
    for symbol, ids in {"AAA": "1\n2\n3\n4\n5\n", "BBB": "b1\nb2\n"}.items():
        path = tmp_path / "all.deletes"
        path.write_text(ids)
        files.load_file(path, library=symbol)
    api.drain()
    assert "No records yet." in text(en.get("/"))


# -- search


@time_machine.travel(TEN, tick=False)
def test_the_card_says_where_a_copy_is_and_until_when(zh, en):
    hours("AAA", 8, 22)
    assert "AAA图书馆 I242.4/1 在架，今天开到 22:00。" in cards(zh.get("/search?q=红楼梦"))[0]
    zh.cookies["here"] = en.cookies["here"] = "AAA/main"
    assert "本馆 I242.4/1 在架，今天开到 22:00。" in cards(zh.get("/search?q=红楼梦"))[0]
    first = cards(en.get("/search?q=红楼梦"))[0]
    assert "On the shelf at your library, I242.4/1 ; open until 22:00 today." in first
    assert "Your library: 1 on shelf" in first
    assert "BBB Library: On loan" in first
    assert "Take it here" in first


@time_machine.travel(TEN, tick=False)
def test_distance_and_next_opening_are_said(en):
    hours("AAA", 13, 18)
    en.cookies["here"] = "BBB/main"
    first = cards(en.get("/search?q=红楼梦"))[0]
    assert "On the shelf at AAA Library, I242.4/1 ; 15 km away, closed now, opens today at 13:00." in first


def test_the_header_and_facets_count(zh):
    page = text(zh.get("/search?q=红楼梦"))
    assert "2 种版本，2 个馆" in page
    assert "AAA图书馆 2" in page
    assert "BBB图书馆 1" in page


def test_two_values_of_a_facet_are_either_two_facets_are_both(zh):
    either = zh.get("/search?library=AAA&library=BBB")
    assert "6 种版本" in text(either)
    both = zh.get("/search?library=BBB&clc=I")
    assert "2 种版本" in text(both)
    page = both.content.decode()
    assert 'href="/search?library=BBB"' in page  # the chip that takes the class away
    assert 'value="BBB" id="f-library-BBB" checked' in page


def test_filtered_pages_are_not_for_search_engines_plain_ones_are(zh):
    assert "noindex" in zh.get("/search?q=红楼梦&format=book").content.decode()
    plain = zh.get("/search?q=红楼梦").content.decode()
    assert "noindex" not in plain
    assert '<link rel="canonical" href="http://testserver/search?q=%E7%BA%A2%E6%A5%BC%E6%A2%A6">' in plain


def test_my_library_is_pinned_first_and_marked(zh):
    zh.cookies["here"] = "BBB/main"
    page = zh.get("/search?q=红楼梦").content.decode()
    assert page.index('value="BBB" id="f-library') < page.index('value="AAA" id="f-library')
    assert "BBB图书馆 本馆" in text(zh.get("/search?q=红楼梦"))


def test_nearest_without_a_place_asks_for_one(en):
    page = en.get("/search?q=红楼梦&sort=nearest")
    assert "Nearest to where?" in text(page)
    assert "/here?next=/search%3Fq%3D" in page.content.decode()
    assert len(cards(page)) == 2


def test_nearest_with_the_devices_place_orders_and_is_kept_nowhere(en):
    page = en.get("/search?near=30.9,106.2&sort=nearest")
    assert "BBB Library" in cards(page)[0]
    assert "no-store" in page["Cache-Control"]
    assert "near=" not in re.search(r'rel="canonical" href="([^"]*)"', page.content.decode())[1]


NONSENSE = {
    "q=" + "梦" * 10_000: "检索词有 10000 个字符，只用了前 300 个",
    "q=红楼梦&colour=red": "没有“colour”这个筛选条件，已忽略",
    "q=红楼梦&sort=price": "没有“price”这种排序",
    "q=红楼梦&page=10000": "第 10000 页太靠后了",
    "q=红楼梦&page=7": "没有第 7 页，这是最后一页（第 1 页）",
}


def test_what_makes_no_sense_is_said_and_the_rest_goes_on(zh):
    """One test for all, since loading costs more than any of them."""
    for query, says in NONSENSE.items():
        answer = zh.get(f"/search?{query}")
        assert answer.status_code == 200
        assert says in text(answer)


def test_markup_in_a_question_stays_text(zh):
    page = zh.get('/search?q=<script>alert(1)</script>&library="><b>').content.decode()
    assert "<script>alert" not in page
    assert "<b>" not in page.partition("<main")[2]


def test_nothing_found_leads_on(zh, load):
    hours("AAA", 8, 22)
    page = text(zh.get("/search?q=红楼梦&library=BBB&language=eng&decade=1800"))
    assert "没有找到“红楼梦”" in page
    assert "去掉所有筛选 2 种版本" in page
    assert "问图书馆" in page
    assert "按中图分类浏览" in page
    no_words = text(zh.get("/search?q=红楼梦&language=eng"))
    assert "去掉“英语” 2 种版本" in no_words


def test_other_spellings_are_offered_or_said(en):
    assert "algorithms" in text(en.get("/search?q=algoritms"))


def test_paging_has_numbers_and_keeps_the_question(zh, load):
    rows = "\n".join(
        f"p{n},分页之书{n},某人 著,示范出版社,19{n:02},,,I1,chi,I1/{n},on-shelf" for n in range(45)
    )
    load("AAA", rows)
    api.drain()
    page = zh.get("/search?q=分页之书&page=2")
    assert len(cards(page)) == 20
    assert 'href="/search?q=%E5%88%86%E9%A1%B5%E4%B9%8B%E4%B9%A6&amp;page=3"' in page.content.decode()
    assert '<strong aria-current="page">2</strong>' in page.content.decode()
    assert len(cards(zh.get("/search?q=分页之书&page=3"))) == 5


def test_the_number_of_queries_does_not_grow_with_the_rows(zh, load, monkeypatch):
    monkeypatch.setattr(ui, "_places", {})  # what other rooms put there, their own tests count
    rows = "\n".join(f"q{n},同题{n},某人 著,示范出版社,19{n:02},,,I1,chi,I1/{n},on-shelf" for n in range(20))
    load("AAA", rows)
    load("BBB", rows)
    api.drain()
    zh.cookies["here"] = "AAA/main"

    def queries(address, shown):
        with CaptureQueriesContext(connection) as seen:
            answer = zh.get(address)
        assert len(cards(answer)) == shown
        return len(seen)

    queries("/search?q=西游记", 1)  # whatever is only read once
    assert queries("/search?q=同题", 20) == queries("/search?q=西游记", 1) <= 15


# -- edition


def test_an_edition_shows_its_holders_with_shelf_state_and_date(zh):
    page = text(zh.get(f"/edition/{id_of('红楼梦 曹雪芹')}"))
    assert "2 个馆有收藏：2 册，1 册在架" in page
    assert "在架 AAA图书馆 I242.4/1 : 给服务台看 1 册" in page
    assert "借出 BBB图书馆 I/77 1 册" in page
    assert re.search(r"\d+ 月 \d+ 日 \d\d:\d\d 的状态", page)


def test_an_edition_says_why_it_is_one_record(zh):
    answer = zh.get(f"/edition/{id_of('红楼梦 曹雪芹')}")
    page = text(answer)
    assert "为什么合成一条：共 2 条馆藏记录" in page
    assert "AAA图书馆 1 " in page
    assert "BBB图书馆 b1 " in page


def test_an_edition_is_cited_linked_and_carried_away(zh):
    id = id_of("红楼梦 曹雪芹")
    answer = zh.get(f"/edition/{id}")
    page = answer.content.decode()
    assert "曹雪芹. 红楼梦[M]" in text(answer)
    assert f'<link rel="canonical" href="http://testserver/edition/{id}">' in page
    assert "/subject/%E7%AB%A0%E5%9B%9E%E5%B0%8F%E8%AF%B4" in page  # the subject leads to its page
    assert 'href="/browse/classes/I242.4"' in page
    ris = zh.get(f"/edition/{id}.ris")
    assert ris["Content-Type"].startswith("application/x-research-info-systems")
    assert "红楼梦" in ris.content.decode()


def test_rows_of_a_table_are_no_marc_and_that_is_said(en):
    id = id_of("西游记")
    assert "MARCXML" not in text(en.get(f"/edition/{id}"))
    answer = en.get(f"/edition/{id}.mrc")
    assert answer.status_code == 404
    assert "take RIS instead" in text(answer)


@pytest.fixture
def east():
    operator = members.operator()
    members.add_library(actor=operator, symbol="EAST", name_zh="东馆", name_en="East", kind="public")
    floors = {"floors_zh": "二楼：楼梯左手", "floors_en": "Second floor: left of the stairs"}
    members.add_branch(actor=operator, library="EAST", code="main", name_zh="总馆", phone="0817-1", **floors)


def test_marc_goes_out_as_it_came_in_and_as_xml(zh, east):
    record = files.marc("e1", "边城", "沈从文")
    files.load(record, library="EAST")
    api.drain()
    id = id_of("边城")
    assert zh.get(f"/edition/{id}.mrc").content == files.iso2709(record)
    xml = zh.get(f"/edition/{id}.xml")
    assert xml["Content-Type"] == "application/marcxml+xml"
    assert "边城" in xml.content.decode()
    assert "attachment" in xml["Content-Disposition"]


def test_a_record_without_its_end_swallows_no_other(zh, east):
    whole = files.iso2709(files.marc("e1", "边城", "沈从文"))
    cut = files.iso2709(files.marc("e2", "边城", "沈从文")).removesuffix(b"\x1d")
    files.load(whole, cut, library="EAST")
    api.drain()
    sent = zh.get(f"/edition/{id_of('边城')}.mrc").content
    lengths = [len(part) + 1 for part in sent.split(b"\x1d")[:-1]]
    assert lengths == [len(whole), len(whole)]
    assert sent.startswith(whole)
    assert int(sent[len(whole) :][:5]) == len(whole)


def test_a_branch_code_may_be_anything(zh, east):
    odd = files.data("952", ("b", "A&B #1"), ("c", "二楼"), ("o", "I/1"), ("p", "B9"))
    files.load(files.marc("e3", "怪码之书", "某人", odd), library="EAST")
    api.drain()
    page = zh.get(f"/edition/{id_of('怪码之书')}").content.decode()
    desk = unescape(re.search(r'href="(/edition/\d+/desk[^"]*)"', page)[1])
    assert zh.get(desk).status_code == 200


def test_a_record_cannot_smuggle_markup_or_script_addresses(zh, east):
    bad = files.data("856", ("u", "javascript:alert(1)"), ("y", "<b>read</b>"), ind="40")
    good = files.data("856", ("u", "https://ok.example/1"), ind="40")
    files.load(files.marc("e2", "<script>x</script>坏书", "某人", bad, good), library="EAST")
    api.drain()
    page = zh.get(f"/edition/{id_of('坏书')}").content.decode()
    assert "<script>x" not in page
    assert "<b>read" not in page
    assert 'href="javascript:' not in page
    assert 'href="https://ok.example/1"' in page


def test_titles_carry_their_language(zh, en):
    id = id_of("algorithms")
    assert '<h1 lang="en">Introduction to algorithms</h1>' in zh.get(f"/edition/{id}").content.decode()
    assert "<h1>Introduction to algorithms</h1>" in en.get(f"/edition/{id}").content.decode()
    red = en.get(f"/edition/{id_of('西游记')}").content.decode()
    assert '<h1 lang="zh">西游记</h1>' in red


def test_a_withdrawn_edition_says_so_and_leads_on(en, load):
    id = id_of("西游记")
    load(
        "BBB",
        "b1,红楼梦,曹雪芹 著,示范出版社,1996,979-9-0000-0001-0,章回小说,I242.4,chi,I/77,on-loan",
        full=True,
    )
    for address in (f"/edition/{id}", f"/edition/{id}/desk", f"/edition/{id}.ris", f"/api/v1/editions/{id}"):
        assert en.get(address).status_code == 410, address
    page = en.get(f"/edition/{id}")
    assert "No longer here" in text(page)
    assert 'href="/"' in page.content.decode()


def test_an_edition_joined_with_another_moves_there_for_good(en, east, load):
    one = files.marc("m1", "合并之书", "某人", year="1990")
    other = files.marc("m2", "合并之书", "某人", year="1991", isbn="9799000000028")
    files.load(one, other, library="EAST")
    api.drain()
    first, second = sorted(api.find(ask=Ask(words="合并之书")).ids)
    bridge = files.marc("m3", "合并之书", "某人", year="1990", isbn="9799000000028")
    files.load(bridge, library="EAST")
    kept = catalogue.editions(ids=(first, second))[0].id
    gone = second if kept == first else first
    for ending in ("", "/desk", ".ris", ".mrc", ".xml"):
        answer = en.get(f"/edition/{gone}{ending}?branch=EAST/main")
        assert answer.status_code == 301, ending
        assert answer["Location"] == f"/edition/{kept}{ending}?branch=EAST/main"
    answer = en.get(f"/api/v1/editions/{gone}/holders")
    assert (answer.status_code, answer["Location"]) == (301, f"/api/v1/editions/{kept}/holders")


def test_what_never_was_is_absent(en):
    for address in ("/edition/999999999", "/edition/999999999.ris", "/edition/999999999/desk"):
        assert en.get(address).status_code == 404


def test_the_queries_of_an_edition_do_not_grow_with_its_copies(zh, east, monkeypatch):
    monkeypatch.setattr(ui, "_places", {})
    few = files.marc("c1", "一册之书", "某人", files.copy("B1"))
    copies = [files.copy(f"B{n}", f"I1/{n}") for n in range(2, 40)]
    files.load(few, files.marc("c2", "多册之书", "某人", *copies), library="EAST")
    api.drain()

    def queries(words):
        id = id_of(words)
        with CaptureQueriesContext(connection) as seen:
            zh.get(f"/edition/{id}")
        return len(seen)

    queries("一册之书")
    assert queries("多册之书") == queries("一册之书") <= 11


# -- desk


@time_machine.travel(TEN, tick=False)
def test_the_slip_for_the_desk_has_mark_floor_hours_phone_and_qr(zh, east):
    files.load(files.marc("e3", "茶馆", "老舍", files.copy("B77", "I234/7")), library="EAST")
    api.drain()
    hours("EAST", 8, 22)
    id = id_of("茶馆")
    answer = zh.get(f"/edition/{id}/desk?branch=EAST/main")
    page = text(answer)
    for words in ("I234/7", "二楼 · 楼梯左手", "今天开到 22:00", "电话 0817-1", "B77", "星期一 08:00–22:00"):
        assert words in page, words
    html = answer.content.decode()
    assert "<svg" in html
    assert " style=" not in html
    assert "floor: left" not in html


def test_the_slip_of_a_branch_that_has_none_is_absent(zh):
    id = id_of("西游记")
    assert zh.get(f"/edition/{id}/desk?branch=AAA/main").status_code == 404
    assert zh.get(f"/edition/{id}/desk").status_code == 200


# -- places and parts


def test_upper_rooms_fill_the_places(zh, monkeypatch):
    monkeypatch.setattr(ui, "_places", {})
    for name in ("edition.get", "edition.ask"):
        ui.register_place(
            name, lambda request, edition: format_html("<p>ways to {}</p>", edition.facts.title)
        )
    ui.register_place("search.empty", lambda request, asked: format_html("<p>wish for {}</p>", asked.words))
    assert text(zh.get(f"/edition/{id_of('西游记')}")).count("ways to 西游记") == 2
    assert "wish for 沒有" in text(zh.get("/search?q=沒有&library=AAA&language=xxx"))


def test_the_house_pages_are_there(zh, en):
    for address in ("/house/parts", "/api/v1/docs", "/opensearch.xml"):
        assert zh.get(address).status_code == en.get(address).status_code == 200
