"""Borrowing under a rush and in every order: no double loan, no lock error, books that sum to zero."""

from __future__ import annotations

import random

import pytest
from django.db import transaction

from commonshelf.loans.testing import shelves
from commonshelf.loans.tests.rushing import judged, rush
from commonshelf.loans.tests.walking import set_up, walk

PROCESSES, ATTEMPTS, ITEMS = 8, 250, 200
WALKS, STEPS = 60, 60


@pytest.mark.prove
@pytest.mark.processes
def test_eight_processes_at_two_hundred_books(migrated, tmp_path):
    told = rush(migrated, tmp_path, processes=PROCESSES, attempts=ATTEMPTS, items=ITEMS)
    judged(told)
    twice = sum(len(replies) > 1 for replies in told.done.values())
    print(
        f"\n{PROCESSES} processes, {told.attempts:,} attempts on {ITEMS} books: {told.effects:,} effects"
        f" ({told.after['outs']:,} loans, {told.after['ins']:,} returns), {twice:,} keys answered twice,"
        f" {told.refused:,} refused with a sentence, 0 errors, 0 double loans,"
        f" {told.after['postings']:,} postings sum to {told.after['ledger']}"
    )
    assert twice > 100


@pytest.mark.prove
@pytest.mark.django_db
def test_walks():
    first = random.randrange(2**31)
    books = shelves()
    set_up(books)
    done: set[str] = set()
    for seed in range(first, first + WALKS):
        saved = transaction.savepoint()
        done |= walk(seed, STEPS, books).done
        transaction.savepoint_rollback(saved)
    print(f"\n{WALKS} walks of {STEPS} steps from seed {first}: 0 disagreements; done {sorted(done)}")
    assert len(done) >= 15
