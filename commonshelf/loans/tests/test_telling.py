"""What a decision about rights is told of loans."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from commonshelf.loans import api, telling
from commonshelf.loans.models import Loan
from commonshelf.loans.testing import lend
from commonshelf.members import api as members

pytestmark = pytest.mark.django_db
ALL = frozenset({"loans", "requests", "owed", "deposit"})


def test_loans_are_counted_where_they_were_lent_and_everywhere(student):
    lend(student)
    found = telling.counts(student.key, "WEST", ALL)
    assert (found.loans_here, found.loans_everywhere, found.overdue) == (0, 1, 0)
    assert telling.counts(student.key, "EAST", ALL).loans_here == 1
    assert telling.counts(student.key, "EAST", frozenset({"owed"})).loans_here == 0


def test_a_book_that_is_searched_for_is_not_late(student):
    loan = lend(student)
    Loan.objects.filter(pk=loan.id).update(due_date=timezone.localdate() - timedelta(days=20))
    assert telling.counts(student.key, "EAST", ALL).overdue > 0
    api.claim_returned(actor=members.operator(), loan=loan.id, library="EAST")
    found = telling.counts(student.key, "EAST", ALL)
    assert (found.loans_everywhere, found.overdue) == (1, 0)
