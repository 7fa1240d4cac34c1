"""Two records field by field, and the drawings of their score."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.catalogue.domain.facts import Class, Facts, Name
from commonshelf.review.domain.comparing import FIELDS, compare, lines
from commonshelf.review.domain.picture import WIDTH, bars, scale

ONE = Facts(
    flavour="marc21",
    title="机械制图",
    names=(Name("张三", "author"), Name("李四", "author")),
    publisher="示范出版社",
    year=2008,
    isbns=("9787000000012",),
    classes=(Class("clc", "TH126"),),
)
OTHER = Facts(
    flavour="cnmarc",
    title="機械製圖",
    names=(Name("李四", "author"), Name("王五", "editor")),
    publisher="示范出版社.",
    year=2009,
    extent="210页",
    isbns=("9787000000012",),
)


def text(line):
    return "".join(piece.text for piece in line)


def test_a_row_for_each_field_that_is_said_with_its_state():
    rows = compare(ONE, OTHER)
    assert [(row.field, row.state) for row in rows] == [
        ("title", "same"),
        ("makers", "differs"),
        ("publisher", "same"),
        ("year", "differs"),
        ("extent", "other"),
        ("format", "same"),
        ("isbn", "same"),
        ("class", "one"),
    ]


def test_several_lines_find_their_partner_whatever_their_order():
    (makers,) = [row for row in compare(ONE, OTHER) if row.field == "makers"]
    assert [(text(line), line[0].marked) for line in makers.one] == [("张三", True), ("李四", False)]
    assert [(text(line), line[0].marked) for line in makers.other] == [("李四", False), ("王五", True)]


def test_a_line_said_twice_has_one_partner_each():
    first, second = lines(["甲", "甲"], ["甲"])
    assert [line[0].marked for line in first] == [False, True]
    assert [line[0].marked for line in second] == [False]


def test_every_field_of_a_record_can_be_compared():
    full = Facts(
        flavour="marc21", title="题", subtitle="副", volume="上册", names=(Name("甲"),), statement="甲著",
        edition="第2版", place="北京", publisher="社", year=2001, extent="1页", series=("丛",),
        languages=("chi",), isbns=("1",), issns=("2",), numbers=("oclc:3",), bad_numbers=("4",),
        original_title="O", other_titles=("P",), classes=(Class("clc", "I"),), subjects=("主",),
        summary="摘", contents="目", notes=("注",),
    )  # fmt: skip
    assert {row.field for row in compare(full, full)} == set(FIELDS) - {"links"}
    assert {row.state for row in compare(full, full)} == {"same"}
    bare = Facts(flavour="marc21", title="", format="")
    assert {row.state for row in compare(full, bare)} == {"one"}
    assert {row.state for row in compare(bare, full)} == {"other"}


def test_codes_are_the_same_or_not_and_never_alike():
    one = Facts(flavour="marc21", title="题", format="book", isbns=("978-1", "978-2"))
    other = Facts(flavour="marc21", title="题", format="ebook", isbns=("978-2", "978-3"))
    say = {"format": {"book": "E book", "ebook": "A book"}.__getitem__}
    rows = {row.field: row for row in compare(one, other, say)}
    assert [
        [(text(line), line[0].marked) for line in side] for side in (rows["format"].one, rows["format"].other)
    ] == [
        [("E book", True)],
        [("A book", True)],
    ]
    assert [line[0].marked for line in rows["isbn"].one] == [True, False]
    assert [line[0].marked for line in rows["isbn"].other] == [False, True]


def test_many_lines_are_compared_in_no_time():
    one, other = [f"主题 {n}" for n in range(600)], [f"标题 {n}" for n in range(600)]
    first, second = lines(one, other)
    assert [text(line) for line in first] == one
    assert [text(line) for line in second] == other


@pytest.mark.parametrize("score", [0.0, 0.3, 0.62, 0.9, 1.0])
def test_the_scale_covers_everything_once(score):
    drawn = scale(score, ask=0.3, join=0.9)
    assert sum(zone.width for zone in drawn.zones) == WIDTH
    assert [zone.start for zone in drawn.zones] == [0, 96, 288]
    assert drawn.at == round(score * WIDTH)


def test_a_zone_too_narrow_for_its_name_says_so():
    assert [zone.named for zone in scale(0.5, ask=0.2, join=0.97).zones] == [True, True, False]


@given(st.lists(st.floats(-20, 20), max_size=30))
def test_bars_stay_within_their_half(gave):
    for value, bar in zip(gave, bars(gave), strict=True):
        assert 0 <= bar.start <= 50
        assert bar.start + bar.width <= 100
        assert (bar.start == 50) == (value >= 0)
        assert bool(bar.width) == bool(value)
