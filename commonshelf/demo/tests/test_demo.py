"""Loading the demo is the real job: members, people, figures, records, copies, all by acts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from commonshelf.cards import api as cards
from commonshelf.catalogue import api as catalogue
from commonshelf.demo import alliance, api, getting, lending, reading, visiting
from commonshelf.demo.acting import acting
from commonshelf.demo.plan import plan
from commonshelf.kernel.actor import Agent, Role
from commonshelf.ledger import api as ledger
from commonshelf.loans import api as loans
from commonshelf.members import api as members
from commonshelf.news import api as news
from commonshelf.resources import api as resources
from commonshelf.sharing import api as sharing
from commonshelf.visits import api as visits


@pytest.fixture
def home(settings, tmp_path):
    settings.COMMONSHELF_HOME = tmp_path
    return tmp_path


@pytest.fixture
def founded(db):
    alliance.found(actor=members.operator(), today=timezone.localdate())


def test_five_members_of_the_right_kinds(founded):
    kinds = {card.symbol: card.kind for card in members.libraries()}
    assert kinds == {
        "NC-CITY": "public",
        "NC-CWNU": "university",
        "NC-NSMC": "university",
        "NC-SWPU": "university",
        "NC-NCVTC": "vocational",
    }
    normal = members.library(symbol="NC-CWNU")
    assert normal.name.en == "China West Normal University Library"
    assert normal.aliases == ("West China Normal University Library",)
    assert [len(card.branches) for card in members.libraries()].count(1) == 1


def test_one_general_agency_and_one_a_member(founded):
    offices = members.agencies()
    assert len(offices) == 6
    assert len({office.library for office in offices}) == 6


def test_figures_stand_as_printed_with_unit_source_and_doubt(founded):
    printed = {figure.measure: figure for figure in members.indicators(symbol="NC-CWNU")}
    assert {measure: figure.value for measure, figure in printed.items()} == {
        "holdings": 3270000,
        "digital-resources": 16,
        "borrowers": 2000000,
    }
    for figure in printed.values():
        assert figure.year is None
        assert figure.unit.zh
        assert figure.unit.en
        assert figure.doubt.en
        assert "10.23977/infkm.2022.030301" in figure.source


def test_branches_have_places_floors_hours_and_numbers_nobody_answers(founded):
    for card in members.libraries():
        for branch in card.branches:
            assert branch.place is not None
            assert 30.7 < branch.place[0] < 30.9
            assert 106.0 < branch.place[1] < 106.2
            assert branch.hours
            assert branch.exceptions
            assert branch.phone.startswith("0817-0000")
            assert "：" in branch.floors.zh
            assert branch.address.en


def test_what_is_invented_is_said_once_a_page_and_only_about_places(founded, client):
    for address in ("/here", "/libraries", "/library/NC-CITY"):
        page = client.get(address, headers={"accept-language": "en"}).content.decode()
        assert page.count("places are approximate") == 1, address
    assert "places are approximate" not in client.get("/").content.decode()


def test_five_people_with_different_desks_and_no_password(founded):
    people = list(get_user_model().objects.filter(demo=True))
    assert len(people) == 5
    assert not any(person.has_usable_password() for person in people)
    desks = {
        person.username: {
            (tie.role, tie.library) for tie in members.actor_for(user=person, agent=Agent.WEB).standings
        }
        for person in people
    }
    assert len({frozenset(ties) for ties in desks.values()}) == 5
    roles = {role for ties in desks.values() for role, _ in ties}
    assert roles == set(Role)


def test_founding_twice_changes_nothing(founded):
    before = members.libraries()
    events = len(news.happenings(rows=500))
    alliance.found(actor=members.operator(), today=timezone.localdate())
    assert members.libraries() == before
    assert len(news.happenings(rows=500)) == events


def test_every_shelf_a_copy_can_stand_on_is_in_the_floor_plan():
    for library in alliance.libraries():
        for branch in library.branches:
            assert branch.shelves
            for shelf in branch.shelves:
                assert shelf.name.zh in branch.floors.zh


@pytest.mark.django_db
def test_another_alliance_is_left_alone(home):
    members.set_alliance(actor=members.operator(), name_zh="别的联盟", name_en="Another")
    said: list[str] = []
    assert not api.load_demo(report=said.append).done
    assert members.libraries() == []
    assert len(said) == 1


@pytest.mark.django_db(transaction=True)
def test_the_demo_is_loaded_once_even_when_the_first_time_is_interrupted(home):
    said: list[str] = []

    def until_the_third(line):
        said.append(line)
        if len(said) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        api.load_demo(report=until_the_third)
    assert len(members.libraries()) == 6
    assert 0 < catalogue.edition_count() < 1500
    said.clear()
    first = api.load_demo(report=said.append)
    assert first.done
    assert first.records > 3500
    assert catalogue.edition_count() > 1500
    assert len(said) == 6
    assert not api.load_demo(report=said.append).done
    assert len(said) == 6
    loads = catalogue.loads(actor=members.operator())
    assert {load.state for load in loads} == {"done"}
    assert sum(load.rejected for load in loads) == 3
    what_goes_on_at_the_desks()
    what_readers_asked_for()
    for room in (catalogue, ledger, loans, sharing):
        assert list(room.problems()) == []


def what_goes_on_at_the_desks():
    told, operator, today = plan("desks"), members.operator(), timezone.localdate()
    for table in (*told["loans"], *told["holds"], *told["missing"]):
        [copy] = catalogue.labelled(barcode=table["book"])
        assert copy.title == table["title"], table["book"]
    states = [
        loan.state
        for table in plan("readers")["readers"]
        for closed in (False, True)
        for loan in loans.loans_of(
            actor=operator,
            reader=cards.find_reader(number=table["card"]).key,
            library=table["library"],
            closed=closed,
        )
    ]
    assert {"open", "returned", "lost", "claimed"} <= set(states)
    at_city = loans.desk_state(actor=operator, library="NC-CITY")
    assert len(at_city.ready) == 2
    assert at_city.overdue == 2
    assert at_city.coming
    assert at_city.going
    assert loans.desk_state(actor=operator, library="NC-NCVTC").fetch
    assert loans.owed(reader=reading.reader("任德芳").key) == 2200
    assert loans.deposit_of(reader=reading.reader("敬思源").key, library="NC-NSMC") == 10000
    came = visits.counts(
        actor=operator, library="NC-CITY", first_date=today - timedelta(days=14), end_date=today
    )
    assert came.people > 500
    assert came.with_card == 13
    mine = reading.themselves("李想")
    assert len(loans.loans_of(actor=mine, reader=mine.key)) == 3
    assert [hold.state for hold in loans.holds_of(actor=mine, reader=mine.key)] == ["coming"]
    last = news.happenings(rows=1)[0].id
    for room in (reading, lending, visiting, getting):
        room.begin(now=timezone.now())
    assert news.happenings(rows=1)[0].id == last, "a second time changes something"


STATES = {
    "review", "awaiting-licence", "asked", "conditional", "will-supply", "cancelling", "shipped", "received",
    "lent", "overdue", "back", "returning", "completed", "delivered", "cancelled", "refused", "unfilled",
}  # fmt: skip
"""A newcomer finds a request in each of these."""


def what_readers_asked_for():
    told, names = plan("getting"), {one["reader"] for one in plan("getting")["asked"]["requests"]}
    for table in told["asked"]["requests"]:
        [copy] = catalogue.labelled(barcode=table["book"])
        assert copy.title == table["title"], table["book"]
    lines = []
    for name in sorted(names | {one["reader"] for one in told["unmatched"]}):
        mine = reading.themselves(name)
        lines += [(mine, line) for line in sharing.requests_of(actor=mine, reader=mine.key)]
    assert len(lines) == len(told["asked"]["requests"]) + len(told["unmatched"])
    assert {line.state for _, line in lines} == STATES
    assert {line.why for _, line in lines} >= {"astray", "licence-refused", "unmatched"}
    copies = [(mine, line) for mine, line in lines if line.state == "delivered"]
    assert all(sharing.request(actor=mine, number=line.number).document for mine, line in copies)
    office, now = acting("office"), timezone.now()
    assert {card.level for card in sharing.approvals(actor=office)[0]} == {"agency", "owner"}
    decided = sharing.decided(actor=office)[0]
    assert {card.state for card in decided} == {"approved", "limited", "refused"}
    assert sharing.policy_now(now=now).number == 1
    assert len(sharing.policy_now(now=now).rules.approvals) == 2
    draft = sharing.policies(now=now)[0]
    assert (draft.number, draft.state) == (2, "draft")
    shown = resources.resources().rows
    assert len(shown) == len(told["resources"])
    [e_books] = [one.id for one in shown if one.name.en.startswith("Huafeng")]
    assert [one.edition is not None for one in resources.titles(resource=e_books).rows] == [True] * 8
