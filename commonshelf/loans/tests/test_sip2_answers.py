"""What a self-check does for readers: lends, takes back, renews, tells, takes money."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pysip2.models import (
    BlockPatronRequest,
    EndPatronSessionRequest,
    FeePaidRequest,
    ItemInformationRequest,
    RenewAllRequest,
    RenewRequest,
)

from commonshelf.cards import api as cards
from commonshelf.loans import api
from commonshelf.loans.models import Loan
from commonshelf.loans.sip2 import patrons
from commonshelf.loans.testing import card_number, shelves
from commonshelf.loans.tests.machine import Machine, add, moment
from commonshelf.members import api as members
from commonshelf.members.testing import PASSWORD, user
from commonshelf.wire.sip2 import dates

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return shelves()


@pytest.fixture
def number(world):
    return card_number(world.readers.student)


def item(machine, barcode):
    return machine.say(
        ItemInformationRequest(transaction_date=moment(), institution_id="", item_identifier=barcode)
    )


def renew(machine, number, **more):
    told = {
        "third_party_allowed": "N",
        "no_block": "N",
        "transaction_date": moment(),
        "nb_due_date": dates.NONE,
        "institution_id": "",
        "patron_identifier": number,
    }
    return machine.say(RenewRequest(**{**told, **more}))


def pay(machine, number, amount, currency="CNY"):
    return machine.say(
        FeePaidRequest(
            transaction_date=moment(),
            fee_type="01",
            payment_type="00",
            currency_type=currency,
            fee_amount=amount,
            institution_id="",
            patron_identifier=number,
        )
    )


def a_fee(world, amount=250):
    """The student owes: a book came back damaged."""
    actor = members.operator()
    api.check_out(actor=actor, library="EAST", barcode="E2", number=card_number(world.readers.student))
    api.check_in(actor=actor, library="EAST", barcode="E2", condition="torn", fee=amount)


def age(loan: Loan, days: int) -> None:
    """As if it had been lent so many days before."""
    Loan.objects.filter(pk=loan.pk).update(
        due_date=loan.due_date - timedelta(days=days), lent_at=loan.lent_at - timedelta(days=days)
    )


# -- lending and taking back


def test_a_copy_is_lent_and_comes_back(world, number):
    machine = Machine()
    told = machine.check_out(number, "E1")
    loan = Loan.objects.get()
    assert (told.ok, told.renewal_ok, told.desensitize) == ("1", "N", "Y")
    assert (told.title_identifier, told.due_date) == ("红楼梦", loan.due_date.isoformat())
    assert (loan.agent, loan.lent_by, told.transaction_id) == ("sip2", "", str(loan.pk))
    assert item(machine, "E1").circulation_status == "04"
    told = machine.check_in("E1")
    assert (told.ok, told.alert, told.sort_bin, told.resensitize) == ("1", "N", "1", "Y")
    assert told.patron_identifier is None  # whose it was is nobody's business at the bin
    assert item(machine, "E1").circulation_status == "03"


def test_a_return_of_what_nobody_borrowed_is_told(world):
    told = Machine(add(language="en")).check_in("E2")
    assert (told.ok, told.alert) == ("1", "N")
    assert told.screen_message == ("Nobody had borrowed it.",)


def test_what_comes_back_elsewhere_is_sent_home(world, number):
    Machine().check_out(number, "E1")
    told = Machine(add("WEST-1", "WEST", language="en")).check_in("E1")
    assert (told.ok, told.alert, told.sort_bin) == ("1", "Y", "3")
    assert told.permanent_location.startswith("EAST")


def test_what_somebody_waits_for_is_kept(world, number):
    reader = world.readers.teacher
    machine = Machine()
    for code in ("E1", "E3"):
        machine.check_out(number, code)
    api.hold(
        actor=members.operator(),
        reader=reader.key,
        edition=world.editions["E1"],
        library="EAST",
        desk="EAST",
    )
    told = machine.check_in("E1")
    assert (told.alert, told.sort_bin) == ("Y", "2")
    assert item(machine, "E1").circulation_status == "08"
    assert machine.information(card_number(reader), place=0).hold_items == ("E1",)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(("card", "barcode"), [("9999", "E1"), ("", "E2"), (None, "NOPE"), (None, "")])
def test_what_cannot_be_lent_is_refused_with_a_sentence(number, card, barcode, language):
    told = Machine(add(language=language)).check_out(number if card is None else card, barcode)
    assert (told.ok, told.desensitize) == ("0", "N")
    assert len(told.screen_message) == 1
    assert any("\u4e00" <= sign <= "\u9fff" for sign in told.screen_message[0]) is (language != "en")
    assert not Loan.objects.exists()


def test_what_they_have_already_is_renewed_where_the_terminal_may(world, number):
    machine = Machine()
    machine.check_out(number, "E1")
    age(Loan.objects.get(), 10)
    assert machine.check_out(number, "E1").ok == "0"
    told = machine.check_out(number, "E1", sc_renewal_policy="Y")
    assert (told.ok, told.renewal_ok, told.desensitize) == ("1", "Y", "N")
    assert Loan.objects.get().renewals == 1


def test_a_loan_the_machine_takes_back_at_once(world, number):
    machine = Machine()
    machine.check_out(number, "E1")
    assert machine.check_out(number, "E1", cancel="Y").ok == "1"
    assert item(machine, "E1").circulation_status == "03"
    assert machine.check_out(number, "E1", cancel="Y").ok == "0"
    assert machine.check_in("E1", cancel="Y").ok == "0"


# -- renewing


def test_renewing_one_and_all(world, number):
    machine = Machine()
    for code in ("E1", "E2"):
        machine.check_out(number, code)
    for loan in Loan.objects.all():
        age(loan, 10)
    told = renew(machine, number, item_identifier="E1")
    assert (told.ok, told.renewal_ok, told.item_identifier) == ("1", "Y", "E1")
    assert renew(machine, number, title_identifier="西游记").ok == "1"
    assert renew(machine, number, item_identifier="W1").ok == "0"
    assert renew(machine, card_number(world.readers.teacher), item_identifier="E1").ok == "0"
    told = machine.say(
        RenewAllRequest(transaction_date=moment(), institution_id="", patron_identifier=number)
    )
    assert told.ok == "1"
    assert (told.renewed_count, told.unrenewed_count) == ("0000", "0002")  # nothing is gained by it
    assert sorted(told.unrenewed_items) == ["E1", "E2"]
    assert told.screen_message


# -- who stands there


def test_status_and_information_of_a_reader(world, number):
    machine = Machine()
    machine.check_out(number, "E1")
    told = machine.status(number)
    assert (told.valid_patron, told.valid_patron_password) == ("Y", "N")
    assert (told.currency_type, told.fee_amount) == ("CNY", "0.00")
    assert told.personal_name in {world.readers.student.name.en, world.readers.student.name.zh}
    told = machine.information(number)
    assert (told.charged_items_count, told.overdue_items_count) == ("0001", "0000")
    assert told.charged_items == ("E1",)
    assert (told.email_address, told.home_phone_number, told.home_address) == (None, None, None)
    age(Loan.objects.get(), 60)
    assert machine.information(number, place=1).overdue_items == ("E1",)


def test_another_library_hears_the_alias_and_not_what_was_lent_elsewhere(world, number):
    student = world.readers.student
    Machine().check_out(number, "E1")
    west = Machine(add("WEST-1", "WEST"))
    told = west.information(number)
    assert told.personal_name == student.alias
    assert told.charged_items == ()
    assert renew(west, number, item_identifier="E1").ok == "0"


def test_looking_is_written_down(world, number):
    from commonshelf.news import api as news

    Machine().status(number)
    found = news.happenings(kind="cards.look")
    assert [(one.agent, one.object.id, one.object.library) for one in found] == [
        ("sip2", world.readers.student.key, "EAST")
    ]


def test_a_lost_card_opens_nothing(world, number):
    student = world.readers.student
    cards.report_lost(actor=members.operator(), reader=student.key, library="EAST")
    machine = Machine()
    told = machine.status(number)
    assert told.valid_patron == "N"
    assert told.patron_status[patrons.LOST] == "Y"
    assert told.patron_status[patrons.CHARGE] == "Y"
    assert told.screen_message
    assert machine.check_out(number, "E1").ok == "0"


@pytest.mark.parametrize("number", ["9999", "2000000000000", "王小明", "", "1" * 200])
def test_a_card_nobody_has_is_a_polite_no(world, number):
    machine = Machine()
    told = machine.status(number)
    assert (told.valid_patron, told.personal_name) == ("N", "")
    assert told.screen_message
    assert machine.information(number).valid_patron == "N"


def test_lists_come_in_portions(world, number):
    machine = Machine()
    for code in ("E1", "E2", "E3"):
        machine.check_out(number, code)
    told = machine.information(number, start_item="2", end_item="2")
    assert told.charged_items_count == "0003"
    assert len(told.charged_items) == 1
    assert machine.information(number, start_item="9").charged_items == ()
    assert len(machine.information(number, start_item="x", end_item="0").charged_items) == 1


def test_the_session_ends_when_asked(world, number):
    told = Machine().say(
        EndPatronSessionRequest(transaction_date=moment(), institution_id="", patron_identifier=number)
    )
    assert told.end_session == "Y"


def test_a_terminal_blocks_a_card_at_its_library(world, number):
    told = Machine().say(
        BlockPatronRequest(
            card_retained="Y",
            transaction_date=moment(),
            institution_id="",
            blocked_card_message="left behind",
            patron_identifier=number,
            terminal_password="",
        )
    )
    assert told.patron_status[patrons.CHARGE] == "Y"
    here, there = (
        cards.right(reader=None, number=number, library=library, service="borrow", at=timezone.now())
        for library in ("EAST", "WEST")
    )
    assert here.reason == "blocked"
    assert there.reason != "blocked"


# -- passwords of readers


@pytest.fixture
def asking(world):
    student = world.readers.student
    person = user(members.person(name=student.key).username)
    person.set_password(PASSWORD)
    person.save()
    return Machine(add(asks_password=True))


def test_where_passwords_are_asked_nothing_is_told_or_lent_without(asking, number):
    for told in (asking.status(number), asking.status(number, "wrong-password")):
        assert (told.personal_name, told.valid_patron_password) == ("", "N")
        assert told.screen_message
    assert asking.information(number).charged_items == ()
    assert asking.check_out(number, "E1").ok == "0"
    assert asking.check_out(number, "E1", patron_password=PASSWORD).ok == "1"


def test_a_right_password_holds_until_the_session_ends(asking, number):
    told = asking.status(number, PASSWORD)
    assert told.valid_patron_password == "Y"
    assert told.personal_name
    assert asking.check_out(number, "E1").ok == "1"
    asking.say(
        EndPatronSessionRequest(transaction_date=moment(), institution_id="", patron_identifier=number)
    )
    assert asking.check_out(number, "E2").ok == "0"


def test_guesses_are_counted(asking, number):
    said = [asking.status(number, f"guess {one}").screen_message for one in range(6)]
    assert said[-1] != said[0]
    assert asking.status(number, PASSWORD).valid_patron_password == "N"


# -- money


def test_fees_are_told_and_paid(world, number):
    a_fee(world)
    machine = Machine()
    assert machine.status(number).fee_amount == "2.50"
    told = machine.information(number, place=3)
    assert told.fine_items_count == "0001"
    assert told.fine_items[0].startswith("2.50")
    assert pay(machine, number, "1.5").payment_accepted == "Y"
    assert machine.status(number).fee_amount == "1.00"
    assert pay(machine, number, "1").payment_accepted == "Y"
    assert pay(machine, number, "1.00").payment_accepted == "N"  # nothing is owed any more
    assert not list(api.problems())


@pytest.mark.parametrize("amount", ["", "0", "-1", "1.234", "x", "９", "1e3", "99999999"])
def test_what_is_no_amount_is_not_taken(world, number, amount):
    a_fee(world)
    assert pay(Machine(), number, amount).payment_accepted == "N"
    assert api.owed(reader=world.readers.student.key) == 250


def test_money_of_another_kind_is_not_taken(world, number):
    a_fee(world)
    told = pay(Machine(), number, "2.50", currency="USD")
    assert told.payment_accepted == "N"
    assert "USD" in told.screen_message[0]


def test_a_payment_sent_twice_counts_once(world, number):
    a_fee(world)
    new = add()
    raw = f"37{moment()}0100CNYBV1.00|AOEAST|AA{number}|".encode()
    answers = [Machine(new).talk.hear(raw)[:3] for _ in range(3)]
    assert answers == [b"38Y"] * 3
    assert api.owed(reader=world.readers.student.key) == 150


# -- charsets


@pytest.mark.parametrize(
    ("charset", "title"), [("utf-8", "红楼梦"), ("gb18030", "红楼梦"), ("cp850", "???"), ("ascii", "???")]
)
def test_titles_in_the_charset_of_the_terminal(world, number, charset, title):
    machine = Machine(add(charset=charset))
    told = machine.check_out(number, "E1")
    assert told.title_identifier == title
    english = charset in {"cp850", "ascii"}
    assert told.screen_message[0].isascii() is english


def test_a_vertical_bar_in_a_name_tears_no_line(world, number):
    members.set_names  # noqa: B018  # the door by which names come
    student = cards.find_reader(number=number)
    person = user(members.person(name=student.key).username)
    person.name_zh = person.name_en = "王|小\r明"
    person.save()
    told = Machine().status(number)
    assert told.personal_name == "王｜小 明"
    assert told.valid_patron == "Y"


def test_items_of_this_library_and_of_none(world):
    machine = Machine()
    told = item(machine, "E1")
    assert (told.owner, told.title_identifier) == ("EAST", "红楼梦")
    told = item(machine, "NOPE")
    assert told.title_identifier == ""
    assert told.screen_message
