"""The log of a whole alliance at work names nobody; each way of naming somebody there is seen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from commonshelf.demo import alliance, life
from commonshelf.kernel.actor import Ref, Role
from commonshelf.members import api as members
from commonshelf.members import testing
from commonshelf.members.cards import Said
from commonshelf.news import api as news
from commonshelf.office import api as office
from commonshelf.office import duties as office_duties
from commonshelf.office import testing as offices
from commonshelf.office.duties_cards import Post
from commonshelf.work import api as work
from tests.wall.actors import agency_of
from tests.wall.naming import named

pytestmark = pytest.mark.django_db


def test_the_demo_alliance_at_work_names_nobody_in_its_log(settings, tmp_path):
    settings.COMMONSHELF_HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    alliance.found(actor=members.operator(), today=timezone.localdate())
    life.begin(now=timezone.now())
    while news.work_once(now=timezone.now(), turns=False):
        pass
    assert len(news.happenings(rows=500)) > 150
    assert named() == []


def test_forms_that_name_people_leave_no_name_in_the_log(settings, tmp_path):
    """Each place where somebody writes a name, an address or a number of a person."""
    settings.MEDIA_ROOT = tmp_path / "files"
    cast, today, now = testing.cast(), timezone.localdate(), timezone.now()
    members.add_person(actor=cast.office, username="lin-jing", name_zh="林静", email="lin@east.example")
    members.affiliate(actor=cast.office, person="lin-jing", role="librarian", library="EAST", key="tie")
    lin = members.person(name="lin-jing").key
    told = {"contact": "林静", "email": "lin@east.example", "phone": "13800138000"}
    members.apply(actor=cast.office, symbol="SOUTH", name_zh="南馆", **told, key="apply")
    members.invite(actor=cast.office, email="lin@east.example", library="EAST", role="reader", key="letter")
    members.set_agency(
        actor=cast.office,
        agency=agency_of("EAST"),
        name_zh="东馆",
        phone="13800138000",
        email="lin@east.example",
    )
    duty = office_duties.set_duty(actor=cast.office, name=Said("咨询", ""))
    by = now + timedelta(days=3)
    office_duties.propose_transfer(
        actor=cast.office, duty=duty, to=Post("EAST", lin), first_date=today, reason="轮值", deadline=by
    )
    to = work.Address("EAST", lin, Role.LIBRARIAN)
    work.ask(actor=cast.manager, title="林静，请回电", asking="EAST", to=to, at=now, key="ask")
    proposal = office.Proposal("选林静为主任")
    office.propose(actor=cast.office, proposal=proposal, terms=office.Terms(deadline=by), key="propose")
    office.record_resolution(actor=cast.office, proposal=proposal, decided_date=today, key="record")
    contract = offices.papers(cast.office)["office:contract"]["id"]
    file = SimpleUploadedFile("林静.pdf", b"%PDF-1.7")
    card = office.add_text(actor=cast.office, contract=contract, file=file, key="text")
    side = card.parties[0].id
    office.sign(
        actor=cast.office, contract=contract, party=side, signer="林静", signed_date=today, how="seal"
    )
    while news.work_once(now=now, turns=False):
        pass
    assert named() == []


@pytest.mark.parametrize(
    "told",
    [
        {"facts": {"who": {"names": ["会签：林静"]}}},
        {"facts": {"to": "lin@east.example"}},
        {"facts": {"lin": 1}},
        {"facts": {"person": "lin"}},
        {"reply": {"name": "林静"}, "key": "k"},
        {"reason": "林静请假"},
        {"object": Ref("person", "lin", "EAST")},
    ],
)
def test_planted_somebody_named_is_seen(told):
    testing.two_libraries()
    operator = members.operator()
    members.add_person(actor=operator, username="lin", name_zh="林静", email="lin@east.example")
    assert named() == []
    news.announce(
        **{
            "kind": "members.affiliate",
            "actor": operator,
            "object": Ref("person", "", "EAST"),
            "at": timezone.now(),
            **told,
        }
    )
    assert len(named()) == 1
