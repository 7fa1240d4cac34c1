"""Portraits: what records say is brought to one form, kept, and met in blocks."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given

from commonshelf.catalogue.domain.facts import Facts, Name
from commonshelf.catalogue.domain.matching import portraits
from commonshelf.catalogue.domain.matching.portraits import Portrait, blocks, digest, dump, load, portrait
from commonshelf.catalogue.domain.tests.books import BOOK, ENGLISH, portrait_strategy


@pytest.mark.parametrize(
    ("said", "same"),
    [
        ({"title": "遠山的燈"}, {}),
        ({"title": "远山的灯 "}, {}),
        ({"publisher": "示范出版社有限公司"}, {}),
        ({"names": (Name("（英）张小三", "author"),)}, {}),
        (
            {"names": (Name("李小红", "translator"), Name("张小三", "author"))},
            {"makers": ("张小三", "李小红")},
        ),
        ({"extent": "12, 320页"}, {}),
        ({"title": "远山的灯（第二版）"}, {"edition": "2"}),
        ({"edition": "第2版修订本", "edition_number": "2r"}, {"edition": "2", "kind": "r"}),
        ({"edition": "第1版"}, {"edition": "1"}),
        ({"title": "远山的灯2"}, {"volume": "2"}),
        ({"volume": "上册", "volume_number": "1"}, {"volume": "1"}),
        ({"volume": "全三册"}, {}),
        ({"volume": "第二卷, 春天", "volume_number": "2"}, {"volume": "2", "part": "春天"}),
        ({"volume": "甲编", "volume_number": "甲编"}, {"part": "甲编"}),
        ({"edition_number": "large"}, {"carrier": "large"}),
        ({"extent": "3册"}, {"pages": 0, "pieces": 3}),
        ({"date": "2019, c2015"}, {"years": (2015,)}),
        ({"series": ("示范文库 ; 第12种", "示范文库 ; 12")}, {"series": ("示范文库;12",)}),
    ],
)
def test_what_a_record_says_otherwise(said, same):
    assert portrait(replace(BOOK, **said)) == replace(portrait(BOOK), **same)


@pytest.mark.parametrize(
    ("said", "same"),
    [
        ({"title": "Far hills"}, {}),
        ({"title": "The far hills : a story", "subtitle": ""}, None),
        ({"extent": "xii, 1,042 p."}, {"pages": 1042}),
        ({"extent": "2 v. (xii, 900 p.)"}, {"pages": 0, "pieces": 2}),
        ({"publisher": "The Model Press, Inc."}, {}),
        ({"publisher": "For sale by the Supt. of Docs., U.S. Govt. Print. Off."}, {"publisher": "gpo"}),
        (
            {"names": (Name("Model Society (U.S.). Office", "", body=True),)},
            {"makers": ("modelsocietyusoffice",)},
        ),
        ({"title": "Annual report 1978"}, {"title": "annualreport", "volume": "1978"}),
    ],
)
def test_what_a_record_in_letters_says_otherwise(said, same):
    one = portrait(replace(ENGLISH, **said))
    if same is None:
        assert one.title.startswith("farhills")
    else:
        assert one == replace(portrait(ENGLISH), **same)


@given(portrait_strategy())
def test_what_is_dumped_is_loaded(one):
    assert load(dump(one)) == one
    assert digest(load(dump(one))) == digest(one) < 2**63


@given(portrait_strategy())
def test_blocks_are_few_and_the_same_for_equal_portraits(one):
    found = blocks(one)
    assert found == blocks(load(dump(one)))
    assert len(found) == len(set(found)) <= 8
    assert all(0 <= number < 2**63 for number in found)
    assert bool(found) == bool(one.title)


def test_every_fact_of_a_portrait_changes_its_digest():
    one = portrait(BOOK)
    others = {
        "component": True, "year": 2001, "pages": 7, "pieces": 2, "years": (1999,), "makers": ("李",),
        "isbns": (), "issns": ("12345678",), "numbers": ("nlc:1",), "bad": ("9",), "series": ("文库;2",),
    }  # fmt: skip
    for field in fields(Portrait):
        changed = replace(one, **{field.name: others.get(field.name, "别的")})
        assert digest(changed) != digest(one), field.name


@pytest.mark.parametrize(
    "said",
    [
        {"isbns": ()},
        {"isbns": (), "names": ()},
        {"isbns": (), "publisher": "他山出版社"},
        {"isbns": (), "year": None},
        {"isbns": (), "title": "远山之灯"},
        {"title": "完全另一个"},
        {"subtitle": "一部长篇小说"},
        {"isbns": (), "volume": "上册", "volume_number": "1"},
    ],
)
def test_records_of_one_edition_meet_whatever_one_of_them_lacks(said):
    assert set(blocks(portrait(BOOK))) & set(blocks(portrait(replace(BOOK, **said))))


def test_print_and_online_articles_and_books_never_meet():
    one = set(blocks(portrait(BOOK)))
    assert one.isdisjoint(blocks(portrait(replace(BOOK, format="ebook"))))
    assert one.isdisjoint(blocks(portrait(replace(BOOK, component=True))))


def test_volumes_of_a_great_set_do_not_fill_the_block_each_of_them_needs():
    volumes = [replace(BOOK, isbns=(), volume=f"第{n}卷", volume_number=str(n)) for n in range(1, 101)]
    held: dict[int, int] = {}
    for one in volumes:
        for number in blocks(portrait(one)):
            held[number] = held.get(number, 0) + 1
    for one in volumes:
        assert min(held[number] for number in blocks(portrait(one))) <= portraits.BLOCK_LIMIT


def test_a_record_without_a_title_is_compared_with_nothing():
    assert blocks(portrait(Facts(flavour="marc21", title="", isbns=("9787000001237",)))) == ()
