"""Why an edition stands in a result, told from its own tokens."""

from __future__ import annotations

import pytest

from commonshelf.catalogue.cards import EditionCard, Entry, Member
from commonshelf.catalogue.domain.facts import Facts, Name
from commonshelf.search.domain import cql, why
from commonshelf.search.domain.query import wanted
from commonshelf.search.feed import document_of
from commonshelf.search.tests.test_feed import NOW

FACTS = Facts(
    "cnmarc",
    "红楼梦研究",
    names=(Name("俞平伯", "author"), Name("Smith, John")),
    publisher="示范出版社",
    year=1988,
    isbns=("9787020002207",),
    subjects=("红学", "Literary criticism"),
    series=("名家文库",),
    summary="论曹雪芹的小说",
)
MEMBER = Member(1, "AAA", "2", FACTS, (), NOW)
DOCUMENT = document_of(Entry.of(EditionCard(7, None, FACTS, (MEMBER,), ())))


def told(words: str) -> list[tuple]:
    return [(reason.code, *reason.facts.values()) for reason in why.of_words(wanted(words), DOCUMENT)]


@pytest.mark.parametrize(
    ("words", "reasons"),
    [
        ("红楼梦研究", [("exact-title",)]),
        ("紅樓夢研究", [("exact-title",)]),
        ("红楼梦", [("phrase", "title")]),
        ("俞平伯", [("phrase", "author")]),
        ("红学", [("phrase", "subject")]),
        ("红楼梦 俞平伯", [("words", "红楼梦", "title"), ("words", "俞平伯", "author")]),
        ("俞平伯红楼梦", [("spread", "俞平伯红楼梦")]),
        ("小说", [("phrase", "record")]),
        ("名家文库", [("phrase", "series")]),
        ("Smith 1988", [("words", "smith", "author"), ("words", "1988", "record")]),
        ("红楼梦 西游", [("words", "红楼梦", "title"), ("missing", "西游")]),
        ("9787020002207", [("number", "9787020002207")]),
        ("《红楼梦》俞平伯", [("phrase", "title"), ("phrase", "author")]),
        ("criticism", [("words", "criticism", "subject")]),
    ],
)
def test_what_stands_where(words: str, reasons: list[tuple]) -> None:
    assert told(words) == reasons


@pytest.mark.parametrize(
    ("words", "reasons"),
    [
        ("honglou", [("read", "hong lou")]),
        ("yupingbo", [("read", "yu ping bo")]),
        ("hlmyj", [("letters", "hlmyj")]),
        ("xiyou", []),
    ],
)
def test_what_is_read_so(words: str, reasons: list[tuple]) -> None:
    assert [(r.code, *r.facts.values()) for r in why.of_reading(words, DOCUMENT)] == reasons


def test_what_of_a_query_in_cql_matches() -> None:
    clause = cql.read("title=红楼梦 and (author=俞平伯 or author=曹雪芹) and year>=1980").clause
    assert [reason.facts["place"] for reason in why.of_clause(clause, DOCUMENT)] == [
        "title",
        "author",
        "year",
    ]
