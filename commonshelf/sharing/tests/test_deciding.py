"""Licence decisions on real rows: asked of the right agency, decided once, appealed, risen, lapsed."""

from __future__ import annotations

import pytest

from commonshelf.sharing.agency import verdicts
from commonshelf.sharing.tests import agency_rows as rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> rows.Desk:
    return rows.desk()


def test_asked_of_the_owner(desk: rows.Desk) -> None:
    row = rows.ask(desk)
    one = rows.approval(row)
    assert (row.state, one.state, one.level, one.pages) == ("awaiting-licence", "asked", "owner", 20)


def test_approved_goes_on(desk: rows.Desk) -> None:
    row = rows.ask(desk)
    one = rows.approval(row)
    card = verdicts.decide(actor=desk.west, approval=one.pk, verdict="approve", version=one.version, key="a")
    row.refresh_from_db()
    assert (card.state, row.state) == ("approved", "asked")
