"""A desk with real rows: lent, taken back, sent on, kept; what is refused and what is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from commonshelf.cards import api as cards
from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.testing import copy, load, marc
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.loans import api
from commonshelf.loans.models import Loan, Thing, Transit
from commonshelf.loans.testing import card_number, lend
from commonshelf.members import api as members
from commonshelf.news import api as news

pytestmark = pytest.mark.django_db
OPERATOR = members.operator()


@pytest.fixture
def librarian(books):
    return books.readers.cast.librarian


def back(barcode="E1", library="EAST", **asked):
    return api.check_in(actor=OPERATOR, library=library, barcode=barcode, **asked)


def set_to(library: str, **values: object) -> None:
    for name, value in values.items():
        said = "loans." + name.replace("_", "-")
        members.set_setting(actor=OPERATOR, library=library, name=said, value=value)


def late(loan: int, days: int) -> None:
    """As if it had been due so many days ago."""
    ago = timedelta(days=days)
    Loan.objects.filter(pk=loan).update(
        due_date=timezone.localdate() - ago, lent_at=timezone.now() - ago - timedelta(days=20)
    )


def clean() -> None:
    assert list(api.problems()) == []


# -- lending


def test_a_copy_is_lent_until_an_open_day(books, student):
    loan = lend(student)
    assert (loan.reader, loan.place.library, loan.thing.state) == (student.key, "EAST", "on-loan")
    assert loan.due_date == timezone.localdate() + timedelta(days=30)
    assert (loan.most_renewals, loan.state, loan.open) == (1, "open", True)
    clean()


def test_a_closed_day_moves_the_due_date(books, student):
    closed = timezone.localdate() + timedelta(days=30)
    for days in (0, 1):
        members.set_exception(
            actor=OPERATOR, library="EAST", branch="main", date=closed + timedelta(days=days), reason_zh="停"
        )
    assert lend(student).due_date == closed + timedelta(days=2)


def test_who_has_no_right_is_told_why_and_what_would_help(books, citizen):
    with pytest.raises(Refusal) as refused:
        lend(citizen)
    assert refused.value.code == "loans.no-right"
    assert (refused.value.facts["reason"], refused.value.facts["help"]) == ("no-rule", "use-home")
    assert refused.value.facts["told"]
    assert not Thing.objects.exists()


def test_an_unknown_a_lost_and_a_blocked_card_lend_nothing(books, student):
    with pytest.raises(Refusal, match=r"cards\.(no-such-card|bad-number)"):
        api.check_out(actor=OPERATOR, library="EAST", barcode="E1", number="2000000000000")
    number = card_number(student)
    cards.block(actor=OPERATOR, reader=student.key, library="EAST", reason="conduct", words="", key="b")
    with pytest.raises(Refusal) as refused:
        api.check_out(actor=OPERATOR, library="EAST", barcode="E1", number=number, override="kindness")
    assert refused.value.facts["reason"] == "blocked"
    assert not Loan.objects.exists()


def test_out_to_the_same_reader_or_another_is_told_apart(books, student):
    loan = lend(student)
    with pytest.raises(Refusal) as again:
        lend(student)
    assert (again.value.code, again.value.facts["loan"]) == ("loans.out-to-you", loan.id)
    with pytest.raises(Refusal, match=r"loans\.out-already"):
        lend(books.readers.teacher)


def test_unknown_barcodes_reference_copies_and_lost_ones_are_refused(books, student):
    for barcode in ("X404", ""):
        with pytest.raises(Refusal, match=r"loans\.no-(such-item|barcode)"):
            lend(student, barcode)
    load(marc("EAST-R1", "辞海", "夏征农", copy("R1", location="参考阅览室")), library="EAST")
    loan = lend(student)
    api.declare_lost(actor=OPERATOR, loan=loan.id, library="EAST")
    with pytest.raises(Refusal, match=r"loans\.step"):
        lend(student)


def test_a_limit_may_be_set_aside_by_saying_why(books, student):
    members.set_setting(actor=OPERATOR, library="EAST", name="cards.loans-everywhere", value=1)
    lend(student)
    asked = {"actor": OPERATOR, "library": "EAST", "barcode": "E2", "number": card_number(student)}
    with pytest.raises(Refusal) as refused:
        api.check_out(**asked)
    assert refused.value.facts["reason"] == "items-reached"
    assert api.check_out(**asked, override="Examination week").open
    assert news.happenings(kind="loans.check-out")[0].reason


def test_the_same_key_lends_once(books, student):
    asked = {
        "actor": OPERATOR,
        "library": "EAST",
        "barcode": "E1",
        "number": card_number(student),
        "key": "k1",
    }
    assert api.check_out(**asked) == api.check_out(**asked)
    assert Loan.objects.count() == 1


def test_staff_of_the_place_alone(books, student, librarian):
    api.check_out(actor=librarian, library="EAST", barcode="E1", number=card_number(student))
    cast = books.readers.cast
    for actor in (cast.partner, cast.stranger, cast.visitor, cast.office, cast.cataloguer):
        with pytest.raises(Absent):
            api.check_out(actor=actor, library="EAST", barcode="E2", number=card_number(student))
        with pytest.raises(Absent):
            api.check_in(actor=actor, library="EAST", barcode="E1")


# -- returning


def test_back_at_home_it_stands_on_its_shelf(books, student):
    loan = lend(student)
    told = back()
    assert (told.loan.id, told.loan.state, told.next, told.thing.state) == (
        loan.id,
        "returned",
        "shelf",
        "home",
    )
    clean()


def test_back_elsewhere_it_travels_home(books, student):
    lend(student)
    told = back(library="WEST")
    assert (told.next, told.to_library, told.to_branch, told.thing.state) == (
        "send",
        "EAST",
        "main",
        "in-transit",
    )
    assert told.loan.returned.library == "WEST"
    clean()
    home = back()
    assert (home.loan, home.next, home.thing.state) == (None, "shelf", "home")
    assert not Transit.objects.filter(arrived_at=None).exists()
    clean()


def test_what_nobody_borrowed_is_told_not_refused(books):
    told = back("E2")
    assert (told.loan, told.next, told.lost) == (None, "shelf", False)
    stray = back("E2", library="WEST")
    assert (stray.loan, stray.next, stray.to_library) == (None, "send", "EAST")
    clean()


def test_a_barcode_of_two_libraries_is_asked_about(books, student):
    load(marc("WEST-9", "儒林外史", "吴敬梓", copy("E1")), library="WEST")
    lend(student)
    with pytest.raises(Refusal) as refused:
        back(library="WEST")
    assert refused.value.facts["libraries"] == "WEST EAST"
    told = back(library="WEST", owner="EAST")
    assert told.loan is not None
    assert back(library="WEST", owner="WEST").next == "shelf"
    with pytest.raises(Refusal, match=r"loans\.no-such-item"):
        back("W2", library="WEST", owner="EAST")


def test_lending_a_copy_that_was_never_sent_here_is_refused(books, citizen):
    with pytest.raises(Refusal, match=r"loans\.wrong-library"):
        lend(citizen, "E2", "WEST")
    back("E2", library="WEST")
    assert lend(citizen, "E2", "WEST").place.library == "WEST"  # it lies here now, whatever its way
    assert not Transit.objects.filter(arrived_at=None).exists()
    clean()


def test_a_library_may_keep_its_books_at_home(books, citizen):
    set_to("EAST", travels=False)
    back("E2", library="WEST")
    with pytest.raises(Refusal, match=r"loans\.stays-home"):
        lend(citizen, "E2", "WEST")


def test_an_unknown_branch_is_refused(books):
    with pytest.raises(Refusal, match=r"loans\.no-such-branch"):
        back(branch="attic")


def test_damage_sets_aside_at_home_and_asks_who_had_it(books, student):
    lend(student)
    told = api.declare_damaged(actor=OPERATOR, library="WEST", barcode="E1", words="水渍 water", fee=500)
    assert (told.next, told.to_library) == ("send", "EAST")
    assert [(fee.kind, fee.amount, fee.library) for fee in told.fees] == [("damaged", 500, "EAST")]
    home = back()
    assert (home.next, home.thing.state, home.thing.condition) == ("aside", "damaged", "水渍 water")
    with pytest.raises(Refusal, match=r"loans\.step"):
        lend(student)
    mended = api.mend(actor=OPERATOR, library="EAST", barcode="E1")
    assert (mended.state, mended.condition) == ("home", "")
    clean()


# -- late, lost, claimed


def test_being_late_costs_open_days(books, student):
    set_to("EAST", day_fee=20, most_fee=1)
    loan = lend(student)
    late(loan.id, 3)
    assert api.loan(actor=OPERATOR, loan=loan.id, library="EAST").accrued == 60
    told = back(library="WEST")
    assert [(fee.kind, fee.amount, fee.library) for fee in told.fees] == [("overdue", 60, "EAST")]
    assert api.owed(reader=student.key) == 60
    clean()


def test_lost_and_found_again_costs_nothing_in_the_end(books, student):
    loan = lend(student)
    lost = api.declare_lost(actor=OPERATOR, loan=loan.id, library="EAST", fee=3000)
    assert (lost.state, lost.thing.state, api.owed(reader=student.key)) == ("lost", "lost", 3000)
    api.pay(actor=OPERATOR, library="WEST", reader=student.key, amount=1000)
    told = back(library="WEST")
    assert (told.lost, told.loan, told.next) == (True, None, "send")
    assert api.owed(reader=student.key) == 0
    assert api.refund(actor=OPERATOR, library="EAST", reader=student.key) == 1000
    with pytest.raises(Refusal, match=r"loans\.no-credit"):
        api.refund(actor=OPERATOR, library="EAST", reader=student.key)
    clean()


def test_a_claimed_return_waits_for_the_book(books, student, librarian):
    loan = lend(student)
    claimed = api.claim_returned(actor=librarian, loan=loan.id, library="EAST")
    assert (claimed.state, claimed.open) == ("claimed", True)
    with pytest.raises(Refusal, match=r"loans\.loan-step"):
        api.renew(actor=librarian, loan=loan.id, library="EAST")
    assert api.find_claimed(actor=librarian, loan=loan.id, library="EAST").state == "open"
    api.claim_returned(actor=librarian, loan=loan.id, library="EAST")
    assert back().loan.state == "returned"
    clean()


def test_missing_from_the_shelf_and_met_again(books, librarian, student):
    assert api.declare_missing(actor=librarian, library="EAST", barcode="E2").state == "missing"
    with pytest.raises(Refusal, match=r"loans\.step"):
        lend(student, "E2")
    told = back("E2")
    assert (told.lost, told.thing.state) == (True, "home")
    with pytest.raises(Absent):
        api.declare_missing(actor=OPERATOR, library="WEST", barcode="E2", owner="EAST")


# -- a paper list, and machines whose clock is wrong


def test_a_paper_list_is_entered_for_when_it_was_written(books, student):
    """A day on: before three in the morning, three hours ago nobody was registered yet."""
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        hour = timedelta(hours=1)
        then = timezone.now() - 3 * hour
        number = card_number(student)
        loan = api.check_out(
            actor=OPERATOR, library="EAST", barcode="E1", number=number, at=then, agent="paper"
        )
        assert loan.lent_at == then
        told = api.check_in(actor=OPERATOR, library="EAST", barcode="E1", at=then + hour, agent="paper")
        assert told.loan.closed_at == then + hour
        with pytest.raises(Refusal, match=r"loans\.overtaken"):
            api.check_out(actor=OPERATOR, library="EAST", barcode="E1", number=number, at=then, agent="paper")
        lend(student)
        with pytest.raises(Refusal, match=r"loans\.overtaken"):
            api.check_in(actor=OPERATOR, library="EAST", barcode="E1", at=then, agent="paper")
        clean()


def test_a_machine_with_a_clock_ahead_is_not_believed(books, student):
    ahead = timezone.now() + timedelta(days=3)
    loan = api.check_out(
        actor=OPERATOR, library="EAST", barcode="E1", number=card_number(student), at=ahead, agent="sip2"
    )
    assert loan.lent_at <= timezone.now()


# -- taking back


def test_a_slip_is_taken_back_as_if_it_had_not_been(books, student, librarian):
    set_to("EAST", day_fee=10)
    loan = lend(student)
    late(loan.id, 4)
    before = Loan.objects.values().get()
    told = back(library="WEST")
    assert api.owed(reader=student.key) == 40
    with pytest.raises(Absent):
        api.undo(actor=librarian, library="EAST", step=told.step)
    thing = api.undo(actor=OPERATOR, library="WEST", step=told.step)
    assert (thing.state, thing.at.library) == ("on-loan", "EAST")
    assert Loan.objects.values().get() == before
    assert api.owed(reader=student.key) == 0
    assert not Transit.objects.exists()
    with pytest.raises(Refusal) as refused:
        api.undo(actor=OPERATOR, library="WEST", step=told.step)
    assert refused.value.facts["undo_why"] == "done"
    clean()


def test_a_lending_is_taken_back_while_nothing_came_on_top(books, student):
    lend(student)
    step = api.desk_state(actor=OPERATOR, library="EAST").steps[0]
    assert step.undoable
    assert api.undo(actor=OPERATOR, library="EAST", step=step.id).state == "home"
    assert Loan.objects.get().state == "undone"
    lend(student)
    (newest, *_) = api.desk_state(actor=OPERATOR, library="EAST").steps
    back()
    with pytest.raises(Refusal) as refused:
        api.undo(actor=OPERATOR, library="EAST", step=newest.id)
    assert refused.value.facts["undo_why"] == "moved-on"
    clean()


def test_after_its_minutes_a_step_stays(books, student):
    set_to("EAST", undo_minutes=0)
    lend(student)
    step = api.desk_state(actor=OPERATOR, library="EAST").steps[0]
    assert not step.undoable
    with pytest.raises(Refusal, match=r"loans\.cannot-undo"):
        api.undo(actor=OPERATOR, library="EAST", step=step.id)


# -- what others are told


def test_the_catalogue_tells_what_is_true_now(books, student):
    edition = books.editions["E1"]
    stamp = catalogue.latest_stamp()
    loan = lend(student)
    (changed,) = catalogue.editions_changed_since(stamp=stamp, limit=10)
    assert {one.barcode: one.status for one in changed.entry.copies}["E1"] == "on-loan"
    said = {one.barcode: one for one in catalogue.edition(id=edition).copies}
    assert (said["E1"].status, said["E1"].due_date) == ("on-loan", loan.due_date)
    assert said["E3"].status == said["W1"].status != "on-loan"
    back()
    assert {one.barcode: one.status for one in catalogue.edition(id=edition).copies}["E1"] == "on-shelf"


def test_no_event_ties_a_reader_to_a_book(books, student):
    lend(student)
    back()
    for one in news.happenings(kind="loans", rows=50):
        told = f"{one.object} {one.facts}"
        assert not (student.key in told and "E1" in told)
        assert student.key not in told


def test_a_closed_loan_is_shown_to_its_reader_and_parties_alone(books, student):
    from commonshelf.cards.testing import an_actor

    loan = lend(student)
    me, cast = an_actor(student), books.readers.cast
    assert [one.id for one in api.loans_of(actor=me, reader=student.key)] == [loan.id]
    assert [one.id for one in api.loans_of(actor=cast.librarian, reader=student.key, library="EAST")] == [
        loan.id
    ]
    assert api.loans_of(actor=cast.partner, reader=student.key, library="WEST") == []
    for actor, library in (
        (cast.partner, "EAST"),
        (cast.stranger, ""),
        (cast.librarian, ""),
        (cast.visitor, ""),
    ):
        with pytest.raises(Absent):
            api.loans_of(actor=actor, reader=student.key, library=library)
    with pytest.raises(Absent):
        api.loan(actor=cast.partner, loan=loan.id, library="WEST")
    back()
    assert api.loans_of(actor=me, reader=student.key) == []
    assert [one.id for one in api.loans_of(actor=me, reader=student.key, closed=True)] == [loan.id]
