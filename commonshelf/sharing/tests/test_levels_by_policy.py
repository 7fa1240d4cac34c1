"""A library says of a kind of material what it says of a shelf: "reference books: on site only"."""

from __future__ import annotations

import pytest
from django.test import Client

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.testing import data, load, marc
from commonshelf.loans.testing import shelves
from commonshelf.members import api as members
from commonshelf.members.testing import user
from commonshelf.resources import api as resources
from commonshelf.resources.api import LevelGiven
from commonshelf.sharing import api
from commonshelf.sharing.api import Asked
from commonshelf.sharing.life import asking
from commonshelf.sharing.models import PatronRequest

pytestmark = pytest.mark.django_db
OPERATOR = members.operator()


@pytest.fixture
def world(db):
    """WEST has one work twice: to be lent, and as a reference copy ("y" of Koha's 952)."""
    made = shelves()
    plain = data("952", ("b", "main"), ("c", "二楼"), ("o", "I1"), ("p", "W8"), ("y", "BK"))
    reference = data("952", ("b", "main"), ("c", "二楼"), ("o", "I1"), ("p", "W9"), ("y", "REF"))
    load(marc("W-8", "水经注", "郦道元", plain), marc("W-9", "太平御览", "李昉", reference), library="WEST")
    return made


def edition(barcode: str) -> int:
    return catalogue.labelled(barcode=barcode, library="WEST")[0].edition


def given(value: str, service: str = "Loan", level: str = "on-site") -> None:
    resources.set_level(
        actor=OPERATOR,
        owner="WEST",
        given=LevelGiven(scope="policy", value=value, service=service, level=level),
    )


def plan(world, barcode: str):
    asked = Asked(form="print")
    return api.plan(reader=world.readers.student.key, edition=edition(barcode), situation=asked)


def test_the_card_tells_the_policy_of_its_copy(world):
    (copy,) = catalogue.edition(id=edition("W9")).copies
    assert copy.loan_policy == "REF"


def test_reference_books_on_site_only(world):
    assert "courier" in {one.kind for one in plan(world, "W9").ways}
    given("ref")  # as codes go, in whatever case
    assert "courier" not in {one.kind for one in plan(world, "W9").ways}
    assert ("courier", "WEST", "on-site-only") in {
        (one.kind, one.supplier, one.reason) for one in plan(world, "W9").ruled_out
    }
    assert "courier" in {one.kind for one in plan(world, "W8").ways}  # the other kind goes as before


def test_the_rota_keeps_to_it_too(world):
    number = api.place(
        actor=OPERATOR, reader=world.readers.student.key, edition=edition("W9"), pickup=("EAST", "")
    ).number
    row = PatronRequest.objects.get(number=number)
    assert [one.supplier for one in asking.rota(row, "Loan", (), row.placed_at)] == ["WEST"]
    given("REF")
    assert asking.rota(row, "Loan", (), row.placed_at) == []


def test_the_form_offers_what_the_copies_name(world):
    policies, locations = catalogue.named_on_copies(library="WEST")
    assert {"BK", "REF"} <= set(policies)
    assert "二楼" in locations
    client = Client(headers={"accept-language": "en"})
    client.force_login(user("manager"))
    page = client.get("/levels/new?library=EAST").content.decode()
    assert '<datalist id="known-values">' in page
    assert 'list="known-values"' in page
