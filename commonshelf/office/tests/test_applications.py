"""The office's pages of memberships: who sees them, what they offer, what pressing a button does."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.utils import timezone

from commonshelf.kernel.actor import Role
from commonshelf.members import api as members
from commonshelf.members.testing import cast, someone, user
from commonshelf.news import api as news
from commonshelf.votes import api as votes

pytestmark = pytest.mark.django_db
FORM = {"name_zh": "南馆", "name_en": "South Library", "contact": "李老师", "email": "li@south.example"}
LIST = "/office/members"


@pytest.fixture
def everybody():
    return cast()


@pytest.fixture
def office(client, everybody):
    client.force_login(user("office"))
    return client


def applied(symbol: str = "SOUTH", **more: str) -> None:
    members.apply(actor=members.operator(), symbol=symbol, **{**FORM, **more})


def page(symbol: str) -> str:
    return f"{LIST}/{symbol}"


def sent(client, symbol: str, step: str, **told: object):
    named = {f"{step}-{name}": value for name, value in told.items()}
    return client.post(f"{page(symbol)}?lang=en", {"step": step, "key": "k" * 8 + step, **named})


def status(symbol: str) -> str:
    return members.membership_of(actor=members.operator(), symbol=symbol).status


def test_who_sees_what(client, everybody):
    applied()
    seen = {}
    for name in ("office", "auditor", "manager", "partner", "librarian", "stranger"):
        client.force_login(user(name))
        addresses = (LIST, page("EAST"), page("WEST"), page("SOUTH"), page("NOBODY"))
        seen[name] = [client.get(address).status_code for address in addresses]
    client.logout()
    seen["visitor"] = [client.get(address).status_code for address in (LIST, page("EAST"))]
    assert seen == {
        "office": [200, 200, 200, 200, 404],
        "auditor": [200, 200, 200, 200, 404],
        "manager": [404, 200, 404, 404, 404],
        "partner": [404, 404, 200, 404, 404],
        "librarian": [404] * 5,
        "stranger": [404] * 5,
        "visitor": [404, 404],
    }


def test_foreign_and_absent_are_one_answer(client, everybody):
    client.force_login(user("manager"))
    assert client.get(page("WEST")).content == client.get(page("NOBODY")).content


def test_the_list_tells_states_apart(office):
    applied()
    told = office.get(f"{LIST}?lang=en").content.decode()
    assert told.index("South Library") < told.index("East Library")
    only = office.get(f"{LIST}?status=applied&lang=en").content.decode()
    assert "South Library" in only
    assert "East Library" not in only


@pytest.mark.parametrize("number", [10, 20])
def test_the_list_asks_as_much_for_twenty_as_for_ten(number, office, django_assert_num_queries):
    for n in range(number):
        applied(f"L{n}", name_en=f"Library {n}")
    office.get(LIST)
    with django_assert_num_queries(QUERIES):
        office.get(LIST)


QUERIES = 7
"""One of them: of which library whoever is signed in has a card."""


def test_from_the_application_to_membership(office, everybody):
    applied()
    assert "Admit to a trial" in office.get(f"{page('SOUTH')}?lang=en").content.decode()
    assert sent(office, "SOUTH", "admit-trial").status_code == 302
    assert status("SOUTH") == "trial"
    told = office.get(f"{page('SOUTH')}?lang=en").content.decode()
    assert "Joining checklist" in told
    assert "/library/SOUTH/branches/new" in told
    assert sent(office, "SOUTH", "put-to-vote", days=7, quorum=50, pass_mark=51).status_code == 302
    found, _ = votes.ballots(actor=everybody.office, state="open")
    assert [(one.about.kind, one.about.id, one.electors) for one in found] == [("membership", "SOUTH", 2)]
    assert f"/ballots/{found[0].id}" in office.get(f"{page('SOUTH')}?lang=en").content.decode()
    for who in (everybody.manager, everybody.partner):
        library = who.standings[0].library
        votes.cast(actor=who, ballot=found[0].id, choice="yes", library=library)
    news.work_once(now=timezone.now())
    assert status("SOUTH") == "voted"
    news.work_once(now=timezone.now())
    assert sent(office, "SOUTH", "admit-active", reason="contract signed").status_code == 302
    assert status("SOUTH") == "active"
    told = office.get(f"{page('SOUTH')}?lang=en").content.decode()
    assert "contract signed" in told


def test_a_declined_vote_suspends(office, everybody):
    applied()
    sent(office, "SOUTH", "admit-trial")
    sent(office, "SOUTH", "put-to-vote", days=7, quorum=50, pass_mark=51)
    ballot = votes.ballots(actor=everybody.office, state="open")[0][0].id
    for who in (everybody.manager, everybody.partner):
        votes.cast(actor=who, ballot=ballot, choice="no", library=who.standings[0].library)
    news.work_once(now=timezone.now())
    assert status("SOUTH") == "suspended"


def test_a_vote_that_comes_too_late_decides_nothing(office, everybody):
    applied()
    sent(office, "SOUTH", "admit-trial")
    sent(office, "SOUTH", "put-to-vote", days=7, quorum=50, pass_mark=51)
    ballot = votes.ballots(actor=everybody.office, state="open")[0][0].id
    members.suspend(actor=everybody.office, symbol="SOUTH", reason="no answer")
    for who in (everybody.manager, everybody.partner):
        votes.cast(actor=who, ballot=ballot, choice="yes", library=who.standings[0].library)
    news.work_once(now=timezone.now())
    assert status("SOUTH") == "suspended"
    assert news.given_up() == []


def test_nobody_is_asked_about_a_library_that_has_left(office, everybody):
    applied()
    members.admit(actor=everybody.office, symbol="SOUTH", to="trial")
    sent(office, "SOUTH", "put-to-vote", days=7, quorum=50, pass_mark=51)
    [card] = votes.ballots(actor=everybody.office)[0]
    members.leave(actor=everybody.office, symbol="SOUTH", reason="it will not join")
    for _again in range(2):
        news.work_once(now=timezone.now())
    after = votes.ballot(actor=everybody.office, id=card.id)
    assert (after.state, "left the alliance" in after.reason) == ("withdrawn", True)


def test_a_step_without_its_reason_comes_back_with_what_was_typed(office):
    answer = sent(office, "EAST", "suspend", reason="")
    assert answer.status_code == 400
    assert "Fill in: " in answer.content.decode()
    assert status("EAST") == "active"


def test_a_step_somebody_else_took_is_said_not_done(office, everybody):
    members.suspend(actor=everybody.office, symbol="EAST", reason="unpaid")
    answer = sent(office, "EAST", "suspend", reason="unpaid")
    assert answer.status_code == 409
    assert "does not follow now" in answer.content.decode()
    assert sent(office, "EAST", "fly").status_code == 404


def test_the_manager_gives_notice_and_withdraws_it(client, everybody):
    client.force_login(user("manager"))
    told = client.get(f"{page('EAST')}?lang=en").content.decode()
    assert "Give notice" in told
    assert "Suspend" not in told
    day = timezone.localdate() + timedelta(days=40)
    assert sent(client, "EAST", "give-notice", on=day.isoformat()).status_code == 302
    assert members.membership_of(actor=everybody.office, symbol="EAST").active_to == day
    assert sent(client, "EAST", "withdraw-notice").status_code == 302
    assert members.membership_of(actor=everybody.office, symbol="EAST").active_to is None
    assert sent(client, "EAST", "suspend", reason="x").status_code == 409


def test_the_manager_takes_the_data_along_before_and_after(client, everybody):
    someone("east-again", (Role.MANAGER, "EAST"))
    client.force_login(user("manager"))
    assert client.post(f"{page('EAST')}/pack", {"key": "k"}).status_code == 302
    [packed] = members.parcels(actor=everybody.manager, symbol="EAST")
    answer = client.get(f"/office/parcels/{packed.id}")
    whole = b"".join(answer.streaming_content)
    answer.close()
    with ZipFile(BytesIO(whole)) as file:
        assert {"README.txt", "manifest.json", "members/library.json"} <= set(file.namelist())
    client.force_login(user("partner"))
    assert client.get(f"/office/parcels/{packed.id}").status_code == 404
    members.leave(actor=everybody.office, symbol="EAST", reason="moved")
    client.force_login(user("manager"))
    assert client.get(page("EAST")).status_code == 404
    told = client.get("/office/parcels").content.decode()
    assert "EAST-" in told
    assert "/office/parcels" in client.get("/").content.decode()
    last = members.parcels_for(actor=members.actor_for(user=user("manager"), agent=everybody.manager.agent))
    fetched = client.get(f"/office/parcels/{last[0].id}")
    assert fetched.status_code == 200
    fetched.close()
    client.force_login(user("partner"))
    assert client.get("/office/parcels").status_code == 404
    assert client.get(f"/office/parcels/{last[0].id}").status_code == 404


def test_ending_a_membership_from_its_page(office, everybody):
    answer = sent(office, "EAST", "leave", to_library="WEST", reason="merged into the city library")
    assert answer.status_code == 302
    told = office.get(f"{page('EAST')}?lang=en").content.decode()
    assert "merged into the city library" in told
    assert "What can be done now" not in told
    assert office.get("/library/EAST").status_code == 404


def test_the_last_library_is_kept_with_a_sentence(office, everybody):
    members.suspend(actor=everybody.office, symbol="WEST", reason="unpaid")
    answer = sent(office, "EAST", "suspend", reason="unpaid")
    assert answer.status_code == 400
    assert "last library" in answer.content.decode()
    assert status("EAST") == "active"
