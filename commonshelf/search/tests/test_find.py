"""Finding, from a library's own file to the answer: real rows, a real index."""

from __future__ import annotations

import pytest
from django.utils import timezone

from commonshelf.catalogue import api as catalogue
from commonshelf.engine.contract import Count
from commonshelf.kernel.refusal import Refusal
from commonshelf.members.cards import Here
from commonshelf.search import api
from commonshelf.search.api import Answer, Ask, Step
from commonshelf.search.domain import fields

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("two")]


def find(words: str = "", here: Here | None = None, **more) -> Answer:
    return api.find(ask=Ask(words=words, **more), here=here, now=timezone.now())


def titles(answer: Answer) -> list[str]:
    return [card.facts.title for card in catalogue.editions(ids=answer.ids)]


RED, STUDY, ALGORITHMS, QIAN, CPP, WEST = (
    "红楼梦",
    "红楼梦研究",
    "Introduction to algorithms",
    "錢鍾書論學文選",
    "C++程序设计",
    "西游记",
)


FOUND = [
    ("红楼梦", [RED, STUDY]),
    ("紅樓夢", [RED, STUDY]),
    ("《红楼梦》", [RED, STUDY]),
    ("红楼梦 曹雪芹", [RED]),
    ("曹雪芹红楼梦", [RED]),
    ("俞平伯", [STUDY]),
    ("楼梦", [RED, STUDY]),
    ("梦", [RED, STUDY]),
    ("章回小说", [RED, WEST]),
    ("钱锺书", [QIAN]),
    ("钱钟书论学", [QIAN]),
    ("错", []),
    ("algorithm", [ALGORITHMS]),
    ("ALGORITHMS introduction", [ALGORITHMS]),
    ('"to algorithms"', [ALGORITHMS]),
    ('"algorithms to"', []),
    ("The introduction to the algorithms", [ALGORITHMS]),
    ("to the", []),
    ("c++", [CPP]),
    ("C++ 谭浩强", [CPP]),
    ("9799000000010", [RED]),
    ("ISBN 979-9-0000-0001-0", [RED]),
    ("红楼梦 979-9-0000-0001-0", [RED]),
    ("西游记 979-9-0000-0001-0", []),
    ("I242.4/1", [RED]),
    ("AAA:1", []),
    ("示范出版社 2001", [WEST]),
    ("？？？", []),
]


def test_what_is_found() -> None:
    """One test for all, since loading costs more than any of them."""
    wrong = {}
    for words, expected in FOUND:
        answer = find(words)
        if titles(answer) != expected or answer.total != len(expected) or answer.steps:
            wrong[words] = answer
    assert not wrong


def test_nothing_asked_shows_everything_counted() -> None:
    answer = find()
    assert answer.total == 6
    assert answer.facets["library"] == [Count("AAA", 5), Count("BBB", 2)]
    assert answer.facets["branch"] == [Count("AAA/main", 5), Count("BBB/main", 2)]
    assert answer.facets["available"] == [Count("any", 4), Count("AAA", 3), Count("BBB", 1)]
    assert answer.facets["clc"] == [Count("I", 3), Count("C", 1), Count("T", 1)]
    assert answer.facets["decade"][0] == Count("2000", 3)
    assert set(answer.facets) == set(fields.COUNTED), "subjects and makers only when asked for"
    assert find(also=("subject",)).facets["subject"][0] == Count("章回小说", 2)


def test_facets_narrow_and_count_their_siblings() -> None:
    answer = find("红楼梦", facets={"library": ("BBB",)})
    assert titles(answer) == [RED]
    assert answer.facets["library"] == [Count("AAA", 2), Count("BBB", 1)]
    assert titles(find(facets={"available": ("BBB",), "clc": ("I", "T")})) == [WEST]


def test_sorts() -> None:
    assert titles(find(sort="newest", rows=2)) == [ALGORITHMS, CPP]
    assert titles(find(sort="title")) == [CPP, ALGORITHMS, RED, STUDY, QIAN, WEST], (
        "by pinyin: hong, qian, xi"
    )
    assert titles(find(sort="title", start=4)) == [QIAN, WEST]


def test_nearest_goes_by_where_a_copy_may_be_had() -> None:
    at_b = Here(library="BBB", branch="main")
    assert titles(find(sort="nearest", here=at_b))[0] == WEST
    device = Here(place=(30.8, 106.1))
    assert titles(find("章回小说", sort="nearest", here=device)) == [RED, WEST]
    assert titles(find("章回小说", sort="nearest", here=at_b)) == [WEST, RED], "B's copy is on loan"


def test_nearest_without_a_place_says_so() -> None:
    answer = find("红楼梦", sort="nearest", here=Here())
    assert titles(answer) == [RED, STUDY]
    assert answer.steps == (Step("no-place"),)


def test_too_narrow_filters_are_told_and_not_loosened() -> None:
    answer = find("俞平伯", facets={"library": ("BBB",)})
    assert (answer.total, answer.steps) == (0, (Step("elsewhere", {"total": 1}),))


@pytest.mark.parametrize("words", ["algoritms introduction", "algorihtms", "cormin algorithms"])
def test_a_misspelt_word_is_put_right_and_told(words: str) -> None:
    answer = find(words)
    assert titles(answer) == [ALGORITHMS]
    assert [step.code for step in answer.steps] == ["spelling"]
    assert answer.suggestion == answer.steps[0].facts["instead"]


@pytest.mark.parametrize(
    ("words", "code"),
    [("红搂梦研究", "sound"), ("红木梦研究", "character"), ("红木楼梦研究的", "most-words")],
)
def test_a_wrong_character_is_forgiven_and_told(words: str, code: str) -> None:
    answer = find(words)
    assert titles(answer)[0] == STUDY
    assert [step.code for step in answer.steps] == [code]
    assert answer.suggestion == STUDY
    exactly = find(words, exactly=True)
    assert (exactly.total, exactly.steps) == (0, ())


def test_nothing_is_suggested_that_would_find_nothing() -> None:
    answer = find("algoritms cormem 红楼")
    assert (answer.total, answer.suggestion) == (0, "")


def test_nothing_like_it_stays_nothing() -> None:
    answer = find("zzzzqqqq xxyy")
    assert (answer.total, answer.steps, answer.suggestion) == (0, (), "")


def test_a_very_long_question_is_cut_and_told() -> None:
    answer = find("红楼梦 " * 2500)
    assert titles(answer) == [RED, STUDY]
    assert answer.steps == (Step("cut", {"length": 9999, "longest": 300}),)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"facets": {"colour": ("red",)}}, "search.no-such-facet"),
        ({"facets": {"at": ("AAA/main",)}}, "search.no-such-facet"),
        ({"sort": "price"}, "search.no-such-sort"),
        ({"start": 10_000}, "search.beyond"),
        ({"rows": -1}, "search.no-such-rows"),
        ({"start": -5}, "search.no-such-rows"),
    ],
)
def test_what_has_no_sensible_answer_is_refused(more: dict, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        find("红楼梦", **more)
    assert refused.value.code == code
