"""Editions of a work in order: languages, sets, and which will do instead."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from commonshelf.catalogue.cards import Copy, EditionCard, Member
from commonshelf.catalogue.domain.facts import Facts
from commonshelf.members.cards import Opening
from commonshelf.search.domain.shaping import Site
from commonshelf.search.domain.working import groups, set_of, sooner, soonest, volume_sets, will_do

NOW = datetime(2026, 11, 22, tzinfo=UTC)
BOOK = Facts("marc21", "山海志", languages=("chi",), publisher="示范出版社", year=2001)
SITES = {
    ("EAST", ""): Site("EAST", here=True, mine=True, opening=Opening(open=True, until=NOW, next=None)),
    ("WEST", ""): Site("WEST", km=3.0, opening=Opening(open=True, until=NOW, next=None)),
}


def edition(id, *held, **said):
    """held: (library, status)."""
    facts = replace(BOOK, **said)
    copies = tuple(
        Copy(library, "", "", "I242", f"{id}{library}", "", 1, status, "", NOW) for library, status in held
    )
    libraries = {library for library, _ in held} or {"EAST"}
    members = tuple(Member(id, library, str(id), facts, (), NOW) for library in libraries)
    return EditionCard(id, 1, facts, members, copies)


def volume(id, number, **said):
    return edition(id, volume=f"第{number}卷", volume_number=number, **said)


def ids(cards):
    return [card.id for card in cards]


def test_the_readers_language_comes_first_then_the_larger():
    cards = [
        edition(1, languages=("eng",)),
        edition(2),
        edition(3, year=2010),
        edition(4, languages=()),
        edition(5, languages=("fre",)),
        edition(6, languages=("fre",)),
        edition(7, languages=("fre",)),
    ]
    assert [(g.language, ids(g.cards)) for g in groups(cards, "eng")] == [
        ("eng", [1]),
        ("fre", [5, 6, 7]),
        ("chi", [3, 2]),
        ("", [4]),
    ]


def test_volumes_of_one_publisher_are_a_set_in_their_order():
    cards = [volume(1, "10"), volume(2, "2"), volume(3, "1"), edition(4)]
    (group,) = groups(cards, "chi")
    assert [ids(found.volumes) for found in group.sets] == [[3, 2, 1]]
    assert ids(group.singles) == [4]


def test_a_set_may_take_years_and_where_a_volume_comes_again_another_begins():
    cards = [volume(1, "1", year=1973), volume(2, "2", year=1977), volume(3, "3", year=1980)]
    (found,) = volume_sets(cards)
    assert found.years == (1973, 1980)
    again = [*cards, volume(4, "1", year=1990), volume(5, "2", year=1990)]
    assert [ids(found.volumes) for found in volume_sets(again)] == [[4, 5], [1, 2, 3]]


@pytest.mark.parametrize(
    "said",
    [{"publisher": "另一出版社"}, {"languages": ("eng",)}, {"edition_number": "2"}, {"format": "audio"}],
)
def test_what_came_out_apart_is_no_set(said):
    assert volume_sets([volume(1, "1"), volume(2, "2", **said)]) == []


def test_the_set_of_a_volume():
    cards = [volume(1, "1"), volume(2, "2"), edition(3)]
    assert ids(set_of(cards[0], cards).volumes) == [1, 2]
    assert set_of(cards[2], cards) is None


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({"year": 1950, "publisher": "另一出版社"}, True),
        ({"format": "ebook"}, True),
        ({"languages": ()}, True),
        ({"languages": ("eng",)}, False),
        ({"volume_number": "2"}, False),
        ({"format": "audio"}, False),
    ],
)
def test_which_edition_will_do_instead(said, answer):
    assert will_do(BOOK, replace(BOOK, **said)) is answer
    assert will_do(replace(BOOK, **said), BOOK) is answer


def test_the_soonest_is_the_one_to_be_had_then_mine_then_near():
    lent, far, mine = (
        edition(1, ("EAST", "on-loan")),
        edition(2, ("WEST", "on-shelf")),
        edition(3, ("EAST", "on-shelf")),
    )
    assert soonest([lent, far], SITES).card.id == 2
    assert soonest([lent, far, mine], SITES).card.id == 3
    assert soonest([lent], SITES) is None
    assert soonest([], SITES) is None


def test_another_edition_is_named_only_when_it_is_sooner():
    lent, far, mine = (
        edition(1, ("EAST", "on-loan")),
        edition(2, ("WEST", "on-shelf")),
        edition(3, ("EAST", "on-shelf")),
    )
    assert sooner(lent, [far], SITES).card.id == 2
    assert sooner(far, [mine], SITES).card.id == 3
    assert sooner(mine, [far, edition(4, ("EAST", "on-shelf"))], SITES) is None
    assert sooner(lent, [edition(5, ("WEST", "on-shelf"), languages=("eng",))], SITES) is None


def test_a_whole_set_will_do_for_a_whole_work_never_half_a_set():
    lent = edition(1, ("EAST", "on-loan"))
    near = [
        edition(n, ("EAST", "on-shelf"), volume=f"{n}", volume_number=number, publisher="另一出版社")
        for n, number in ((2, "1"), (3, "3"))
    ]
    best = sooner(lent, near, SITES)
    assert ids(best.cards) == [2, 3]
    assert sooner(lent, near[:1], SITES) is None
    far = edition(3, ("WEST", "on-shelf"), volume="3", volume_number="3", publisher="另一出版社")
    assert sooner(lent, [near[0], far], SITES).holder.library == "WEST"  # had when the last volume is
    missing = edition(3, ("WEST", "on-loan"), volume="3", volume_number="3", publisher="另一出版社")
    assert sooner(lent, [near[0], missing], SITES) is None


@pytest.mark.parametrize(
    ("numbers", "whole"),
    [
        (("1", "2"), True),
        (("1", "3"), True),
        (("1", "2", "3"), True),
        (("2", "3"), False),
        (("1", "4"), False),
    ],
)
def test_whether_a_set_is_whole(numbers, whole):
    (found,) = volume_sets([volume(n, number) for n, number in enumerate(numbers)])
    assert found.whole is whole
