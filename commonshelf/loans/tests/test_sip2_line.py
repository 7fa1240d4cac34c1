"""One line of a terminal: signing in, repeating, what cannot be read, and whose clock counts."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pysip2.models import HoldRequest, RequestACSResend, SCStatusRequest

from commonshelf.loans import terminals
from commonshelf.loans.models import Loan, Terminal
from commonshelf.loans.sip2 import conversation
from commonshelf.loans.sip2.conversation import Conversation
from commonshelf.loans.testing import card_number, shelves
from commonshelf.loans.tests.machine import Machine, add, login, moment
from commonshelf.members import api as members
from commonshelf.news import api as news
from commonshelf.wire.sip2 import lines

pytestmark = pytest.mark.django_db
AGAIN = b"96AZFEF6\r"
CODES = ("01", "09", "11", "15", "17", "19", "23", "25", "29", "35", "37", "63", "65", "93", "97", "99", "88")
STATUS = SCStatusRequest(status_code="0", max_print_width="030", protocol_version="2.00")


@pytest.fixture
def world():
    return shelves()


def test_a_terminal_signs_in_and_hears_who_we_are(world):
    machine = Machine(signs_in=False)
    assert machine.say(STATUS).online_status == "N"
    assert machine.say(login("EAST-1", machine.new.password)).ok == "1"
    told = machine.say(STATUS)
    assert (told.online_status, told.institution_id, told.protocol_version) == ("Y", "EAST", "2.00")
    assert told.library_name
    assert told.supported_messages == "YYYYYYYYYYYNNNYY"
    assert told.offline_ok == "N"


@pytest.mark.parametrize(
    ("name", "password"), [("EAST-1", "wrong"), ("nobody", ""), ("", ""), ("east-1", "x")]
)
def test_a_wrong_sign_in_is_refused_and_the_third_ends_the_line(world, name, password):
    machine = Machine(signs_in=False)
    for last in (False, False, True):
        assert machine.say(login(name, password)).ok == "0"
        assert machine.talk.over is last


def test_before_signing_in_there_is_a_polite_no_and_an_end_to_it(world):
    machine = Machine(signs_in=False)
    told = machine.check_out(card_number(world.readers.student), "E1")
    assert (told.ok, told.screen_message) == ("0", (conversation.PLEASE_SIGN_IN,))
    assert not Loan.objects.exists()
    for _ in range(conversation.STRANGE):
        machine.talk.hear(b"what?")
    assert machine.talk.over


def test_a_terminal_switched_off_or_given_a_new_password_ends_within_a_minute(world):
    now = [timezone.now()]
    machine = Machine(clock=lambda: now[0])
    terminals.new_password(actor=members.operator(), library="EAST", id=machine.new.terminal.id)
    assert machine.say(STATUS).online_status == "Y"
    now[0] += timedelta(seconds=61)
    assert machine.say(STATUS).online_status == "N"
    assert machine.talk.over


def test_a_library_that_was_suspended_lets_no_terminal_in(world):
    new = add()
    members.suspend(actor=members.operator(), symbol="EAST", reason="fees")
    assert Machine(new, signs_in=False).say(login("EAST-1", new.password)).ok == "0"


@pytest.mark.parametrize(
    "raw",
    [
        b"\r",
        b"88what",
        b"23",
        b"24              00120261122    093000AO|AA|AE|",
        b"9900302.00AY1AZ0000\r",
        b"\xff\xfe\xfd",
        b"|" * 100,
    ],
)
def test_what_cannot_be_read_or_is_not_known_is_asked_again(world, raw):
    machine = Machine()
    assert machine.talk.hear(raw) == AGAIN
    assert not machine.talk.over
    assert machine.say(STATUS).online_status == "Y"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(CODES), st.binary(max_size=200))
def test_whatever_a_terminal_says_it_gets_one_whole_line_back(world, code, rest):
    machine = Machine(add(name=f"T{Terminal.objects.count()}"))
    answer = machine.talk.hear(code.encode() + rest.replace(b"\r", b""))
    assert answer.endswith(b"\r")
    assert answer.count(b"\r") == 1
    assert lines.read(answer, "utf-8", answers=True).message is not None


def test_the_last_answer_is_sent_again_when_asked(world):
    machine = Machine()
    first = machine.talk.hear(machine.raw(STATUS))
    assert machine.talk.hear(lines.write(RequestACSResend(), "utf-8")) == first
    assert machine.talk.hear(b"97") == first
    assert Conversation(peer="x").hear(b"97") == AGAIN


def test_the_very_same_line_has_one_effect_and_one_answer(world):
    machine = Machine()
    number = card_number(world.readers.student)
    raw = (
        f"11NN{moment()}{moment()}AOEAST|AA{number}|ABE1|AC|AY5AZ".encode(),
        f"11NN{moment()}{moment()}AOEAST|AA{number}|ABE1|AC|AY6AZ".encode(),
    )
    sent = [one + lines.calculate_checksum(one).encode() for one in raw]
    first = machine.talk.hear(sent[0])
    assert first.startswith(b"121")
    assert machine.talk.hear(sent[0]) == first
    assert Loan.objects.count() == 1
    assert machine.talk.hear(sent[1]).startswith(b"120")  # a new line, and it is out


def test_a_request_repeated_on_a_new_line_has_one_effect(world):
    new = add()
    number = card_number(world.readers.student)
    body = f"11NN{moment()}{moment()}AOEAST|AA{number}|ABE1|AC|"
    answers = [Machine(new).talk.hear(body.encode()) for _ in range(3)]
    assert {one[:3] for one in answers} == {b"121"}
    assert len({one.partition(b"|BK")[2] for one in answers}) == 1  # the very same loan
    assert Loan.objects.count() == 1


@pytest.mark.parametrize("hours", [-30, -8, 0, 3])
def test_a_clock_that_is_wrong_is_written_down_and_ours_counts(world, hours):
    now = timezone.now()
    machine = Machine()
    said = moment(now + timedelta(hours=hours))
    assert machine.check_out(card_number(world.readers.student), "E1", transaction_date=said).ok == "1"
    kept = Terminal.objects.get(name="EAST-1")
    assert abs(kept.skew_seconds - hours * 3600) <= 3
    assert abs((Loan.objects.get().lent_at - now).total_seconds()) < 60
    card = terminals.terminals(actor=members.operator(), library="EAST")[0]
    assert card.drifted is bool(hours)


def test_a_clock_that_stands_still_does_not_make_a_second_loan_a_repetition(world):
    now = [timezone.now()]
    machine = Machine(clock=lambda: now[0])
    stopped = "20000101    000000"
    number = card_number(world.readers.student)
    for _ in range(2):
        assert machine.check_out(number, "E1", transaction_date=stopped).ok == "1"
        assert machine.check_in("E1", transaction_date=stopped).ok == "1"
        now[0] += timedelta(hours=1)
    assert Loan.objects.filter(closed_at__isnull=False).count() == 2


def test_no_date_at_all_is_no_harm(world):
    machine = Machine()
    raw = b"11NN" + b" " * 36 + f"AA{card_number(world.readers.student)}|ABE1|".encode()
    assert machine.talk.hear(raw).startswith(b"121")


def test_what_is_not_served_is_a_polite_no(world):
    told = Machine().say(
        HoldRequest(hold_mode="+", transaction_date=moment(), institution_id="", patron_identifier="1")
    )
    assert told.ok == "0"
    assert told.screen_message


def test_a_bug_is_loud_here_and_polite_there(world, monkeypatch, caplog):
    def broken(_asked):
        raise ZeroDivisionError

    monkeypatch.setattr(conversation, "answer", broken)
    told = Machine().check_out(card_number(world.readers.student), "E1")
    assert (told.ok, told.screen_message) == ("0", (conversation.FAILED,))
    assert "ZeroDivisionError" in caplog.text


def test_the_log_names_terminals_never_readers_or_numbers(world, caplog):
    caplog.set_level(logging.DEBUG)
    machine = Machine()
    student = world.readers.student
    number = card_number(student)
    machine.check_out(number, "E1")
    machine.check_out(number, "W9")
    machine.status(number, password="wrong-password-of-somebody")
    machine.talk.hear(f"88{number}".encode())
    machine.information(number)
    assert "EAST-1" in caplog.text
    told = (number, number[:-3], "wrong-password", machine.new.password, student.name.zh, student.key)
    assert not [word for word in told if word in caplog.text]


def test_events_of_a_terminal_say_it_was_one(world):
    Machine().check_out(card_number(world.readers.student), "E1")
    found = news.happenings(kind="loans.check-out")
    assert [(one.agent, one.person, one.object.library) for one in found] == [("sip2", "", "EAST")]
