"""Questions in CQL: what they find, what is refused and how, and what is taken for CQL at all."""

from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from commonshelf.catalogue import api as catalogue
from commonshelf.engine.contract import InFacet, Phrase, Prefix, Sort, Term
from commonshelf.kernel.refusal import Refusal
from commonshelf.search import api
from commonshelf.search.api import Ask
from commonshelf.search.cql_refusals import REFUSALS
from commonshelf.search.domain import cql, cql_indexes
from commonshelf.search.domain.cql_indexes import INDEXES
from commonshelf.search.domain.query import checked, compiled
from commonshelf.ui.api import sentence
from commonshelf.wire.cql.read import DEEPEST, LONGEST, MOST_CLAUSES


def found(ask):
    return {card.facts.title for card in catalogue.editions(ids=api.find(ask=ask).ids)}


ALL = {"红楼梦", "红楼梦研究", "Introduction to algorithms", "錢鍾書論學文選", "C++程序设计", "西游记"}


@pytest.mark.django_db
@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("title=红楼梦", {"红楼梦", "红楼梦研究"}),
        ("title==红楼梦", {"红楼梦"}),
        ("title exact 紅樓夢", {"红楼梦"}),
        ('题名 = "研究"', {"红楼梦研究"}),
        ("题名＝“红楼梦” not 作者=俞平伯", {"红楼梦"}),
        ('title all "梦 研究"', {"红楼梦研究"}),
        ('title any "algorithm 西游记"', {"Introduction to algorithms", "西游记"}),
        ("title = algo*", {"Introduction to algorithms"}),
        ('title = "to algo*"', {"Introduction to algorithms"}),
        ("title=c++", {"C++程序设计"}),
        ("author=曹雪芹", {"红楼梦"}),
        ("author==曹雪", set()),
        ("author==曹雪芹", {"红楼梦"}),
        ("dc.creator=cormen", {"Introduction to algorithms"}),
        ("subject==章回小说", {"红楼梦", "西游记"}),
        ('publisher="sample press"', {"Introduction to algorithms"}),
        ("isbn=979-9-0000-0001-0", {"红楼梦"}),
        ("year=1996", {"红楼梦"}),
        ("year<1990", {"红楼梦研究"}),
        ("year<=1990", {"红楼梦研究", "錢鍾書論學文選"}),
        ("year>2004", {"Introduction to algorithms"}),
        ('year within "1990 2001"', {"錢鍾書論學文選", "红楼梦", "西游记"}),
        ("year=1990-2001", {"錢鍾書論學文選", "红楼梦", "西游记"}),
        ("year=199*", {"錢鍾書論學文選", "红楼梦"}),
        ('year any "1988 2009"', {"红楼梦研究", "Introduction to algorithms"}),
        ("year<>1996 and class=I", {"红楼梦研究", "西游记"}),
        ("language=eng", {"Introduction to algorithms"}),
        ("language=en or language=zho", ALL),
        ("class=I24", {"红楼梦", "西游记"}),
        ("class=I", {"红楼梦", "红楼梦研究", "西游记"}),
        ("class==I24", set()),
        ("class==I242.4", {"红楼梦", "西游记"}),
        ("class=TP31*", {"C++程序设计"}),
        ("library=bbb", {"红楼梦", "西游记"}),
        ("library=AAA and library=BBB", {"红楼梦"}),
        ("cql.allRecords=1", ALL),
        ("(title=红楼梦 or title=西游记) and library=BBB", {"红楼梦", "西游记"}),
        ("title=红楼梦 or title=西游记 and year=2001", {"西游记"}),
        ('> x = "info:srw/cql-context-set/1/dc-v1.1" x.title = 西游记', {"西游记"}),
        ("anywhere=示范出版社 and title=红", {"红楼梦", "红楼梦研究"}),
    ],
)
def test_a_question_finds_just_this(text, titles):
    assert found(Ask(cql=text)) == titles
    if not text.startswith(">"):  # a question that binds prefixes is none anybody types
        assert found(Ask(words=text)) == titles


@pytest.mark.django_db
@pytest.mark.usefixtures("two")
def test_a_question_may_sort_and_filters_narrow_it():
    newest = api.find(ask=Ask(words="language=chi sortBy year"))
    years = [card.facts.year for card in catalogue.editions(ids=newest.ids)]
    assert years == sorted(years, reverse=True)
    narrowed = api.find(ask=Ask(words="title=红楼梦", facets={"library": ("BBB",)}))
    assert narrowed.total == 1
    assert {count.value: count.documents for count in narrowed.facets["library"]}["AAA"] == 2


def test_the_reader_s_own_order_goes_before_the_question_s():
    ask, _ = checked(Ask(words="year=1990 sortBy title", sort="newest"))
    assert compiled(ask).sort is Sort.NEWEST
    ask, _ = checked(Ask(words="year=1990 sortBy title"))
    assert compiled(ask).sort is Sort.TITLE


def test_chinese_text_is_cut_as_the_box_cuts_it():
    assert cql.read("author=曹雪芹").clause == Phrase("author", tuple("曹雪芹"))
    assert cql.read("author=tolkien").clause == Term("author2", "tolkien")
    assert cql.read("class=I242.4").clause == Prefix("class", "i2424")
    assert cql.read("year=1990").clause == InFacet("year", ("1990",))
    assert cql.read('title any "红楼 梦" and author=曹').words == "红楼 梦 曹"
    assert cql.read("title=a not title=b").words == "a"


