"""What joins and what never does: every guard is planted into a pair that agrees in all else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from commonshelf.catalogue.domain.facts import Facts, Name
from commonshelf.catalogue.domain.keys import joining_keys, key_number, work_key
from commonshelf.catalogue.domain.tests.records import cn_facts, m21_facts
from commonshelf.catalogue.domain.tests.test_read_marc21 import PAIRED
from commonshelf.catalogue.domain.tests.test_read_unimarc import CALIS, NLC

BOOK = Facts(
    flavour="cnmarc",
    title="远山的灯",
    names=(Name("张小三", "author"),),
    publisher="示范出版社",
    year=2019,
    extent="320页",
    isbns=("9787000001237",),
)


def join(one: Facts, other: Facts) -> bool:
    return not set(joining_keys(one)).isdisjoint(joining_keys(other))


@pytest.mark.parametrize(
    "said",
    [
        {"isbns": ()},
        {"isbns": (), "names": ()},
        {"isbns": (), "publisher": "示范"},
        {"isbns": (), "title": "遠山的燈"},
        {"isbns": (), "title": "远山的灯 "},
        {"isbns": (), "names": (Name("【英】张小三"),)},
        {"year": None, "publisher": "", "names": ()},
        {"isbns": (), "subtitle": "小说"},
    ],
)
def test_one_book_told_otherwise_is_joined(said):
    assert join(BOOK, replace(BOOK, **said))


@pytest.mark.parametrize(
    "said",
    [
        {"volume": "下册", "volume_number": "3"},
        {"title": "远山的灯2"},
        {"title": "远山的灯（上）"},
        {"edition_number": "2"},
        {"title": "远山的灯（第二版）"},
        {"format": "ebook"},
        {"component": True},
        {"title": "远山的火"},
    ],
)
def test_guards_hold_whatever_else_agrees(said):
    assert not join(BOOK, replace(BOOK, **said))


@pytest.mark.parametrize(
    "said", [{"publisher": "他山出版社"}, {"year": 2018}, {"publisher": "他山出版社", "year": 2001}]
)
def test_another_publisher_or_year_needs_the_number(said):
    assert join(BOOK, replace(BOOK, **said))
    assert not join(replace(BOOK, isbns=()), replace(BOOK, isbns=(), **said))


def test_a_number_alone_never_joins():
    assert not join(BOOK, replace(BOOK, title="另一本书"))
    assert not join(BOOK, replace(BOOK, title=""))
    serial = Facts(flavour="marc21", title="Hills", issns=("0317-8471",), format="serial")
    assert not join(serial, replace(serial, title="Rivers"))
    assert join(serial, replace(serial, title="HILLS", year=2001))


def test_thin_records_need_a_number_and_the_title():
    thin = replace(BOOK, names=(), year=None)
    assert not join(replace(thin, isbns=()), replace(thin, isbns=()))
    assert join(thin, thin)
    single = replace(BOOK, title="灯", isbns=())
    assert not join(single, single)


def test_a_short_title_needs_maker_year_and_publisher():
    short = replace(BOOK, title="远灯", isbns=())
    assert join(short, short)
    for gap in ({"names": ()}, {"year": None}, {"publisher": ""}):
        assert not join(replace(short, **gap), replace(short, **gap))
    assert not join(short, replace(short, names=(Name("李小红", "author"),)))


def test_textbooks_of_one_name_need_their_makers():
    one = replace(BOOK, title="机械制图基础", isbns=(), extent="")
    assert not join(one, replace(one, names=(Name("李小红", "author"),)))
    assert not join(one, replace(one, names=()))
    assert join(one, replace(one, names=(Name("张小三", "editor"), Name("李小红", "editor"))))


def test_different_subtitles_need_the_number_or_everything_else():
    one, other = (
        replace(BOOK, isbns=(), subtitle="上山"),
        replace(BOOK, isbns=(), subtitle="下海", extent="280页"),
    )
    assert not join(one, other)


def test_cancelled_numbers_do_not_join():
    one = replace(BOOK, isbns=(), bad_numbers=("9787000001237",), year=None, names=())
    assert not join(one, one)


def test_names_in_letters_join_in_either_order():
    one = Facts(
        flavour="marc21",
        title="The far hills",
        names=(Name("Sample, John R."),),
        publisher="Model Press",
        year=1998,
    )
    other = replace(one, title="Far hills", names=(Name("John Sample", "author"),), publisher="Model")
    assert join(one, other)
    assert not join(one, replace(other, names=(Name("Mary Other", "author"),)))


def test_libraries_of_three_habits_meet():
    nlc, calis, paired = cn_facts(*NLC), cn_facts(*CALIS), m21_facts(*PAIRED)
    assert join(nlc, calis)
    assert join(nlc, paired)
    without = [replace(facts, isbns=(), numbers=()) for facts in (nlc, calis, paired)]
    assert join(without[0], without[1])
    assert join(without[0], without[2])


def test_key_numbers_fit_a_signed_column_and_stay():
    assert key_number("i|book|||远山的灯|9787000001237") == 7304641345610203679
    assert 0 <= key_number("") < 2**63


def test_work_key_groups_editions_translations_and_volumes():
    second = replace(BOOK, title="远山的灯（第二版）", year=2021, publisher="他山出版社")
    volume = replace(BOOK, title="远山的灯 上册")
    assert work_key(BOOK) == work_key(second) == work_key(volume)
    english = Facts(
        flavour="marc21", title="The far lamp", original_title="远山的灯", names=(Name("张小三"),)
    )
    assert work_key(english) == work_key(BOOK)
    assert work_key(replace(BOOK, names=(Name("李小红"),))) != work_key(BOOK)
    assert work_key(replace(BOOK, component=True)) == ""
    assert len(work_key(replace(BOOK, title="远山" * 200))) <= 200
    assert work_key(replace(BOOK, title="远山" * 200)) != work_key(replace(BOOK, title="远山" * 201))
