"""The table of a membership's life: closed, reachable, with ends; and its drawing says what it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.kernel.refusal import Refusal
from commonshelf.members.domain import membership as table
from commonshelf.members.domain.membership import ACTIONS, BACK, NOBODY, STATES, STEPS, Step
from commonshelf.members.domain.membership_drawn import drawing, rows
from commonshelf.members.memberships import PERMISSION
from commonshelf.members.models import LibraryStatus


def faults(steps: tuple[Step, ...]) -> list[str]:
    """What is wrong with a table of steps."""
    found = []
    if len({(one.before, one.action) for one in steps}) != len(steps):
        found.append("one step leads to two places")
    if {one.before for one in steps} | {one.after for one in steps} > {*STATES, NOBODY, BACK}:
        found.append("a state nobody knows")
    if table.reachable(steps) != frozenset(STATES):
        found.append("a state no life leads to")
    lead = {one.before for one in steps}
    found += [f"nothing leads out of {state}" for state in STATES if state not in lead and state != "left"]
    if any(one.before == "left" for one in steps):
        found.append("the dead rise")
    if any(one.after == BACK and one.before != table.SUSPENDED for one in steps):
        found.append("back from where nothing is remembered")
    return found


def test_the_table_is_sound():
    assert faults(STEPS) == []
    assert set(STATES) == set(LibraryStatus.values)


@pytest.mark.parametrize(
    "planted",
    [
        (*STEPS, Step("left", "resume", "active")),
        (*STEPS, Step("trial", "leave", "refused")),
        tuple(one for one in STEPS if one.after != "voted"),
        tuple(one for one in STEPS if one.before != "suspended"),
        (*STEPS, Step("active", "forgive", BACK)),
    ],
)
def test_a_fault_in_it_is_seen(planted):
    assert faults(planted)


@given(st.lists(st.sampled_from(ACTIONS), max_size=30))
def test_any_row_of_steps_stays_in_the_table(actions):
    status, stood = NOBODY, ""
    for action in actions:
        before = status
        try:
            status = table.advance(before, action, stood or table.ACTIVE)
        except Refusal:
            allowed = False
        else:
            allowed = True
        assert allowed == (action in table.choices(before))
        if not allowed:
            continue
        assert status in STATES
        assert before != "left"
        stood = before if status == table.SUSPENDED else ""
        assert not (status == table.SUSPENDED and table.takes_part(status))


def test_every_step_of_a_known_library_asks_a_permission():
    assert set(PERMISSION) == set(ACTIONS) - {"apply", "add-library"}


def test_the_drawing_has_an_arrow_for_every_way():
    drawn = {tuple(line.split(" : ")[0].split(" --> ")) for line in drawing() if " --> " in line}
    ways = {(one.before or "[*]", one.after) for one in STEPS if one.after not in {BACK, one.before}}
    back = {("    suspended", one) for one in ("trial", "voted", "active")}
    assert {(before.strip(), after) for before, after in drawn} == ways | {
        (before.strip(), after) for before, after in back
    } | {("left", "[*]")}
    assert len(list(rows())) == len(STEPS)