REFUSED = {
    "title=": "search.cql-unfinished",
    'title="红': "search.cql-open-quote",
    "title=(红": "search.cql-open-parenthesis",
    "title=红)": "search.cql-stray-parenthesis",
    "title=红 楼": "search.cql-operator-missing",
    "title==(a)": "search.cql-word-missing",
    "title=" + "(" * 1000: "search.cql-too-deep",
    "title=" + "(" * 20_000: "search.cql-too-long",
    "title=a" + " or a" * 100: "search.cql-too-many-clauses",
    "title=a and colour=red": "search.cql-index",
    "title<a": "search.cql-relation",
    "title within 3": "search.cql-relation",
    "year all 1990": "search.cql-relation",
    "title =/fuzzy a": "search.cql-modifier",
    "title=a and/rel.x title=b": "search.cql-boolean-modifier",
    "title=a prox title=b": "search.cql-prox",
    'title=a and (> q = "http://x/" q.y=z)': "search.cql-prefix",
    'title=""': "search.cql-no-term",
    'title="。"': "search.cql-no-term",
    "title=a?b": "search.cql-mask",
    "title=*ab": "search.cql-mask",
    "year=soon": "search.cql-year",
    "year=19999": "search.cql-year",
    "format=dvd": "search.cql-format",
    "title=a sortBy colour": "search.cql-sort",
    "title=a sortBy title/sort.descending": "search.cql-sort",
    "": "search.cql-empty",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_asked_is_refused_in_a_sentence(text):
    with pytest.raises(Refusal) as refused:
        cql.read(text)
    assert refused.value.code == REFUSED[text]
    said = sentence(refused.value)
    assert "{" not in said.replace("{position", "")
    assert refused.value.code not in said


def test_every_sentence_belongs_to_a_refusal_that_is_tried_here():
    assert set(REFUSALS) == set(REFUSED.values())


@pytest.mark.parametrize(
    ("text", "is_cql"),
    [
        ("title=红楼梦", True),
        ("题名＝红楼梦", True),
        ('(title="a" or title="b")', True),
        ("year>=1990", True),
        ('author any "a b"', True),
        ("作者 any 鲁迅", True),
        ("title all about eve", False),  # a title: behind a relation in words stands one term
        ("E=mc2", False),
        ("红楼梦", False),
        ("年=月", True),
        ("C++", False),
        ("subject to change", False),
        ("any all", False),
        ("", False),
    ],
)
def test_only_what_begins_with_an_index_and_a_relation_is_cql(text, is_cql):
    assert cql.looks_like(text) is is_cql


names = st.sampled_from([name for index in INDEXES for name in (index.name, *index.chinese, *index.others)])
relations = st.sampled_from(["=", "==", "any", "all", "adj", "exact", "within", "<", ">=", "<>", "like"])
terms = st.sampled_from(
    ["a", "红楼梦", '"a b"', "1990", '"1990 1999"', "I24", "book", "chi", "x*", "*", "?", '""', "C++"]
)
clauses = st.builds(lambda name, relation, term: f"{name} {relation} {term}", names, relations, terms)


@given(st.lists(clauses, min_size=1, max_size=4), st.sampled_from([" and ", " or ", " not ", " prox "]))
@settings(max_examples=200, deadline=None)
def test_any_question_is_compiled_or_refused_with_a_known_code(parts, joint):
    with suppress_known():
        ask, _ = checked(Ask(cql=joint.join(parts)))
        compiled(ask)


@contextmanager
def suppress_known():
    try:
        yield
    except Refusal as refusal:
        if refusal.code not in REFUSALS:
            raise


def test_every_name_of_an_index_leads_to_one_index_alone():
    told = [name.lower() for index in INDEXES for name in (index.name, *index.chinese, *index.others)]
    assert len(told) == len(set(told)) == len(cql_indexes.BY_NAME)


@pytest.mark.django_db
@pytest.mark.usefixtures("two")
def test_a_page_keeps_what_was_typed_and_says_where_it_breaks():
    client = Client(headers={"accept-language": "en"})
    answer = client.get("/search?q=" + quote('title=(红 and "x'))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "The quotation mark at character 14 is never closed" in page
    assert 'value="title=(红 and &quot;x"' in page
    assert "/advanced?q=" in page
    assert "None of the libraries has reported" not in page
    deep = client.get("/search?q=" + quote("title=" + "(" * 1000 + "a"))
    assert "parentheses within each other" in deep.content.decode()
    found = client.get("/api/v1/search?q=" + quote("title=a and colour=red")).json()
    assert found["code"] == "search.cql-index"


# -- the document


PAGE = Path(__file__).resolve().parents[3] / "docs" / "protocols" / "cql.md"


def told_indexes():
    rows = re.findall(
        r"^\| `([^`]+)` \| (.*?) \| (.*?) \| (.*?) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE
    )
    return [
        (
            name,
            tuple(filter(None, chinese.split(", "))),
            tuple(re.findall(r"`([^`]+)`", others)),
            tuple(re.findall(r"`([^`]+)`", relations)),
        )
        for name, chinese, others, relations in rows
    ]


def test_the_document_tells_the_indexes_there_are():
    assert told_indexes() == [(one.name, one.chinese, one.others, one.relations) for one in INDEXES]


def test_the_document_tells_limits_formats_orders_and_modifiers():
    told = PAGE.read_text(encoding="utf-8")
    assert f"At most {LONGEST} characters, {MOST_CLAUSES} clauses, {DEEPEST} parentheses" in " ".join(
        told.split()
    )
    words = set(re.findall(r"`([^`]+)`", re.sub(r"```.*?```", "", told, flags=re.DOTALL)))
    assert {*cql_indexes.FORMATS, *cql_indexes.SORT_KEYS} <= words
    assert {word.lower() for word in words} >= cql._MODIFIERS


def test_every_example_of_the_document_can_be_asked():
    (block,) = re.findall(r"```\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    for line in block.strip().splitlines():
        assert cql.looks_like(line)
        cql.read(line)
