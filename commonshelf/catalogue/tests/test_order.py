"""The order of loading changes nothing: neither editions nor questions, in one batch or many."""

from __future__ import annotations

import random

import pytest
from django.db import transaction

from commonshelf.catalogue import api, comparing, joining, territory
from commonshelf.catalogue.domain import partition as rules
from commonshelf.catalogue.models import Block, Doubt, Facts, Link
from commonshelf.catalogue.tests.editions import (
    CODE,
    OTHER,
    book,
    edition_of,
    partition,
    put,
    record_of,
    waiting,
)

pytestmark = pytest.mark.usefixtures("alliance")

LIBRARIES = ("EAST", "WEST")


def population():
    """(library, record): copies and variants, a chain of three editions, a set with one number, thin ones."""
    for library in LIBRARIES:
        yield library, book("1")
        yield library, book("2", extent="300页")
        yield library, book("3", edition="第2版")
        yield library, book("4", edition="第3版", extent="300页", isbns=[CODE])
        yield library, book("5", year="2002", extent="300页")
        yield library, book("6", publisher="", year="", author="", isbns=[OTHER])
        yield library, book("7", isbns=[CODE, OTHER])
        yield library, book("8", "城市史", volume="第1卷", isbns=[CODE])
        yield library, book("9", "城市史", volume="第2卷", isbns=[CODE])
        yield library, book("10", "城市史", isbns=[CODE])
        yield library, book("11", "年报", author="", publisher="", year="")
        yield library, book("12", "年报", author="", publisher="", year="")
        yield library, book("13", "近代史话", "李四", "甲社", "1990", extent="210页")
        yield library, book("14", "近代史话", "李四", "甲社", "1990", extent="211页")
        yield library, book("15", "近代史话", "李四", "甲社", "1991", extent="210页")


def store(order, seed):
    """In batches of chance sizes, library by library as they come."""
    chance, load = random.Random(seed), 0
    while order:
        library = order[0][0]
        most = chance.randint(1, 9)
        batch = []
        while order and len(batch) < most and order[0][0] == library:
            batch.append(order.pop(0)[1])
        load += 1
        put(*batch, library=library, load=load)


def test_twenty_shuffles_give_equal_editions_and_equal_questions():
    everything = list(population())
    outcomes = []
    for seed in range(20):
        order = list(everything)
        random.Random(seed).shuffle(order)
        with transaction.atomic():
            store(order, seed)
            outcomes.append((partition(), waiting()))
            if seed < 3:
                assert list(api.problems()) == []
            transaction.set_rollback(True)
    for editions, asked in outcomes:
        assert editions == outcomes[0][0]
        assert asked == outcomes[0][1]
    editions, asked = outcomes[0]
    assert len(editions) < len(everything)
    assert asked


def test_no_edition_holds_two_volumes_or_editions():
    store(list(population()), 0)
    for local_ids in (("8", "9"), ("3", "4")):
        assert len({edition_of("EAST", one) for one in local_ids}) == 2


def test_loading_and_deleting_leaves_what_would_have_been_without():
    everything = list(population())
    stay, go = everything[::2], everything[1::2]
    with transaction.atomic():
        store(list(stay), 1)
        alone = partition(), waiting()
        transaction.set_rollback(True)
    store(list(everything), 2)
    for library, marc in go:
        put(marc._replace(leader=marc.leader[:5] + "d" + marc.leader[6:]), library=library, load=99)
    assert (partition(), waiting()) == alone
    assert list(api.problems()) == []


def test_a_set_with_one_number_for_ten_volumes_stays_ten():
    volumes = [book(str(n), "中国通史", volume=f"第{n}卷", isbns=[CODE]) for n in range(1, 11)]
    put(*volumes)
    put(*volumes, library="WEST", load=2)
    assert len(partition()) == 10
    assert all(len({library for library, _ in group}) == 2 for group in partition())


def test_a_wrong_number_joins_nothing_but_is_asked_or_left():
    put(book("1", "高等数学教程", "张三", "甲社", "1990", lccn="90012345"))
    put(book("2", "西域植物图志", "李四", "乙社", "1975", lccn="90012345"), library="WEST", load=2)
    assert len(partition()) == 2


