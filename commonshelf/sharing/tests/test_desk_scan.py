"""Scanning at an interlibrary desk: the obvious step, choices, and what to do with what means nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.cards.testing import an_actor
from commonshelf.loans import api as loans
from commonshelf.loans.tests.test_photographs import label, saved
from commonshelf.sharing import api
from commonshelf.sharing.domain import life, scanning
from commonshelf.sharing.domain.life import Side
from commonshelf.sharing.models import PatronRequest, Supply
from commonshelf.sharing.testing import desks, place, press
from commonshelf.sharing.tests.desk_hands import Hands

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db, monkeypatch):
    monkeypatch.setattr(scanning, "JUST", timedelta(0))
    return desks()


@pytest.fixture
def east(world):
    return Hands("librarian")


@pytest.fixture
def west(world):
    return Hands("partner", "WEST")


def test_a_book_is_scanned_all_its_way(world, east, west):
    card = place(world)
    assert "Send it to East Library" in west.scan("W2")
    assert "Keep it for the reader" in east.scan("W2")
    assert "Hand it out" in east.scan("W2", status=409)
    assert "Handed out." in east.choose()
    assert "Now send it home to West Library" in east.scan("W2")
    assert "Send it home to West Library" in east.scan(card.number)
    assert "back on its shelf" in west.scan("W2")
    assert api.request(actor=world.west, number=card.number).state == "completed"


def test_the_slip_says_the_same_as_the_book(world, west):
    card = place(world)
    assert "Send it to East Library" in west.scan(card.number.lower())
    assert api.request(actor=world.west, number=card.number).state == "shipped"


def test_a_book_of_which_pages_are_copied_goes_nowhere(world, east, west):
    card = place(world, service="Copy", citation={"pages": "1-9"}, agreed_copyright=True)
    assert "Now copy the part" in west.scan(card.number)
    assert api.request(actor=world.west, number=card.number).state == "will-supply"
    assert "Copy it for East Library" in west.scan(card.number, status=409)
    assert "It has arrived" not in east.scan(card.number, status=409)


def test_an_address_out_of_a_qr_code_is_read_too(world, west):
    card = place(world)
    assert "Send it to" in west.scan(f"https://library.example/interlibrary/WEST/{card.number}"[-60:])


def test_a_barcode_that_beeps_twice_moves_nothing_twice(world, east, west, monkeypatch):
    card = place(world)
    monkeypatch.setattr(scanning, "JUST", timedelta(seconds=15))
    for step in ("will-supply", "ship"):
        press(world.west, card, step)
    assert "Keep it for the reader" in east.scan("W2")
    assert "scanned a moment ago" in east.scan("W2")
    press(world.east, card, "hand-out")
    east.scan("W2")
    assert "scanned a moment ago" in east.scan("W2")
    assert api.request(actor=world.east, number=card.number).state == "back"


def test_a_scan_right_after_a_button_is_no_second_beep(world, west, monkeypatch):
    card = place(world)
    monkeypatch.setattr(scanning, "JUST", timedelta(seconds=15))
    press(world.west, card, "will-supply")
    assert "Send it to" in west.scan("W2")
    assert "scanned a moment ago" in west.scan("W2")


def test_what_was_not_scanned_out_is_taken_as_arrived_after_one_press(world, east, west):
    card = place(world)
    press(world.west, card, "will-supply")
    told = east.scan("W2", status=409)
    assert "West Library has not scanned it out" in told
    assert api.request(actor=world.east, number=card.number).state == "will-supply"  # a beep is no press
    assert "Keep it for the reader" in east.choose()
    here = api.request(actor=world.east, number=card.number)
    assert here.state == "received"
    assert [one.action for one in here.history][-2:] == ["ship", "receive"]
    assert here.supply.shipped_at == here.supply.received_at
    assert "without scanning it out" in west.see(f"/{card.number}")
    lists = api.desk(actor=world.west, library="WEST", list="others").counts
    assert {name: n for name, n in lists.items() if n} == {"others": 1}
    assert [*api.problems(), *loans.problems()] == []


def test_both_steps_are_taken_back_as_one(world, east, west):
    card = place(world)
    press(world.west, card, "will-supply")
    east.scan("W2", status=409)
    east.choose()
    api.undo(actor=world.east, request=card.number, library="EAST")
    assert api.request(actor=world.west, number=card.number).state == "will-supply"
    assert [*api.problems(), *loans.problems()] == []
    assert "Send it to East Library" in west.scan("W2")


def test_a_lending_desk_that_takes_it_in_writes_both_down_too(world):
    card = press(world.west, place(world), "will-supply")
    assert loans.check_in(actor=world.east, library="EAST", barcode="W2").next == "hold"
    here = api.request(actor=world.east, number=card.number)
    assert (here.state, [one.action for one in here.history][-2:]) == ("received", ["ship", "receive"])
    assert [*api.problems(), *loans.problems()] == []


def test_what_was_cancelled_meanwhile_is_asked_about(world, east, west):
    card = place(world)
    press(world.west, card, "will-supply")
    press(world.east, card, "cancel")
    told = west.scan("W2", status=409)
    assert "Let it go" in told
    assert "It goes off now" in told
    west.choose(0)
    assert api.request(actor=world.west, number=card.number).state == "cancelled"


def test_another_copy_of_the_same_edition_is_offered(world, east):
    citizen = world.shelves.readers.citizen
    edition = world.shelves.editions["E1"]
    card = api.place(
        actor=an_actor(citizen), reader=citizen.key, edition=edition, service="Loan", pickup=("WEST", "")
    )
    chosen = Supply.objects.get().barcode
    other = "E3" if chosen == "E1" else "E1"
    told = east.scan(other, status=409)
    assert "same edition" in told
    assert api.request(actor=world.east, number=card.number).state == "asked"
    east.choose()
    supply = Supply.objects.get()
    assert (supply.state, supply.barcode) == ("shipped", other)


def test_what_means_nothing_here_is_said_with_the_way_out(world, east, west):
    assert "No request of this desk has the number X1" in west.scan("X1", status=404)
    assert "Nothing was scanned" in west.scan("  ", status=400)
    assert "is an ISBN" in west.scan("9787020002207", status=404)
    assert "no request is about it" in west.scan("W1", status=409)


def test_the_number_of_another_desks_request_is_unknown_here(world):
    card = place(world, "W2")
    PatronRequest.objects.filter(number=card.number).update(number="Q1234567897")
    other = Hands("partner", "WEST")
    Supply.objects.all().delete()
    unknown, others = other.scan("Q7654321098", status=404), other.scan("Q1234567897", status=404)
    assert unknown.replace("Q7654321098", "") == others.replace("Q1234567897", "")


def test_a_number_typed_wrongly_is_no_unknown_number(world, west):
    card = place(world)
    wrong = card.number[:-1] + str((int(card.number[-1]) + 1) % 10)
    assert "typed or read wrongly" in west.scan(wrong, status=400)


def test_what_is_over_is_sent_to_the_other_desk(world, east):
    card = place(world)
    press(world.reader, card, "cancel")
    assert "has come to its end" in east.scan(card.number, status=409)


def test_a_supplier_that_has_not_answered_is_said(world, east):
    card = place(world)
    assert "has been asked" in east.scan(card.number, status=409)


def test_a_photograph_of_a_label_will_do(world, west):
    place(world)
    picture = SimpleUploadedFile("label.png", saved(label("W2")), "image/png")
    answer = west.client.post("/interlibrary/WEST/scan", {"photo": picture, "key": "p"})
    assert "Send it to East Library" in answer.content.decode()


def test_the_last_scan_is_taken_back(world, west):
    card = place(world)
    west.scan("W2")
    answer = west.client.post("/interlibrary/WEST/scan", {"do": "undo", "number": card.number, "key": "u"})
    assert "Taken back." in answer.content.decode()
    assert api.request(actor=world.west, number=card.number).state == "will-supply"


def test_several_in_a_row_stand_below(world, west):
    first, second = place(world, "W2"), place(world, "W1")
    west.scan(first.number)
    told = west.scan(second.number)
    below = told[told.index("Just scanned here") :]
    assert below.index(second.number) < below.index(first.number)


def test_buttons_of_an_answer_take_only_steps_a_scan_can_mean(world, west):
    card = place(world)
    west.scan("", number=card.number, steps="cannot-supply", status=409)
    assert api.request(actor=world.west, number=card.number).state == "asked"


def test_at_a_branch_that_is_not_there(world, west):
    assert west.client.get("/interlibrary/WEST/scan?branch=moon").status_code == 404


@given(st.sampled_from(sorted(life.State)), st.sampled_from([Side.REQUESTER, Side.SUPPLIER]))
def test_every_step_of_a_scan_is_one_of_the_table(state, side):
    """Neither sure nor offered is anything that the life of a request does not know."""
    now = state
    for step in scanning.obvious(side, state):
        now = life.advance(now, step, side, "Loan").after
    for step in scanning.offered(side, state):
        life.advance(state, step, side, "Loan")
    assert not (scanning.obvious(side, state) and scanning.offered(side, state))
