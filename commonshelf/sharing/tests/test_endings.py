"""Whoever goes while something is under way: a library leaves or is suspended, a reader goes, days pass."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from commonshelf.cards import api as cards
from commonshelf.cards.testing import an_actor, somebody
from commonshelf.catalogue.testing import copy, load, marc
from commonshelf.kernel.refusal import Refusal
from commonshelf.ledger import api as ledger
from commonshelf.loans import api as loans
from commonshelf.loans import turns
from commonshelf.members import api as members
from commonshelf.sharing import api, request_words
from commonshelf.sharing.desks import words as desk_words
from commonshelf.sharing.life import answering
from commonshelf.sharing.models import PatronRequest, Promise, Supply
from commonshelf.sharing.testing import desk_of, desks, place, press
from commonshelf.sharing.tests.test_getting import of, text

pytestmark = pytest.mark.django_db
OPERATOR = members.operator()
LATER = timedelta(days=6)


@pytest.fixture
def world():
    return desks()


@pytest.fixture
def third(world):
    """NORTH has the book that WEST has, too."""
    add_library("NORTH", "北馆")
    load(marc("N-2", "水浒传", "施耐庵", copy("N2")), library="NORTH")
    return world


def add_library(symbol, name):
    members.add_library(actor=OPERATOR, symbol=symbol, name_zh=name, name_en=f"{symbol.title()} Library")
    members.add_branch(
        actor=OPERATOR, library=symbol, code="main", name_zh="主楼", name_en="Main", place=(30.9, 106.1)
    )
    spans = [(day, time(8, 0), time(22, 0)) for day in range(7)]
    members.set_hours(actor=OPERATOR, library=symbol, branch="main", spans=spans)


def sound():
    assert [*api.problems(), *loans.problems(), *ledger.problems()] == []


def state(card) -> tuple[str, str]:
    row = PatronRequest.objects.get(number=card.number)
    return row.state, row.why


def last(card) -> Supply:
    return (
        Supply.objects.filter(request__number=card.number, asked_at__isnull=False).order_by("attempt").last()
    )


def leave(library, heir=""):
    return members.leave(actor=OPERATOR, symbol=library, to_library=heir, reason="merged")


def suspend(library):
    members.suspend(actor=OPERATOR, symbol=library, reason="fees are owed")


def after(days=0, **more):
    return time_machine.travel(timezone.now() + timedelta(days=days, **more), tick=False)


def up_to(world, card, *actions):
    at = {"will-supply": world.west, "condition": world.west, "ship": world.west}
    for action in actions:
        facts = {"condition": "LibraryUseOnly"} if action == "condition" else {}
        card = press(
            world.reader if action == "cancel" else at.get(action, world.east), card, action, **facts
        )
    return card


# -- a library that supplies goes


BEFORE_IT_LEFT_THE_HOUSE = {
    "asked": (),
    "conditional": ("condition",),
    "will-supply": ("will-supply",),
    "cancelling": ("will-supply", "cancel"),
}


@pytest.mark.parametrize("stands", BEFORE_IT_LEFT_THE_HOUSE)
def test_a_supplier_leaves_and_the_next_is_asked(third, stands):
    card = place(third, way=("WEST", "courier"))
    assert card.supplier == "WEST"
    assert up_to(third, card, *BEFORE_IT_LEFT_THE_HOUSE[stands]).state == stands
    leave("WEST")
    if stands == "cancelling":
        assert state(card)[0] == "cancelled"
    else:
        assert (state(card)[0], last(card).supplier.symbol) == ("asked", "NORTH")
        assert Supply.objects.get(attempt=1).reason == "Left"
    assert not Promise.objects.filter(released_at=None).exists()
    sound()


def test_with_its_books_out_it_names_an_heir_or_stays(third):
    card = up_to(third, place(third, way=("WEST", "courier")), "will-supply", "ship", "receive", "hand-out")
    with pytest.raises(Refusal, match="things-out"):
        leave("WEST")
    assert state(card)[0] == "lent"
    leave("WEST", heir="NORTH")
    assert (state(card)[0], last(card).supplier.symbol) == ("lent", "NORTH")
    sound()
    north = desk_of("NORTH")
    card = press(third.east, card, "give-back")
    card = press(third.east, card, "ship-back")
    assert press(north, card, "check-in").state == "completed"
    sound()


def test_a_suspended_supplier_is_passed_over_by_the_next_turn(third):
    card = place(third, way=("WEST", "courier"))
    suspend("WEST")
    api.turn(at=timezone.now())
    assert (state(card)[0], last(card).supplier.symbol) == ("asked", "NORTH")
    assert Supply.objects.get(attempt=1).reason == "Suspended"
    sound()


def test_what_a_suspended_library_promised_is_let_go_in_two_steps(third):
    card = up_to(third, place(third, way=("WEST", "courier")), "will-supply")
    suspend("WEST")
    api.turn(at=timezone.now())
    assert state(card) == ("cancelling", "late")
    assert api.turn(at=timezone.now()) == 0  # it is not moved on in the same breath: it may be resumed
    with after(3):
        api.turn(at=timezone.now())
    assert (state(card)[0], last(card).supplier.symbol) == ("asked", "NORTH")
    sound()


# -- a library that asks goes


@pytest.mark.parametrize("stands", BEFORE_IT_LEFT_THE_HOUSE)
def test_a_requester_leaves_and_its_readers_requests_end(world, stands):
    card = up_to(world, place(world), *BEFORE_IT_LEFT_THE_HOUSE[stands])
    leave("EAST")
    assert state(card)[0] == "cancelled"
    assert not Promise.objects.filter(released_at=None).exists()
    sound()


def test_one_that_was_late_ends_too(world):
    card = up_to(world, place(world), "will-supply")
    with after(9):
        api.turn(at=timezone.now())
        assert state(card) == ("cancelling", "late")
        leave("EAST")
        assert state(card)[0] == "cancelled"
        sound()


def test_an_heir_looks_after_what_is_under_way(third):
    sent = up_to(third, place(third, way=("WEST", "courier")), "will-supply", "ship")
    with pytest.raises(Refusal, match="things-out"):
        leave("EAST")
    leave("EAST", heir="NORTH")
    row = PatronRequest.objects.get()
    assert (row.requester.symbol, row.pickup.symbol, row.state) == ("NORTH", "NORTH", "shipped")
    sound()
    north = desk_of("NORTH")
    assert press(north, sent, "receive").state == "received"
    sound()


def test_for_a_suspended_library_nothing_is_sent_until_it_is_back(world):
    card = up_to(world, place(world), "will-supply")
    suspend("EAST")
    with pytest.raises(Refusal) as told:
        press(world.west, card, "ship")
    assert told.value.code == "sharing.requester-suspended"
    with pytest.raises(Refusal, match="requester-suspended"):
        loans.check_in(actor=world.west, library="WEST", barcode="W2")
    members.resume(actor=OPERATOR, symbol="EAST")
    assert press(world.west, card, "ship").state == "shipped"
    sound()


def test_what_waits_for_a_suspended_library_goes_on_when_it_is_back(third):
    card = place(third, way=("WEST", "courier"))
    suspend("EAST")
    press(third.west, card, "cannot-supply", reason="NotOnShelf")
    assert state(card) == ("queued", "requester-suspended")
    with after(1):
        api.turn(at=timezone.now())
        assert state(card) == ("queued", "requester-suspended")
    members.resume(actor=OPERATOR, symbol="EAST")
    with after(2):
        api.turn(at=timezone.now())
    assert (state(card)[0], last(card).supplier.symbol) == ("asked", "NORTH")
    sound()


# -- a reader goes


def test_a_card_is_not_closed_while_something_is_asked(world):
    card = place(world)
    with pytest.raises(Refusal) as told:
        cards.close_reader(actor=world.reader, reader=world.student)
    assert (told.value.code, told.value.facts["what"]) == ("cards.business-open", "水浒传")
    press(world.reader, card, "cancel")
    cards.close_reader(actor=world.reader, reader=world.student)
    sound()


@pytest.mark.parametrize("steps", [(), ("will-supply",), ("will-supply", "ship", "receive", "hand-out")])
def test_two_registrations_become_one_with_all_that_is_under_way(world, steps):
    card = up_to(world, place(world), *steps)
    kept = somebody(name_zh="周小雨").reader
    cards.merge(actor=OPERATOR, keep=kept.key, give_up=world.student, reason="registered twice")
    assert PatronRequest.objects.get().reader_id == kept.id
    own = an_actor(kept)
    assert api.request(actor=own, number=card.number).state == state(card)[0]
    assert [one.number for one in api.requests_of(actor=own, reader=kept.key)] == [card.number]
    sound()
    if not steps:
        press(world.west, card, "will-supply")
        sound()


def test_two_that_both_want_it_are_not_joined_unawares(world):
    place(world)
    other = somebody(name_zh="周小雨").reader
    api.place(
        actor=an_actor(other), reader=other.key, edition=world.shelves.editions["W2"], pickup=("EAST", "")
    )
    with pytest.raises(Refusal, match="both-want"):
        cards.merge(actor=OPERATOR, keep=other.key, give_up=world.student, reason="registered twice")
    sound()


def test_a_registration_that_ended_meanwhile_is_renewed_at_the_desk_or_the_book_goes_home(world):
    card = up_to(world, place(world), "will-supply", "ship", "receive")
    over = (world.shelves.readers.student.active_to - timezone.localdate()).days + 1
    with after(over):
        with pytest.raises(Refusal) as told:
            press(world.east, card, "hand-out")
        assert told.value.code == "loans.no-right"
        assert told.value.facts["told"]
        turns.nightly(timezone.now())
        assert state(card) == ("back", "not-fetched")
        sound()


# -- days pass, nobody answers, houses are closed


def test_when_no_library_answers_the_reader_reads_what_to_do_next(third):
    card = place(third, way=("WEST", "courier"))
    for supplier in ("WEST", "NORTH"):
        assert last(card).supplier.symbol == supplier
        with time_machine.travel(last(card).answer_by_at + timedelta(minutes=1), tick=False):
            assert api.turn(at=timezone.now()) == 1
            assert api.turn(at=timezone.now()) == 0
    assert state(card) == ("unfilled", "no-supplier")
    reasons = Supply.objects.order_by("attempt").values_list("reason", flat=True)
    assert list(reasons) == ["NotAnswered", "NotAnswered"]
    page = text(of(third.shelves.readers.student).get(f"/requests/{card.number}"))
    for said in (
        "No library could supply it",
        "no answer came in time",
        "What you can do now",
        "another way",
    ):
        assert said in page
    sound()


@pytest.mark.parametrize("stands", ["asked", "conditional"])
def test_after_the_day_it_was_needed_it_ends(third, stands):
    needed = timezone.localdate() + timedelta(days=8)
    placed = place(third, way=("WEST", "courier"), needed_date=needed)
    card = up_to(third, placed, *BEFORE_IT_LEFT_THE_HOUSE[stands])
    with after(9):
        api.turn(at=timezone.now())
        assert state(card) == ("expired", "day-passed")
        with pytest.raises(Refusal) as told:
            press(third.west, card, "will-supply", attempt=1)
    assert told.value.code == "sharing.late-answer"
    assert not Promise.objects.filter(released_at=None).exists()
    sound()


def test_what_was_promised_comes_although_the_day_passed(world):
    needed = timezone.localdate() + timedelta(days=8)
    card = up_to(world, place(world, needed_date=needed), "will-supply", "ship")
    with after(9):
        api.turn(at=timezone.now())
        assert state(card)[0] == "shipped"


def closed(library, days):
    for n in range(days):
        members.set_exception(
            actor=OPERATOR, library=library, branch="main", date=timezone.localdate() + timedelta(days=n),
            reason_zh="假期",
        )  # fmt: skip


def test_a_library_on_vacation_is_not_asked(third):
    closed("WEST", 30)
    assert place(third).supplier == "NORTH"


def test_the_only_holder_on_vacation_is_named_with_the_day_it_opens(world):
    closed("WEST", 30)
    card = place(world)
    assert (card.state, card.why) == ("unfilled", "no-supplier")
    ruled = api.plan(
        reader=world.student, edition=world.shelves.editions["W2"], situation=api.Asked()
    ).ruled_out
    assert {(one.supplier, one.reason) for one in ruled} >= {("WEST", "closed")}
    sound()


def test_one_that_closes_after_it_was_asked_is_passed_over_in_time(third):
    card = place(third, way=("WEST", "courier"))
    by = last(card).answer_by_at
    closed("WEST", 30)
    with time_machine.travel(by + timedelta(minutes=1), tick=False):
        api.turn(at=timezone.now())
        assert (state(card)[0], last(card).supplier.symbol) == ("asked", "NORTH")


# -- the clock and an answer at once


@pytest.mark.parametrize("first", ["clock", "answer"])
def test_of_the_clock_and_an_answer_one_is_first(third, first):
    card = place(third, way=("WEST", "courier"))
    seen = card.version
    with time_machine.travel(last(card).answer_by_at, tick=False):
        if first == "answer":
            api.act(actor=third.west, request=card.number, action="will-supply", version=seen)
            assert api.turn(at=timezone.now()) == 0
            assert state(card)[0] == "will-supply"
        else:
            assert api.turn(at=timezone.now()) == 1
            with pytest.raises(Refusal) as told:
                api.act(
                    actor=third.west, request=card.number, action="will-supply", version=seen,
                    facts={"attempt": 1},
                )  # fmt: skip
            assert told.value.code == "sharing.late-answer"
            assert last(card).supplier.symbol == "NORTH"
    assert Supply.objects.filter(closed_at=None).count() == 1
    sound()


# -- wanted back


def test_a_recall_shortens_the_loan_and_is_taken_back_with_it(world):
    card = up_to(world, place(world), "will-supply", "ship", "receive", "hand-out")
    student = world.shelves.readers.student
    was = loans.loans_of(actor=an_actor(student), reader=student.key)[0].due_date
    by = timezone.localdate() + timedelta(days=3)
    assert press(world.west, card, "recall", due_date=by).state == "recalled"
    assert due(student) == by
    assert api.request(actor=world.reader, number=card.number).due_date == by
    sound()
    with pytest.raises(Refusal):
        loans.renew(
            actor=an_actor(student), loan=loans.loans_of(actor=an_actor(student), reader=student.key)[0].id
        )
    assert api.undo(actor=world.west, request=card.number).state == "lent"
    assert due(student) == was
    sound()


def due(student) -> date:
    return loans.loans_of(actor=an_actor(student), reader=student.key)[0].due_date


def test_a_recall_without_a_day_leaves_a_week(world):
    card = up_to(world, place(world), "will-supply", "ship", "receive", "hand-out")
    with pytest.raises(Refusal, match="no-day-to-come"):
        press(world.west, card, "recall", due_date=timezone.localdate() - timedelta(days=1))
    card = press(world.west, card, "recall")
    assert card.due_date == timezone.localdate() + timedelta(days=7)
    told = api.request(actor=world.reader, number=card.number).next
    assert told is not None
    assert told.by_when is not None
    assert timezone.localdate(told.by_when) == card.due_date  # not when the clock reminds


def test_a_promised_copy_stands_on_the_list_of_what_to_fetch(world):
    up_to(world, place(world), "will-supply")
    found = loans.desk_state(actor=world.west, library="WEST").fetch
    assert [(one.barcode, one.hold.place.library) for one in found] == [("W2", "EAST")]
    loans.check_in(actor=world.west, library="WEST", barcode="W2")
    assert not loans.desk_state(actor=world.west, library="WEST").fetch


def test_every_reason_has_words_for_desks_and_readers():
    for code in (*answering.REASONS, *answering.BY_ITSELF):
        assert code in {**desk_words.REASONS, **desk_words.BY_ITSELF}, code
    for code in ("over-limit", "library-over-limit", "requester-suspended", "no-supplier"):
        assert code in desk_words.WHY
        assert code in request_words.WHY
    for code in ("NotAnswered", "NotShipped", "Suspended", "Left"):
        assert code in request_words.REASONS