def test_three_chained_editions_are_never_one_and_people_are_asked():
    put(book("1", edition="第2版"), book("2", edition="第3版"))
    put(book("3"), library="WEST", load=2)
    homes = [edition_of("EAST", "1"), edition_of("EAST", "2"), edition_of("WEST", "3")]
    assert homes[0] != homes[1]
    assert Doubt.objects.filter(state="open").exists()
    assert list(api.problems()) == []


class TestTooMany:
    def test_sixty_equal_records_of_one_library_stay_apart_and_are_one_question(self):
        put(book("w"), library="WEST", load=1)
        put(*[book(f"e{n:02}") for n in range(60)], load=2)
        assert len(partition()) == 61
        assert list(Doubt.objects.values_list("reason", "state")) == [("too-many", "open")]
        assert list(api.problems()) == []

    def test_what_was_put_off_stays_so_when_another_speaks_for_its_like(self, monkeypatch):
        for module in (joining, territory, rules):
            monkeypatch.setattr(module, "MOST_OF_ONE_LIBRARY", 3)
        put(book("w"), library="WEST", load=1)
        put(*[book(f"e{n}") for n in range(1, 5)], load=2)
        before = Doubt.objects.values_list("pk", "one", "other").get()
        Doubt.objects.update(state="later", why="问书商")
        put(book("e0"), load=3)
        after = Doubt.objects.get()
        assert (after.pk, after.state, after.why) == (before[0], "later", "问书商")
        assert {after.one_id, after.other_id} == {record_of("WEST", "w"), record_of("EAST", "e0")}
        assert list(api.problems()) == []

    def test_some_are_copies_and_one_edition(self):
        put(*[book(f"e{n:02}") for n in range(rules.MOST_OF_ONE_LIBRARY)])
        assert len(partition()) == 1

    def test_it_does_not_matter_how_they_came_or_went(self):
        most = rules.MOST_OF_ONE_LIBRARY
        put(book("w"), library="WEST", load=1)
        for n in range(most + 1):
            put(book(f"e{n:02}"), load=n + 2)
        assert len(partition()) == most + 2
        put(book("e03", status="d"), load=99)
        assert len(partition()) == 1
        assert not Facts.objects.filter(alone=True).exists()
        assert list(api.problems()) == []


class TestFullBlocks:
    @pytest.fixture(autouse=True)
    def _small(self, monkeypatch):
        monkeypatch.setattr(comparing, "BLOCK_LIMIT", 6)
        monkeypatch.setattr(comparing, "HUBS", 2)

    def variants(self, count):
        """One book described in many ways: other pages each time."""
        return [book(f"v{n:02}", extent=f"{300 + n}页", isbns=[CODE]) for n in range(count)]

    def test_a_famous_edition_does_not_fall_to_pieces(self):
        for n, marc in enumerate(self.variants(14)):
            put(marc, library=LIBRARIES[n % 2], load=n + 1)
        assert Block.objects.values("value").distinct().count() < Block.objects.count() / 6
        assert len(partition()) == 1
        assert list(api.problems()) == []

    def test_links_are_those_of_what_stands_however_it_came(self):
        all_at_once = self.variants(14)
        with transaction.atomic():
            put(*all_at_once)
            expected = set(Link.objects.values_list("one", "other", "outcome"))
            transaction.set_rollback(True)
        order = random.Random(5).sample(all_at_once, len(all_at_once))
        for n in range(0, len(order), 3):
            put(*order[n : n + 3], load=n + 1)
        assert set(Link.objects.values_list("one", "other", "outcome")) == expected
        gone = [marc._replace(leader=marc.leader[:5] + "d" + marc.leader[6:]) for marc in order]
        for n, marc in enumerate(gone[:9]):
            put(marc, load=50 + n)
        assert list(api.problems()) == []
        put(*order[:9], load=99)
        assert set(Link.objects.values_list("one", "other", "outcome")) == expected
        assert list(api.problems()) == []
