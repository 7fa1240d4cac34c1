"""Whatever is done in whatever order, the rows agree; and what was planted is named."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from commonshelf.loans import api
from commonshelf.loans.models import Fee, Hold, Loan, Thing, Transit
from commonshelf.loans.testing import shelves
from commonshelf.loans.tests.walking import OPERATOR, set_up, walk
from commonshelf.news.testing import writable

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(4))
def test_a_walk_never_leaves_rows_that_disagree(seed):
    books = shelves()
    set_up(books)
    done = walk(seed, 60, books).done
    assert len(done) >= 7, done  # a walk that is refused at every step proves nothing


PLANTED = {
    "is on-loan, but its rows say otherwise": lambda: Thing.objects.filter(state="home").update(
        state="on-loan"
    ),
    "is home, but its rows say otherwise": lambda: Thing.objects.filter(state="on-loan").update(state="home"),
    "is in-transit, but": lambda: Transit.objects.update(arrived_at=timezone.now()),
    "is in no state we know": lambda: Thing.objects.filter(state="home").update(state="flown"),
    "is set aside, and nothing is wrong": lambda: Thing.objects.filter(state="home").update(state="damaged"),
    "but its end says otherwise": lambda: Loan.objects.filter(closed_at=None).update(state="returned"),
    "came back nowhere": lambda: Loan.objects.filter(state="returned").update(returned_library=None),
    "ended before it began": lambda: Loan.objects.filter(state="returned").update(
        closed_at=timezone.now() - timedelta(days=900)
    ),
    "is ready without a thing": lambda: Hold.objects.filter(state="ready").update(thing=None),
    "waits, and has a thing": lambda: Hold.objects.filter(state="ready").update(state="waiting"),
    "is ready, but its thing is not kept": lambda: Thing.objects.filter(state="held").update(state="home"),
    "is coming, but its thing is not on its way": lambda: Hold.objects.filter(state="ready").update(
        state="coming"
    ),
    "is ready elsewhere": lambda: Hold.objects.filter(state="ready").update(branch="attic"),
    "is ready without a last day": lambda: Hold.objects.filter(state="ready").update(fetch_by_date=None),
    "arrived before it was sent": lambda: Transit.objects.update(
        arrived_at=timezone.now() - timedelta(days=9)
    ),
    "which waits for nothing": lambda: Transit.objects.update(hold=Hold.objects.get(state="ready")),
    "the ledger says": lambda: Fee.objects.update(amount=999),
    "is settled, but open": lambda: Fee.objects.update(settled=1500),
    "is no reader any more": lambda: (
        Loan.objects.filter(closed_at=None).get().reader.__class__.objects.update(state="closed")
    ),
}


@pytest.mark.parametrize("said", PLANTED)
def test_fsck_names_what_was_planted(said):
    books = shelves()
    student, teacher = books.readers.student, books.readers.teacher
    at = {"actor": OPERATOR, "library": "EAST"}
    api.check_in(**at, barcode="E3")
    api.check_in(**at, barcode="W2")  # on its way home
    first = api.check_out(**at, barcode="E1", reader=student.key)
    api.declare_lost(**at, loan=first.id, fee=1500)
    api.hold(actor=OPERATOR, reader=teacher.key, edition=books.editions["E2"], library="EAST", desk="EAST")
    api.check_in(**at, barcode="E2")
    api.check_out(**at, barcode="R9", reader=student.key)
    api.check_in(**at, barcode="R9")
    api.check_out(**at, barcode="R9", reader=student.key)
    assert list(api.problems()) == []
    with writable("ledger_posting"):
        PLANTED[said]()
    assert any(said in told for told in api.problems())
