"""The tree of agencies and what they delegate, decided without rows: random trees, random histories."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonshelf.kernel.actor import Actor, Delegated, Ref
from commonshelf.members.domain import delegation, permissions, tree
from commonshelf.members.domain.delegation import Grant
from commonshelf.members.domain.tree import Node

ROOT = Node(1, tree.GENERAL, None)
DAY = date(2026, 11, 22)
HERE = Ref("library", "EAST", "EAST")


@st.composite
def growing(draw, steps=14):
    """A tree grown and moved about only as `why_not` lets; every step is tried, also the refused ones."""
    nodes = {1: ROOT}
    for n in range(2, steps):
        kind = draw(st.sampled_from([tree.REGION, tree.MEMBER, tree.DEPARTMENT]))
        parent = nodes[draw(st.sampled_from(sorted(nodes)))]
        library = parent.library if kind == tree.DEPARTMENT else f"L{n}" if kind == tree.MEMBER else ""
        node = Node(n, kind, parent.id, library)
        if not tree.why_not(nodes, node, parent):
            nodes[n] = node
        moved = nodes[draw(st.sampled_from(sorted(nodes)))]
        to = nodes[draw(st.sampled_from(sorted(nodes)))]
        if not tree.why_not(nodes, moved, to):
            nodes[moved.id] = replace(moved, parent=to.id)
    return nodes


@given(growing())
@settings(deadline=None)
def test_no_growing_or_moving_makes_a_circle_or_a_second_root(nodes):
    assert [node.id for node in nodes.values() if node.parent is None] == [1]
    for id in nodes:
        assert (tree.above(nodes, id) or [1])[-1] == 1, "everything hangs on the general agency"
    assert list(tree.problems(nodes)) == []


@given(growing())
@settings(deadline=None)
def test_reach_is_the_members_below_and_nothing_else(nodes):
    for id, node in nodes.items():
        members = {one.library for one in tree.below(nodes, id) if one.kind == tree.MEMBER}
        expected = None if id == 1 else members if node.kind == tree.REGION else {node.library}
        assert tree.reach(nodes, id) == expected


def test_nothing_stands_below_itself_or_its_own():
    nodes = {1: ROOT, 2: Node(2, tree.REGION, 1), 3: Node(3, tree.REGION, 2)}
    assert tree.why_not(nodes, nodes[2], nodes[2]) == tree.CIRCLE
    assert tree.why_not(nodes, nodes[2], nodes[3]) == tree.CIRCLE
    assert tree.why_not(nodes, nodes[3], nodes[1]) == ""


def test_departments_stay_with_their_library():
    east, west = Node(2, tree.MEMBER, 1, "EAST"), Node(3, tree.MEMBER, 1, "WEST")
    desk = Node(4, tree.DEPARTMENT, 2, "EAST")
    nodes = {1: ROOT, 2: east, 3: west, 4: desk}
    assert tree.why_not(nodes, desk, west) == tree.ELSEWHERE
    assert tree.why_not(nodes, desk, ROOT) == tree.MISPLACED
    assert tree.why_not(nodes, east, west) == tree.MISPLACED


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        (Node(2, tree.MEMBER, None, "EAST"), "stands below no other"),
        (Node(2, tree.REGION, 9), "which is closed"),
        (Node(2, tree.REGION, 2), "above itself"),
        (Node(2, tree.DEPARTMENT, 1, "EAST"), "may not stand below"),
    ],
)
def test_planted_faults_in_the_rows_are_found(planted, found):
    [told] = tree.problems({1: ROOT, 2: planted})
    assert found in told


libraries = st.frozensets(st.sampled_from(["EAST", "WEST", "NORTH"]))
days = st.integers(-400, 400).map(lambda n: DAY + timedelta(days=n))
grants = st.builds(
    Grant,
    action=st.sampled_from(["members.exempt", "members.set-hours", "members.affiliate"]),
    limit=st.none() | st.integers(1, 90),
    active_from=days,
    active_to=st.none() | days,
    reach=st.none() | libraries,
    within=libraries,
)


@given(st.lists(grants, max_size=8), days, libraries)
def test_an_ended_delegation_gives_nothing_nor_does_one_to_come(given, day, taking_part):
    found = delegation.in_force(given, day, taking_part)
    open_ = [one for one in given if one.active_from <= day and (not one.active_to or day < one.active_to)]
    assert {one.action for one in found} <= {one.action for one in open_}
    over = [replace(one, active_to=min(day, one.active_to or day)) for one in given]
    assert delegation.in_force(over, day, taking_part) == ()


@given(st.lists(grants, max_size=8), libraries, st.integers(0, 100))
def test_a_delegation_reaches_no_further_than_its_agency_and_its_limit(given, taking_part, amount):
    found = delegation.in_force(given, DAY, taking_part)
    actor = Actor(key="k", delegations=found)
    for action in ("members.exempt", "members.set-hours", "members.affiliate", "members.suspend"):
        may = permissions.permits(actor=actor, action=action, object=HERE, amount=amount)
        expected = any(
            one.action == action
            and one.holds(DAY)
            and (one.limit is None or amount <= one.limit)
            and (one.reach is None or "EAST" in one.reach)
            and (not one.within or "EAST" in one.within)
            and ("EAST" in taking_part or (one.reach is None and not one.within))
            for one in given
        )
        assert may == (expected and action in permissions.DELEGABLE)


def test_planted_a_delegation_that_outlives_its_end_is_seen(monkeypatch):
    ended = Grant("members.set-hours", None, DAY - timedelta(days=9), DAY, None)
    assert delegation.in_force([ended], DAY, frozenset()) == ()
    monkeypatch.setattr(Grant, "holds", lambda self, day: self.active_from <= day)
    assert delegation.in_force([ended], DAY, frozenset()) == (Delegated("members.set-hours"),)


def test_nothing_that_gives_rights_can_be_delegated():
    giving = ("affiliat", "delegat", "password", "person", "invit", "profile", "alliance", "bind", "bound")
    assert [one for one in permissions.DELEGABLE if any(word in one for word in giving)] == []
    assert permissions.DELEGABLE.keys() <= permissions.TABLE.keys()


def test_a_limit_holds_only_where_somebody_says_how_much():
    actor = Actor(key="k", delegations=(Delegated("members.exempt", "", 30),))
    assert not permissions.permits(actor=actor, action="members.exempt", object=HERE)
    assert permissions.permits(actor=actor, action="members.exempt", object=HERE, amount=30)
    assert not permissions.permits(actor=actor, action="members.exempt", object=HERE, amount=31)
    assert not permissions.permits(actor=actor, action="members.exempt", object=None, amount=1)
    assert not permissions.permitted_by_role(actor=actor, action="members.exempt", object=HERE)
