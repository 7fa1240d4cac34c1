"""An edition as a document: what is found by what, what is counted where."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from commonshelf.catalogue.cards import Copy, EditionCard, Entry, Member
from commonshelf.catalogue.domain.facts import Class, Facts, Name
from commonshelf.search.domain import fields
from commonshelf.search.feed import Whereabouts, document_of

NOW = datetime(2026, 1, 1, tzinfo=UTC)
FACTS = Facts(
    "cnmarc",
    "红楼梦",
    subtitle="校注本",
    names=(Name("曹雪芹", "author", other="Cao Xueqin"),),
    publisher="示范出版社",
    year=1996,
    languages=("chi", "eng"),
    isbns=("9787020002207",),
    issns=("1000-0577",),
    numbers=("calis:CAL 0120",),
    classes=(Class("clc", "I242.4"), Class("ddc", "895.1")),
)


def copy(library: str, status: str, branch: str = "") -> Copy:
    return Copy(library, branch, "", "I242/7", "N001", "", 1, status, "", NOW)


def card(*copies: Copy, libraries: tuple[str, ...] = ("A", "B"), facts: Facts = FACTS) -> Entry:
    members = tuple(Member(n, symbol, f"{n}", facts, (), NOW) for n, symbol in enumerate(libraries, 1))
    return Entry.of(EditionCard(7, 3, facts, members, copies))


def test_facets() -> None:
    known = Whereabouts({"A": "main", "B": "b"}, {"B": "南部", "C": "北部"})
    made = document_of(card(copy("A", "on-shelf"), copy("A", "on-loan", "north")), 5, known)
    assert made.facets == {
        "region": ["南部"],
        "library": ["A", "B"],
        "branch": ["A/main", "A/north"],
        "available": ["A", "any"],
        "at": ["A/main", "B/b"],
        "format": ["book"],
        "language": ["chi", "eng"],
        "decade": ["1990"],
        "clc": ["I"],
        "subject": [],
        "author": ["曹雪芹", "Cao Xueqin"],
        "year": ["1996"],
    }
    assert (made.id, made.mark, made.year) == (7, 5, 1996)


@pytest.mark.parametrize(
    ("status", "available", "places"),
    [
        ("on-loan", [], []),
        ("missing", [], []),
        ("on-order", [], []),
        ("unknown", [], ["A/main"]),
        ("reference", [], ["A/main"]),
    ],
)
def test_where_a_copy_may_be_had(status: str, available: list[str], places: list[str]) -> None:
    made = document_of(card(copy("A", status), libraries=("A",)), 1, Whereabouts({"A": "main"}))
    assert (made.facets["available"], made.facets["at"]) == (available, places)


def test_numbers_in_every_form() -> None:
    numbers = document_of(card(copy("A", "on-shelf"))).texts[fields.NUMBER][0].split()
    assert {
        "9787020002207",
        "10000577",
        "caliscal0120",
        "cal0120",
        "i2424",
        "a1",
        "1",
        "b2",
        "i2427",
        "n001",
    } <= set(numbers)


def test_titles_are_exact_with_and_without_what_follows() -> None:
    exact = document_of(card()).texts[fields.EXACT][0].split()
    assert exact == ["红楼梦", "红楼梦校注本"]


def test_what_members_say_otherwise_is_found_too() -> None:
    other = replace(FACTS, title="石头记", subtitle="")
    members = (Member(1, "A", "1", FACTS, (), NOW), Member(2, "B", "2", other, (), NOW))
    made = document_of(Entry.of(EditionCard(7, 3, FACTS, members, ())))
    assert "石 头 记" in made.texts[fields.TITLE]
    assert made.texts[fields.AUTHOR].count("曹 雪 芹") == 1, "what they say alike stands once"


@pytest.mark.parametrize("year", [0, 9999, None])
def test_impossible_years_are_not_told(year: int | None) -> None:
    made = document_of(card(facts=replace(FACTS, year=year)))
    assert (made.year, made.facets["decade"]) == (None, [])


def test_titles_sort_by_pinyin_and_without_article() -> None:
    def order(title: str) -> str:
        return document_of(card(facts=replace(FACTS, title=title))).title

    titles = ["西游记", "《红楼梦》", "The algorithm", "三国演义", "阿Q正传"]
    assert sorted(titles, key=order) == ["The algorithm", "阿Q正传", "《红楼梦》", "三国演义", "西游记"]


def test_more_libraries_stand_a_little_higher() -> None:
    few, many = (document_of(card(libraries=tuple("ABCDEFGH"[:n]))).weight for n in (1, 8))
    assert 0 <= few < many < 1


def test_very_long_texts_are_cut() -> None:
    made = document_of(card(facts=replace(FACTS, summary="长" * 100_000)))
    assert len(" ".join(made.texts[fields.ALL])) < 10_000
