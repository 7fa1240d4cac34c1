"""Libraries, branches, hours, figures: what is kept, what is refused, what fsck would name."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api, testing
from commonshelf.members.cards import Here
from commonshelf.members.models import Affiliation, Agency, Branch, Library, OpeningHours
from commonshelf.news import api as news

pytestmark = pytest.mark.django_db
OPERATOR = api.operator()
SHANGHAI = ZoneInfo("Asia/Shanghai")


def refused(why, door, **told):
    with pytest.raises(Refusal) as caught:
        door(actor=OPERATOR, **told)
    assert caught.value.code == why


def test_a_library_is_a_card_with_its_branches_at_once():
    testing.two_libraries()
    card = api.library(symbol="EAST")
    assert card.name.zh == "东馆"
    assert card.branches[0].key == "EAST/main"
    assert len(card.branches[0].hours) == 7
    assert api.symbols_by_id()[api.library_id(symbol="EAST")] == "EAST"


def test_the_cards_are_kept_until_something_changes(django_assert_num_queries):
    testing.two_libraries()
    api.libraries()
    with django_assert_num_queries(1):  # only the mark is looked at
        api.libraries()
    api.add_branch(actor=OPERATOR, library="WEST", code="north", name_en="North")
    assert len(api.library(symbol="WEST").branches) == 2


def test_a_rolled_back_change_leaves_no_trace_in_the_kept_cards():
    testing.two_libraries()
    with transaction.atomic():
        api.add_library(actor=OPERATOR, symbol="GONE", name_en="Gone")
        assert len(api.libraries()) == 3
        transaction.set_rollback(True)
    assert len(api.libraries()) == 2


def test_members_of_today_only():
    testing.two_libraries()
    tomorrow = timezone.localdate() + timedelta(days=1)
    api.add_library(actor=OPERATOR, symbol="LATER", name_en="Later", active_from=tomorrow)
    assert {card.symbol for card in api.libraries()} == {"EAST", "WEST"}
    with pytest.raises(Absent):
        api.library(symbol="LATER")
    assert api.library_id(symbol="LATER")


@pytest.mark.parametrize("symbol", ["", "a/b", "a b", "-a", "x" * 41, "馆", "a:b"])
def test_a_symbol_that_cannot_stand_in_an_address_is_refused(symbol):
    refused("members.bad-symbol", api.add_library, symbol=symbol, name_en="X")


def test_what_makes_no_sense_is_refused_with_its_own_code():
    testing.two_libraries()
    refused("members.symbol-taken", api.add_library, symbol="east", name_en="X")
    refused("members.bad-kind", api.add_library, symbol="A", name_en="X", kind="casino")
    refused("members.no-name", api.add_library, symbol="A")
    refused("members.bad-website", api.add_library, symbol="A", name_en="X", website="javascript:alert(1)")
    refused("members.branch-taken", api.add_branch, library="EAST", code="MAIN", name_en="X")
    refused("members.bad-branch-code", api.add_branch, library="EAST", code="a/b", name_en="X")
    refused("members.bad-place", api.add_branch, library="EAST", code="b", name_en="X", place=(106.1, 30.8))
    nine, ten, eleven = time(9), time(10), time(11)
    at = {"library": "EAST", "branch": "main"}
    refused("members.hours-overlap", api.set_hours, **at, spans=[(0, nine, eleven), (0, ten, eleven)])
    refused("members.bad-weekday", api.set_hours, **at, spans=[(7, nine, ten)])
    refused("members.half-hours", api.set_exception, **at, date=date(2026, 1, 1), opens=nine)
    refused("members.figure-unexplained", api.add_indicator, library="EAST", measure="x", value=1)
    refused("members.bad-role", api.affiliate, person="x", role="king", library="EAST")
    refused("members.role-of-a-library", api.affiliate, person="x", role="manager")
    refused("members.role-of-the-alliance", api.affiliate, person="x", role="office", library="EAST")
    refused("members.weak-password", api.add_person, username="x", password="12345678")
    refused("members.bad-username", api.add_person, username="a b")
    assert len(api.libraries()) == 2


def test_a_stale_form_is_told_so():
    testing.two_libraries()
    fields = {"name_en": "One"}
    api.set_library(actor=OPERATOR, symbol="EAST", fields=fields, version=1)
    with pytest.raises(Refusal) as caught:
        api.set_library(actor=OPERATOR, symbol="EAST", fields=fields, version=1)
    assert (caught.value.code, caught.value.status) == ("members.changed-meanwhile", 409)
    with pytest.raises(ValueError, match="symbol"):
        api.set_library(actor=OPERATOR, symbol="EAST", fields={"symbol": "NEW"})


def test_one_main_branch_whatever_is_told():
    testing.two_libraries()
    api.add_branch(actor=OPERATOR, library="EAST", code="new", name_en="New", main=True)
    assert [branch.code for branch in api.library(symbol="EAST").branches] == ["new", "main"]
    api.set_branch(actor=OPERATOR, library="EAST", code="new", name_en="New", main=False)
    assert sum(branch.main for branch in api.library(symbol="EAST").branches) == 1


def test_open_now_by_the_branch_and_its_exceptions():
    testing.two_libraries()
    monday = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)

    def now():
        return api.opening(branch=api.library(symbol="EAST").branches[0], now=monday)

    assert now().until == monday.replace(hour=22)
    day = timezone.localdate() + timedelta(days=3)
    then = datetime.combine(day, time(10), SHANGHAI)
    api.set_exception(
        actor=OPERATOR, library="EAST", branch="main", date=day, reason_zh="校庆", reason_en="Anniversary"
    )
    closed = api.opening(branch=api.library(symbol="EAST").branches[0], now=then)
    assert not closed.open
    assert closed.reason.zh == "校庆"
    assert closed.next == datetime.combine(day + timedelta(days=1), time(8), SHANGHAI)
    api.set_exception(actor=OPERATOR, library="EAST", branch="main", date=day, clear=True)
    assert api.opening(branch=api.library(symbol="EAST").branches[0], now=then).open


def test_here_is_the_picked_branch_and_the_devices_place_wins():
    testing.two_libraries()
    picked = api.here_from(cookie="EAST/main", near="")
    assert picked == Here("EAST", "main", (30.8, 106.2))
    assert api.here_from(cookie="EAST/main", near="30.8,106.0").place == (30.8, 106.0)
    assert api.here_from(cookie="NOWHERE/main", near="") == Here()
    assert api.here_from(cookie="EAST/none", near="junk") == Here()
    assert list(api.distances(here=picked)) == ["EAST/main", "WEST/main"]
    assert api.distances(here=Here()) == {}
    assert api.branch_at(here=picked).code == "main"


def test_a_figure_is_corrected_not_doubled_also_without_a_year():
    testing.two_libraries()
    for value in (1, 2):
        api.add_indicator(
            actor=OPERATOR,
            library="EAST",
            measure="holdings",
            value=value,
            unit_en="volumes",
            definition_en="all printed volumes",
            source="as printed",
            doubt_en="the unit is not named",
        )
    [figure] = api.indicators(symbol="EAST")
    assert (figure.value, figure.year, figure.doubt.en) == (2, None, "the unit is not named")


def test_each_member_has_one_agency_under_the_general_one():
    testing.two_libraries()
    assert [agency.library for agency in api.agencies()] == ["", "EAST", "WEST"]
    api.add_agency(actor=OPERATOR, library="EAST", name_en="Desk", phone="1")
    assert [agency.name.en for agency in api.agencies()][1] == "Desk"
    with pytest.raises(IntegrityError), transaction.atomic():
        Agency.objects.create(kind="general", name_zh="又一个", name_en="Another")


def test_fsck_is_silent_on_good_rows_and_names_planted_faults():
    cast = testing.cast()
    assert list(api.problems()) == []
    person = testing.user("stranger")
    today = timezone.localdate()
    Agency.objects.filter(library__symbol="EAST").delete()
    Agency.objects.update(parent=None)
    Agency.objects.filter(kind="general").delete()
    Affiliation.objects.create(
        person=person, role="reader", active_from=today, active_to=today - timedelta(days=1)
    )
    Affiliation.objects.create(person=person, role="king", active_from=today)
    east = Library.objects.get(symbol="EAST")
    Affiliation.objects.create(person=person, role="office", library=east, active_from=today)
    Affiliation.objects.create(person=person, role="manager", active_from=today)
    Affiliation.objects.create(person=person, role="reader", library=east, active_from=date(1999, 1, 1))
    Branch.objects.filter(library=east).update(latitude=None)
    Branch.objects.filter(library__symbol="WEST").update(latitude=120.0)
    Branch.objects.create(library=east, code="two", name_zh="二", name_en="", main=True)
    branch = Branch.objects.filter(library=east).first()
    OpeningHours.objects.create(branch=branch, weekday=8, opens=time(1), closes=time(2))
    Library.objects.filter(symbol="WEST").update(active_to=date(1999, 1, 1))
    found = "\n".join(api.problems())
    for named in (
        "EAST is a member without a managing agency",
        "0 general agencies",
        "ends before it begins",
        "unknown role 'king'",
        "role office is not of a library",
        "role manager needs a library",
        "begins before its library is a member",
        "half a coordinate",
        "off the earth",
        "2 main branches",
        "weekday 8",
        "WEST ends before it begins",
    ):
        assert named in found
    assert cast.office.known


def test_the_work_is_written_down_in_the_librarys_name():
    testing.two_libraries()
    kinds = {happening.kind for happening in news.happenings(library="EAST")}
    assert {"members.add-library", "members.add-branch", "members.set-hours"} <= kinds


def test_a_settled_database_uses_immediate_transactions():
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
