"""The alphabet that Chinese and Latin share, and the shelves of three schemes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.browse.domain import make_han_order, order, shelving


def test_the_table_is_what_its_maker_builds():
    assert make_han_order.FILE.read_text(encoding="utf-8").splitlines() == make_han_order.lines()


@pytest.mark.parametrize(
    "ordered",
    [
        [
            "123",
            "2 birds",
            "安",
            "apple",
            "Apple tree",
            "Banana",
            "北京",
            "北京大学",
            "红楼梦",
            "hotel",
            "湖",
        ],
        ["hotel", "zoo", "ひらがな"],
        ["李白", "李大钊", "理想国", "力学"],  # all 李 together, though lixiang comes before liu
        ["西安", "先秦"],  # xi an before xian
        ["重庆森林", "chop", "zebra", "重量"],  # read by the word it stands in
        ["Hong Kong", "红"],
    ],
)
def test_terms_stand_where_a_reader_looks(ordered):
    assert sorted(ordered, key=order.place) == ordered


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("红楼梦", "紅樓夢"),
        ("Straße", "STRASSE"),
        ("《红楼梦》 : 人物", "红楼梦人物"),
        ("Don't stop", "dont stop"),
        ("Café  noir.", "cafe noir"),
    ],
)
def test_script_case_accents_and_marks_make_no_other_term(one, other):
    assert order.place(one) == order.place(other)


def test_what_differs_by_a_sign_that_counts_is_another_term():
    assert len({order.place(text) for text in ("C", "C++", "C#")}) == 3


def test_an_article_counts_only_where_no_title_begins_with_it():
    assert order.title_place("The hobbit") == order.title_place("Hobbit")
    assert order.title_place("Han fei zi") == "han fei zi"
    assert order.title_place("A") == "a"
    assert order.place("The hobbit") != order.place("Hobbit")


def test_surnames_are_read_as_surnames():
    assert order.name_place("曾国藩").startswith("zeng")
    assert order.name_place("单雄信").startswith("shan")
    assert order.name_place("尉迟恭").startswith("yu4尉chi2迟")
    assert order.place("曾经沧海").startswith("ceng")


@pytest.mark.parametrize("text", ["", "  ", "。，", "!?", "\u200b"])
def test_what_has_no_letter_stands_nowhere(text):
    assert order.place(text) == order.title_place(text) == order.name_place(text) == ""


def test_initials_part_the_alphabet_without_a_gap():
    bounds = [order.bounds(initial) for initial in ("0", *order.LETTERS, "…")]
    assert bounds[0][0] == ""
    assert all(one[1] == other[0] for one, other in pairwise(bounds))
    for text, initial in (("红", "h"), ("Zoo", "z"), ("7", "0"), ("ひ", "…"), ("Ω", "…")):
        place = order.place(text)
        assert order.initial_of(place) == initial
        assert order.bounds(initial)[0] <= place < order.bounds(initial)[1]


def test_pinyin_finds_where_its_characters_begin():
    assert order.syllable_place("honglou") <= order.place("红楼梦")
    assert order.syllable_place("honglou") > order.place("航")
    assert order.syllable_place("红") == ""
    assert order.syllable_place("123") == ""


@given(st.text(max_size=40))
def test_any_text_has_a_place_and_its_plain_form_the_same(text):
    place = order.place(text)
    assert "\x00" not in place
    assert "\x01" not in place
    assert order.place(order.plain(text)) == place
    assert bool(place) == bool(order.plain(text))


# -- call numbers


@pytest.mark.parametrize(
    "ordered",
    [
        ["I24/9", "I24/12", "I24/100", "I24-51/1", "I24(2)/1", "I242/1", "I242.4/5", "I242.4/12", "I247.5/3"],
        ["TP3/1", "TP311.1/2", "TP312/1", "TP312C/1", "TP316/1"],
        ["I242.4/C12", "I242.4/C12:2", "I242.4/C12:10", "I242.4/C13"],
        ["005 A", "005.133 PYT 2", "005.133 PYT 10", "005.2", "823.912 TOL", "823.92 A"],
        ["PS35.5 .A1", "PS3545 .H16 A6 1997", "PS3545.H2", "PS3546.A1", "QA9.C3", "QA76.73.P98", "QA76.8.A1"],
        ["B222/1", "I24/1", "005 A", "QA76.C1", "参考1"],  # scheme by scheme
    ],
)
def test_numbers_stand_as_the_books_do(ordered):
    assert sorted(ordered, key=shelving.place) == ordered


@pytest.mark.parametrize(
    ("number", "scheme"),
    [
        ("I242.4/5", "clc"),
        ("{TP312}PY/1", "clc"),
        ("P35.C3", "lcc"),
        ("P35/3", "clc"),
        ("823.912 TOL", "ddc"),
        ("73.8792/4", "local"),
        ("DVD 12", "local"),
    ],
)
def test_a_number_tells_its_scheme(number, scheme):
    assert shelving.scheme_of(shelving.place(number)) == scheme


@given(st.text(max_size=60))
def test_any_number_has_one_place(number):
    place = shelving.place(number)
    assert place == shelving.place(f" {number.lower()} ") or not number.isascii()
    assert "\x00" not in place


@given(st.integers(0, 9999), st.integers(0, 9999))
def test_book_numbers_are_counted_not_spelt(one, other):
    assert (shelving.place(f"I247.5/{one}") < shelving.place(f"I247.5/{other}")) == (one < other)
