"""A recall reaches the system in which the supplier keeps its loans, or its people."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from commonshelf.loans.testing import keeps_loans_in
from commonshelf.members import api as members
from commonshelf.sharing.testing import desks, place, press
from commonshelf.sharing.tests.desk_hands import Hands
from commonshelf.work import api as work

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    return desks()


@pytest.fixture
def lent(world):
    card = place(world)
    for actor, action in ((world.west, "will-supply"), (world.west, "ship"), (world.east, "receive")):
        press(actor, card, action)
    return press(world.east, card, "hand-out")


def asked() -> list[work.ItemCard]:
    """What the people of the supplier were asked to write down in their own system about the recall."""
    items, _ = work.queue(actor=members.operator(), library="WEST", now=timezone.now())
    return [one for one in items if one.about.id.startswith("recall ")]


@pytest.mark.parametrize("adapter", ["here", "manual", "sip2"])
def test_a_library_with_a_system_of_its_own_is_asked_to_write_the_recall_down_there(world, lent, adapter):
    if adapter != "here":  # where nobody can be spoken to over the network, people are asked as well
        keeps_loans_in("WEST", adapter)
    by = timezone.localdate() + timedelta(days=3)
    card = press(world.west, lent, "recall", due_date=by)
    items = asked()
    if adapter == "here":
        assert items == []
        assert "own_system" not in card.history[-1].facts
        return
    assert [("催还" in one.title.zh, str(by) in one.title.zh) for one in items] == [(True, True)]
    assert "recall W2" in items[0].title.en
    assert card.history[-1].facts["own_system"] is True
    assert "a work item asks" in Hands("partner", "WEST").see(f"/{card.number}")
    assert press(world.east, card, "give-back").state == "back"  # the answer to it works as ever
