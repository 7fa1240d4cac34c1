"""The log of a whole alliance at work names nobody; each way of naming somebody there is seen."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from commonshelf.cards import api as cards
from commonshelf.cards import testing as readers
from commonshelf.cards.models import Reader
from commonshelf.demo import alliance, life
from commonshelf.kernel.actor import Actor, Ref, Role
from commonshelf.loans import api as loans
from commonshelf.loans.testing import shelves
from commonshelf.members import api as members
from commonshelf.members import testing
from commonshelf.members.cards import Said
from commonshelf.news import api as news
from commonshelf.office import api as office
from commonshelf.office import duties as office_duties
from commonshelf.office import testing as offices
from commonshelf.office.duties_cards import Post
from commonshelf.visits import api as visits
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


def test_forms_about_readers_leave_neither_name_nor_number_nor_alias_in_the_log(settings, tmp_path):
    """Each place where a desk or a reader writes who somebody is, or shows their card."""
    settings.COMMONSHELF_HOME = tmp_path
    standing = shelves()
    student, citizen, desk = (
        standing.readers.student,
        standing.readers.citizen,
        standing.readers.cast.librarian,
    )
    own, at = readers.an_actor(student), {"actor": desk, "library": "EAST"}
    said = cards.JoiningSaid(name_zh="周小雨", birth_date=date(1990, 5, 17), phone="13800000009")
    cards.join(actor=Actor(), said=said, key="join")
    cards.seen_by(**at, reader_key=citizen.key, number=citizen.card.number)
    cards.find_by_proof(**at, proof=registered(at, "again"))
    cards.set_reader(**at, reader=student.key, active_to=None, version=student.version, key="set",
                     given=a_reader("周小雨", "13800000009", "S20260001"))  # fmt: skip
    made = cards.block(**at, reader=student.key, reason="conduct", words="周小雨喧哗", key="block")
    cards.lift_block(**at, block=made.id, why="周小雨道歉", key="lift")
    cards.make_code(**at, reader=student.key, by_mail=True, key="code")
    cards.share(actor=own, reader=student.key, library="WEST", what=["name", "contact"], key="share")
    cards.set_own(actor=own, key="own", given=cards.OwnGiven("13800000009", "zhou@example.org", "en", True))
    cards.bring_sheet(**at, name="周小雨.csv", chunks=["学号,姓名\nS20260001,周小雨\n".encode()],
                      choices=cards.SheetChoices(), key="sheet")  # fmt: skip
    lent = loans.check_out(**at, barcode="E1", number=student.card.number, key="out")
    loans.claim_returned(**at, loan=lent.id, key="claim")
    loans.declare_damaged(**at, barcode="E1", words="周小雨弄湿", fee=500, key="wet")
    loans.pay(**at, reader=student.key, amount=500, key="pay")
    loans.hold(actor=own, reader=student.key, edition=standing.editions["W2"], library="EAST", key="hold")
    visits.check_in(**at, branch="main", number=student.card.number, at=timezone.now(), key="visit")
    cards.report_lost(actor=own, reader=student.key, key="lost")
    cards.replace_card(**at, reader=student.key, key="new")
    cards.close_reader(actor=desk, reader=readers_key("again"), key="close")
    while news.work_once(now=timezone.now(), turns=False):
        pass
    assert named() == []


def a_reader(name: str, phone: str, number: str = "") -> cards.ReaderGiven:
    return cards.ReaderGiven(
        group="undergraduate", name_zh=name, phone=phone, email="zhou@example.org", local_number=number
    )


def registered(at: dict[str, Any], number: str) -> cards.ProofGiven:
    """Another reader, of this student number; the document they showed."""
    proof = cards.ProofGiven("id-card", readers.an_id_number())
    cards.register(**at, given=a_reader("吴晓晓", "13800000008", number), proof=proof, key="register")
    return proof


def readers_key(number: str) -> str:
    found = cards.find_by_local_number(library="EAST", number=number)
    assert found is not None
    return found.key


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
        {"facts": {"card": "2000000000008"}},
        {"facts": {"reader": "ABCD-EFGH"}},
        {"reason": "打过电话 13800138000"},
    ],
)
def test_planted_somebody_named_is_seen(told):
    testing.two_libraries()
    operator = members.operator()
    members.add_person(actor=operator, username="lin", name_zh="林静", email="lin@east.example")
    readers.groups()
    reader = readers.somebody(name_zh="林一", phone="13800138000", card_number="2000000000008").reader
    Reader.objects.filter(pk=reader.id).update(alias="ABCD-EFGH")
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
