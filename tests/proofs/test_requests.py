"""Requests under every fault: double press, stale form, killed at each write, clocks, redelivery."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from django.db import transaction

from tests.proofs.request_faults import FAULTS
from tests.proofs.requesting import holds, walk, world

pytestmark = [pytest.mark.prove, pytest.mark.django_db]
WALKS, STEPS, SEEDS = 500, 60, 60


def test_walks():
    first = random.randrange(2**31)
    made = world()
    done: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    for seed in range(first, first + WALKS):
        saved = transaction.savepoint()
        walked = walk(seed, STEPS, made)
        done += walked.done
        faults += walked.faults
        transaction.savepoint_rollback(saved)
    print(f"\n{WALKS} walks of {STEPS} acts from seed {first}: 0 violations; {dict(faults)}; {dict(done)}")
    assert len(done) >= 30
    assert min(faults.values()) > 100


@pytest.mark.parametrize("planted", FAULTS)
def test_each_planted_fault_is_found(planted, monkeypatch):
    made = world()
    with monkeypatch.context() as patch:
        FAULTS[planted](patch)
        found = next((seed for seed in range(SEEDS) if not holds(seed, STEPS, made)), None)
    print(f"\n{planted}: {'not found' if found is None else f'seed {found}'}")
    assert found is not None
