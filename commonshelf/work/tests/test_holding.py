"""Nobody leaves with work in hand: whatever happens in whatever order, no item is left to nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonshelf.kernel.actor import MACHINE, Ref, Role
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members import testing
from commonshelf.members.cards import Said
from commonshelf.work import api
from commonshelf.work.api import Address
from commonshelf.work.domain.states import OPEN
from commonshelf.work.models import WorkItem
from commonshelf.work.tests.conftest import NOW

CAST = ("manager", "cataloguer", "librarian", "partner")
PLACE = {"manager": "EAST", "cataloguer": "EAST", "librarian": "EAST", "partner": "WEST"}


@pytest.fixture(autouse=True)
def _tuesday():
    with time_machine.travel(NOW, tick=False):
        yield


def ask(cast, to, who="librarian", asking="EAST"):
    return api.ask(actor=getattr(cast, who), title="搬书架", asking=asking, to=to, at=NOW)


def tie_of(username):
    card = members.person(name=username)
    tie = next((tie for tie in card.affiliations if tie.holds(timezone.localdate())), None)
    if tie is None:
        raise Absent
    return tie


def end(cast, username, to=""):
    members.end_affiliation(
        actor=cast.office,
        affiliation=tie_of(username).id,
        active_to=timezone.localdate(),
        to_person=getattr(cast, to).key if to else "",
        reason="离职",
    )


def test_ending_a_tie_refuses_or_hands_over(cast):
    made = ask(cast, Address("EAST", cast.cataloguer.key))
    taken = api.accept(actor=cast.cataloguer, item=made.id, version=1, at=NOW)
    with pytest.raises(Refusal, match=r"members\.person-has-work"):
        end(cast, "cataloguer")
    end(cast, "cataloguer", to="manager")
    now = api.item(actor=cast.manager, id=made.id, now=NOW)
    assert (now.state, now.to.person, now.last_action) == ("offered", cast.manager.key, "hand-over")
    assert now.version == taken.version + 1
    assert list(api.problems()) == []


def test_a_tie_that_runs_out_by_itself_leaves_nothing(cast):
    members.affiliate(
        actor=cast.office, person="stranger", role="librarian", library="EAST",
        active_to=timezone.localdate() + timedelta(days=1),
    )  # fmt: skip
    made = ask(cast, Address("EAST", cast.stranger.key))
    tomorrow = NOW + timedelta(days=1)
    with time_machine.travel(tomorrow, tick=False):
        assert [text for text in api.problems() if "does not work there" in text]
        api.run_clock(tomorrow)
        assert list(api.problems()) == []
        assert api.item(actor=cast.librarian, id=made.id, now=tomorrow).to.person == ""


def test_a_library_that_leaves_hands_everything_over(cast):
    from_west = ask(cast, Address("EAST"), who="partner", asking="WEST")
    to_west = ask(cast, Address("WEST"))
    about_its_own = api.open_item(
        actor=MACHINE, kind="suggestion", about=Ref("suggestion", "1", "WEST"), title=Said("改", "Mend"),
        url="", library="WEST", at=NOW,
    )  # fmt: skip
    members.leave(actor=cast.office, symbol="WEST", reason="合并")
    rows = {row.pk: row for row in WorkItem.objects.all()}
    assert (rows[from_west.id].asking_id, rows[from_west.id].state) == (None, "offered")
    assert (rows[to_west.id].library_id, rows[to_west.id].to_role) == (None, "office")
    assert rows[about_its_own.id].state == "withdrawn"
    assert list(api.problems()) == []


def test_the_heir_gets_what_a_library_leaves(cast):
    to_west = ask(cast, Address("WEST", cast.partner.key))
    members.leave(actor=cast.office, symbol="WEST", to_library="EAST", reason="合并")
    moved = api.item(actor=cast.librarian, id=to_west.id, now=NOW)
    assert (moved.library, moved.to.person, moved.state) == ("EAST", "", "offered")


def test_a_planted_orphan_is_found(cast):
    made = ask(cast, Address("EAST", cast.cataloguer.key))
    assert list(api.problems()) == []
    WorkItem.objects.filter(pk=made.id).update(to_person=cast.stranger.key)
    assert len(list(api.problems())) == 1


PRESSES = (
    "ask", "accept", "decline", "wait", "hand-on", "reassign", "finish", "withdraw", "end", "return", "late",
    "leave",
)  # fmt: skip
presses = st.lists(
    st.tuples(
        st.sampled_from(PRESSES),
        st.sampled_from(CAST),
        st.sampled_from([*CAST, "EAST", "WEST", ""]),
    ),
    max_size=14,
)  # fmt: skip


@pytest.mark.django_db(transaction=False)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(presses)
def test_no_history_leaves_an_orphan(cast, history):
    """Hands, endings, and whole libraries leaving, in any order: what is open can be done by somebody."""
    from django.db import transaction  # rolled back by hand after each history

    mark = transaction.savepoint()
    try:
        for n, (press, who, whom) in enumerate(history):
            try:
                with members.together():
                    _press(cast, press, who, whom, NOW + timedelta(minutes=n))
            except Refusal:
                continue
            assert list(api.problems()) == [], (press, who, whom)
        for row in WorkItem.objects.filter(state__in=OPEN):
            assert row.held_by or row.to_person or row.to_role
    finally:
        transaction.savepoint_rollback(mark)
        members.directory_mark()


def _press(cast, press, who, whom, at):
    actor = members.actor_for(user=testing.user(who), agent=cast.office.agent)
    to = Address(PLACE[whom], getattr(cast, whom).key) if whom in PLACE else Address(whom)
    row = WorkItem.objects.order_by("-pk").first()
    common = {"actor": actor, "item": row.pk if row else 0, "version": row.version if row else 0, "at": at}
    if press == "ask":
        api.ask(actor=actor, title="事", asking=PLACE[who], to=to, at=at)
    elif press == "accept":
        api.accept(**common)
    elif press == "decline":
        api.decline(**common, reason="忙")
    elif press == "wait":
        api.wait(**common, words="等")
    elif press == "hand-on":
        api.hand_on(**common, to=to, note="接着办")
    elif press == "reassign":
        api.reassign(**{**common, "actor": cast.office}, to=to, reason="调整")
    elif press == "finish":
        api.finish(**common)
    elif press == "withdraw":
        api.withdraw(**common)
    elif press == "end":
        end(cast, who, to=whom if whom in PLACE else "")
    elif press == "return":
        members.affiliate(actor=cast.office, person=who, role=Role.LIBRARIAN, library=PLACE[who])
    elif press == "late":
        api.run_clock(at + timedelta(days=9))
    elif press == "leave" and whom == "WEST":
        members.leave(
            actor=cast.office, symbol="WEST", to_library="EAST" if who == "manager" else "", reason="退"
        )
