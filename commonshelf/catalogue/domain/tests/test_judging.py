"""What joins, what is asked and what never meets: every guard stands in a pair that agrees in all else."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from commonshelf.catalogue.domain.facts import Facts, Name
from commonshelf.catalogue.domain.matching import features, judging
from commonshelf.catalogue.domain.matching.judging import Outcome, alike, conflict, judge, outcome
from commonshelf.catalogue.domain.matching.portraits import portrait
from commonshelf.catalogue.domain.tests.books import BOOK, ENGLISH, portrait_strategy
from commonshelf.catalogue.domain.tests.grouping import groups
from commonshelf.catalogue.domain.tests.records import cn_facts, m21_facts
from commonshelf.catalogue.domain.tests.test_read_marc21 import PAIRED
from commonshelf.catalogue.domain.tests.test_read_unimarc import CALIS, NLC

NUMBERED = replace(ENGLISH, numbers=("lccn:98000001",))


def said(one: Facts, other: Facts) -> Outcome:
    return outcome(portrait(one), portrait(other))[0]


@given(portrait_strategy(), portrait_strategy())
def test_the_verdict_is_the_same_from_both_sides(one, other):
    verdict = judge(one, other)
    assert verdict == judge(other, one)
    assert (verdict.outcome, verdict.score) == outcome(one, other)
    assert 0 <= verdict.score <= 1
    assert conflict(one, other) == conflict(other, one)
    assert not (verdict.veto and verdict.outcome is not Outcome.APART)
    assert all(0 <= point.value <= 1 for point in verdict.points)


@pytest.mark.parametrize(
    "other",
    [
        {"isbns": ()},
        {"isbns": (), "names": ()},
        {"isbns": (), "publisher": "示范"},
        {"isbns": (), "title": "遠山的燈"},
        {"isbns": (), "names": (Name("【英】张小三"),)},
        {"isbns": (), "names": (Name("张小三"), Name("李小红", "translator"))},
        {"isbns": (), "subtitle": "小说"},
        {"isbns": (), "extent": "3, 322页"},
        {"publisher": "他山出版社"},
        {"year": 2018},
        {"year": 2023},
        {"year": None, "publisher": "", "names": ()},
        {"edition": "第1版"},
    ],
)
def test_one_book_told_otherwise_is_joined(other):
    assert said(BOOK, replace(BOOK, **other)) is Outcome.JOIN


@pytest.mark.parametrize(
    ("veto", "one", "other"),
    [
        ("volume", {"volume": "上册", "volume_number": "1"}, {"volume": "下册", "volume_number": "3"}),
        ("volume", {"title": "远山的灯2"}, {"title": "远山的灯3"}),
        (
            "part",
            {"volume": "春天", "volume_number": "春天"},
            {"volume": "冬日记", "volume_number": "冬日记"},
        ),
        ("edition", {"edition_number": "2"}, {"title": "远山的灯（第三版）"}),
        ("edition", {"edition": "第1版"}, {"edition_number": "2"}),
        ("carrier", {}, {"format": "ebook"}),
        ("carrier", {}, {"format": "serial"}),
        ("carrier", {}, {"edition_number": "large"}),
        ("component", {}, {"component": True}),
    ],
)
def test_vetoes_hold_whatever_else_agrees(veto, one, other):
    a, b = portrait(replace(BOOK, **one)), portrait(replace(BOOK, **other))
    verdict = judge(a, b)
    assert (verdict.outcome, verdict.score, verdict.veto) == (Outcome.APART, 0.0, veto)
    assert conflict(a, b) == veto
    assert outcome(a, a)[0] is Outcome.JOIN  # it is nothing but the veto that keeps them apart


def test_titles_with_nothing_in_common_are_vetoed_but_may_stand_in_one_group():
    a, b = portrait(NUMBERED), portrait(replace(NUMBERED, title="Deep rivers"))
    assert judge(a, b).veto == "title"
    assert conflict(a, b) == ""


def test_a_film_of_a_book_is_asked_or_joined_by_its_points_and_never_vetoed():
    assert conflict(portrait(BOOK), portrait(replace(BOOK, format="other"))) == ""
    assert conflict(portrait(replace(BOOK, format="ebook")), portrait(BOOK)) == "carrier"


@pytest.mark.parametrize(
    "other",
    [
        {"publisher": "他山出版社", "year": 2001},
        {"title": "远山的火"},
        {"names": (Name("李小红", "author"),), "extent": "180页", "publisher": "他山出版社"},
    ],
)
def test_another_book_needs_more_than_a_title(other):
    assert said(replace(BOOK, isbns=()), replace(BOOK, isbns=(), **other)) is not Outcome.JOIN


@pytest.mark.parametrize("number", [{"isbns": BOOK.isbns}, {"numbers": ("lccn:98000001", "oclc:77")}])
def test_a_number_never_joins_alone(number):
    one = Facts(flavour="marc21", title="The far hills", year=1998, **number)
    for title in ("Deep rivers", "", "Gardening for all"):
        other = Facts(flavour="marc21", title=title, year=1998, **number)
        assert said(one, other) is not Outcome.JOIN
        assert said(replace(BOOK, **number), replace(BOOK, title="另一本书名", **number)) is not Outcome.JOIN


def test_a_wrong_lccn_on_an_unrelated_book_joins_nothing():
    other = Facts(
        flavour="marc21",
        title="Gardening for beginners",
        names=(Name("Other, Mary"),),
        publisher="Garden House",
        year=1987,
        numbers=NUMBERED.numbers,
    )
    assert said(NUMBERED, other) is Outcome.APART
    assert len(groups({"a": NUMBERED, "b": other})) == 2


def test_cancelled_numbers_are_evidence_at_most():
    thin = replace(BOOK, isbns=(), bad_numbers=BOOK.isbns, year=None, names=())
    assert said(thin, replace(BOOK, names=(), year=None)) is Outcome.ASK
    assert not alike(portrait(thin))


def test_thin_records_need_a_number_and_the_title():
    thin = replace(BOOK, names=(), year=None)
    bare = replace(thin, isbns=())
    assert said(thin, BOOK) is Outcome.JOIN
    assert said(bare, BOOK) is not Outcome.JOIN
    assert said(thin, replace(BOOK, title="远山的歌与灯")) is not Outcome.JOIN
    assert alike(portrait(thin))
    assert not alike(portrait(bare))
    verdict = judge(portrait(replace(bare, title="远山深处的灯火人家", publisher="")), portrait(bare))
    assert verdict.outcome is not Outcome.JOIN


@pytest.mark.parametrize("title", ["远灯", "灯"])
def test_a_short_title_needs_its_maker(title):
    short = replace(BOOK, title=title, isbns=(), extent="")
    assert said(short, short) is Outcome.JOIN
    assert alike(portrait(short))
    for gap in ({"names": ()}, {"year": None}, {"names": (Name("李小红", "author"),)}):
        lacking = replace(short, **gap)
        assert said(short, lacking) is not Outcome.JOIN
    assert not alike(portrait(replace(short, names=())))
    guarded = judge(portrait(short), portrait(replace(short, names=())))
    assert (guarded.outcome, guarded.guard) == (Outcome.ASK, "plain")


def test_textbooks_of_one_name_need_their_makers_or_their_pages():
    one = replace(BOOK, title="机械制图基础", isbns=(), extent="")
    assert said(one, replace(one, names=(Name("李小红", "author"),))) is not Outcome.JOIN
    assert said(one, replace(one, names=())) is Outcome.ASK
    assert said(one, replace(one, names=(Name("张小三", "editor"), Name("李小红", "editor")))) is Outcome.JOIN
    paged = replace(one, extent="320页")
    assert said(paged, replace(paged, names=())) is Outcome.JOIN
    assert not alike(portrait(replace(one, names=())))
    assert alike(portrait(replace(paged, names=())))


def test_a_volume_is_not_the_set_it_belongs_to():
    volume = replace(BOOK, volume="上册", volume_number="1")
    verdict = judge(portrait(BOOK), portrait(volume))
    assert verdict.outcome is not Outcome.JOIN
    assert conflict(portrait(BOOK), portrait(volume)) == ""


def test_a_year_at_the_end_of_a_title_is_no_volume_of_its_own():
    one = replace(ENGLISH, title="A report on the hills of the county, 1978")
    bare = replace(ENGLISH, title="A report on the hills of the county")
    assert said(one, replace(one, title="A report on the hills of the county, 1979")) is Outcome.APART
    assert conflict(portrait(one), portrait(replace(bare, volume="Part 1", volume_number="1"))) == ""


def test_printed_again_under_its_number_it_is_the_same_edition():
    assert said(BOOK, replace(BOOK, year=2023)) is Outcome.JOIN
    assert said(BOOK, replace(BOOK, year=2023, extent="180页")) is not Outcome.JOIN
    assert said(replace(BOOK, isbns=()), replace(BOOK, isbns=(), year=2023)) is not Outcome.JOIN


def test_hardback_and_paperback_with_numbers_of_their_own_are_not_joined():
    assert said(BOOK, replace(BOOK, isbns=("9787000001244",), extent="300页")) is not Outcome.JOIN


def test_a_serial_is_one_from_whichever_year_a_library_has_it():
    serial = Facts(flavour="marc21", title="Hills and dales", issns=("03178471",), format="serial", year=1970)
    assert said(serial, replace(serial, title="HILLS & DALES", year=2001)) is Outcome.JOIN
    assert said(serial, replace(serial, title="Rivers")) is Outcome.APART


def test_three_editions_chained_by_one_that_says_none_stay_apart():
    second, third = replace(BOOK, edition_number="2"), replace(BOOK, edition_number="3")
    chain = {"second": second, "none": BOOK, "third": third}
    found = groups(chain)
    assert not any({"second", "third"} <= set(group) for group in found)
    assert groups(dict(reversed(chain.items()))) == found


def test_ten_volumes_and_their_set_under_one_number_are_eleven():
    volumes = {
        f"{library}{n}": replace(BOOK, volume=f"第{n}卷", volume_number=str(n), extent=f"{300 + n}页")
        for n in range(1, 11)
        for library in ("east", "west")
    }
    found = groups(volumes | {"set": replace(BOOK, extent="10册")})
    assert sorted(map(len, found)) == [1] + [2] * 10


def test_libraries_of_three_habits_meet():
    nlc, calis, paired = cn_facts(*NLC), cn_facts(*CALIS), m21_facts(*PAIRED)
    assert len(groups({"nlc": nlc, "calis": calis, "paired": paired})) == 1
    bare = [replace(facts, isbns=(), numbers=()) for facts in (nlc, calis, paired)]
    assert said(bare[0], bare[1]) is said(bare[0], bare[2]) is Outcome.JOIN


def test_names_in_letters_join_in_either_order():
    other = replace(ENGLISH, title="Far hills", names=(Name("John Sample", "author"),), publisher="Model")
    assert said(ENGLISH, other) is Outcome.JOIN
    other = replace(other, names=(Name("Mary Other"),), extent="150 p.")
    assert said(ENGLISH, other) is not Outcome.JOIN


def test_points_add_up_to_the_score():
    a, b = portrait(BOOK), portrait(replace(BOOK, isbns=(), subtitle="小说"))
    verdict, card = judge(a, b), judging.CARDS["han"]
    total = card.intercept + sum(point.value * point.weight for point in verdict.points)
    assert verdict.score == pytest.approx(1 / (1 + 2.718281828459045**-total))
    assert {"title_equal", "subtitle_one_sided", "makers_shared"} <= {p.feature for p in verdict.points}


def test_every_feature_has_one_weight_in_each_card_of_the_sign_it_declares():
    file = tomllib.loads(Path(judging.__file__).with_name("weights.toml").read_text(encoding="utf-8"))
    assert set(file) == {"han", "latin"}
    for card in file.values():
        assert list(card["weights"]) == list(features.NAMES)
        assert 0 < card["ask"] < card["join"] < 1
        for feature in features.FEATURES:
            weight = card["weights"][feature.name]
            assert weight == 0 or (weight > 0) == (feature.guess > 0), feature.name
    assert 25 <= len(features.NAMES) <= 45
