"""Pages of partners outside: who keeps which, what is typed wrong, asking one from the desk."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commonshelf.cards.testing import the_user
from commonshelf.kernel.refusal import Absent
from commonshelf.members.testing import user
from commonshelf.sharing import api
from commonshelf.sharing.domain import outside
from commonshelf.sharing.domain.times import Seen, spread
from commonshelf.sharing.models import Partner, Supply
from commonshelf.sharing.partners import register
from commonshelf.sharing.planning import knowledge
from commonshelf.sharing.testing import desk_of, desks, place, press
from commonshelf.sharing.tests import route_rows
from commonshelf.sharing.tests.desk_hands import Hands, text

pytestmark = pytest.mark.django_db
LIST, NEW = "/partners/of/EAST", "/partners/new"
TYPED = {
    "name_en": "National Library", "loan_days": "10", "loan_yuan": "30", "loan_reader": "5", "version": "0",
    "key": "k",
}  # fmt: skip


@pytest.fixture
def world():
    return desks()


@pytest.fixture
def east(world):
    return Hands("librarian").client


def client(name: str) -> Client:
    made = Client(headers={"accept-language": "en"})
    if name:
        made.force_login(user(name))
    return made


def test_a_librarian_writes_one_down_changes_it_and_ends_it(east):
    answer = east.post(f"{NEW}?library=EAST", TYPED)
    assert answer.status_code == 302
    row = Partner.objects.get()
    assert (row.keeper.symbol, row.loan_days, row.loan_fee, row.loan_reader_fee) == ("EAST", 10, 3000, 500)
    shown = text(east.get(LIST))
    assert "National Library" in shown
    assert "(estimated)" in shown
    changed = {**TYPED, "loan_days": "", "copy_days": "3", "version": "1", "key": "k2", "do": "save"}
    assert east.post(f"/partners/{row.pk}", changed).status_code == 302
    row.refresh_from_db()
    assert (row.loan_days, row.loan_fee, row.copy_days) == (None, 0, 3)
    stale = east.post(f"/partners/{row.pk}", {**changed, "key": "k3"})
    assert stale.status_code == 409
    assert 'value="3"' in stale.content.decode()
    assert east.post(f"/partners/{row.pk}", {"do": "end", "version": "2", "key": "k4"}).status_code == 302
    assert "National Library" not in text(east.get(LIST))
    assert "National Library" in text(east.get(f"{LIST}?past=1"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name_en": ""}, "Give it a name"),
        ({"loan_days": ""}, "Say what it does"),
        ({"mail": "nobody"}, "no mail address"),
        ({"web": "javascript:alert(1)"}, "no web address"),
        ({"loan_days": "0"}, "greater than or equal to 1"),
    ],
)
def test_what_is_typed_wrong_is_said_and_nothing_is_lost(east, wrong, said):
    answer = east.post(f"{NEW}?library=EAST", {**TYPED, "place": "Beijing", **wrong})
    assert answer.status_code == 400
    assert said in text(answer)
    assert "Beijing" in answer.content.decode()
    assert not Partner.objects.exists()


def test_each_library_keeps_its_own_and_the_agency_those_of_all(world):
    own, shared = route_rows.a_partner("EAST"), route_rows.a_partner()
    statuses = {
        # whose pages: East's own list, the shared list, one of East's, one of all, a new one of all
        "librarian": (200, 404, 200, 200, 404),
        "partner": (404, 404, 404, 200, 404),
        "office": (200, 200, 200, 200, 200),
        "reader": (404, 404, 404, 404, 404),
        "stranger": (404, 404, 404, 404, 404),
        "": (404, 404, 404, 404, 404),
    }
    pages = (LIST, "/partners/shared", f"/partners/{own}", f"/partners/{shared}", NEW)
    for name, expected in statuses.items():
        assert tuple(client(name).get(page).status_code for page in pages) == expected, name
    for name in ("partner", "librarian", "reader", "stranger", ""):
        answer = client(name).post(f"/partners/{shared}", {**TYPED, "version": "1"})
        assert answer.status_code == 404, name
    assert client("partner").post(f"/partners/{own}", {"do": "end", "version": "1"}).status_code == 404
    assert Partner.objects.filter(ended_at=None).count() == 2


def test_the_list_asks_as_much_for_twenty_as_for_ten(east):
    counts = []
    for _ in range(2):
        for _ in range(10):
            route_rows.a_partner("EAST")
        east.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            east.get(LIST)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_desk_asks_a_partner_and_writes_down_what_it_says(world):
    mine = route_rows.a_partner("EAST")
    card = place(world, way=("", "partner"))
    hands = Hands("librarian")
    shown = hands.see(f"/{card.number}/partner")
    for words in ("National Library", "The reader has agreed to no cost yet", "Our number"):
        assert words in shown
    told = {"partner": str(mine), "service": "Loan", "reference": "NL-7", "key": "a", "version": "1"}
    refused = hands.client.post(f"/interlibrary/EAST/{card.number}/partner", told)
    assert refused.status_code == 409
    assert "It would cost the reader 5.00 yuan" in text(refused)
    assert "NL-7" in refused.content.decode()
    answer = hands.client.post(f"/interlibrary/EAST/{card.number}/partner", {**told, "agreed": "on"})
    assert answer.status_code == 302
    listed = hands.see("?list=outside")
    for words in ("With partners outside", "National Library", "NL-7", "It will supply it", "30.00 yuan"):
        assert words in listed
    hands.press(card.number, "will-supply")
    hands.press(card.number, "receive", due_date="")
    assert Supply.objects.get().state == "received"
    hands.press(card.number, "hand-out")
    hands.press(card.number, "give-back")
    for page in (f"/{card.number}/label", "/labels"):
        assert "National Library" in hands.see(page)
    hands.press(card.number, "ship-back")
    assert "National Library" in hands.see("/manifest")
    assert "It has it back" in hands.see(f"/{card.number}")
    assert Hands("librarian", language="zh-hans").see(f"/{card.number}").count("国家图书馆") >= 2


def test_nobody_else_asks_for_it(world):
    card = place(world, way=("", "partner"))
    for name in ("partner", "reader", "stranger", ""):
        answer = client(name).get(f"/interlibrary/EAST/{card.number}/partner")
        assert answer.status_code == 404, name
    assert client("office").get(f"/interlibrary/EAST/{card.number}/partner").status_code == 404
    assert "no partner outside" in Hands("librarian").see(f"/{card.number}/partner")


def test_the_reader_reads_whom_their_library_asked(world):
    mine = route_rows.a_partner("EAST")
    card = place(world, way=("", "partner"), most_cost=2000)
    press(world.east, card, "ask-partner", partner=mine, service="Loan")
    reader = Client(headers={"accept-language": "en"})
    reader.force_login(the_user(world.shelves.readers.student))
    shown = text(reader.get(f"/requests/{card.number}"))
    assert "National Library has been asked." in shown
    assert "asked National Library, outside the alliance" in shown
    assert "National Library has been asked." in text(reader.get("/requests"))


def test_what_a_partner_is_owed_stands_beside_the_books_between_members(world):
    mine = route_rows.a_partner("EAST")
    card = place(world, way=("", "partner"), most_cost=2000)
    card = press(world.east, card, "ask-partner", partner=mine, service="Loan", reference="NL-9")
    press(world.east, card, "receive")
    month = timezone.localdate().strftime("%Y-%m")
    shown = text(client("manager").get(f"/agency/money/EAST/{month}"))
    for words in ("Outside the alliance", "30.00", "NL-9", "no part of what members settle"):
        assert words in shown
    assert client("partner").get(f"/agency/money/EAST/{month}").status_code == 404


# -- the way in the plan


def test_the_plan_names_the_soonest_partner_where_the_alliance_has_none(world):
    """Nobody holds it. First no partner is known; then two are."""
    gone = api.plan(reader=world.student, citation={"title": "Nobody's book"})
    [out] = [one for one in gone.ruled_out if one.kind == "partner"]
    assert out.reason == "no-partner"
    assert "no partner outside the alliance" in " ".join(api.plan_lines(gone))
    slow, quick = route_rows.a_partner(), route_rows.a_partner("EAST")
    Partner.objects.filter(pk=slow).update(loan_days=20)
    knowledge.changed()
    gone = api.plan(reader=world.student, citation={"title": "Nobody's book"})
    ways = [one for one in gone.ways if one.kind == "partner"]
    assert [one.facts["partner"] for one in ways] == [quick, slow]
    first = ways[0]
    assert (first.service, first.cost, first.measured) == ("Loan", 500, False)
    assert first.expected_hours > 240
    assert "desk-asks" in first.needs
    assert "National Library" in api.plan_lines(gone)[0]
    assert "Estimated" in api.plan_lines(gone)[0]


def test_where_a_member_has_it_sooner_the_partner_is_ruled_out(world):
    route_rows.a_partner("EAST")
    found = api.plan(reader=world.student, edition=world.shelves.editions["W2"])
    assert "partner" not in {one.kind for one in found.ways}
    assert "alliance-sooner" in {one.reason for one in found.ruled_out}


def test_a_pace_goes_from_what_was_typed_to_what_was_seen():
    typed = outside.pace(10)
    assert (typed.mean, typed.measured, typed.source) == (pytest.approx(240), False, "typed")
    assert typed.p80 == pytest.approx(324, rel=0.02)
    some = outside.pace(10, spread([96.0] * 2))
    many = outside.pace(10, spread([96.0] * 40))
    assert typed.mean > some.mean > many.mean > 96
    assert many.measured
    assert outside.pace(10, Seen()).mean == typed.mean


def test_strangers_learn_nothing_of_the_register(world):
    route_rows.a_partner("EAST")
    for actor in (desk_of("WEST"), desk_of("NORTH"), world.reader):
        with pytest.raises(Absent):
            register.partners(actor=actor, library="EAST")


def test_the_list_of_what_is_outside_asks_as_much_for_twenty_as_for_ten(world):
    mine, hands, counts = route_rows.a_partner("EAST"), Hands("librarian"), []
    for _ in range(2):
        for _ in range(10):
            card = place(world, way=("", "partner"), most_cost=2000)
            press(world.east, card, "ask-partner", partner=mine, service="Loan")
        hands.see("?list=outside")
        with CaptureQueriesContext(connection) as asked:
            shown = hands.see("?list=outside")
        counts.append(len(asked))
    assert shown.count("has been asked. Write down here what it says.") >= 20
    assert counts[0] == counts[1]
