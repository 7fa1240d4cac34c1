"""A request from placing to its end, through both desks."""

from __future__ import annotations

import pytest

from commonshelf.ledger import api as ledger
from commonshelf.loans import api as loans
from commonshelf.sharing import api
from commonshelf.sharing.testing import desks, place, press

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return desks()


def sound():
    assert list(api.problems()) == []
    assert list(loans.problems()) == []
    assert list(ledger.problems()) == []


def test_a_loan_goes_there_and_back(world):
    card = place(world)
    assert (card.state, card.supplier) == ("asked", "WEST")
    card = press(world.west, card, "will-supply")
    assert card.state == "will-supply"
    sound()
    card = press(world.west, card, "ship")
    assert card.state == "shipped"
    sound()
    card = press(world.east, card, "receive")
    assert card.state == "received"
    sound()
    card = press(world.east, card, "hand-out")
    assert card.state == "lent"
    assert card.due_date
    sound()
    card = press(world.east, card, "give-back")
    assert card.state == "back"
    card = press(world.east, card, "ship-back")
    card = press(world.west, card, "check-in")
    sound()
    assert card.state == "completed"
