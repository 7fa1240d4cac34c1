"""Money at a desk: what is owed, paid, waived, left as a deposit; and the book behind it."""

from __future__ import annotations

import pytest

from commonshelf.cards import api as cards
from commonshelf.cards.testing import an_actor
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.ledger import api as ledger
from commonshelf.loans import api
from commonshelf.loans.models import Fee
from commonshelf.loans.testing import lend
from commonshelf.members import api as members
from commonshelf.news import api as news

pytestmark = pytest.mark.django_db
OPERATOR = members.operator()


def owe(reader, *amounts: int) -> None:
    for barcode, fen in zip(("E1", "E2", "E3"), amounts, strict=False):
        loan = lend(reader, barcode)
        api.declare_lost(actor=OPERATOR, loan=loan.id, library="EAST", fee=fen)


def pay(reader, amount, library="WEST", **asked):
    return api.pay(actor=OPERATOR, library=library, reader=reader.key, amount=amount, **asked)


def test_a_payment_falls_on_the_oldest_and_is_taken_anywhere(books, student):
    owe(student, 500, 700)
    assert pay(student, 600) == 600
    (left,) = api.fees_of(actor=an_actor(student), reader=student.key)
    assert (left.amount, left.open, left.title.zh) == (700, 600, "西游记")
    assert ledger.balance(account=ledger.Account("library", "WEST", "cash")) == -600
    assert ledger.balance(account=ledger.Account("library", "EAST", "fees")) == 1200
    assert pay(student, 600) == 0
    assert list(api.problems()) == list(ledger.problems()) == []


def between(library: str) -> int:
    return ledger.balance(account=ledger.Account("library", library, "sharing"))


def test_who_takes_money_in_for_another_library_owes_it(books, student):
    owe(student, 500, 700)
    pay(student, 600)
    pay(student, 200, library="EAST")
    assert (between("EAST"), between("WEST")) == (600, -600)


def test_who_pays_a_credit_out_for_another_library_is_owed_it(books, student):
    loan = lend(student, "E1")
    api.declare_lost(actor=OPERATOR, loan=loan.id, library="EAST", fee=500)
    pay(student, 500, library="EAST")
    api.check_in(actor=OPERATOR, library="EAST", barcode="E1")
    assert api.refund(actor=OPERATOR, library="WEST", reader=student.key) == 500
    assert (between("EAST"), between("WEST")) == (-500, 500)
    assert list(ledger.problems()) == []


def test_a_named_fee_is_paid_first_and_only_ones_own(books, student):
    owe(student, 500, 700)
    second = api.fees_of(actor=OPERATOR, reader=student.key, library="EAST")[1]
    pay(student, 700, fees=[second.id])
    assert [fee.open for fee in api.fees_of(actor=OPERATOR, reader=student.key, library="EAST")] == [500]
    with pytest.raises(Absent):
        pay(books.readers.teacher, 100, fees=[second.id])


@pytest.mark.parametrize(
    ("amount", "code"), [(0, "bad-amount"), (-5, "bad-amount"), (10**9, "bad-amount"), (501, "pays-too-much")]
)
def test_amounts_that_cannot_be(books, student, amount, code):
    owe(student, 500)
    with pytest.raises(Refusal, match=f"loans.{code}"):
        pay(student, amount)
    assert api.owed(reader=student.key) == 500


def test_the_same_form_pays_once(books, student):
    owe(student, 500)
    assert pay(student, 200, key="form") == pay(student, 200, key="form") == 300


def test_whom_it_is_owed_alone_waives_and_says_why(books, student):
    owe(student, 500)
    (fee,) = api.fees_of(actor=OPERATOR, reader=student.key, library="EAST")
    cast = books.readers.cast
    for actor, library in ((cast.partner, "WEST"), (cast.partner, "EAST"), (cast.stranger, "EAST")):
        with pytest.raises(Absent):
            api.waive(actor=actor, library=library, fee=fee.id, reason="kindness")
    with pytest.raises(Refusal, match=r"loans\.no-reason"):
        api.waive(actor=cast.librarian, library="EAST", fee=fee.id, reason=" ")
    assert api.waive(actor=cast.librarian, library="EAST", fee=fee.id, amount=200, reason="half") == 300
    assert api.waive(actor=cast.librarian, library="EAST", fee=fee.id, reason="the rest") == 0
    assert api.owed(reader=student.key) == 0
    assert list(api.problems()) == list(ledger.problems()) == []


def test_a_deposit_lies_where_it_was_left(books, student):
    at_east = {"actor": OPERATOR, "library": "EAST", "reader": student.key}
    assert api.deposit(**at_east, amount=10_000) == 10_000
    assert api.deposit_of(reader=student.key, library="WEST") == 0
    with pytest.raises(Refusal, match=r"loans\.no-deposit"):
        api.deposit(**at_east, amount=-10_001)
    assert api.deposit(**at_east, amount=-4_000) == 6_000
    assert list(ledger.problems()) == []


def test_strangers_take_no_money(books, student):
    owe(student, 500)
    cast = books.readers.cast
    for actor in (cast.partner, cast.stranger, cast.visitor, an_actor(student)):
        with pytest.raises(Absent):
            api.pay(actor=actor, library="EAST", reader=student.key, amount=100)
        with pytest.raises(Absent):
            api.deposit(actor=actor, library="EAST", reader=student.key, amount=100)


def test_another_desk_reads_how_much_and_not_for_which_book(books, student):
    owe(student, 500)
    partner = books.readers.cast.partner
    (fee,) = api.fees_of(actor=partner, reader=student.key, library="WEST")
    assert (fee.open, fee.title, fee.loan) == (500, None, None)


def test_what_a_reader_owes_and_has_counts_for_their_rights(books, student):
    members.set_setting(actor=OPERATOR, library="EAST", name="cards.owed-blocks", value=5)
    owe(student, 500)
    with pytest.raises(Refusal) as refused:
        lend(student, "E2")
    assert (refused.value.facts["reason"], refused.value.facts["help"]) == ("owes", "pay")
    pay(student, 500)
    lend(student, "E2")
    right = cards.right(
        reader=student.key,
        library="EAST",
        service="borrow",
        at=api.loans_of(actor=OPERATOR, reader=student.key, library="EAST")[0].lent_at,
    )
    assert right.allowed


def test_the_book_and_its_events_name_no_title(books, student):
    owe(student, 500)
    pay(student, 500)
    told = " ".join(f"{one.object} {one.facts}" for one in news.happenings(kind="loans.pay", rows=9))
    assert student.key in told
    assert "E1" not in told
    lines = ledger.statement(kind="reader", owner=student.key)
    assert {line.about[0] for line in lines} == {"fee", ""}
    Fee.objects.update(loan=None, reader=None)
    assert "E1" not in repr(ledger.statement(kind="reader", owner=student.key))
