"""The advanced form: it writes CQL, reads back what it wrote, and loses nothing anybody typed."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from commonshelf.catalogue import api as catalogue
from commonshelf.search import api
from commonshelf.search.api import Ask
from commonshelf.search.domain import advanced, cql
from commonshelf.search.domain.advanced import FIELDS, HOWS, JOINS, Form, Row
from commonshelf.search.domain.cql_indexes import FORMATS
from commonshelf.wire.cql.write import to_cql

texts = st.text(st.sampled_from('ab红楼梦 "*?^\\()='), min_size=1, max_size=12).map(
    lambda text: " ".join(text.split())
)
rows = st.builds(
    Row,
    texts.filter(lambda text: any(map(str.isalnum, text))),
    st.sampled_from(FIELDS),
    st.sampled_from([*HOWS]),
    st.sampled_from(JOINS),
)
years = st.sampled_from(["", "1990", "2001"])
forms = st.builds(
    Form,
    st.lists(rows, max_size=4).map(tuple),
    years,
    years,
    st.lists(st.sampled_from(FORMATS), max_size=3, unique=True).map(tuple),
    st.sampled_from(["", "chi"]),
    st.sampled_from(["", "AAA"]),
    st.sampled_from(["", "I24", "TP312"]),
    st.sampled_from(["", "newest", "title"]),
).filter(lambda form: form.asks)


def same(row: Row, *, first: bool) -> Row:
    """Of a number there are no words to be all of; the first line follows on nothing."""
    how = "any" if row.field == "identifier" and row.how == "all" else row.how
    return Row(row.words, row.field, how, "and" if first and row.join == "or" else row.join)


@given(forms, st.sampled_from(["en", "zh-hans"]))
@settings(max_examples=200, deadline=None)
def test_what_the_form_writes_it_reads_back(form, language):
    written = to_cql(advanced.to_question(form, language))
    assert cql.looks_like(written) or written.startswith("cql.allRecords")
    back = advanced.from_question(cql.question(written))
    wanted = tuple(same(row, first=place == 0) for place, row in enumerate(form.rows))
    assert back is not None
    assert (back.rows, back.formats, back.language, back.library, back.class_, back.sort) == (
        wanted, form.formats, form.language, form.library, form.class_, form.sort
    )  # fmt: skip
    assert {back.first, back.last} == {form.first, form.last}


@pytest.mark.parametrize(
    ("form", "written"),
    [
        (Form((Row("红楼梦", "title"),)), "题名 all 红楼梦"),
        (Form((Row('say "no"', "title", "phrase"),)), r'题名="say \"no\""'),
        (
            Form((Row("algo*", "anywhere"), Row("a*b", "author", join="or"))),
            r'任意字段 all algo* or 作者 all "a\*b"',
        ),
        (Form((Row("x", join="not"),)), "cql.allRecords=1 not 任意字段 all x"),
        (Form(first="1990", last="1999", class_="I24"), '出版年 within "1990 1999" and 分类号=I24'),
        (Form(last="1999", sort="newest"), "出版年<=1999 sortBy 出版年/sort.descending"),
    ],
)
def test_it_is_written_in_the_reader_s_words(form, written):
    assert to_cql(advanced.to_question(form, "zh-hans")) == written


@pytest.mark.parametrize(
    "finer",
    [
        "title=a or (title=b and title=c)",
        "title=a and/rel.x title=b",
        "title=/word a",
        "publisher<>b",
        "year=199*",
        'language any "chi eng" and title=a',
        "year=1990 and year=1991",
        "title=a sortBy year title",
        " or ".join(f"title=a{n}" for n in range(20)),
        r'title="a\*"',
    ],
)
def test_a_question_of_another_shape_is_no_form(finer):
    assert advanced.from_question(cql.question(finer)) is None


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("isbn=123", (Row("123", "identifier", "phrase"),)),
        ("红楼梦 and dc.creator any 曹", (Row("红楼梦", "anywhere", "phrase"), Row("曹", "author", "any"))),
        ("title exact a", (Row("a", "title", "whole"),)),
    ],
)
def test_questions_of_its_shape_fill_it(text, rows):
    assert advanced.from_question(cql.question(text)).rows == rows


# -- the page


@pytest.fixture
def en():
    return Client(headers={"accept-language": "en"})


@pytest.mark.django_db
@pytest.mark.usefixtures("two")
def test_from_the_form_to_the_result_and_back(en):
    sent = en.get(
        "/advanced",
        {"words": ["红楼梦", "俞平伯", ""], "field": ["title", "author", "title"], "how": ["all"] * 3,
         "join": ["and", "not", "and"], "first": "1990", "format": ["book"], "do": "search"},
    )  # fmt: skip
    assert sent.status_code == 302
    (asked,) = parse_qs(urlsplit(sent.url).query)["q"]
    assert asked == "title all 红楼梦 not author all 俞平伯 and year>=1990 and format=book"
    titles = {card.facts.title for card in catalogue.editions(ids=api.find(ask=Ask(words=asked)).ids)}
    assert titles == {"红楼梦"}
    result = en.get(sent.url).content.decode()
    assert 'href="/advanced?q=title%20all%20' in result
    back = en.get("/advanced", {"q": asked}).content.decode()
    for piece in (
        'value="红楼梦"',
        'value="俞平伯"',
        'value="not" selected',
        'name="first" value="1990"',
        'value="book" checked',
    ):
        assert piece in back
    assert asked.replace(">", "&gt;") in back


@pytest.mark.django_db
def test_a_line_is_added_without_a_script_and_what_was_typed_stays(en):
    page = en.get(
        "/advanced", {"words": ["a", "b", "c"], "field": ["title"] * 3, "how": ["any"] * 3, "do": "add"}
    )
    told = page.content.decode()
    assert told.count('name="words"') == 4
    assert 'value="b"' in told
    full = en.get("/advanced", {"words": ["a"] * 40, "do": "add"}).content.decode()
    assert full.count('name="words"') == advanced.MOST_ROWS
    assert "Add a line" not in full


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"do": "search"}, "Write at least one word"),
        ({"first": "soon", "words": "x", "do": "search"}, "Write years as figures"),
        ({"first": "2000", "last": "1990", "do": "search"}, "Write years as figures"),
        ({"class": "红", "words": "x", "do": "search"}, "That is no number of this scheme"),
        ({"q": "title=a and (title=b or title=c)"}, "finer than the form"),
        ({"q": 'title="a'}, "The quotation mark at character 7"),
    ],
)
def test_what_cannot_be_asked_is_said_and_nothing_is_lost(en, given, said):
    told = en.get("/advanced", given).content.decode()
    assert said in told
    for name, value in given.items():
        if name != "do":
            assert value.replace('"', "&quot;") in told


@pytest.mark.django_db
def test_plain_words_go_into_the_first_line(en):
    told = en.get("/advanced", {"q": "红楼梦 曹雪芹"}).content.decode()
    assert 'value="红楼梦 曹雪芹"' in told
    assert "The same question as CQL" in told


@pytest.mark.django_db
@pytest.mark.parametrize("strange", ["<script>", "' OR 1", "\\", "a" * 5000, "%00", "((((", '"""'])
def test_strange_input_is_only_text(en, strange):
    for sent in (
        {"words": strange, "do": "search"},
        {"words": strange, "do": "show"},
        {"q": strange},
        {"class": strange},
    ):
        answer = en.get("/advanced", sent)
        assert answer.status_code in {200, 302, 400}
        assert "<script><" not in answer.content.decode()
    assert (
        en.get("/advanced", {"field": strange, "how": strange, "join": strange, "words": "a"}).status_code
        == 200
    )
