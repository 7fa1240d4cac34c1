"""The tables follow the catalogue: whatever the way, they hold what a making anew would hold."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonshelf.browse import api, feeding
from commonshelf.browse.domain.entries import headings
from commonshelf.browse.models import Heading, Link, Shelf, Shown, SubjectWord
from commonshelf.browse.store import writing
from commonshelf.browse.tests.making import Feed, entry, tables
from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue import testing as files

pytestmark = pytest.mark.django_db


@pytest.fixture
def feed():
    feeding.clear()
    return Feed()


def test_an_edition_stands_under_each_of_its_headings(feed):
    feed.take(entry(1, "红楼梦", ["曹雪芹"], ["章回小说"], ["I242.4"], shelves=[("EAST", "I242.4/1")]))
    assert set(Heading.objects.values_list("text", "editions")) == {
        ("红楼梦", 1), ("曹雪芹", 1), ("章回小说", 1), ("I", 1), ("I2", 1), ("I24", 1), ("I242", 1),
        ("I242.4", 1),
    }  # fmt: skip
    assert set(SubjectWord.objects.values_list("word", flat=True)) == {"章回", "回小", "小说"}
    assert Link.objects.count() == 4  # of the classes only its own
    assert Shelf.objects.get().number == "I242.4/1"
    assert feeding.cursor() == 1


def test_a_title_in_pinyin_stands_where_its_characters_stand(feed):
    def titles(one):
        return [text for place, text in headings(one.said).carried.items() if place[0] == "t"]

    both = entry(1, "1768年中国妖术大恐慌")
    both = replace(both, said=replace(both.said, other_titles=("1768 nian zhong guo yao shu da kong huang",)))
    assert titles(both) == ["1768年中国妖术大恐慌"]
    other = replace(both, said=replace(both.said, other_titles=("Soulstealers",)))
    assert titles(other) == ["1768年中国妖术大恐慌", "Soulstealers"]
    assert titles(entry(2, "Hong lou meng")) == ["Hong lou meng"], "where nothing else is known"


def test_what_changes_moves_and_what_nobody_carries_any_more_goes(feed):
    feed.take(entry(1, "A", ["X"], ["fish"], ["I24"], shelves=[("EAST", "I24/1")]), entry(2, "A", ["X"]))
    feed.take(entry(1, "B", ["X"], [], ["I25"], shelves=[("EAST", "I25/1"), ("WEST", "I/2")]))
    assert dict(Heading.objects.values_list("text", "editions")) == {
        "A": 1, "B": 1, "X": 2, "I": 1, "I2": 1, "I25": 1
    }  # fmt: skip
    assert not SubjectWord.objects.exists()
    assert set(Shelf.objects.values_list("library", "number")) == {("EAST", "I25/1"), ("WEST", "I/2")}
    feed.take(1, 2, 3)
    assert all(not rows for rows in tables().values())


def test_numbers_that_differ_in_marks_alone_share_a_place_and_one_stays(feed):
    feed.take(entry(1, "A", shelves=[("EAST", "I24/1"), ("EAST", "i24 / 1")]))
    assert Shelf.objects.count() == 1
    feed.take(entry(1, "A", shelves=[("EAST", "i24 / 1")]))
    assert Shelf.objects.get().number == "i24 / 1"


def test_the_same_change_twice_changes_nothing(feed):
    changes = feed.changes(entry(1, "A", ["X"]), entry(2, "A", ["X"]))
    feeding._take(changes, 0)
    before = tables()
    feeding._take(changes, 0)
    assert tables() == before


def test_ids_another_process_has_given_are_not_given_again(feed):
    feed.take(entry(1, "A", ["X"]))
    remembered = dict(feeding.KNOWN.ids), feeding.KNOWN.next_id
    feeding.KNOWN.doubt()
    feed.take(entry(1, "C", ["Y"]))  # as another process would: X is gone, its id as well
    feeding.KNOWN.ids, feeding.KNOWN.next_id = remembered
    feeding.KNOWN.written(1)
    feed.take(entry(2, "D", ["X", "Z"]))
    assert dict(Heading.objects.values_list("text", "editions")) == {"C": 1, "Y": 1, "D": 1, "X": 1, "Z": 1}


def test_changes_after_a_wipe_wait_for_those_before_them(feed):
    feed.take(entry(1, "A"))
    late = feed.changes(entry(2, "B"))
    base = feeding.cursor()
    feeding.clear()
    assert not feeding._take(late, base)
    assert not Heading.objects.exists()


titles = st.sampled_from(["红楼梦", "西游记", "The hobbit", "Hobbit", "C++", "", "。"])
makers = st.lists(st.sampled_from(["曹雪芹", "Cao, Xueqin", "李白", "Tolkien"]), max_size=3)
subjects = st.lists(st.sampled_from(["小说", "长篇小说", "Fiction", "Fiction -- History", "?"]), max_size=3)
classes = st.lists(st.sampled_from(["I24", "I242.4", "TP312", "B80", "none"]), max_size=2)
shelves = st.lists(
    st.tuples(
        st.sampled_from(["EAST", "WEST"]),
        st.sampled_from(["I24/1", "i24/1", "I24/2", "QA76.C1", "…", "I24\t\n1", "I24\u20281"]),
    ),
    max_size=3,
)
entries = st.builds(entry, st.integers(1, 4), titles, makers, subjects, classes, shelves=shelves)
steps = st.lists(st.lists(st.one_of(entries, st.integers(1, 4)), min_size=1, max_size=3), max_size=6)


@given(steps=steps)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_following_comes_to_the_same_as_making_anew(db, steps):
    feeding.clear()
    feed = Feed()
    for step in steps:
        feed.take(*step)
    followed = tables()
    last = {(one if isinstance(one, int) else one.id): one for step in steps for one in step}
    feeding.clear()
    Feed().take(*(one for _, one in sorted(last.items()) if not isinstance(one, int)))
    assert tables() == followed


# -- with the catalogue


@pytest.fixture
def loaded(two_libraries):
    files.load(files.marc("1", "红楼梦"), files.marc("2", "西游记", "吴承恩"))


def test_the_tables_catch_up_with_the_catalogue(loaded):
    feeding.clear()
    assert api.cursor() == 0
    assert api.catch_up() == 2
    assert [term.text for term in api.scan(index="title", term="").terms] == ["红楼梦", "西游记"]
    assert api.catch_up() == 0


def test_what_was_missed_is_taken_in_before_what_is_new(loaded):
    feeding.clear()
    newest = catalogue.editions_changed_since(stamp=0, limit=10)[-1:]
    api.take(newest)
    assert len(api.scan(index="title", term="").terms) == 2


def test_tables_made_by_other_rules_are_made_anew(loaded, monkeypatch):
    api.catch_up()
    monkeypatch.setattr(writing, "RULES", "of tomorrow")
    assert api.cursor() == 0
    assert api.catch_up() == 2
    assert api.cursor() > 0


def test_a_catalogue_put_back_to_a_backup_makes_them_anew(loaded):
    api.catch_up()
    writing.set_state(1 << 40, 7)
    assert api.catch_up() == 2


def test_fsck_sees_what_is_not_as_it_must_be(loaded):
    api.catch_up()
    assert list(api.problems()) == []
    Heading.objects.filter(text="红楼梦").update(editions=7)
    assert list(api.problems()) == ["“红楼梦” is said to be on 7 editions and is on 1."]
    api.clear()
    api.catch_up()
    first, other = Shown.objects.order_by("edition")
    Shown.objects.filter(pk=first.pk).update(digest=1)
    Shown.objects.filter(pk=other.pk).update(edition=99)
    said = " ".join(api.problems())
    assert f"Edition {first.pk} stands in the lists for browsing as of an earlier change" in said
    assert f"Edition {other.pk} is not in the lists" in said
    assert "1 editions stand in the lists" in said
