"""Ids of editions: stable, undoable, never used twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from commonshelf.catalogue.domain.clusters import Kept, Plan, settle

GROUPINGS = st.dictionaries(st.integers(1, 15), st.integers(0, 6))
"""Record -> the group it is in."""


def parts_of(grouping):
    groups = {}
    for record, group in sorted(grouping.items()):
        groups.setdefault(group, []).append(record)
    return list(groups.values())


def applied(current, plan, fresh):
    """The editions of records after the plan, new ids from `fresh`."""
    after = {record: kept.edition for kept in plan.kept for record in kept.records}
    for records in plan.new:
        edition = next(fresh)
        after.update(dict.fromkeys(records, edition))
    return after


def ids_from(first):
    while True:
        yield first
        first += 1


@given(st.lists(GROUPINGS, min_size=1, max_size=6), st.randoms())
def test_a_history_of_loads_keeps_ids_and_never_reuses_one(history, random):
    current: dict[int, int] = {}
    used: set[int] = set()
    fresh = ids_from(1)
    for grouping in history:
        parts = parts_of(grouping)
        plan = settle(parts, current)
        mixed = [random.sample(part, len(part)) for part in parts]
        random.shuffle(mixed)
        assert settle(mixed, dict(sorted(current.items(), reverse=True))) == plan
        kept = [k.edition for k in plan.kept]
        ended = [old for old, _ in plan.merged] + list(plan.gone)
        assert sorted(kept + ended) == sorted(set(current.values()))
        assert all(into in kept for _, into in plan.merged)
        after = applied(current, plan, fresh)
        born = set(after.values()) - set(kept)
        assert not born & used
        used |= set(after.values())
        assert {frozenset(p) for p in parts} == {
            frozenset(r for r, e in after.items() if e == edition) for edition in set(after.values())
        }
        for k in plan.kept:
            assert k.changed == ({r for r, e in current.items() if e == k.edition} != set(k.records))
        current = after


def test_the_oldest_record_keeps_the_id_and_the_oldest_id_wins():
    current = {1: 10, 2: 10, 3: 20}
    assert settle([[1, 2, 3]], current) == Plan(kept=(Kept(10, (1, 2, 3), changed=True),), merged=((20, 10),))
    assert settle([[1], [2, 3]], current) == Plan(
        kept=(Kept(10, (1,), changed=True), Kept(20, (2, 3), changed=True))
    )
    assert settle([[1], [2], [3]], current).new == ((2,),)


def test_a_join_undone_parts_again():
    apart = settle([[1], [2]], {})
    assert apart.new == ((1,), (2,))
    joined = settle([[1, 2]], {1: 10, 2: 20})
    assert joined.merged == ((20, 10),)
    undone = settle([[1], [2]], {1: 10, 2: 10})
    assert undone == Plan(kept=(Kept(10, (1,), changed=True),), new=((2,),))


def test_age_may_be_told_apart_from_ids():
    assert settle([[1], [2]], {1: 10, 2: 10}, born={1: 5, 2: 3}).kept == (Kept(10, (2,), changed=True),)


def test_an_edition_without_records_is_gone():
    assert settle([], {1: 10}) == Plan(gone=(10,))
