"""Constrained groups: the same in every order, and no rule ever broken."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from commonshelf.catalogue.domain.partition import (
    MOST_DESCRIPTIONS,
    MOST_OF_ONE_LIBRARY,
    Held,
    Node,
    Tie,
    partition,
)

KEYS = [(n, "") for n in range(8)]


def conflict(one, other):
    """Marks are volumes; "" is none said."""
    return "volume" if one and other and one != other else ""


def node(volume="", description=0, libraries=None):
    return Node(libraries or {1: 1}, description, volume)


def pairs():
    return st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS)).filter(lambda pair: pair[0] != pair[1])


ties = st.lists(
    st.builds(lambda pair, score: Tie(*pair, score), pairs(), st.sampled_from([0.7, 0.8, 0.8, 0.9])),
    max_size=14,
)
volumes = st.lists(st.sampled_from(["", "", "1", "2"]), min_size=len(KEYS), max_size=len(KEYS))


@given(
    ties,
    volumes,
    st.lists(pairs(), max_size=2),
    st.lists(pairs(), max_size=2),
    st.integers(0, 1 << 16),
)
def test_any_order_gives_equal_groups_that_keep_the_rules(links, said, must, cannot, seed):
    nodes = {key: node(volume, key[0]) for key, volume in zip(KEYS, said, strict=True)}
    first = partition(nodes, links, conflict=conflict, must=must, cannot=cannot)
    shuffled = random.Random(seed)
    turned = [Tie(tie.other, tie.one, tie.score) if shuffled.random() < 0.5 else tie for tie in links]
    names = list(nodes)
    for some in (turned, names, must, cannot):
        shuffled.shuffle(some)
    again = partition({key: nodes[key] for key in names}, turned, conflict=conflict, must=must, cannot=cannot)
    assert again.groups == first.groups
    assert sorted(again.held) == sorted(first.held)
    assert sorted(key for group in first.groups for key in group) == KEYS
    home = {key: place for place, group in enumerate(first.groups) for key in group}
    assert not any(home[a] == home[b] for a, b in cannot)
    if not must:
        for group in first.groups:
            assert len({nodes[key].marks for key in group} - {""}) <= 1
    if not cannot:
        assert all(home[a] == home[b] for a, b in must)
    for tie in links:
        held = any({one.one, one.other} == {tie.one, tie.other} for one in first.held)
        assert (home[tie.one] == home[tie.other]) != held
    assert all(one.score <= 0.9 for one in first.held)


def test_the_strongest_tie_wins_where_three_cannot_be_one():
    nodes = {(1, ""): node("1", 1), (2, ""): node("", 2), (3, ""): node("2", 3)}
    links = [Tie((1, ""), (2, ""), 0.8), Tie((2, ""), (3, ""), 0.9)]
    groups, held = partition(nodes, links, conflict=conflict)
    assert groups == [[(1, "")], [(2, ""), (3, "")]]
    assert held == [Held((1, ""), (2, ""), 0.8, "volume")]


def test_what_people_join_is_one_whatever_stands_against_it():
    nodes = {(1, ""): node("1", 1), (2, ""): node("2", 2)}
    groups, held = partition(nodes, [], conflict=conflict, must=[((1, ""), (2, ""))])
    assert groups == [[(1, ""), (2, "")]]
    assert not held


def test_two_chains_that_contradict_keep_apart_what_is_kept_apart():
    nodes = {(n, ""): node("", n) for n in (1, 2, 3)}
    groups, _ = partition(
        nodes,
        [],
        conflict=conflict,
        must=[((1, ""), (2, "")), ((2, ""), (3, ""))],
        cannot=[((1, ""), (3, ""))],
    )
    assert groups == [[(1, ""), (2, "")], [(3, "")]]


def test_records_of_one_library_have_a_limit():
    most = MOST_OF_ONE_LIBRARY
    nodes = {
        (1, ""): node("", 1, {1: most - 1, 2: 5}),
        (2, ""): node("", 2, {1: 1}),
        (3, ""): node("", 3, {1: 1}),
    }
    groups, held = partition(
        nodes, [Tie((1, ""), (2, ""), 0.9), Tie((1, ""), (3, ""), 0.8)], conflict=conflict
    )
    assert groups == [[(1, ""), (2, "")], [(3, "")]]
    assert held == [Held((1, ""), (3, ""), 0.8, "too-many")]


def test_descriptions_have_a_limit():
    count = MOST_DESCRIPTIONS + 3
    nodes = {(n, ""): node("", n, {n: 1}) for n in range(count)}
    links = [Tie((0, ""), (n, ""), 0.9) for n in range(1, count)]
    groups, held = partition(nodes, links, conflict=conflict)
    assert len(groups[0]) == MOST_DESCRIPTIONS
    assert [one.reason for one in held] == ["too-many"] * 3
