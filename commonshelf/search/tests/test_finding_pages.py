"""Pages of finding: suggestions, steps that can be taken back, facets opened late, why here."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.test import Client

from commonshelf.catalogue import api as catalogue
from commonshelf.engine.contract import Count
from commonshelf.kernel.actor import Agent
from commonshelf.members import api as members
from commonshelf.search import api
from commonshelf.search.api import Ask
from commonshelf.search.tests.conftest import Load

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("two")]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def zh() -> Client:
    return Client(headers={"accept-language": "zh-CN"})


@pytest.fixture
def en() -> Client:
    return Client(headers={"accept-language": "en"})


def text(answer) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())).split())


def titles(answer) -> list[str]:
    return [
        unescape(found) for found in re.findall(r'<h2 class="work"><a [^>]*>([^<]*)', answer.content.decode())
    ]


def id_of(words: str) -> int:
    return api.find(ask=Ask(words=words)).ids[0]


# -- suggestions


def test_suggestions_for_the_box(zh: Client) -> None:
    answer = zh.get("/suggest?q=hongl", headers=HTMX)
    assert text(answer) == "红楼梦 题名 红楼梦研究 题名"
    assert 'role="option" id="suggestion-1" aria-selected="false"' in answer.content.decode()
    assert text(zh.get("/suggest?q=cxq")) == "曹雪芹 责任者"


def test_a_name_leads_to_a_search_of_names(zh: Client, en: Client) -> None:
    url = re.search(r'data-url="([^"]*)"', zh.get("/suggest?q=曹").content.decode())[1]
    assert unquote(url) == "/search?q=作者=曹雪芹"
    assert titles(zh.get(unescape(url))) == ["红楼梦"]
    url = re.search(r'data-url="([^"]*)"', en.get("/suggest?q=computer+sc").content.decode())[1]
    assert unquote(url) == '/search?q=subject="Computer+science"'
    assert titles(en.get(unescape(url))) == ["Introduction to algorithms"]


def test_suggestions_for_browsers(en: Client) -> None:
    answer = en.get("/suggest?q=intro&as=json")
    assert answer["Content-Type"] == "application/x-suggestions+json; charset=utf-8"
    words, texts, kinds, urls = json.loads(answer.content)
    assert (words, texts, kinds) == ("intro", ["Introduction to algorithms"], ["Title"])
    assert urls == ["http://testserver/search?q=Introduction+to+algorithms"]


def test_browsers_are_told_where_to_ask(en: Client) -> None:
    page = en.get("/opensearch.xml").content.decode()
    assert 'template="http://testserver/suggest?as=json&amp;q={searchTerms}"' in page


@pytest.mark.parametrize("words", ["", "h", "???", "x" * 200, "<script>", "zzzz"])
def test_nothing_to_suggest_is_an_empty_list(zh: Client, words: str) -> None:
    answer = zh.get("/suggest", {"q": words})
    assert (answer.status_code, answer.content.strip()) == (200, b"")


def test_what_is_gone_is_not_suggested(zh: Client, load: Load, fresh_index: Path) -> None:
    load("CCC", "c1,一本要消失的书,甲,示范出版社,2001,,,,chi,,")
    api.drain()
    load("CCC", "c2,另外一本,甲,示范出版社,2001,,,,chi,,", full=True)
    api.drain()
    assert "消失" not in text(zh.get("/suggest?q=一本"))


# -- steps


def test_a_step_can_be_taken_back(zh: Client) -> None:
    page = zh.get("/search?q=honglou")
    assert titles(page) == ["红楼梦", "红楼梦研究"]
    assert "没有这样写的；以下读音为“hong lou”。 严格按输入的字词检索" in text(page)
    back = unescape(re.search(r'<a href="([^"]*)" rel="nofollow">严格按', page.content.decode())[1])
    exactly = zh.get(back)
    assert titles(exactly) == []
    assert "已严格按输入的字词检索。" in text(exactly)
    assert 'href="/search?q=honglou"' in exactly.content.decode()


@pytest.mark.parametrize(
    ("words", "code", "found"),
    [
        ("hong lou meng", "pinyin", ["红楼梦", "红楼梦研究"]),
        ("xiyouji", "pinyin", ["西游记"]),
        ("hlm", "initials", ["红楼梦", "红楼梦研究"]),
        ("xyj wce", "initials", ["西游记"]),
        ("红木梦研究", "character", ["红楼梦研究"]),
        ("西由记", "sound", ["西游记"]),
    ],
)
def test_each_step_says_what_was_done(words: str, code: str, found: list[str]) -> None:
    answer = api.find(ask=Ask(words=words))
    assert [step.code for step in answer.steps] == [code]
    assert [card.facts.title for card in catalogue.editions(ids=answer.ids)] == found
    assert all(api.said(step=step) for step in answer.steps)
    assert api.find(ask=Ask(words=words, exactly=True)).total == 0


def test_words_as_written_come_before_what_is_read_so(load: Load) -> None:
    load("CCC", "c1,Xi you,Hawkes,Sample Press,1980,,,,eng,,")
    api.drain()
    answer = api.find(ask=Ask(words="xi you"))
    assert [card.facts.title for card in catalogue.editions(ids=answer.ids)] == ["Xi you", "西游记"]
    assert [step.code for step in answer.steps] == ["pinyin-too"]
    assert api.find(ask=Ask(words="xi you", exactly=True)).total == 1


def test_english_words_are_not_taken_for_pinyin() -> None:
    assert api.find(ask=Ask(words="introduction")).steps == ()
    assert api.find(ask=Ask(words="to algorithms")).steps == ()


def test_what_other_places_have_is_shown_and_said(zh: Client) -> None:
    page = zh.get("/search?q=俞平伯&library=BBB")
    assert titles(page) == ["红楼梦研究"]
    assert "您选的地方没有，以下由其他馆收藏。" in text(page)
    assert titles(zh.get("/search?q=俞平伯&library=BBB&exactly=1")) == []
    program = zh.get("/api/v1/search?q=俞平伯&library=BBB").json()
    assert (program["total"], program["steps"][0]["code"]) == (0, "elsewhere")


def test_a_loosened_question_too_is_asked_elsewhere_in_the_end(zh: Client) -> None:
    page = text(zh.get("/search?q=yupingbo&library=BBB"))
    assert "您选的地方没有" in page
    assert "以下读音为“yu ping bo”" in page


def test_bad_cql_keeps_the_box_and_says_what_is_wrong(zh: Client) -> None:
    page = zh.get("/search", {"q": 'title="红楼'})
    assert page.status_code == 400
    assert 'value="title=&quot;红楼"' in page.content.decode()
    assert 'class="note wait"' in page.content.decode()


# -- facets


def test_any_of_several_places_will_do() -> None:
    operator = members.operator(agent=Agent.CLI)
    members.set_library(actor=operator, symbol="AAA", fields={"region_zh": "东区", "region_en": "East"})
    members.set_library(actor=operator, symbol="BBB", fields={"region_zh": "西区", "region_en": "West"})
    api.drain()

    def total(**facets: tuple[str, ...]) -> int:
        return api.find(ask=Ask(facets=facets)).total

    assert total(region=("东区",)) == 5
    assert total(region=("东区",), library=("BBB",)) == 6
    assert total(region=("东区", "西区"), library=("BBB",)) == 6, "BBB stands for its region, AAA's is whole"
    assert total(library=("AAA", "BBB")) == 6
    assert total(library=("AAA",), branch=("BBB/main",)) == 6
    assert total(library=("AAA",), branch=("AAA/main",)) == 5
    assert total(library=("AAA",), branch=("AAA/none",)) == 0, "the branch is meant"
    counted = api.find(ask=Ask(facets={"library": ("AAA",), "branch": ("AAA/main",)})).facets
    assert counted["library"] == [Count("AAA", 5), Count("BBB", 2)], "as if no place was chosen"
    assert counted["region"] == [Count("东区", 5), Count("西区", 2)]


def test_regions_are_filters_with_their_libraries_inside(zh: Client, en: Client) -> None:
    operator = members.operator(agent=Agent.CLI)
    members.set_library(actor=operator, symbol="AAA", fields={"region_zh": "东区", "region_en": "East"})
    members.set_library(actor=operator, symbol="BBB", fields={"region_zh": "西区", "region_en": "West"})
    api.drain()
    assert "东区 5 AAA图书馆 5 西区 2 BBB图书馆 2" in text(zh.get("/search"))
    assert "East 5 AAA Library 5 West 2 BBB Library 2" in text(en.get("/search"))
    page = en.get("/search?region=西区")
    assert "2 editions" in text(page)
    assert "Remove filter: West" in text(page)


def test_subjects_and_makers_are_counted_when_opened(zh: Client) -> None:
    page = zh.get("/search").content.decode()
    assert "章回小说" not in page
    assert 'data-hx-get="/search/facet/subject?"' in page
    values = text(zh.get("/search/facet/subject?", headers=HTMX))
    assert values.startswith("章回小说 2 ")
    assert "曹雪芹 1" in text(zh.get("/search/facet/author?q=红楼梦", headers=HTMX))


def test_without_script_a_facet_opens_on_a_page_of_its_own(zh: Client) -> None:
    answer = zh.get("/search/facet/subject?q=红楼梦&format=book")
    assert answer.status_code == 302
    assert unquote(answer["Location"]) == "/search?q=红楼梦&format=book&more=subject#facet-subject"
    page = zh.get(answer["Location"]).content.decode()
    assert 'name="subject" value="章回小说"' in page
    assert 'id="facet-subject" open' in page


def test_a_chosen_subject_stays_chosen_and_can_be_dropped(zh: Client) -> None:
    page = zh.get("/search?subject=章回小说&subject=红学")
    assert sorted(titles(page)) == ["红楼梦", "红楼梦研究", "西游记"]
    assert 'name="subject" value="章回小说" id="f-subject-章回小说" checked' in page.content.decode()
    dropped = unescape(re.search(r'<a class="chip off" href="([^"]*)"', page.content.decode())[1])
    assert unquote(dropped) == "/search?subject=红学"


@pytest.mark.parametrize("name", ["library", "nothing"])
def test_only_facets_with_many_values_open_late(zh: Client, name: str) -> None:
    assert zh.get(f"/search/facet/{name}").status_code == 404


def test_programs_have_facets_counted_and_nothing_loosened(zh: Client) -> None:
    told = zh.get("/api/v1/search?q=红楼梦&more=subject").json()
    assert told["facets"]["subject"][0]["value"] == "章回小说"
    assert zh.get("/api/v1/search?q=honglou").json()["steps"][0]["code"] == "pinyin"
    assert zh.get("/api/v1/search?q=honglou&exactly=1").json()["total"] == 0


# -- why here, similar


def test_why_here_as_part_of_the_card_and_as_a_page(zh: Client, en: Client) -> None:
    id = id_of("红楼梦")
    assert f'data-hx-get="/search/why/{id}?q=' in zh.get("/search?q=红楼梦").content.decode()
    assert "题名与检索词完全一致，这样的排在最前。 2 个馆有收藏。" in text(
        zh.get(f"/search/why/{id}?q=红楼梦", headers=HTMX)
    )
    page = en.get(f"/search/why/{id}?q=honglou")
    assert "Its title or a name is read “hong lou” in pinyin." in text(page)
    assert "Back to the results" in text(page)
    assert "Why here" not in en.get("/search").content.decode(), "nothing was asked"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("q=曹雪芹+红楼梦", "“红楼梦”见于题名。"),
        ("q=作者=曹雪芹", "符合您对责任者的要求。"),
        ("q=红楼梦&sort=newest", "新出版的在前，不看相符程度。"),
        ("q=红楼梦&sort=title", "按题名排序，中文题名按拼音。"),
        ("q=红楼梦&sort=nearest&near=30.8,106.1", "近的在前；对您最方便的一册在"),
        ("q=红楼梦&library=AAA", "题名与检索词完全一致"),
    ],
)
def test_the_reasons_in_words(zh: Client, query: str, said: str) -> None:
    assert said in text(zh.get(f"/search/why/{id_of('红楼梦')}?{query}", headers=HTMX))


def test_why_of_an_edition_that_never_was(zh: Client) -> None:
    assert zh.get("/search/why/999999?q=x").status_code == 404


def test_similar_editions_are_others_of_the_same_kind(load: Load) -> None:
    water = "c1,水浒传,施耐庵,示范出版社,2001,,章回小说,I242.4,chi,,"
    load("CCC", f"{water}\nc2,红楼梦,曹雪芹 著,另一社,2005,,,I242.4,chi,,")
    api.drain()
    alike = [card.facts.title for card in api.similar(edition=catalogue.edition(id=id_of("西游记")))]
    assert set(alike[:2]) == {"红楼梦", "水浒传"}
    assert alike.count("红楼梦") == 1, "one of each work"
    assert "红楼梦" not in [
        card.facts.title for card in api.similar(edition=catalogue.edition(id=id_of("红楼梦")), rows=20)
    ]
    assert api.similar(edition=catalogue.edition(id=id_of("西游记")), rows=0) == ()
