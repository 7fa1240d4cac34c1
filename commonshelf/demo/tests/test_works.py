"""The list of works is what the demo's honesty rests on: real ones marked as such, each once."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import isbn as stdnum_isbn
from stdnum import issn

from commonshelf.demo import romanise, work
from commonshelf.demo.invent import Numbers, editions
from commonshelf.demo.isbn import ROOM, hyphenated, isbn
from commonshelf.demo.tables import publishers, subject_of, summaries


def test_at_least_450_real_works_and_each_once():
    real = [one for one in work.works() if not one.invented]
    assert len(real) >= 450
    keys = Counter((one.title, one.subtitle, one.language, one.kind) for one in work.works())
    assert [key for key, count in keys.items() if count > 1] == []


def test_every_work_has_what_a_record_needs():
    for one in work.works():
        assert one.title.strip() == one.title != ""
        assert one.clc[0] in "ABCDEFGHIJKNOPQRSTUVXZ"
        assert 1 <= one.fame <= 5
        assert subject_of(one.clc).appetite
        assert publishers(one.language)
        assert len(one.volumes) != 1


def test_what_we_made_up_says_who_made_it_up():
    for one in work.works():
        named = any(maker.name.startswith("示范") for maker in one.makers)
        assert named == one.invented, one.title


def test_real_serials_carry_a_number_whose_check_digit_is_right():
    serials = [one for one in work.works() if one.kind == "serial" and not one.invented]
    assert len(serials) >= 15
    assert all(issn.is_valid(one.issn) for one in serials)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("(清)曹雪芹;(清)高鹗@续", [("曹雪芹", "清", ""), ("高鹗", "清", "续")]),
        ("Austen, Jane", [("Austen, Jane", "", "")]),
        ("", []),
        ("翟中和@等编", [("翟中和", "", "等编")]),
    ],
)
def test_makers_are_read_as_they_are_written(text, made):
    assert [(maker.name, maker.origin, maker.role) for maker in work.makers_of(text)] == made


def test_a_line_that_names_nobody_is_refused():
    with pytest.raises(ValueError, match="not a maker"):
        work.makers_of("(清)")


@given(st.integers(0, ROOM - 1))
def test_isbns_are_valid_and_of_nobody(number):
    made = isbn(number)
    assert made.startswith("9799")
    assert stdnum_isbn.is_valid(made)
    assert hyphenated(made).replace("-", "") == made


@pytest.mark.parametrize("number", [-1, ROOM])
def test_there_is_no_isbn_outside_the_room(number):
    with pytest.raises(ValueError, match="no room"):
        isbn(number)


def test_isbns_do_not_come_twice():
    numbers = Numbers()
    assert len({numbers.take()[1] for _ in range(20_000)}) == 20_000


def test_editions_come_from_invented_publishers_and_are_numbered_apart(chance):
    books = [book for made in editions(chance) for edition in made for book in edition]
    assert len({book.number for book in books}) == len(books)
    known = {house.name for language in {book.language for book in books} for house in publishers(language)}
    assert all(book.publisher in known for book in books if not book.issn)
    assert all(book.isbn == "" or book.isbn.startswith("9799") for book in books)


def test_an_edition_is_never_older_than_its_work_and_translators_only_where_known(chance):
    for one, made in zip(work.works(), editions(chance), strict=True):
        for edition in made:
            for book in edition:
                assert one.year is None or book.year >= one.year
                assert book.translators in ((), one.translators)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("红楼梦", "hong lou meng"),
        ("会计", "kuai ji"),
        ("三國演義", "san guo yan yi"),
        ("會計", "kuai ji"),
        ("C程序设计", "C cheng xu she ji"),
        ("", ""),
        ("Emma", "Emma"),
    ],
)
def test_pinyin(text, said):
    assert romanise.pinyin(text) == said


def test_summaries_are_of_works_in_the_list():
    known = {(one.title, one.language) for one in work.works()}
    assert set(summaries()) <= known
    assert len(summaries()) >= 40


def test_everything_a_record_may_romanise_has_a_reading():
    for house in publishers("chi"):
        assert not [char for char in romanise.pinyin(house.name) if "\u4e00" <= char <= "\u9fff"]
    for one in work.works():
        if one.language == "chi":
            said = romanise.pinyin(one.title + "".join(maker.name for maker in one.makers))
            said += romanise.pinyin(romanise.traditional(one.title))
            assert not [char for char in said if "\u4e00" <= char <= "\u9fff"], one.title
