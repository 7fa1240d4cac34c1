"""Editions over time: the same partition in every order, ids that stay, tombstones that lead on."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonshelf.catalogue import api, placing
from commonshelf.catalogue.copies import match
from commonshelf.catalogue.decision import Decision
from commonshelf.catalogue.models import Edition, Facts
from commonshelf.catalogue.testing import LEADER, control, copy, data, load, marc
from commonshelf.kernel.refusal import Absent
from commonshelf.wire.marc.record import Marc

pytestmark = pytest.mark.usefixtures("alliance")

CODE = "9787302111115"
OTHER = "9787302222224"


TITLE = "江南园林建筑艺术考"


def book(local_id, *isbns, year="", status="n"):
    """One title, maker and publisher; with and without a year."""
    return Marc(
        LEADER.format(status=status, kind="a"),
        (
            control("001", local_id),
            *(data("020", ("a", isbn)) for isbn in isbns),
            data("100", ("a", "张三"), ind="1 "),
            data("245", ("a", TITLE), ind="10"),
            data("260", ("a", "北京"), ("b", "示范出版社"), *([("c", year)] if year else [])),
        ),
    )


def bridge(local_id="x", status="n"):
    """Shares its number with each of two books that are far apart in years, and names no year itself."""
    return book(local_id, CODE, OTHER, status=status)


def edition_of(library, local_id):
    return Facts.objects.get(record__library__symbol=library, record__local_id=local_id).edition_id


def partition():
    groups: dict[int, set[tuple[str, str]]] = {}
    for library, local_id, edition, _work in api.clusters():
        groups.setdefault(edition, set()).add((library, local_id))
    return sorted(map(sorted, groups.values()))


def test_records_of_one_edition_from_two_libraries_are_one():
    load(marc("1", "红楼梦", "曹雪芹", copy("B1")))
    load(marc("77", "紅樓夢", "曹雪芹", copy("W1")), library="WEST")
    [change] = api.editions_changed_since(stamp=0, limit=10)
    assert change.entry.libraries == ("EAST", "WEST")
    assert sorted(c.barcode for c in change.entry.copies) == ["B1", "W1"]
    [card] = api.editions(ids=[change.id])
    assert [member.facts.title for member in card.members] == ["红楼梦", "紅樓夢"]


def test_a_bridging_record_joins_and_its_leaving_parts_again_with_the_old_ids():
    load(book("1", CODE, year="1986"), book("2", OTHER, year="2005"))
    first, second = edition_of("EAST", "1"), edition_of("EAST", "2")
    assert first != second
    load(bridge(), library="WEST")
    assert edition_of("EAST", "2") == edition_of("WEST", "x") == first
    with pytest.raises(api.Moved) as moved:
        api.edition(id=second)
    assert moved.value.to == first
    load(bridge(status="d"), library="WEST")
    assert (edition_of("EAST", "1"), edition_of("EAST", "2")) == (first, second)
    assert api.edition(id=second).members[0].local_id == "2"
    assert not list(api.problems())


def test_a_changed_record_moves_and_both_editions_are_stamped():
    load(marc("1"), marc("2", "西游记", "吴承恩"))
    load(marc("9"), library="WEST")
    stamp, west = api.latest_stamp(), edition_of("WEST", "9")
    load(marc("9", "西游记", "吴承恩"), library="WEST")
    assert edition_of("WEST", "9") == edition_of("EAST", "2")
    changed = {change.id for change in api.editions_changed_since(stamp=stamp, limit=10)}
    assert changed == {west, edition_of("EAST", "2")}


def test_a_record_that_returns_elsewhere_takes_its_old_address_along():
    load(marc("1"))
    old = edition_of("EAST", "1")
    load(marc("1", status="d"))
    load(marc("2", "西游记", "吴承恩"))
    load(marc("1", "西游记", "吴承恩"))
    with pytest.raises(api.Moved) as moved:
        api.edition(id=old)
    assert moved.value.to == edition_of("EAST", "2")
    assert not list(api.problems())


def test_an_edition_that_never_was_is_absent():
    with pytest.raises(Absent):
        api.edition(id=12345)


def test_stamps_grow_and_pages_of_the_feed_miss_nothing():
    load(*[marc(str(n), f"书 {n}") for n in range(7)])
    seen, stamp = [], 0
    while changes := api.editions_changed_since(stamp=stamp, limit=3):
        assert [c.stamp for c in changes] == sorted({c.stamp for c in changes})
        seen += [c.id for c in changes]
        stamp = changes[-1].stamp
    assert len(seen) == len(set(seen)) == 7
    assert stamp == api.latest_stamp()


def test_other_editions_are_those_of_the_same_work():
    load(
        marc("1", "红楼梦", "曹雪芹", year="1982"),
        marc("2", "红楼梦", "曹雪芹", year="2008"),
        marc("3", "西游记", "吴承恩"),
    )
    first, second = edition_of("EAST", "1"), edition_of("EAST", "2")
    assert first != second
    assert [card.id for card in api.other_editions(id=first)] == [second]


def test_asked_for_editions_come_in_that_order_without_the_gone():
    load(marc("1"), marc("2", "西游记"), marc("3", "水浒传"))
    a, b, c = (edition_of("EAST", n) for n in "123")
    load(marc("2", status="d"))
    assert [card.id for card in api.editions(ids=[c, 999, b, a])] == [c, a]


BOOKS = [
    marc,
    lambda local_id: book(local_id, CODE, year="1986"),
    lambda local_id: book(local_id, OTHER, year="2005"),
]
STEP = st.tuples(
    st.sampled_from(["EAST", "WEST"]),
    st.sampled_from(["1", "2", "3"]),
    st.sampled_from([0, 1, 2, "bridge", "gone"]),
)


def one(local_id, what):
    if what == "bridge":
        return bridge(local_id)
    if what == "gone":
        return marc(local_id, status="d")
    return BOOKS[what](local_id)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=1, max_size=9), seed=st.integers(0, 999))
def test_only_what_stands_now_decides_not_how_it_came(steps, seed):
    for library in ("EAST", "WEST"):
        gone = [marc(n, status="d") for n in "123"]
        load(*gone, library=library)
    for library, local_id, what in steps:
        load(one(local_id, what), library=library)
    stepwise = partition()
    assert not list(api.problems())
    last = {(library, local_id): what for library, local_id, what in steps}
    for library in ("EAST", "WEST"):
        load(*[marc(n, status="d") for n in "123"], library=library)
    standing = [(library, local_id, what) for (library, local_id), what in last.items() if what != "gone"]
    random.Random(seed).shuffle(standing)
    for library, local_id, what in standing:
        load(one(local_id, what), library=library)
    assert partition() == stepwise


def test_works_go_to_the_key_most_members_carry():
    load(marc("1"))
    load(marc("1"), library="WEST")
    work = Edition.objects.get().work
    assert work is not None
    assert work.key
    assert placing._works([Edition.objects.get().pk], Decision({}), {}) == {Edition.objects.get().pk: work.pk}


class TestCopies:
    def row(self, barcode, number="A1"):
        return ("main", "二楼", number, barcode, "", 1, "unknown", "", "")

    def test_equal_ones_stay_then_those_with_the_same_barcode(self):
        old = [(1, self.row("B1")), (2, self.row("B2")), (3, self.row(""))]
        new = [self.row("B2", "A9"), self.row("B3"), self.row("")]
        matched = match(old, new)
        assert sorted(matched.kept) == sorted([(self.row(""), 3), (self.row("B2", "A9"), 2)])
        assert matched.added == [self.row("B3")]
        assert matched.dropped == [1]

    @given(
        st.lists(st.sampled_from(["", "B1", "B2", "B3"]), max_size=6),
        st.lists(st.sampled_from(["", "B1", "B2"]), max_size=6),
    )
    def test_nothing_is_lost_or_doubled(self, old, new):
        before = [(place, self.row(barcode)) for place, barcode in enumerate(old)]
        matched = match(before, [self.row(barcode, "A2") for barcode in new])
        assert len(matched.kept) + len(matched.added) == len(new)
        assert sorted([item for _, item in matched.kept] + matched.dropped) == list(range(len(old)))
