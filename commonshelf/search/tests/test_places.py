"""Regions, libraries and branches chosen together; volumes of one set in their order."""

from __future__ import annotations

from dataclasses import replace

from commonshelf.catalogue.cards import EditionCard
from commonshelf.catalogue.domain.facts import Facts, Name
from commonshelf.search.domain.ordering import volumes_in_order
from commonshelf.search.domain.places import narrowest

REGIONS = {"A": "东区", "B": "东区", "C": "西区"}


def test_the_narrow_choice_stands_for_the_wide_one_around_it() -> None:
    assert narrowest({"library": ("A", "B"), "branch": ("A/x",)}, REGIONS) == {
        "library": ("B",),
        "branch": ("A/x",),
    }
    assert narrowest({"region": ("东区", "西区"), "library": ("A",)}, REGIONS) == {
        "region": ("西区",),
        "library": ("A",),
    }
    assert narrowest({"region": ("东区",), "branch": ("A/x",)}, REGIONS) == {"branch": ("A/x",)}


def test_choices_beside_each_other_stay() -> None:
    chosen = {"region": ("西区",), "library": ("A",), "branch": ("B/y",), "format": ("book",)}
    assert narrowest(chosen, REGIONS) == chosen


def card(id: int, title: str, volume: str, publisher: str = "示范出版社") -> EditionCard:
    facts = Facts(
        "cnmarc", title, volume=volume, volume_number=volume, names=(Name("甲"),), publisher=publisher
    )
    return EditionCard(id, None, facts, (), ())


def ids(*cards: EditionCard) -> list[int]:
    return [one.id for one in volumes_in_order(cards)]


def test_volumes_of_a_set_stand_in_order_in_the_places_they_have() -> None:
    assert ids(card(1, "红楼梦", "2"), card(2, "他书", ""), card(3, "红楼梦", "1")) == [3, 2, 1]
    assert ids(card(1, "全集", "10"), card(2, "全集", "9"), card(3, "全集", "2-3")) == [3, 2, 1]


def test_other_sets_and_single_books_stay_where_they_are() -> None:
    assert ids(card(1, "红楼梦", "2"), card(2, "红楼梦", "1", "他社")) == [1, 2]
    single = card(2, "红楼梦", "1")
    single = replace(single, facts=replace(single.facts, volume_number=""))
    assert ids(card(1, "红楼梦", "2"), single) == [1, 2]
