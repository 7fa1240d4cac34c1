"""Plans and rotas on real rows: what readers are offered, why not more, and how many questions it takes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from commonshelf.cards import api as cards
from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.testing import held_elsewhere
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.loans import api as loans
from commonshelf.loans import testing as shelves
from commonshelf.members import api as members
from commonshelf.members.testing import queries
from commonshelf.sharing import api
from commonshelf.sharing.models import Capacity, Route
from commonshelf.sharing.planning import knowledge
from commonshelf.sharing.planning.words import lines

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # Tuesday, ten in the morning


@pytest.fixture
def world() -> shelves.Shelves:
    return shelves.shelves()


def plan(world: shelves.Shelves, barcode: str = "E1", reader: str = "student", **asked: object) -> api.Plan:
    key = getattr(world.readers, reader).key if reader else ""
    return api.plan(
        reader=key,
        edition=world.editions[barcode],
        situation=api.Asked(**asked),  # type: ignore[arg-type]
        now=NOW,
    )


def kinds(found: api.Plan) -> list[tuple[str, str, str]]:
    return [(one.kind, one.supplier, one.service) for one in found.ways]


def reasons(found: api.Plan) -> set[tuple[str, str]]:
    """Of members; that no partner outside is known either, is said beside it."""
    return {(one.supplier, one.reason) for one in found.ruled_out if one.kind != "partner"}


def test_own_shelf_then_the_other_library_then_its_courier(world: shelves.Shelves) -> None:
    found = plan(world)
    assert kinds(found) == [
        ("shelf", "EAST", "Loan"),
        ("shelf-elsewhere", "WEST", "Read"),
        ("courier", "WEST", "Loan"),
        ("scan", "EAST", "Copy"),
    ]
    assert found.ways[0].facts["barcode"] == "E1"


def test_every_way_names_thing_place_and_person(world: shelves.Shelves) -> None:
    for way in plan(world).ways:
        assert way.resource == "红楼梦"
        assert way.supplier
        assert way.environment
        assert way.person


def test_a_visitor_sees_what_a_card_of_a_library_nearby_would_give(world: shelves.Shelves) -> None:
    found = plan(world, reader="")
    assert kinds(found)[0] == ("shelf", "WEST", "Loan")
    picked = plan(world, reader="", library="EAST")
    assert kinds(picked)[0] == ("shelf", "EAST", "Loan")


def test_buying_stands_behind_a_part_that_comes_at_once(world: shelves.Shelves) -> None:
    found = [one.kind for one in plan(world, "W2").ways]
    assert found[-2:] == ["scan", "buy"]


def test_what_is_lent_is_no_longer_offered(world: shelves.Shelves) -> None:
    shelves.lend(world.readers.citizen, "W2", "WEST")
    found = plan(world, "W2")
    assert kinds(found) == [("buy", "EAST", "Buy")]
    assert reasons(found) == {("WEST", "on-loan")}
    own = plan(world, "W2", reader="citizen")
    assert kinds(own) == [("shelf", "WEST", "Hold")]


def test_a_blocked_reader_is_told_why(world: shelves.Shelves) -> None:
    cards.block(
        actor=members.operator(),
        library="EAST",
        reader=world.readers.student.key,
        reason="conduct",
    )
    found = plan(world, "W2")
    assert ("EAST", "no-right") in reasons(found)
    assert not any(one.kind == "courier" for one in found.ways)


def test_a_reference_copy_is_read_there_or_copied(world: shelves.Shelves) -> None:
    found = plan(world, "W2", form="digital", part="1-9")
    assert kinds(found) == [("scan", "WEST", "Copy")]


def test_a_closed_library_says_until_when(world: shelves.Shelves) -> None:
    members.set_vacation(
        actor=members.operator(), library="WEST", first_date=date(2026, 11, 20), end_date=date(2026, 12, 5)
    )
    found = plan(world, "W2")
    assert reasons(found) >= {("WEST", "closed")}
    (out,) = [one for one in found.ruled_out if one.reason == "closed"]
    assert str(out.facts["until"]).startswith("2026-12-06")


def test_a_timetable_and_a_limit_of_the_day(world: shelves.Shelves) -> None:
    west, east = members.library_id(symbol="WEST"), members.library_id(symbol="EAST")
    Route.objects.create(
        from_library_id=west,
        to_library_id=east,
        weekdays="1234567",
        leaves_at=time(14),
        hours=2,
        cost=300,
        active_from=date(2026, 1, 1),
    )
    knowledge.changed()
    (way,) = [one for one in plan(world, "W2").ways if one.kind == "courier"]
    assert ("transit", "timetable") in {(name, source) for name, _, source in way.parts}
    assert way.facts["between"] == 300
    Capacity.objects.create(library_id=west, service="Loan", a_day=0)
    knowledge.changed()
    assert ("WEST", "does-not-supply") in reasons(plan(world, "W2"))


def test_the_rota_leaves_out_who_was_asked_and_the_house_itself(world: shelves.Shelves) -> None:
    told = {"requester": "EAST", "editions": [world.editions["E1"]], "service": "Loan", "now": NOW}
    (offer,) = api.rota(**told)  # type: ignore[arg-type]
    assert (offer.supplier, offer.barcode) == ("WEST", "W1")
    assert api.rota(**told, tried=["WEST"]) == []  # type: ignore[arg-type]
    other = api.rota(**{**told, "requester": "WEST"})  # type: ignore[arg-type]
    assert [(one.supplier, one.barcode) for one in other] == [("EAST", "E1")]


def test_a_hold_keeps_a_copy_out_of_the_plan(world: shelves.Shelves) -> None:
    reader = world.readers.citizen.key
    loans.hold(
        actor=members.operator(), reader=reader, edition=world.editions["W2"], library="WEST", desk="WEST"
    )
    loans.receive(actor=members.operator(), library="WEST", barcode="W2")
    assert reasons(plan(world, "W2")) == {("WEST", "on-loan")}


def test_forty_holders_take_as_many_questions_as_ten(world: shelves.Shelves) -> None:
    operator = members.operator()
    more = [f"L{place:02}" for place in range(40)]
    for symbol in more:
        members.add_library(actor=operator, symbol=symbol, name_zh=symbol)
    ten = held_elsewhere("E2", more[:9])
    forty = held_elsewhere("R9", more[1:])
    knowledge.changed()
    counted = []
    for edition in (ten, forty):
        for _ in range(2):
            asked = queries(
                lambda edition=edition: api.plan(reader=world.readers.student.key, edition=edition, now=NOW)
            )
        counted.append(asked)
    assert counted[0] == counted[1] <= 20
    held = {copy.library for one in catalogue.holdings_of(ids=[forty]) for copy in one.copies}
    assert len(held) == 40


def test_what_cannot_be_meant(world: shelves.Shelves) -> None:
    with pytest.raises(Refusal) as no:
        plan(world, needed_date=date(2026, 11, 23))
    assert no.value.code == "sharing.needed-past"
    assert plan(world, needed_date=date(2026, 11, 24)).ways
    with pytest.raises(Refusal):
        plan(world, form="papyrus")
    with pytest.raises(Absent):
        api.plan(reader="", edition=10**9, now=NOW)
    with pytest.raises(Absent):
        plan(world, library="NOWHERE")


def test_words_for_all_of_it(world: shelves.Shelves) -> None:
    told = lines(plan(world))
    assert told[0].startswith("1. ")
    assert not any("{" in line for line in told)
