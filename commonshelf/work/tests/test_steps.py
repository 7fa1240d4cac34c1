"""The life of an item at the door: who may take which step, and who comes second."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import translation

from commonshelf.kernel.actor import MACHINE, Ref, Role
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members import testing
from commonshelf.members.cards import Said
from commonshelf.news import api as news
from commonshelf.work import api
from commonshelf.work.api import Address
from commonshelf.work.models import WorkItem
from commonshelf.work.tests.conftest import NOW

EAST, WEST = Address("EAST"), Address("WEST")


@pytest.fixture(autouse=True)
def _tuesday():
    with time_machine.travel(NOW, tick=False):
        yield


def ask(cast, to=EAST, who="librarian", asking="EAST", **more):
    return api.ask(actor=getattr(cast, who), title="搬书架", asking=asking, to=to, at=NOW, **more)


def opened(cast, **more):
    given = {"kind": "task", "about": Ref("shelf", "7", "EAST"), "title": Said("看看", "Look"), "url": "/x",
             "library": "EAST", "at": NOW, **more}  # fmt: skip
    return api.open_item(actor=MACHINE, **given)


def test_asked_accepted_finished(cast):
    made = ask(cast)
    assert (made.state, made.to.library, made.asked_by) == ("offered", "EAST", cast.librarian.key)
    taken = api.accept(actor=cast.manager, item=made.id, version=made.version, at=NOW)
    assert (taken.state, taken.held_by) == ("accepted", cast.manager.key)
    done = api.finish(actor=cast.manager, item=made.id, version=taken.version, evidence="搬完", at=NOW)
    assert (done.state, done.evidence, done.closed_at) == ("done", "搬完", NOW)
    kinds = [one.kind for one in news.happenings(object=f"work:{made.id}")]
    assert kinds == ["work.finish", "work.accept", "work.ask"]


def test_who_may_ask(cast):
    for who in ("reader", "stranger", "visitor", "auditor", "partner"):
        with pytest.raises(Absent):
            ask(cast, who=who)
    for who in ("manager", "cataloguer", "librarian", "office"):
        ask(cast, who=who)


def test_who_may_see_and_take_it(cast):
    made = ask(cast, visibility="library")
    for who in ("manager", "librarian", "cataloguer", "office", "auditor"):
        assert api.item(actor=getattr(cast, who), id=made.id, now=NOW).id == made.id
    for who in ("partner", "reader", "stranger", "visitor"):
        with pytest.raises(Absent):
            api.item(actor=getattr(cast, who), id=made.id, now=NOW)
        with pytest.raises(Absent):
            api.accept(actor=getattr(cast, who), item=made.id, version=1, at=NOW)
    for who in ("cataloguer", "office", "auditor"):  # they see it, but it is not offered to them
        with pytest.raises(Absent):
            api.accept(actor=getattr(cast, who), item=made.id, version=1, at=NOW)


@pytest.mark.parametrize(("visibility", "sees"), [("library", False), ("parties", True), ("alliance", True)])
def test_the_asking_library_sees_as_the_visibility_says(cast, visibility, sees):
    made = ask(cast, to=WEST, visibility=visibility)
    cast_cataloguer = cast.cataloguer  # of the asking library, not the asker
    if sees:
        assert api.item(actor=cast_cataloguer, id=made.id, now=NOW).steps == ()
    else:
        with pytest.raises(Absent):
            api.item(actor=cast_cataloguer, id=made.id, now=NOW)
    assert api.item(actor=cast.librarian, id=made.id, now=NOW).can("withdraw")  # who asked always does


def test_anybody_who_works_at_a_member_sees_what_is_the_alliances(cast):
    other = testing.someone("far", (Role.LIBRARIAN, "WEST"))
    made = ask(cast, visibility="alliance")
    assert api.item(actor=other, id=made.id, now=NOW).id == made.id
    with pytest.raises(Absent):
        api.item(actor=cast.reader, id=made.id, now=NOW)


def test_two_people_press_the_same_button(cast):
    made = ask(cast)
    api.accept(actor=cast.manager, item=made.id, version=made.version, at=NOW)
    with translation.override("en"), pytest.raises(Refusal) as refused:
        api.accept(actor=cast.librarian, item=made.id, version=made.version, at=NOW)
    assert (refused.value.code, refused.value.status) == ("work.already-accepted", 409)
    assert (refused.value.facts["who"], refused.value.facts["at"]) == ("Manager", "2026-03-10 10:00")
    assert WorkItem.objects.get().held_by == cast.manager.key


def test_an_older_look_is_refused_with_who_and_when(cast):
    made = ask(cast)
    api.reassign(
        actor=cast.manager,
        item=made.id,
        version=1,
        to=Address("EAST", cast.librarian.key),
        reason="忙",
        at=NOW,
    )
    with pytest.raises(Refusal) as refused:
        api.accept(actor=cast.librarian, item=made.id, version=1, at=NOW)
    assert (refused.value.code, refused.value.status) == ("work.changed", 409)


def test_the_same_press_twice_is_one_step(cast):
    made = ask(cast, key="k")
    assert ask(cast, key="k").id == made.id
    for key in ("", "once"):
        first = api.accept(actor=cast.manager, item=made.id, version=made.version, at=NOW, key=key)
        assert api.accept(actor=cast.manager, item=made.id, version=made.version, at=NOW, key=key) == first
        made = api.put_back(actor=cast.manager, item=made.id, version=first.version, at=NOW)
    assert len(news.happenings(object=f"work:{made.id}", kind="work.accept")) == 2


def test_finishing_what_was_withdrawn(cast):
    made = ask(cast)
    taken = api.accept(actor=cast.manager, item=made.id, version=1, at=NOW)
    api.withdraw(actor=cast.librarian, item=made.id, version=taken.version, reason="不用了", at=NOW)
    with translation.override("en"), pytest.raises(Refusal) as refused:
        api.finish(actor=cast.manager, item=made.id, version=taken.version, at=NOW)
    assert (refused.value.code, refused.value.facts["who"]) == ("work.already-withdrawn", "Librarian")


def test_handing_on_keeps_the_note_and_needs_rights_there(cast):
    made = ask(cast)
    taken = api.accept(actor=cast.manager, item=made.id, version=1, at=NOW)

    def hand_on(to, note="试过书库"):
        return api.hand_on(actor=cast.manager, item=made.id, version=taken.version, to=to, note=note, at=NOW)

    for nobody in (cast.stranger.key, cast.reader.key, cast.partner.key, "no-such-key"):
        with pytest.raises(Refusal, match=r"work\.not-there"):
            hand_on(Address("EAST", nobody))
    with pytest.raises(Refusal, match=r"work\.no-library"):
        hand_on(Address("NORTH"))
    with pytest.raises(Refusal, match=r"work\.no-words"):
        hand_on(Address("EAST", cast.cataloguer.key), note=" ")
    with pytest.raises(Refusal, match=r"work\.has-it-already"):
        hand_on(Address("EAST", cast.manager.key))
    handed = hand_on(Address("EAST", cast.cataloguer.key))
    assert (handed.state, handed.to.person, handed.held_by, handed.hands) == (
        "offered",
        cast.cataloguer.key,
        "",
        2,
    )
    assert news.happenings(object=f"work:{made.id}")[0].reason == "试过书库"
    assert api.accept(actor=cast.cataloguer, item=made.id, version=handed.version, at=NOW).held_by


def test_it_does_not_go_round_for_ever(cast):
    card = ask(cast)
    for n in range(3):
        me, next_one = (cast.manager, cast.librarian) if n % 2 == 0 else (cast.librarian, cast.manager)
        card = api.accept(actor=me, item=card.id, version=card.version, at=NOW)
        to = Address("EAST", next_one.key)
        card = api.hand_on(actor=me, item=card.id, version=card.version, to=to, note="你来", at=NOW)
    card = api.accept(actor=cast.librarian, item=card.id, version=card.version, at=NOW)
    with pytest.raises(Refusal, match=r"work\.too-many-hands"):
        api.hand_on(actor=cast.librarian, item=card.id, version=card.version, to=EAST, note="谁来", at=NOW)


def test_due_in_the_past_is_refused_and_nothing_is_made(cast):
    with pytest.raises(Refusal, match=r"work\.due-past"):
        ask(cast, due=date(2026, 3, 9))
    with pytest.raises(Refusal, match=r"work\.no-title"):
        api.ask(actor=cast.librarian, title=" ", asking="EAST", to=EAST, at=NOW)
    with pytest.raises(Refusal, match=r"work\.unknown-choice"):
        ask(cast, visibility="world")
    assert not WorkItem.objects.exists()


def test_declined_it_comes_back_to_who_asked_and_can_go_to_another(cast):
    made = ask(cast, to=WEST)
    with pytest.raises(Refusal, match=r"work\.no-words"):
        api.decline(actor=cast.partner, item=made.id, version=1, reason="", at=NOW)
    back = api.decline(actor=cast.partner, item=made.id, version=1, reason="没有车", at=NOW)
    assert (back.state, back.words) == ("returned", "没有车")
    assert [one.id for one in api.desk(actor=cast.librarian, now=NOW).items] == [made.id]
    again = api.offer(actor=cast.librarian, item=made.id, version=back.version, to=EAST, at=NOW)
    assert (again.state, again.to.library, again.hands) == ("offered", "EAST", 1)


def test_nobody_answers_then_the_next_then_back(cast):
    made = opened(cast, then=[Address("WEST"), Address("GONE")], answer_minutes=60)
    assert made.answer_by_at == NOW + timedelta(hours=1)
    later = NOW + timedelta(hours=2)
    with time_machine.travel(later, tick=False):
        assert api.run_clock(later) == 1
        moved = api.item(actor=cast.partner, id=made.id, now=later)
    assert (moved.state, moved.to.library, moved.last_action) == ("offered", "WEST", "expire")
    assert moved.answer_by_at is not None
    for day in range(1, 9):
        at = later + timedelta(days=day)
        with time_machine.travel(at, tick=False):
            api.run_clock(at)
    with time_machine.travel(at, tick=False):
        back = api.item(actor=cast.office, id=made.id, now=at)
    assert back.state == "returned"  # the last of them is no member: it was passed over
    assert api.run_clock(at) == 0


def test_waiting_stops_the_clock(cast):
    made = ask(cast, due=date(2026, 3, 10))
    taken = api.accept(actor=cast.manager, item=made.id, version=1, at=NOW)
    held = api.wait(actor=cast.manager, item=made.id, version=taken.version, words="等供应商", at=NOW)
    assert (held.due_at, held.left_minutes) == (None, 12 * 60)  # 10:00 to 22:00
    tomorrow = NOW + timedelta(days=1)
    runs = api.resume(actor=cast.manager, item=made.id, version=held.version, at=tomorrow)
    assert (runs.left_minutes, runs.due_at) == (None, tomorrow + timedelta(hours=12))


def test_the_general_agency_reassigns_with_a_reason_both_see(cast):
    made = ask(cast, to=Address("EAST", cast.cataloguer.key), visibility="library")
    taken = api.accept(actor=cast.cataloguer, item=made.id, version=1, at=NOW)

    def reassign(actor, reason="西馆有车"):
        return api.reassign(actor=actor, item=made.id, version=taken.version, to=WEST, reason=reason, at=NOW)

    for who in ("cataloguer", "librarian", "auditor"):
        with pytest.raises(Absent):
            reassign(getattr(cast, who))
    with pytest.raises(Refusal, match=r"work\.no-words"):
        reassign(cast.office, reason="")
    reassign(cast.office)
    for who in ("cataloguer", "partner", "librarian"):
        assert api.item(actor=getattr(cast, who), id=made.id, now=NOW).words == "西馆有车"
    assert [one.id for one in api.desk(actor=cast.cataloguer, now=NOW).taken] == [made.id]
    assert [one.id for one in api.desk(actor=cast.partner, now=NOW).items] == [made.id]


def test_the_last_step_can_be_taken_back_for_a_while(cast):
    made = ask(cast)
    taken = api.accept(actor=cast.manager, item=made.id, version=1, at=NOW)
    assert api.desk(actor=cast.manager, now=NOW).undoable.id == made.id
    with pytest.raises(Refusal, match=r"work\.too-late-to-undo"):
        api.undo(actor=cast.librarian, item=made.id, version=taken.version, at=NOW)
    back = api.undo(actor=cast.manager, item=made.id, version=taken.version, at=NOW)
    assert (back.state, back.held_by) == ("offered", "")
    assert api.desk(actor=cast.manager, now=NOW).undoable is None
    again = api.accept(actor=cast.manager, item=made.id, version=back.version, at=NOW)
    done = api.finish(actor=cast.manager, item=made.id, version=again.version, at=NOW)
    late = NOW + timedelta(minutes=16)
    with pytest.raises(Refusal, match=r"work\.too-late-to-undo"):
        api.undo(actor=cast.manager, item=made.id, version=done.version, at=late)
    assert api.undo(actor=cast.manager, item=made.id, version=done.version, at=NOW).state == "accepted"


def test_a_room_opens_once_about_one_thing_and_settles_it(cast):
    made = opened(cast)
    assert opened(cast).id == made.id
    row = WorkItem.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    assert api.open_about(kind="task") == {"7"}
    assert api.settle(about=Ref("shelf", "7"), actor=cast.manager, at=NOW, evidence="好了") == 1
    done = api.item(actor=cast.manager, id=made.id, now=NOW)
    assert (done.state, done.moved_by, done.evidence) == ("done", cast.manager.key, "好了")
    assert api.settle(about=Ref("shelf", "7"), actor=cast.manager, at=NOW) == 0
    assert opened(cast).id != made.id
    with pytest.raises(ValueError, match="kind"):
        opened(cast, kind="nonsense", about=Ref("x", "9"))


def test_what_came_up_again_is_not_reopened_beside_it(cast):
    made = opened(cast)
    taken = api.accept(actor=cast.librarian, item=made.id, version=1, at=NOW)
    done = api.finish(actor=cast.librarian, item=made.id, version=taken.version, at=NOW)
    opened(cast)
    with pytest.raises(Refusal, match=r"work\.opened-again"):
        api.reopen(actor=cast.librarian, item=made.id, version=done.version, at=NOW)


def test_an_agency_is_its_library_s_managers(cast):
    general = members.agency_tree()
    made = opened(cast, library="", to_agency=general.id)
    assert (made.to.library, made.to.role) == ("", "office")
    assert [one.id for one in api.desk(actor=cast.office, now=NOW).items] == [made.id]


def test_an_ended_tie_gives_no_right(cast):
    made = ask(cast)
    taken = api.accept(actor=cast.manager, item=made.id, version=1, at=NOW)
    gone = replace(cast.manager, standings=())
    for door in (api.finish, api.put_back):
        with pytest.raises(Absent):
            door(actor=gone, item=made.id, version=taken.version, at=NOW)
