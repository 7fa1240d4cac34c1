"""The life of a membership on real rows: applying, trial, vote, suspension; leaving is in test_leaving.py."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from commonshelf.kernel.actor import VISITOR, Actor, Agent, Role
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api
from commonshelf.members.models import Agency, Application, Invitation, Library
from commonshelf.members.testing import cast, someone, user
from commonshelf.news import api as news

pytestmark = pytest.mark.django_db
FORM = {"name_zh": "南馆", "name_en": "South Library", "contact": "李老师", "email": "li@south.example"}


def letter(secret: str = "open-sesame", **more: object) -> Invitation:
    now = timezone.now()
    told = {"invited_at": now, "expires_at": now + timedelta(days=14), **more}
    digest = hashlib.sha256(secret.encode()).hexdigest()
    return Invitation.objects.create(kind="library", digest=digest, **told)


def applied(symbol: str = "SOUTH") -> None:
    api.apply(actor=api.operator(), symbol=symbol, **FORM)


def voted_in(symbol: str = "SOUTH") -> None:
    operator = api.operator()
    applied(symbol)
    api.admit(actor=operator, symbol=symbol, to="trial")
    api.put_to_vote(actor=operator, symbol=symbol, ballot="7")
    api.voted(actor=operator, symbol=symbol, accepted=True)


def refused(code: str, act, **arguments: object) -> Refusal:
    before = list(Library.objects.order_by("pk").values()), Agency.objects.count()
    with pytest.raises(Refusal) as caught:
        act(**arguments)
    assert caught.value.code == code
    assert (list(Library.objects.order_by("pk").values()), Agency.objects.count()) == before
    return caught.value


def status(symbol: str) -> str:
    return Library.objects.get(symbol=symbol).status


def test_a_library_is_taken_in_step_by_step():
    cast_of = cast()
    office = cast_of.office
    letter()
    card = api.apply(actor=VISITOR, invitation="open-sesame", symbol="SOUTH", **FORM)
    assert (card.symbol, card.status) == ("SOUTH", "applied")
    assert "SOUTH" not in {one.symbol for one in api.libraries()}
    assert not api.takes_part(symbol="SOUTH")
    assert api.admit(actor=office, symbol="SOUTH", to="trial").status == "trial"
    assert api.library(symbol="SOUTH").status == "trial"
    agency = Agency.objects.get(library__symbol="SOUTH", kind="member")
    assert (agency.email, agency.closed_at) == ("li@south.example", None)
    assert agency.parent == Agency.objects.get(kind="general")
    assert api.put_to_vote(actor=office, symbol="SOUTH", ballot="7").status == "trial"
    assert api.voted(actor=api.operator(), symbol="SOUTH", accepted=True).status == "voted"
    assert api.admit(actor=office, symbol="SOUTH", to="active").status == "active"
    told = [(one.kind, one.facts.get("after")) for one in news.happenings(library="SOUTH")]
    assert told == [
        ("members.admit", "active"),
        ("members.voted", "voted"),
        ("members.put-to-vote", "trial"),
        ("members.admit", "trial"),
        ("members.apply", "applied"),
    ]
    assert list(api.problems()) == []


def test_an_invitation_lets_one_library_apply_once():
    row = letter()
    api.apply(actor=VISITOR, invitation="open-sesame", symbol="SOUTH", **FORM)
    row.refresh_from_db()
    assert (row.used_by, bool(row.used_at)) == ("SOUTH", True)
    refused(
        "members.invitation-used",
        api.apply,
        actor=VISITOR,
        invitation="open-sesame",
        symbol="NORTH",
        **FORM,
    )
    refused(
        "members.invitation-unknown", api.apply, actor=VISITOR, invitation="guessed", symbol="NORTH", **FORM
    )
    now = timezone.now()
    letter("late", expires_at=now - timedelta(minutes=1))
    refused("members.invitation-over", api.apply, actor=VISITOR, invitation="late", symbol="NORTH", **FORM)
    letter("gone", withdrawn_at=now)
    refused("members.invitation-withdrawn", api.apply, actor=VISITOR, invitation="gone", symbol="N", **FORM)
    assert Application.objects.count() == 1


def test_nobody_applies_without_a_letter():
    everybody = cast()
    for actor in (VISITOR, everybody.stranger, everybody.manager, everybody.auditor):
        with pytest.raises(Absent):
            api.apply(actor=actor, symbol="SOUTH", **FORM)


def test_a_letter_for_a_person_is_none_for_a_library():
    cast()
    made = letter("for-li")
    made.kind = "person"
    made.save()
    refused("members.invitation-unknown", api.apply, actor=VISITOR, invitation="for-li", symbol="S", **FORM)


@pytest.mark.parametrize("symbol", ["EAST", "east"])
def test_two_libraries_never_have_one_symbol(symbol):
    cast()
    row = letter()
    refused("members.symbol-taken", api.apply, actor=VISITOR, invitation="open-sesame", symbol=symbol, **FORM)
    row.refresh_from_db()
    assert row.used_at is None


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"name_zh": "", "name_en": " "}, "members.no-name"),
        ({"contact": ""}, "members.no-contact"),
        ({"email": "", "phone": ""}, "members.no-contact"),
        ({"kind": "palace"}, "members.bad-kind"),
        ({"website": "javascript:alert(1)"}, "members.bad-website"),
    ],
)
def test_what_an_application_must_say(changed, code):
    cast()
    refused(code, api.apply, actor=api.operator(), symbol="SOUTH", **{**FORM, **changed})


def test_a_refused_library_may_apply_again():
    office = cast().office
    applied()
    refused("members.no-reason", api.refuse_application, actor=office, symbol="SOUTH", reason=" ")
    assert api.refuse_application(actor=office, symbol="SOUTH", reason="too far").status == "refused"
    letter()
    api.apply(actor=VISITOR, invitation="open-sesame", symbol="SOUTH", **{**FORM, "name_en": "South"})
    row = Library.objects.get(symbol="SOUTH")
    assert (row.status, row.name_en) == ("applied", "South")
    assert [one.contact for one in row.applications.all()] == ["李老师", "李老师"]


def test_suspension_stops_rights_at_once_and_for_that_library_alone():
    everybody = cast()
    both = someone("both", (Role.MANAGER, "EAST"), (Role.LIBRARIAN, "WEST"))
    api.suspend(actor=everybody.office, symbol="EAST", reason="unpaid")
    assert api.library(symbol="EAST").status == "suspended"
    assert not api.takes_part(symbol="EAST")
    now = {name: api.actor_for(user=user(name), agent=Agent.WEB) for name in ("manager", "reader", "both")}
    assert now["manager"].standings == now["reader"].standings == ()
    assert [one.library for one in now["both"].standings] == ["WEST"]
    with pytest.raises(Absent):
        api.set_library(actor=now["manager"], symbol="EAST", fields={"short_en": "E"})
    api.resume(actor=everybody.office, symbol="EAST")
    assert api.actor_for(user=user("both"), agent=Agent.WEB).standings == both.standings


def test_an_open_session_loses_its_rights_with_the_suspension(client):
    everybody = cast()
    client.force_login(user("manager"))
    assert client.get("/library/EAST/edit").status_code == 200
    api.suspend(actor=everybody.office, symbol="EAST", reason="unpaid")
    assert client.get("/library/EAST/edit").status_code == 404
    assert client.get("/library/EAST").status_code == 200
    api.resume(actor=everybody.office, symbol="EAST", reason="paid")
    client.force_login(user("manager"))
    assert client.get("/library/EAST/edit").status_code == 200


def test_an_open_session_keeps_what_it_has_elsewhere(client):
    everybody = cast()
    someone("both", (Role.MANAGER, "EAST"), (Role.MANAGER, "WEST"))
    client.force_login(user("both"))
    api.suspend(actor=everybody.office, symbol="EAST", reason="unpaid")
    assert client.get("/library/EAST/edit").status_code == 404
    assert client.get("/library/WEST/edit").status_code == 200
    api.resume(actor=everybody.office, symbol="EAST", reason="paid")
    assert client.get("/library/EAST/edit").status_code == 200


def test_a_trial_resumes_as_a_trial():
    office = cast().office
    applied()
    api.admit(actor=office, symbol="SOUTH", to="trial")
    api.suspend(actor=office, symbol="SOUTH", reason="no answer")
    assert api.resume(actor=office, symbol="SOUTH").status == "trial"
    assert Library.objects.get(symbol="SOUTH").stood == ""


def test_a_declined_vote_stops_the_trial():
    office = cast().office
    applied()
    api.admit(actor=office, symbol="SOUTH", to="trial")
    keeper = someone("keeper", (Role.MANAGER, "SOUTH"))
    assert keeper.standings
    api.voted(actor=api.operator(), symbol="SOUTH", accepted=False)
    assert status("SOUTH") == "suspended"
    assert api.actor_for(user=user("keeper"), agent=Agent.WEB).standings == ()


def test_the_last_library_that_takes_part_stays():
    office = cast().office
    api.suspend(actor=office, symbol="EAST", reason="unpaid")
    refused("members.last-library", api.suspend, actor=office, symbol="WEST", reason="unpaid")
    refused("members.last-library", api.leave, actor=office, symbol="WEST", reason="wants to")
    assert api.actor_for(user=user("office"), agent=Agent.WEB).standings == office.standings


def test_steps_out_of_order_are_refused_and_nothing_happens():
    office = cast().office
    applied()
    events = len(news.happenings(rows=500))
    for act, more in (
        (api.admit, {"to": "active"}),
        (api.suspend, {"reason": "x"}),
        (api.resume, {}),
        (api.voted, {"accepted": True}),
        (api.leave, {"reason": "x"}),
        (api.give_notice, {"on": timezone.localdate() + timedelta(days=9)}),
    ):
        refused("members.membership-step", act, actor=office, symbol="SOUTH", **more)
    assert len(news.happenings(rows=500)) == events


def test_the_same_form_twice_is_one_step():
    office = cast().office
    for _ in range(2):
        assert api.suspend(actor=office, symbol="EAST", reason="unpaid", key="k").status == "suspended"
    assert len(news.happenings(kind="members.suspend")) == 1


def test_only_the_office_moves_a_membership():
    everybody = cast()
    acts = [
        (api.admit, {"to": "trial"}),
        (api.refuse_application, {"reason": "x"}),
        (api.put_to_vote, {}),
        (api.voted, {"accepted": True}),
        (api.suspend, {"reason": "x"}),
        (api.resume, {}),
        (api.leave, {"reason": "x"}),
    ]
    strangers: list[Actor] = [
        everybody.manager,
        everybody.partner,
        everybody.auditor,
        everybody.stranger,
        VISITOR,
    ]
    for act, more in acts:
        for actor in strangers:
            with pytest.raises(Absent):
                act(actor=actor, symbol="EAST", **more)


def test_who_reads_memberships():
    everybody = cast()
    applied()
    for actor in (everybody.office, everybody.auditor):
        assert [one.symbol for one in api.memberships(actor=actor)] == ["EAST", "SOUTH", "WEST"]
    assert [one.symbol for one in api.memberships(actor=everybody.office, status="applied")] == ["SOUTH"]
    assert api.membership_of(actor=everybody.auditor, symbol="EAST").steps == ()
    assert api.membership_of(actor=everybody.manager, symbol="EAST").steps == ("give-notice",)
    assert api.membership_of(actor=everybody.office, symbol="SOUTH").steps == ("admit-trial", "refuse")
    for actor in (everybody.manager, everybody.librarian, everybody.stranger, VISITOR):
        with pytest.raises(Absent):
            api.memberships(actor=actor)
        with pytest.raises(Absent):
            api.membership_of(actor=actor, symbol="WEST")


def test_the_checklist_of_a_new_member():
    office = cast().office
    applied()
    api.admit(actor=office, symbol="SOUTH", to="trial")
    own = ("particulars", "branch", "agency", "people")

    def todo() -> list[str]:
        return [one.name for one in api.checklist(symbol="SOUTH") if not one.done and one.name in own]

    assert todo() == ["particulars", "branch", "people"]
    api.set_library(actor=office, symbol="SOUTH", fields={"region_zh": "南区"})
    api.add_branch(actor=office, library="SOUTH", code="main", name_zh="总馆")
    assert todo() == ["branch", "people"]
    day = timezone.now().replace(hour=8).time(), timezone.now().replace(hour=20).time()
    api.set_hours(actor=office, library="SOUTH", branch="main", spans=[(0, *day)])
    someone("keeper", (Role.MANAGER, "SOUTH"))
    assert todo() == []
    with pytest.raises(Absent):
        api.checklist(symbol="NOBODY")
