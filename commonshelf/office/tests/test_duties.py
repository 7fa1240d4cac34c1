"""Duties: who holds them with which backup, given by the office or by a vote, left by nobody unseen."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members import testing
from commonshelf.members.cards import Said
from commonshelf.news import api as news
from commonshelf.office import duties, duties_holding, duties_reading
from commonshelf.office.duties_cards import Post
from commonshelf.office.models import Duty, DutyHolding
from commonshelf.votes import api as votes

TODAY = date(2026, 3, 10)
NOW = datetime(2026, 3, 10, 2, 0, tzinfo=timezone.get_fixed_timezone(0))


@pytest.fixture(autouse=True)
def _tuesday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cast(db, tmp_path, settings):
    settings.COMMONSHELF_HOME = tmp_path
    made = testing.cast()
    duties.begin_with_usual(actor=made.office)
    return made


def duty_id(code="document-delivery"):
    return Duty.objects.get(code=code).pk


def give(cast, to, backup=None, who="office", **more):
    return duties.give_duty(actor=getattr(cast, who), duty=duty_id(), to=to, backup=backup, **more)


def card(cast):
    return duties_reading.duty(actor=cast.office, id=duty_id())


def signed_in(who):
    client = Client()
    client.force_login(testing.user(who), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_usual_list_is_there_once_and_can_be_written_over(cast):
    assert [one.code for one in duties_reading.duties(actor=cast.librarian)][:2] == [
        "management",
        "document-delivery",
    ]
    with pytest.raises(Refusal, match=r"office\.duties-begun"):
        duties.begin_with_usual(actor=cast.office)
    id = duties.set_duty(actor=cast.office, name=Said("联合采购", "Joint purchase"))
    duties.set_duty(actor=cast.office, duty=id, version=1, name=Said("联合订购", ""))
    with pytest.raises(Refusal, match=r"office\.duty-changed"):
        duties.set_duty(actor=cast.office, duty=id, version=1, name=Said("别的", ""))
    with pytest.raises(Refusal, match=r"office\.duty-no-name"):
        duties.set_duty(actor=cast.office, name=Said(" ", ""))
    assert duties_reading.duties(actor=cast.office)[-1].name.zh == "联合订购"


@pytest.mark.parametrize(
    "who", ["manager", "librarian", "partner", "auditor", "reader", "stranger", "visitor"]
)
def test_only_the_office_gives_duties(cast, who):
    actor = getattr(cast, who)
    with pytest.raises(Absent):
        give(cast, Post("EAST"), who=who)
    with pytest.raises(Absent):
        duties.set_duty(actor=actor, name=Said("x", ""))
    if who in {"reader", "stranger", "visitor"}:
        with pytest.raises(Absent):
            duties_reading.duties(actor=actor)
    else:
        assert duties_reading.duties(actor=actor)


def test_held_by_staff_of_two_libraries_each_with_a_backup(cast):
    give(cast, Post("EAST", cast.librarian.key), Post("EAST", cast.manager.key))
    give(cast, Post("WEST", cast.partner.key))
    first, second = card(cast).held_on(TODAY)
    assert first.backup == Post("EAST", cast.manager.key)
    assert second.backup is None  # allowed, and shown
    page = signed_in("librarian").get("/duties?lang=en").content.decode()
    assert "1 duty has nobody to stand in." in page


@pytest.mark.parametrize(
    ("to", "backup", "more", "code"),
    [
        (Post("EAST", "nobody"), None, {}, "not-there"),
        (Post("NORTH"), None, {}, "no-such-library"),
        (Post("EAST"), Post("EAST"), {}, "own-backup"),
        (Post("WEST"), Post("EAST", "nobody"), {}, "not-there"),
        (Post("WEST"), None, {"first_date": TODAY - timedelta(days=1)}, "duty-past"),
    ],
)
def test_what_cannot_be_is_refused_whole(cast, to, backup, more, code):
    with pytest.raises(Refusal, match=f"office.{code}"):
        give(cast, to, backup, **more)
    assert not DutyHolding.objects.exists()


def test_one_follows_another_and_who_held_it_stays_told(cast):
    first = give(cast, Post("EAST"))
    with pytest.raises(Refusal, match=r"office\.holds-already"):
        give(cast, Post("EAST"))
    start = TODAY + timedelta(days=7)
    give(cast, Post("WEST"), instead_of=first, first_date=start)
    assert [one.holder.library for one in card(cast).held_on(TODAY)] == ["EAST"]
    assert [one.holder.library for one in card(cast).held_on(start)] == ["WEST"]
    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        assert [one.holder.library for one in card(cast).past] == ["EAST"]


def test_by_vote_it_goes_to_another_library(cast):
    give(cast, Post("EAST"))
    deadline = NOW + timedelta(days=3)
    ballot = duties.propose_transfer(
        actor=cast.office, duty=duty_id(), to=Post("WEST"), first_date=TODAY, reason="轮值", deadline=deadline
    )
    with pytest.raises(Refusal, match=r"office\.transfer-open"):
        duties.propose_transfer(
            actor=cast.office,
            duty=duty_id(),
            to=Post("WEST"),
            first_date=TODAY,
            reason="再来",
            deadline=deadline,
        )
    assert f'href="/ballots/{ballot}"' in signed_in("librarian").get(f"/duties/{duty_id()}").text
    with pytest.raises(Refusal, match=r"office\.transfer-open"):
        duties.end_duty(actor=cast.office, duty=duty_id())
    for who, library in (("manager", "EAST"), ("partner", "WEST")):
        votes.cast(actor=getattr(cast, who), ballot=ballot, choice="yes", library=library)
    later = NOW + timedelta(days=4)
    with time_machine.travel(later, tick=False):
        votes.close_due(later)
        for _again in range(2):
            news.work_once(now=later, include={"office.duties"}, turns=False)
        now = card(cast)
    (held,) = now.held_on(timezone.localdate(later))
    assert (held.holder, held.said_by, now.transfer) == (Post("WEST"), f"vote:{ballot}", None)


def test_a_declined_vote_leaves_it(cast):
    give(cast, Post("EAST"))
    ballot = duties.propose_transfer(
        actor=cast.office, duty=duty_id(), to=Post("WEST"), first_date=TODAY, reason="轮值",
        deadline=NOW + timedelta(days=3),
    )  # fmt: skip
    votes.cast(actor=cast.manager, ballot=ballot, choice="no", library="EAST")
    later = NOW + timedelta(days=4)
    with time_machine.travel(later, tick=False):
        votes.close_due(later)
        news.work_once(now=later, include={"office.duties"}, turns=False)
        now = card(cast)
        assert [one.holder.library for one in now.held_on(timezone.localdate(later))] == ["EAST"]
    assert now.transfer is None


def test_a_vote_taken_back_leaves_it_and_another_may_be_held(cast):
    give(cast, Post("EAST"))
    told = {"duty": duty_id(), "to": Post("WEST"), "first_date": TODAY, "deadline": NOW + timedelta(days=3)}
    ballot = duties.propose_transfer(actor=cast.office, reason="轮值", **told)
    votes.withdraw(actor=cast.office, ballot=ballot, reason="搞错了", at=NOW)
    later = NOW + timedelta(hours=1)
    news.work_once(now=later, include={"office.duties"}, turns=False)
    assert card(cast).transfer is None
    assert [one.holder.library for one in card(cast).held_on(TODAY)] == ["EAST"]
    assert duties.propose_transfer(actor=cast.office, reason="再来", **told) != ballot


def test_nobody_leaves_with_a_duty(cast):
    give(cast, Post("EAST", cast.librarian.key), Post("EAST", cast.manager.key))
    tie = members.person(name="librarian").affiliations[0].id

    def end(**more):
        members.end_affiliation(actor=cast.office, affiliation=tie, active_to=TODAY, reason="离职", **more)

    with pytest.raises(Refusal, match=r"members\.person-has-work"):
        end()
    end(to_person=cast.cataloguer.key)
    assert [one.holder for one in card(cast).held_on(TODAY)] == [Post("EAST", cast.cataloguer.key)]
    assert list(duties_holding.problems()) == []
    members.leave(actor=cast.office, symbol="EAST", to_library="WEST", reason="合并")
    assert [one.holder for one in card(cast).held_on(TODAY)] == [Post("WEST")]
    assert list(duties_holding.problems()) == []
    DutyHolding.objects.filter(active_to=None).update(person=cast.stranger.key)  # planted
    assert len(list(duties_holding.problems())) == 1


def test_the_chart_asks_as_often_for_twenty_duties(cast):
    client = signed_in("office")

    def questions():
        client.get("/duties")
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/duties").status_code == 200
        return len(asked)

    few = questions()
    for n in range(14):
        id = duties.set_duty(actor=cast.office, name=Said(f"职责{n}", ""))
        duties.give_duty(actor=cast.office, duty=id, to=Post("EAST", cast.librarian.key))
    give(cast, Post("EAST", cast.manager.key), Post("WEST", cast.partner.key))
    assert questions() <= few + 1  # with people, one question for their names


def test_the_pages_of_the_office(cast):
    client, id = signed_in("office"), duty_id()
    assert client.get(f"/duties/{id}/give").status_code == 200
    sent = {"to": f"EAST|{cast.librarian.key}", "backup": "", "first_date": "", "key": "g"}
    assert client.post(f"/duties/{id}/give", sent).status_code == 302
    (held,) = DutyHolding.objects.all()
    wrong = client.post(f"/duties/holders/{held.pk}/backup?lang=en", {"backup": sent["to"], "key": "b"})
    assert (wrong.status_code, "Nobody stands in for themselves" in wrong.content.decode()) == (400, True)
    assert (
        client.post(f"/duties/holders/{held.pk}/backup", {"backup": "WEST|", "key": "c"}).status_code == 302
    )
    assert client.post(f"/duties/holders/{held.pk}/end", {"reason": "", "key": "d"}).status_code == 302
    held.refresh_from_db()
    assert held.active_to is None  # without a reason it goes on
    client.post(f"/duties/holders/{held.pk}/end", {"reason": "换人", "key": "e"})
    held.refresh_from_db()
    assert held.active_to == TODAY
    for path in ("/duties/new", f"/duties/{id}/edit", f"/duties/{id}/transfer", f"/duties/{id}/rota"):
        assert client.get(path).status_code == 200, path
        assert signed_in("reader").get(path).status_code == 404, path
    assert client.post(f"/duties/{id}/edit", {"do": "end", "key": "x"}).status_code == 302
    assert Duty.objects.get(pk=id).ended_at
