"""The book: what may be posted, what it sums to, what the database refuses, what fsck finds."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.ledger import api
from commonshelf.ledger.api import Account
from commonshelf.ledger.domain import postings
from commonshelf.ledger.models import Posting, Transfer
from commonshelf.members.testing import two_libraries
from commonshelf.news.testing import writable

NOW = timezone.now()
DEBT = Account("reader", "a" * 32, "fees")
CLAIM = Account("library", "EAST", "fees")
CASH = Account("library", "EAST", "cash")
ACCOUNTS = [DEBT, CLAIM, CASH, Account("alliance", "", "fees")]


def owe(amount: int = 50) -> int:
    with transaction.atomic():
        return api.post(
            kind="loans.overdue-fee",
            about=("fee", "7"),
            library="EAST",
            postings=[(DEBT, -amount), (CLAIM, amount)],
            at=NOW,
        )


amounts = st.integers(-(10**9), 10**9).filter(bool)


@given(st.lists(st.tuples(st.sampled_from(ACCOUNTS), amounts), max_size=5))
def test_only_what_sums_to_zero_is_a_transfer(lines):
    owners = [account for account, _ in lines]
    fine = len(lines) >= 2 and len(set(owners)) == len(owners) and sum(n for _, n in lines) == 0
    assert (postings.fault(lines) == "") is fine
    if fine:
        assert postings.fault(postings.turned(lines)) == ""


@pytest.mark.parametrize(
    "lines",
    [
        [(DEBT, 0), (CLAIM, 0)],
        [(Account("shop", "x", "fees"), 1), (CLAIM, -1)],
        [(Account("reader", "", "fees"), 1), (CLAIM, -1)],
        [(Account("alliance", "x", "fees"), 1), (CLAIM, -1)],
        [(Account("reader", "x", "work", "minutes"), 1), (CLAIM, -1)],
    ],
)
def test_other_faults_are_seen_too(lines):
    assert postings.fault(lines)


@pytest.mark.django_db
class TestBook:
    @pytest.fixture(autouse=True)
    def alliance(self):
        two_libraries()

    def test_balances_and_statement_tell_what_was_posted(self):
        first, second = owe(50), owe(70)
        assert api.balance(account=DEBT) == -120
        assert api.balances(kind="reader", owners=[DEBT.owner]) == {DEBT: -120}
        newest, older = api.statement(kind="reader", owner=DEBT.owner)
        assert (newest.transfer, newest.amount, older.transfer) == (second, -70, first)
        assert (newest.kind, newest.about, newest.library) == ("loans.overdue-fee", ("fee", "7"), "EAST")
        assert api.statement(kind="reader", owner=DEBT.owner, before=second) == [older]
        assert api.statement(kind="reader", owner=DEBT.owner, purpose="deposit") == []

    def test_a_transfer_is_taken_back_once_and_a_taking_back_never(self):
        made = owe()
        with transaction.atomic():
            back = api.reverse(transfer=made, kind="loans.undo", at=NOW)
        assert api.balance(account=DEBT) == 0
        assert [line.reversed for line in api.statement(kind="reader", owner=DEBT.owner)] == [False, True]
        for transfer in (made, back):
            with pytest.raises(Refusal, match=r"ledger\.reversed-already"), transaction.atomic():
                api.reverse(transfer=transfer, kind="loans.undo", at=NOW)
        with pytest.raises(Absent), transaction.atomic():
            api.reverse(transfer=0, kind="loans.undo", at=NOW)

    def test_crooked_lines_are_a_bug_and_leave_nothing(self):
        with pytest.raises(ValueError, match="sum to zero"), transaction.atomic():
            api.post(kind="loans.fee", postings=[(DEBT, -5), (CLAIM, 4)], at=NOW)
        assert not Transfer.objects.exists()

    @pytest.mark.parametrize("table", [Transfer, Posting])
    def test_the_database_changes_and_deletes_nothing(self, table):
        owe()
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            table.objects.update(id=1)
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            table.objects.all()._raw_delete("default")

    def test_fsck_names_what_was_planted(self):
        kept, crooked, emptied = owe(), owe(), owe()
        with transaction.atomic():
            back = api.reverse(transfer=kept, kind="loans.undo", at=NOW)
        assert list(api.problems()) == []
        with writable("ledger_posting"):
            Posting.objects.filter(transfer=crooked, amount__gt=0).update(amount=49)
            Posting.objects.filter(transfer=emptied).delete()
            Posting.objects.filter(transfer=back, amount__gt=0).update(amount=51)
            Posting.objects.filter(transfer=back, amount__lt=0).update(amount=-51)
        told = "\n".join(api.problems())
        assert f"transfer {crooked} sums to -1 fen" in told
        assert "the whole ledger sums to -1 fen" in told
        assert f"transfer {emptied} has no postings" in told
        assert f"transfer {back} says it takes back {kept}" in told


@pytest.mark.django_db(transaction=True)
def test_nothing_is_posted_outside_an_act():
    with pytest.raises(RuntimeError, match="inside the act"):
        api.post(kind="loans.fee", postings=[(DEBT, -5), (CLAIM, 5)], at=NOW)
