"""Holds: who waits, what serves them, where it goes, and how each of them ends once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from commonshelf.cards import api as cards
from commonshelf.cards.testing import an_actor, somebody
from commonshelf.catalogue import api as catalogue
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.loans import api, leaving, turns
from commonshelf.loans.models import Fee, Hold, Loan, Thing, Transit
from commonshelf.loans.testing import lend
from commonshelf.members import api as members

pytestmark = pytest.mark.django_db
OPERATOR = members.operator()


@pytest.fixture
def teacher(books):
    return books.readers.teacher


def back(barcode="E1", library="EAST"):
    return api.check_in(actor=OPERATOR, library=library, barcode=barcode)


def wait(books, reader, library="EAST", barcode="E1", **asked):
    return api.hold(
        actor=an_actor(reader), reader=reader.key, edition=books.editions[barcode], library=library, **asked
    )


def state(hold) -> str:
    return Hold.objects.get(pk=hold.id).state


def clean() -> None:
    assert list(api.problems()) == []


def test_a_returned_copy_is_kept_for_the_first_who_waits(books, student, teacher):
    lend(student)
    first = wait(books, teacher)
    other = somebody(library="EAST", group="teacher").reader
    second = wait(books, other)
    assert (first.position, second.position, first.state) == (1, 2, "waiting")
    told = back()
    assert (told.next, told.hold.id, told.hold.state, told.thing.state) == ("hold", first.id, "ready", "held")
    assert told.hold.fetch_by_date == timezone.localdate() + timedelta(days=5)
    (left,) = api.holds_of(actor=OPERATOR, reader=other.key, library="EAST")
    assert left.position == 1
    with pytest.raises(Refusal, match=r"loans\.held-for-another"):
        lend(student)
    assert lend(teacher).thing.barcode == "E1"
    assert state(first) == "fetched"
    clean()


def test_it_travels_to_where_it_is_fetched(books, citizen, student):
    hold = wait(books, citizen, "WEST")
    told = back("E3")
    assert (told.next, told.to_library, told.hold.state) == ("send", "WEST", "coming")
    clean()
    on_its_way = back("E3", "WEST")
    assert (on_its_way.next, on_its_way.hold.state) == ("hold", "ready")
    assert lend(citizen, "E3", "WEST").thing.library == "EAST"
    assert state(hold) == "fetched"
    assert back("E3", "WEST").to_library == "EAST"
    clean()


def test_what_stands_on_the_shelf_is_asked_to_be_fetched(books, citizen):
    wait(books, citizen, "WEST")
    east, west = (api.desk_state(actor=OPERATOR, library=one) for one in ("EAST", "WEST"))
    assert [one.barcode for one in east.fetch] in (["E1"], ["E3"])
    assert [one.barcode for one in west.fetch] == ["W1"]
    assert back("W1", "WEST").hold.state == "ready"
    assert not api.desk_state(actor=OPERATOR, library="EAST").fetch
    assert [one.state for one in api.desk_state(actor=OPERATOR, library="WEST").ready] == ["ready"]


def test_one_hold_each_and_none_for_what_one_has(books, student):
    wait(books, student)
    with pytest.raises(Refusal, match=r"loans\.held-already"):
        wait(books, student)
    lend(student, "E2")
    with pytest.raises(Refusal, match=r"loans\.has-it"):
        wait(books, student, barcode="E2")


def test_borrowing_another_copy_ends_the_waiting(books, student):
    hold = wait(books, student)
    lend(student, "E3")
    assert state(hold) == "fetched"
    clean()


def test_who_may_not_request_there_is_told(books, student):
    with pytest.raises(Refusal) as refused:
        wait(books, student, "WEST")
    assert (refused.value.code, refused.value.facts["reason"]) == ("loans.no-right", "no-rule")


def test_what_cannot_come_cannot_be_held(books, citizen):
    members.set_setting(actor=OPERATOR, library="EAST", name="loans.travels", value=False)
    with pytest.raises(Refusal, match=r"loans\.nothing-to-hold"):
        wait(books, citizen, "WEST", "E2")
    with pytest.raises(Absent):
        api.hold(actor=an_actor(citizen), reader=citizen.key, edition=10**6, library="WEST")


def test_a_hold_given_up_frees_the_book(books, student, teacher):
    lend(student)
    hold = wait(books, teacher)
    back()
    me = an_actor(teacher)
    for actor in (an_actor(student), books.readers.cast.stranger, books.readers.cast.visitor):
        with pytest.raises(Absent):
            api.withdraw_hold(actor=actor, hold=hold.id)
    with pytest.raises(Absent):
        api.withdraw_hold(actor=books.readers.cast.partner, hold=hold.id, library="WEST")
    assert api.withdraw_hold(actor=me, hold=hold.id).state == "withdrawn"
    with pytest.raises(Refusal, match=r"loans\.hold-step"):
        api.withdraw_hold(actor=me, hold=hold.id)
    assert [one.barcode for one in api.desk_state(actor=OPERATOR, library="EAST").clear] == ["E1"]
    assert back().next == "shelf"
    clean()


def test_given_up_on_its_way_it_turns_round(books, citizen):
    hold = wait(books, citizen, "WEST")
    back("E1")
    api.withdraw_hold(actor=an_actor(citizen), hold=hold.id)
    clean()
    assert not api.desk_state(actor=OPERATOR, library="EAST").going[0].for_hold
    told = back("E1", "WEST")
    assert (told.next, told.to_library) == ("send", "EAST")


def test_not_fetched_in_time_it_serves_the_next(books, student, teacher):
    lend(student)
    hold = wait(books, teacher)
    back()
    Hold.objects.filter(pk=hold.id).update(fetch_by_date=timezone.localdate() - timedelta(days=1))
    turns.nightly(timezone.now())
    assert state(hold) == "over"
    assert [one.barcode for one in api.desk_state(actor=OPERATOR, library="EAST").clear] == ["E1"]
    other = wait(books, student)
    assert back().hold.id == other.id
    turns.nightly(timezone.now())
    assert state(other) == "ready"
    clean()


def test_missing_on_the_hold_shelf_the_reader_waits_again(books, student, teacher):
    lend(student)
    hold = wait(books, teacher)
    back()
    api.declare_missing(actor=OPERATOR, library="EAST", barcode="E1")
    assert state(hold) == "waiting"
    clean()
    assert back("E3").hold.id == hold.id


def test_kept_for_one_and_lent_to_another_by_a_librarian_who_says_why(books, student, teacher):
    lend(student)
    hold = wait(books, teacher)
    back()
    api.check_out(actor=OPERATOR, library="EAST", barcode="E1", reader=student.key, override="teacher agreed")
    assert state(hold) == "waiting"
    clean()


def test_trapping_by_mistake_is_taken_back(books, student, teacher):
    lend(student)
    hold = wait(books, teacher)
    told = back()
    api.undo(actor=OPERATOR, library="EAST", step=told.step)
    assert state(hold) == "waiting"
    assert Loan.objects.get().closed_at is None
    clean()
    told = back()
    api.withdraw_hold(actor=an_actor(teacher), hold=hold.id)
    with pytest.raises(Refusal) as refused:
        api.undo(actor=OPERATOR, library="EAST", step=told.step)
    assert refused.value.facts["undo_why"] == "moved-on"
    clean()


def test_a_repeated_form_asks_once(books, student):
    asked = {"key": "form-1"}
    assert wait(books, student, **asked) == wait(books, student, **asked)
    assert Hold.objects.count() == 1


# -- renewing


def test_who_is_waited_for_cannot_renew(books, student, teacher):
    loan = lend(student)
    lend(somebody(library="EAST", group="teacher").reader, "E3")
    back("W1", "EAST")  # on its way home: no copy stands on a shelf
    wait(books, teacher)
    with pytest.raises(Refusal, match=r"loans\.wanted"):
        api.renew(actor=an_actor(student), loan=loan.id)


def test_renewing_counts_and_ends(books, student):
    loan = lend(student)
    me = an_actor(student)
    with pytest.raises(Refusal, match=r"loans\.nothing-gained"):
        api.renew(actor=me, loan=loan.id)
    Loan.objects.update(due_date=timezone.localdate() + timedelta(days=2))
    first = api.renew(actor=me, loan=loan.id, key="once")
    assert (first.renewals, first.due_date) == (1, timezone.localdate() + timedelta(days=30))
    assert api.renew(actor=me, loan=loan.id, key="once").renewals == 1
    with pytest.raises(Refusal, match=r"loans\.no-more-renewals"):
        api.renew(actor=me, loan=loan.id)
    for actor in (an_actor(books.readers.teacher), books.readers.cast.partner, books.readers.cast.visitor):
        with pytest.raises(Absent):
            api.renew(actor=actor, loan=loan.id)
    with pytest.raises(Absent):
        api.renew(actor=books.readers.cast.partner, loan=loan.id, library="WEST")
    clean()


# -- when editions are joined, when readers are, when a library leaves


def test_editions_that_are_joined_take_things_and_holds_along(books, student, teacher):
    from commonshelf.catalogue.testing import stand_apart

    lend(student)
    hold = wait(books, teacher)
    apart = stand_apart("EAST", "EAST-E1")
    Thing.objects.update(edition=apart)
    Hold.objects.update(edition=apart)
    catalogue.rematch(actor=OPERATOR)
    turns.nightly(timezone.now())
    now = catalogue.labelled(barcode="E1", library="EAST")[0].edition
    assert Thing.objects.get().edition == Hold.objects.get().edition == now
    assert back().hold.id == hold.id


def test_double_registrations_become_one(books, student):
    loan = lend(student)
    twin = somebody(library="EAST", group="teacher").reader
    hold = wait(books, twin, barcode="E2")
    api.declare_lost(actor=OPERATOR, loan=loan.id, library="EAST", fee=700)
    cards.merge(actor=OPERATOR, keep=twin.key, give_up=student.key, reason="one person", key="m")
    assert api.owed(reader=twin.key) == 700
    over = api.loans_of(actor=OPERATOR, reader=twin.key, library="EAST", closed=True)
    assert [one.id for one in over] == [loan.id]
    assert state(hold) == "waiting"
    clean()


def test_what_is_open_of_a_reader_is_told(books, student):
    assert cards.open_business(reader=student.key) == []
    loan = lend(student)
    wait(books, student, barcode="E2")
    assert [held.object.kind for held in cards.open_business(reader=student.key)] == ["loan", "hold"]
    assert leaving.busy([student.key, "nobody"]) == {student.key}
    api.declare_lost(actor=OPERATOR, loan=loan.id, library="EAST", fee=500)
    api.deposit(actor=OPERATOR, library="EAST", reader=student.key, amount=1000)
    told = [held.object.kind for held in cards.open_business(reader=student.key)]
    assert told == ["hold", "fee", "deposit"]
    Hold.objects.update(closed_at=timezone.now())
    Fee.objects.update(settled_at=timezone.now())
    assert leaving.busy([student.key]) == {student.key}  # the deposit


def test_a_library_does_not_leave_with_its_books_out(books, student, citizen):
    lend(student)
    held = {str(one.object.id) for one in members.open_work(library="EAST")}
    assert "EAST/E1" in held
    with pytest.raises(Refusal, match=r"loans\.things-out"):
        members.leave(actor=OPERATOR, symbol="EAST", reason="moves on")
    assert Loan.objects.filter(closed_at=None).exists()


def test_what_it_sent_home_does_not_keep_a_library(citizen):
    lend(citizen, "W2", "WEST")
    assert back("W2", "EAST").next == "send"
    members.leave(actor=OPERATOR, symbol="EAST", reason="moves on")
    clean()
    assert back("W2", "WEST").thing.state == "home"
    clean()


def test_a_vacation_told_of_later_leaves_a_day_to_fetch_it(books, student, teacher, time_machine):
    lend(student)
    waiting = wait(books, teacher)
    last = back().hold.fetch_by_date
    for ahead in range(20):
        members.set_exception(
            actor=OPERATOR,
            library="EAST",
            branch="main",
            date=last + timedelta(days=ahead),
            reason_zh="放假",
        )
    for after, said in ((15, "ready"), (15, "over")):
        time_machine.move_to(timezone.now() + timedelta(days=after))
        turns.nightly(timezone.now())
        row = Hold.objects.get(pk=waiting.id)
        assert (row.state, row.fetch_by_date) == (said, last + timedelta(days=20))
    clean()


def test_another_library_takes_over_what_is_out(books, citizen, student):
    loan = lend(citizen, "W2", "WEST")
    waiting = wait(books, citizen, "WEST", "E2")
    back("E2")
    members.leave(actor=OPERATOR, symbol="WEST", to_library="EAST", reason="moves on")
    row = Loan.objects.select_related("library", "thing__library").get(pk=loan.id)
    assert (row.library.symbol, row.thing.library.symbol, row.closed_at) == ("EAST", "EAST", None)
    moved = Hold.objects.select_related("library").get(pk=waiting.id)
    assert (moved.state, moved.library.symbol, moved.thing) == ("waiting", "EAST", None)
    assert Transit.objects.get(arrived_at=None).to_library.symbol == "EAST"
    clean()
    assert back("W2").loan.id == loan.id


def test_a_library_takes_its_loans_along(books, student, citizen, tmp_path):
    from commonshelf.loans import leaving

    lend(student)
    back(library="WEST")
    lend(citizen, "W2", "WEST")
    leaving.write_own("EAST", tmp_path)
    text = (tmp_path / "loans.csv").read_text(encoding="utf-8-sig")
    assert "E1" in text
    assert student.card.number in text
    assert "W2" not in text
    assert citizen.card.number not in text
