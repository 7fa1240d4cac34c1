"""My desk and the queues: whose it is, late first, the same number of questions however much lies there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonshelf.kernel.actor import MACHINE, Agent, Ref, Role
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members import testing
from commonshelf.members.cards import Said
from commonshelf.work import api
from commonshelf.work.models import WorkItem
from commonshelf.work.tests.conftest import NOW, signed_in


def open_one(n=0, library="EAST", role=Role.LIBRARIAN, due=None, **more):
    return api.open_item(
        actor=MACHINE,
        kind="task",
        about=Ref("shelf", str(n), library),
        title=Said(f"第{n}件", f"Item {n}"),
        url="",
        library=library,
        to_role=role,
        due_minutes=due,
        at=NOW,
        **more,
    )


def on_desk(actor, **more):
    return [one.id for one in api.desk(actor=actor, now=NOW, **more).items]


def test_late_first_then_soonest_then_what_has_time(cast):
    ids = [open_one(n).id for n in range(4)]
    for id, hours in zip(ids[1:], (5, -3, 1), strict=True):
        WorkItem.objects.filter(pk=id).update(due_at=NOW + timedelta(hours=hours))
    assert on_desk(cast.librarian) == [ids[2], ids[3], ids[1], ids[0]]
    desk = api.desk(actor=cast.librarian, now=NOW)
    assert [one.late for one in desk.items] == [True, False, False, False]
    assert [(one.library, one.in_hand, one.offered, one.late) for one in desk.loads] == [("EAST", 0, 4, 1)]
    assert api.waiting_for(actor=cast.librarian, now=NOW) == (4, 1)
    assert api.waiting_for(actor=cast.visitor, now=NOW) == (0, 0)


def test_what_is_for_a_role_lies_with_those_who_have_it(cast):
    for_cataloguers, for_all = open_one(1, role=Role.CATALOGUER).id, open_one(2).id
    for_office, elsewhere = open_one(3, library="", role=Role.OFFICE).id, open_one(4, library="WEST").id
    assert on_desk(cast.cataloguer) == [for_cataloguers]
    assert on_desk(cast.librarian) == [for_all]
    assert on_desk(cast.manager) == [for_cataloguers, for_all]
    assert on_desk(cast.office) == [for_office]
    assert on_desk(cast.partner) == [elsewhere]


def test_everything_from_every_affiliation_on_one_desk(cast):
    both = testing.someone("both", (Role.LIBRARIAN, "EAST"), (Role.LIBRARIAN, "WEST"))
    ids = [open_one(1).id, open_one(2, library="WEST").id]
    assert on_desk(both) == ids
    assert on_desk(both, library="WEST") == ids[1:]
    assert on_desk(both, library="", kind="") == []
    assert on_desk(both, kind="task") == ids
    assert on_desk(both, kind="other") == []


def test_taken_by_one_it_leaves_the_desks_of_the_others(cast):
    made = open_one()
    api.accept(actor=cast.manager, item=made.id, version=1, at=NOW)
    assert on_desk(cast.librarian) == []
    assert on_desk(cast.manager) == [made.id]


@pytest.mark.parametrize("who", ["visitor", "stranger", "reader", "auditor"])
def test_who_works_nowhere_has_no_desk(cast, who):
    with pytest.raises(Absent):
        api.desk(actor=getattr(cast, who), now=NOW)


def test_only_the_general_agency_and_auditors_see_every_queue(cast):
    open_one(1)
    open_one(2, library="WEST")
    WorkItem.objects.filter(library__symbol="EAST").update(due_at=NOW - timedelta(hours=1))
    for who in ("manager", "librarian", "partner", "reader", "visitor"):
        with pytest.raises(Absent):
            api.queues(actor=getattr(cast, who), now=NOW)
        with pytest.raises(Absent):
            api.queue(actor=getattr(cast, who), now=NOW)
    for who in ("office", "auditor"):
        found = api.queues(actor=getattr(cast, who), now=NOW)
        assert [(one.library, one.open, one.late) for one in found] == [
            ("", 0, 0),
            ("EAST", 1, 1),
            ("WEST", 1, 0),
        ]
    items, total = api.queue(actor=cast.office, late=True, now=NOW)
    assert ([one.library for one in items], total) == (["EAST"], 1)


def questions(client, url):
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


@pytest.mark.parametrize(("who", "url"), [("manager", "/desk"), ("office", "/desk/queues?library=EAST")])
def test_as_many_questions_for_twenty_as_for_ten(cast, who, url):
    for n in range(10):
        open_one(n, due=60)
    client = signed_in(who)
    ten = questions(client, url)
    for n in range(10, 20):
        open_one(n, due=60)
    assert questions(client, url) == ten


def test_the_page_says_what_waits_and_takes_a_press(cast):
    made = open_one(1, due=60)
    client = signed_in("librarian")
    page = client.get("/desk?lang=en").content.decode()
    assert "1 thing to do" in page
    assert "Item 1" in page
    sent = {"version": 1, "key": "k", "back": "desk"}
    assert client.post(f"/desk/items/{made.id}/accept", sent).status_code == 302
    page = client.get("/desk?lang=en").content.decode()
    assert "You took “Item 1”." in page
    undo = {"version": 2, "key": "u", "back": "desk"}
    assert client.post(f"/desk/items/{made.id}/undo", undo).status_code == 302
    assert WorkItem.objects.get().state == "offered"


def test_a_refused_step_keeps_what_was_typed(cast):
    made = open_one(1)
    client = signed_in("librarian")
    client.post(f"/desk/items/{made.id}/accept", {"version": 1, "key": "a"})
    answer = client.post(
        f"/desk/items/{made.id}/hand-on?lang=en",
        {"version": 2, "key": "h", "to": "EAST|librarian|", "note": " "},
    )
    assert answer.status_code == 400
    assert "Write a sentence" in answer.content.decode()
    stale = client.post(f"/desk/items/{made.id}/wait", {"version": 1, "key": "w", "words": "等信"})
    assert stale.status_code == 409
    assert "等信" in stale.content.decode()
    assert client.post(f"/desk/items/{made.id}/nonsense", {"version": 2}).status_code == 404
    assert client.post(f"/desk/items/{made.id}/finish", {}).status_code == 409  # a form without its version


def test_the_last_page_of_an_item_tells_its_story(cast):
    made = open_one(1)
    client = signed_in("librarian")
    client.post(f"/desk/items/{made.id}/accept", {"version": 1, "key": "a"})
    client.post(f"/desk/items/{made.id}/finish", {"version": 2, "key": "f", "evidence": "架号 12"})
    page = client.get(f"/desk/items/{made.id}?lang=en").content.decode()
    assert "Librarian took it" in page
    assert "架号 12" in page


def test_asking_from_the_page(cast):
    client = signed_in("librarian")
    page = client.get("/desk/ask?at=WEST&lang=en").content.decode()
    assert "whoever is there: the librarians of" in page
    sent = {
        "title": "一册缩微",
        "to": "WEST|librarian|",
        "at": "WEST",
        "asking": "EAST",
        "visibility": "parties",
        "key": "k",
    }
    assert client.post("/desk/ask", sent).status_code == 302
    assert WorkItem.objects.get().asking.symbol == "EAST"
    wrong = client.post("/desk/ask?lang=en", {**sent, "title": "", "key": "j"})
    assert (wrong.status_code, "Say in a few words" in wrong.content.decode()) == (400, True)
    for place in ("WEST", "NOWHERE"):  # in whose name a librarian of EAST cannot ask
        assert client.post("/desk/ask", {**sent, "asking": place, "key": place}).status_code == 404
    assert WorkItem.objects.count() == 1


def test_an_empty_desk_says_what_comes_here(cast):
    page = signed_in("librarian").get("/desk?lang=en").content.decode()
    assert "Nothing waits for you." in page


def test_a_suspended_librarys_people_see_nothing_of_it_though_they_work_elsewhere(cast):
    both = testing.someone("both", (Role.LIBRARIAN, "EAST"), (Role.LIBRARIAN, "WEST"))
    held = api.accept(actor=both, item=open_one(1).id, version=1, at=NOW)
    named = open_one(2, to_person=both.key)
    asked = api.ask(actor=both, title="请帮忙", asking="EAST", to=api.Address("WEST", "", "manager"), at=NOW)
    taken = api.accept(actor=both, item=open_one(3).id, version=1, at=NOW)
    to = api.Address("EAST", cast.librarian.key, "librarian")
    api.reassign(actor=cast.manager, item=taken.id, version=taken.version, to=to, reason="leave", at=NOW)
    desk = api.desk(actor=both, now=NOW)
    found = [{one.id for one in part} for part in (desk.items, desk.asked, desk.taken)]
    assert found == [{held.id, named.id}, {asked.id}, {taken.id}]
    members.suspend(actor=cast.office, symbol="EAST", reason="fees")
    fresh = members.actor_for(user=testing.user("both"), agent=Agent.WEB)
    desk = api.desk(actor=fresh, now=NOW)
    assert (desk.items, desk.asked, desk.taken, desk.total) == ((), (), (), 0)
    assert api.waiting_for(actor=fresh, now=NOW) == (0, 0)
    for one in (held, named, taken):
        with pytest.raises(Absent):
            api.item(actor=fresh, id=one.id, now=NOW)


def test_nothing_is_sent_to_a_suspended_library(cast):
    made = api.accept(actor=cast.librarian, item=open_one(1).id, version=1, at=NOW)
    members.suspend(actor=cast.office, symbol="WEST", reason="fees")
    west = api.Address("WEST", "", "librarian")
    with pytest.raises(Refusal, match=r"work\.no-library"):
        api.hand_on(actor=cast.librarian, item=made.id, version=made.version, to=west, note="yours", at=NOW)
    with pytest.raises(Refusal, match=r"work\.no-library"):
        api.ask(actor=cast.librarian, title="请帮忙", asking="EAST", to=west, at=NOW)
    assert open_one(2, library="WEST").to.library == "WEST"  # what is about it waits for it there
