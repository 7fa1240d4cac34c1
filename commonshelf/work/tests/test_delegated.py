"""Work taken, carried on and given out in a library's place: by whom, for how long, and how much."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from commonshelf.kernel.actor import MACHINE, Agent, Ref, Role
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members import testing
from commonshelf.members.cards import Said
from commonshelf.work import api
from commonshelf.work.api import Address
from commonshelf.work.tests.conftest import NOW, signed_in


@pytest.fixture(autouse=True)
def _tuesday():
    with time_machine.travel(NOW, tick=False):
        yield


def agency_of(library):
    return next(one.id for one in members.agency_tree().everything() if one.library == library)


def delegated(cast, who, action="work.take", library="EAST", days=7, **more):
    """Given by the manager of EAST, or by the office; the person as they act from then on."""
    giver = cast.manager if library == "EAST" else cast.office
    members.delegate(
        actor=giver,
        agency=agency_of(library),
        person=who,
        action=action,
        active_to=timezone.localdate() + timedelta(days=days),
        **more,
    )
    return acting(who)


def acting(who):
    return members.actor_for(user=testing.user(who), agent=Agent.WEB)


def open_one(n=0, library="EAST", role=None, person=""):
    return api.open_item(
        actor=MACHINE, kind="task", about=Ref("shelf", str(n), library), title=Said(f"第{n}件", f"Item {n}"),
        url="", library=library, to_role=role, to_person=person, at=NOW,
    )  # fmt: skip


def on_desk(actor):
    return [one.id for one in api.desk(actor=actor, now=timezone.now()).items]


def test_a_partner_takes_work_in_the_librarys_place_and_carries_it_to_its_end(cast):
    made = open_one()
    with pytest.raises(Absent):
        api.accept(actor=cast.partner, item=made.id, version=1, at=NOW)
    partner = delegated(cast, "partner")
    assert on_desk(partner) == [made.id]
    assert api.item(actor=partner, id=made.id, now=NOW).can("accept")
    card = api.accept(actor=partner, item=made.id, version=1, at=NOW)
    card = api.wait(actor=partner, item=made.id, version=card.version, words="等快递", at=NOW)
    card = api.resume(actor=partner, item=made.id, version=card.version, at=NOW)
    assert (card.held_by, on_desk(partner), list(api.problems())) == (partner.key, [made.id], [])
    api.run_clock(NOW)
    card = api.finish(actor=partner, item=made.id, version=card.version, evidence="已办", at=NOW)
    assert (card.state, on_desk(partner)) == ("done", [])


def test_it_is_declined_or_handed_on_as_by_those_who_work_there(cast):
    first, second = open_one(1), open_one(2)
    partner = delegated(cast, "partner")
    declined = api.decline(actor=partner, item=first.id, version=1, reason="没空", at=NOW)
    assert declined.state == "returned"
    card = api.accept(actor=partner, item=second.id, version=1, at=NOW)
    there = Address("EAST", cast.librarian.key)
    card = api.hand_on(actor=partner, item=second.id, version=card.version, to=there, note="接着办", at=NOW)
    assert (card.to.person, card.state) == (cast.librarian.key, "offered")


def test_what_is_somebodys_by_name_stays_theirs(cast):
    named = open_one(1, person=cast.librarian.key)
    held = open_one(2)
    held = api.accept(actor=cast.librarian, item=held.id, version=1, at=NOW)
    partner = delegated(cast, "partner")
    assert on_desk(partner) == []
    with pytest.raises(Absent):
        api.accept(actor=partner, item=named.id, version=1, at=NOW)
    with pytest.raises(Absent):
        api.finish(actor=partner, item=held.id, version=held.version, at=NOW)
    assert api.item(actor=partner, id=held.id, now=NOW).steps == ()


def test_no_more_in_hand_at_once_than_was_delegated(cast):
    items = [open_one(n) for n in range(3)]
    partner = delegated(cast, "partner", limit=2)
    for one in items[:2]:
        api.accept(actor=partner, item=one.id, version=1, at=NOW)
    with pytest.raises(Refusal) as refused:
        api.accept(actor=partner, item=items[2].id, version=1, at=NOW)
    assert (refused.value.code, refused.value.facts["limit"]) == ("members.over-limit", 2)
    api.finish(actor=partner, item=items[0].id, version=2, at=NOW)
    assert api.accept(actor=partner, item=items[2].id, version=1, at=NOW).held_by == partner.key


def test_it_ends_with_its_day_and_the_work_goes_back_to_the_library(cast):
    made = open_one()
    partner = delegated(cast, "partner", days=2)
    api.accept(actor=partner, item=made.id, version=1, at=NOW)
    later = NOW + timedelta(days=2)
    with time_machine.travel(later, tick=False):
        partner = acting("partner")
        with pytest.raises(Absent):
            api.finish(actor=partner, item=made.id, version=2, at=later)
        assert on_desk(partner) == []
        assert len(list(api.problems())) == 1
        api.run_clock(later)
        assert list(api.problems()) == []
        assert on_desk(acting("librarian")) == [made.id]


def test_who_leaves_the_alliance_takes_no_work_in_a_librarys_place(cast):
    made = open_one()
    partner = delegated(cast, "partner")
    api.accept(actor=partner, item=made.id, version=1, at=NOW)
    members.suspend(actor=cast.office, symbol="WEST", reason="审查")
    assert acting("partner").delegations == ()
    assert len(list(api.problems())) == 1
    api.run_clock(NOW)
    assert on_desk(acting("librarian")) == [made.id]


def test_it_reaches_only_the_library_it_was_given_for(cast):
    west = open_one(1, library="WEST")
    office = open_one(2, library="", role=Role.OFFICE)
    stranger = delegated(cast, "stranger")
    assert on_desk(stranger) == []
    for one in (west, office):
        with pytest.raises(Absent):
            api.accept(actor=stranger, item=one.id, version=1, at=NOW)
        with pytest.raises(Absent):
            api.item(actor=stranger, id=one.id, now=NOW)


def test_the_general_agency_delegates_for_the_whole_alliance(cast):
    items = [open_one(1, library="WEST"), open_one(2, library="", role=Role.OFFICE)]
    stranger = delegated(cast, "stranger", library="")
    assert on_desk(stranger) == [one.id for one in items]
    for one in items:
        api.accept(actor=stranger, item=one.id, version=1, at=NOW)
    api.run_clock(NOW)
    assert list(api.problems()) == []
    assert on_desk(stranger) == [one.id for one in items]


def test_who_may_reassign_by_delegation_finds_the_work_on_the_desk(cast):
    made = api.accept(actor=cast.librarian, item=open_one().id, version=1, at=NOW)
    assert api.desk(actor=cast.partner, now=NOW).entrusted == ()
    partner = delegated(cast, "partner", action="work.reassign")
    assert [one.id for one in api.desk(actor=partner, now=NOW).entrusted] == [made.id]
    there = Address("EAST", cast.cataloguer.key)
    with pytest.raises(Absent):
        api.reassign(actor=cast.stranger, item=made.id, version=made.version, to=there, reason="休假", at=NOW)
    card = api.reassign(actor=partner, item=made.id, version=made.version, to=there, reason="休假", at=NOW)
    assert (card.to.person, card.was_with) == (cast.cataloguer.key, cast.librarian.key)


def test_nobody_delegates_what_is_not_theirs_nor_passes_it_on(cast):
    for who in ("librarian", "partner"):
        with pytest.raises(Absent):
            members.delegate(
                actor=getattr(cast, who), agency=agency_of("EAST"), person="stranger", action="work.take"
            )
    delegated(cast, "cataloguer")
    with pytest.raises(Absent):
        members.delegate(
            actor=acting("cataloguer"), agency=agency_of("EAST"), person="stranger", action="work.take"
        )


@pytest.mark.parametrize(("language", "said"), [("en", "by delegation"), ("zh-hans", "受委托")])
def test_the_pages_show_what_is_ones_by_delegation(cast, language, said):
    made, given = open_one(1), open_one(2, library="WEST")
    delegated(cast, "stranger")
    members.delegate(actor=cast.partner, agency=agency_of("WEST"), person="stranger", action="work.reassign")
    client = signed_in("stranger")
    headers = {"accept-language": language}
    page = client.get("/desk", headers=headers).text
    assert said in page
    assert f"/desk/items/{made.id}" in page
    assert f"/desk/items/{given.id}" in page
    answer = client.post(f"/desk/items/{made.id}/accept", {"version": 1, "key": "k"}, headers=headers)
    assert answer.headers["Location"] == f"/desk/items/{made.id}"
    words = {"version": 2, "key": "l", "to": f"EAST/{cast.librarian.key}", "note": "接着办"}
    assert client.get(f"/desk/items/{made.id}", headers=headers).status_code == 200
    assert client.post(f"/desk/items/{made.id}/put-back", words, headers=headers).status_code == 302
    assert signed_in("reader").get("/desk").status_code == 404


def test_the_permission_page_says_why(cast):
    partner = delegated(cast, "partner", limit=3)
    object = Ref("role", "librarian", "EAST")
    found = members.explain(actor=partner, action="work.accept", object=object, amount=1)
    assert found.allowed
    assert "3" in found.reason
    assert not members.explain(actor=partner, action="work.accept", object=object, amount=4).allowed
    told = signed_in("partner").get("/permissions", headers={"accept-language": "en"}).text
    assert "take work items in its place" in told
