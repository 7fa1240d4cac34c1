"""Plans on real rows: what a reader of EAST or WEST is offered, and why not more."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from commonshelf.loans import testing as shelves
from commonshelf.sharing import api
from commonshelf.sharing.planning.cards import Asked

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # Tuesday, ten in the morning


@pytest.fixture
def world() -> shelves.Shelves:
    return shelves.shelves()


def test_own_shelf_first(world: shelves.Shelves) -> None:
    found = api.plan(reader=world.readers.student.key, edition=world.editions["E1"], now=NOW)
    assert [(one.kind, one.supplier, one.service) for one in found.ways] == [
        ("shelf", "EAST", "Loan"),
        ("shelf-elsewhere", "WEST", "Read"),
        ("courier", "WEST", "Loan"),
        ("scan", "EAST", "Copy"),
    ]
    assert found.ways[0].facts["barcode"] == "E1"
