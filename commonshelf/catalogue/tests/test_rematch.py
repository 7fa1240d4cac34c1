"""Rules change: everything is described and joined anew, or first tried on a copy."""

from __future__ import annotations

import pytest

from commonshelf.catalogue import api, rematching, renewal
from commonshelf.catalogue.domain.describing import RULES
from commonshelf.catalogue.models import Block, Description, Doubt, Edition, Facts, Link, Passage
from commonshelf.catalogue.testing import stand_apart
from commonshelf.catalogue.tests.editions import (
    CODE,
    book,
    edition_of,
    likely,
    partition,
    put,
    record_of,
    waiting,
)
from commonshelf.members import api as members
from commonshelf.news import api as news

pytestmark = pytest.mark.usefixtures("alliance")


def some():
    put(book("1"), book("2", extent="300页"), book("3", "西游记", "吴承恩"), load=1)
    put(book("1"), likely("9"), book("4", "城市史", volume="第1卷", isbns=[CODE]), library="WEST", load=2)


def everything():
    """All that rules decide, by what does not depend on them."""
    rows = Facts.objects.values_list("record", "edition", "description", "alone")
    return sorted(rows), waiting(), set(Link.objects.values_list("one", "other", "outcome"))


def by_other_rules(*others):
    """As if rules of another day had described everything."""
    Description.objects.exclude(pk__in=others).update(rules=RULES - 2)


def test_the_same_rules_give_the_same_and_nobody_is_told():
    some()
    before, stamp = everything(), api.latest_stamp()
    told = api.rematch(actor=members.operator())
    assert (told.records, told.joined, told.parted, told.queued, told.settled) == (6, 0, 0, 0, 0)
    assert everything() == before
    assert api.latest_stamp() == stamp
    assert list(api.problems()) == []


def test_other_rules_are_followed_and_the_history_says_so():
    some()
    before = everything()
    apart = stand_apart("WEST", "1")
    by_other_rules()
    assert rematching.due()
    told = api.rematch(actor=members.operator())
    assert (told.records, told.joined, told.editions_before - told.editions_after) == (6, 1, 1)
    assert everything() == before
    assert [(line.edition, line.cause) for line in api.edition_history(id=edition_of("EAST", "1"))] == [
        (apart, "rules")
    ]
    assert list(api.problems()) == []


@pytest.mark.django_db(transaction=True)
def test_a_preview_tells_the_same_and_changes_nothing():
    some()
    stand_apart("WEST", "1")
    before = everything(), api.latest_stamp(), Passage.objects.count(), Edition.objects.count()
    told = api.rematch_preview(actor=members.operator())
    assert (everything(), api.latest_stamp(), Passage.objects.count(), Edition.objects.count()) == before
    [example] = told.examples
    assert (told.joined, told.parted, example.what) == (1, 0, "join")
    assert [[one.local_id for one in records] for records in example.records] == [["1", "2"], ["1"]]
    done = api.rematch(actor=members.operator())
    assert (done.joined, done.parted, done.queued) == (told.joined, told.parted, told.queued)


@pytest.mark.django_db(transaction=True)
def test_a_preview_shows_what_would_part():
    some()
    Facts.objects.filter(record=record_of("EAST", "3")).update(edition=edition_of("EAST", "1"))
    Edition.objects.filter(founder=record_of("EAST", "3")).update(gone_at="2026-01-01T00:00:00Z", work=None)
    [example] = api.rematch_preview(actor=members.operator()).examples
    assert example.what == "part"
    assert [[one.local_id for one in records] for records in example.records] == [["1", "2", "1"], ["3"]]


def test_cut_short_it_goes_on_and_no_edition_falls_apart_meanwhile(monkeypatch):
    some()
    Doubt.objects.update(state="later")
    before = everything()
    monkeypatch.setattr(rematching, "EDITIONS_AT_ONCE", 1)
    monkeypatch.setattr(news, "stopping", lambda: True)
    with pytest.raises(news.Interrupted):
        api.rematch(actor=members.operator())
    assert rematching.due()
    assert partition() == sorted(partition())
    assert {row[1] for row in everything()[0]} == {row[1] for row in before[0]}
    monkeypatch.setattr(news, "stopping", lambda: False)
    put(book("77"), library="WEST", load=9)  # a load in the middle of it
    assert renewal.due()
    renewal.renew(actor=members.operator())
    assert not renewal.due()
    assert edition_of("WEST", "77") == edition_of("EAST", "1")
    assert set(Doubt.objects.values_list("state", flat=True)) == {"later"}
    assert list(api.problems()) == []


def test_what_an_earlier_release_left_is_described_by_renewal():
    """Rows of before descriptions: editions as they were, nothing else."""
    some()
    before = everything()
    Facts.objects.update(description=None, alone=False)
    for model in (Link, Block, Doubt, Description):
        model.objects.all().delete()
    assert renewal.due()
    put(book("5", "水浒传", "施耐庵"), load=3)
    put(book("5", "水浒传", "施耐庵", status="d"), load=4)
    assert {row[1] for row in everything()[0]} == {row[1] for row in before[0]}
    renewal.renew(actor=members.operator())
    assert everything()[0] == before[0]
    assert everything()[1:] == before[1:]
    assert list(api.problems()) == []


def test_a_load_after_new_rules_takes_those_along_it_meets():
    some()
    asked, editions = waiting(), Edition.objects.count()
    by_other_rules()
    put(book("1", extent="99页"), load=3)
    assert waiting() == asked
    assert set(Description.objects.values_list("rules", flat=True)) == {0, RULES}
    assert not Block.objects.filter(description__rules=0).exists()
    assert Edition.objects.count() == editions
    assert edition_of("EAST", "1") == edition_of("EAST", "2") == edition_of("WEST", "1")
    assert list(api.problems()) == []
    put(book("88", "西游记", "吴承恩"), library="WEST", load=4)
    assert edition_of("WEST", "88") == edition_of("EAST", "3")
    assert list(api.problems()) == []
