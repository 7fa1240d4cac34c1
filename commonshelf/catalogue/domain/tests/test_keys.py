"""What is grouped as one work: editions, translations and volumes, never two authors."""

from __future__ import annotations

from dataclasses import replace

import pytest

from commonshelf.catalogue.domain.facts import Facts, Name
from commonshelf.catalogue.domain.keys import work_key

BOOK = Facts(
    flavour="cnmarc",
    title="远山的灯",
    names=(Name("张小三", "author"),),
    publisher="示范出版社",
    year=2019,
    extent="320页",
    isbns=("9787000001237",),
)


@pytest.mark.parametrize(
    "said",
    [
        {"title": "远山的灯（第二版）", "year": 2021, "publisher": "他山出版社"},
        {"title": "远山的灯 上册"},
        {"title": "远山的灯", "volume": "第二卷", "volume_number": "2"},
        {"title": "遠山的燈"},
        {"title": "远山的灯（插图本）"},
        {"title": "远山的灯【青少版】"},
        {"title": "远山的灯", "subtitle": "长篇小说"},
        {"names": (Name("（中）张小三", "author"), Name("李小红", "translator"))},
        {"names": (Name("李小红", "translator"), Name("张小三", "author"))},
        {"title": "The far lamp", "original_title": "远山的灯", "flavour": "marc21"},
    ],
)
def test_one_work_told_otherwise_has_one_key(said):
    assert work_key(replace(BOOK, **said)) == work_key(BOOK) != ""


@pytest.mark.parametrize("name", ["（某国）约翰·范例", "约翰•范例", "范例", "J.·范例"])
def test_a_foreign_name_in_chinese_is_known_by_its_last_part(name):
    one = replace(BOOK, names=(Name("约翰·范例", "author"),))
    assert work_key(replace(one, names=(Name(name),))) == work_key(one)


def test_another_maker_is_another_work():
    assert work_key(replace(BOOK, names=(Name("李小红"),))) != work_key(BOOK)


def test_names_in_letters_count_in_either_order():
    one = Facts(flavour="marc21", title="The far hills", names=(Name("Sample, John R."),))
    assert work_key(one) == work_key(replace(one, title="Far hills", names=(Name("John Sample", "author"),)))


def test_an_article_or_a_record_that_says_too_little_belongs_to_no_work():
    assert work_key(replace(BOOK, component=True)) == ""
    assert work_key(replace(BOOK, title="")) == ""
    assert work_key(replace(BOOK, title="远灯", names=())) == ""


def test_a_key_fits_its_column_and_long_titles_stay_apart():
    long = work_key(replace(BOOK, title="远山" * 200))
    assert len(long) <= 200
    assert long != work_key(replace(BOOK, title="远山" * 201))
