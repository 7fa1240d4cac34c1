"""Service pages, vacations and the year of holidays, as they are seen and filled in."""

import json
import re
from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from commonshelf.members import api, testing
from commonshelf.members.domain.bounds import Bound
from commonshelf.members.models import Holiday, Vacation
from commonshelf.members.views import holidays as view

pytestmark = [pytest.mark.django_db, pytest.mark.urls("commonshelf.members.tests.urls")]
TODAY = timezone.localdate()
BRANCH, VACATIONS, HOLIDAYS = "/library/EAST/branch/main", "/library/EAST/vacations", "/holidays"


@pytest.fixture
def cast():
    return testing.cast()


def sign_in(client, name):
    client.force_login(testing.user(name))


def page(client, address, **headers):
    return client.get(f"{address}{'&' if '?' in address else '?'}lang=en", **headers).content.decode()


def described(text):
    return json.loads(
        re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL).group(1)
    )


def test_a_branch_has_a_page_of_its_own_for_everybody(cast, client):
    soon = TODAY + timedelta(days=30)
    api.set_branch(actor=cast.manager, library="EAST", code="main", name_en="Main building", phone="0817 1",
                   place=(30.8, 106.2), address_en="Road 1", floors_en="Maps: first floor")  # fmt: skip
    api.set_vacation(
        actor=cast.manager, library="EAST", first_date=soon, end_date=soon, name_en="Stocktaking"
    )
    text = page(client, BRANCH)
    for said in ("Main building", "Road 1", "tel:08171", "geo:30.8,106.2", "Maps: first floor", "Stocktaking",
                 "every day", "08:00–22:00", "West", "km", "public holidays", "As everywhere"):  # fmt: skip
        assert said in text, said
    assert "Change hours" not in text
    assert client.get("/library/EAST/branch/nowhere").status_code == 404
    assert client.get("/library/NOWHERE/branch/main").status_code == 404
    sign_in(client, "librarian")
    assert "Change hours" in page(client, BRANCH)
    assert f'href="{BRANCH}"' in page(client, "/library/EAST")


def test_machines_read_the_hours_too(cast, client):
    first = TODAY + timedelta(days=10)
    api.set_vacation(actor=cast.manager, library="EAST", first_date=first, end_date=first + timedelta(days=4),
                     name_en="</script><b>Break")  # fmt: skip
    told = described(page(client, BRANCH))
    assert told["@type"] == "Library"
    assert told["openingHours"] == ["Mo-Su 08:00-22:00"]
    [closed] = told["specialOpeningHoursSpecification"]
    assert (closed["validFrom"], closed["validThrough"]) == (str(first), str(first + timedelta(days=4)))
    assert closed["opens"] == closed["closes"] == "00:00"
    assert told["parentOrganization"]["@id"].endswith("/library/EAST")
    whole = described(page(client, "/library/EAST"))
    assert [one["@id"] for one in whole["department"]] == [told["@id"]]


def test_a_name_cannot_end_the_block_it_stands_in(cast, client):
    api.set_branch(actor=cast.manager, library="EAST", code="main", name_en="</script><b>Main")
    text = page(client, BRANCH)
    assert "</script><b>" not in text
    assert described(text)["name"][0]["@value"] == "</script><b>Main"


def test_the_agencys_contact_is_shown_unless_the_library_says_no(cast, client):
    api.add_agency(
        actor=cast.manager, library="EAST", name_en="Desk", phone="0817 99", email="desk@east.example"
    )
    assert "tel:081799" in page(client, "/library/EAST")
    api.set_setting(actor=cast.manager, library="EAST", name="members.contact-shown", value=False)
    for address in ("/library/EAST", BRANCH):
        assert "081799" not in page(client, address)
        assert "desk@east.example" not in page(client, address)


def test_a_rule_is_told_with_the_frame_it_was_chosen_in(cast, client):
    api.set_setting(actor=cast.manager, library="EAST", name="members.on-holidays", value="usual")
    text = page(client, BRANCH)
    assert "open as in any week" in text
    assert "own choice" in text
    only = Bound(choices=("closed",))
    api.set_bound(actor=cast.office, name="members.on-holidays", value="closed", bound=only, sure=True)
    assert "the alliance allows: only closed" in page(client, "/library/EAST")


def test_todays_special_hours_stand_everywhere(cast, client):
    api.set_holiday(actor=cast.office, date=TODAY, name_en="Feast of the reader")
    for address in ("/library/EAST", BRANCH, "/libraries"):
        assert "Feast of the reader" in page(client, address), address
    assert "No library fits" in page(client, "/libraries?open=1")


def test_a_branch_costs_as_many_queries_with_twenty_neighbours_as_with_one(
    cast, client, django_assert_max_num_queries
):
    for n in range(20):
        api.add_branch(
            actor=cast.manager, library="EAST", code=f"b{n}", name_en=f"B{n}", place=(30.8, 106 + n / 100)
        )
        day = TODAY + timedelta(days=30 + 2 * n)
        api.set_vacation(actor=cast.manager, library="EAST", branch=f"b{n}", first_date=day, end_date=day)
    client.get(BRANCH)
    for address in (BRANCH, "/library/EAST", "/libraries"):
        with django_assert_max_num_queries(8):
            client.get(address)


def test_a_suspended_library_is_shown_with_its_state(cast, client):
    assert "suspended" not in page(client, "/library/EAST")
    api.suspend(actor=cast.office, symbol="EAST", reason="unpaid")
    for address in ("/library/EAST", BRANCH, "/libraries"):
        assert "suspended" in page(client, address), address
    assert "unpaid" not in page(client, "/library/EAST")


def test_a_week_with_three_spans_a_day_is_shown_and_saved_whole(cast, client):
    three = [(time(8), time(12)), (time(14), time(18)), (time(19), time(21))]
    api.set_hours(actor=cast.manager, library="EAST", branch="main", spans=[(0, *span) for span in three])
    sign_in(client, "manager")
    fields = client.get("/library/EAST/hours/main").context["week"]
    sent = {name: field.initial or "" for name, field in fields.fields.items()}
    assert client.post("/library/EAST/hours/main", {**sent, "do": "week", "key": "k"}).status_code == 302
    hours = api.library(symbol="EAST").branches[0].hours
    assert [(span.opens, span.closes) for span in hours] == three


# -- vacations


def test_who_keeps_the_vacations(cast, client):
    for name, status in (("office", 200), ("manager", 200), ("librarian", 200), ("cataloguer", 404),
                         ("partner", 404), ("reader", 404), ("stranger", 404)):  # fmt: skip
        sign_in(client, name)
        assert client.get(VACATIONS).status_code == status, name
        if status == 404:
            form = {"do": "set", "key": "k", "vacation-first_date": TODAY, "vacation-end_date": TODAY}
            assert client.post(VACATIONS, form).status_code == 404
    assert not Vacation.objects.exists()


def test_a_vacation_is_written_changed_and_removed_on_the_page(cast, client):
    sign_in(client, "librarian")
    last = TODAY + timedelta(days=5)
    form = {"do": "set", "key": "k1", "vacation-first_date": TODAY, "vacation-end_date": last,
            "vacation-name_en": "Winter vacation"}  # fmt: skip
    assert client.post(VACATIONS, form)["Location"] == VACATIONS
    [known] = api.vacations(library="EAST", today=TODAY)
    text = page(client, f"{VACATIONS}?change={known.id}")
    assert "Winter vacation" in text
    assert f'value="{last}"' in text
    short = {**form, "key": "k2", "vacation-opens": "09:00", "vacation-closes": "12:00"}
    assert client.post(f"{VACATIONS}?change={known.id}", short).status_code == 302
    [known] = api.vacations(library="EAST", today=TODAY)
    assert (known.opens.hour, known.closes.hour) == (9, 12)
    assert "09:00–12:00" in page(client, BRANCH)
    assert client.post(VACATIONS, {"do": "drop", "key": "k3", "id": known.id}).status_code == 302
    assert api.vacations(library="EAST", today=TODAY) == []


def test_a_vacation_that_cannot_be_keeps_what_was_typed(cast, client):
    sign_in(client, "manager")
    form = {"do": "set", "key": "k", "vacation-first_date": TODAY, "vacation-name_zh": "暑假",
            "vacation-end_date": TODAY + timedelta(days=1)}  # fmt: skip
    for wrong in ({"vacation-end_date": ""}, {"vacation-end_date": TODAY - timedelta(days=2)},
                  {"vacation-opens": "09:00"}, {"vacation-first_date": TODAY + timedelta(days=9)},
                  {"vacation-end_date": TODAY + timedelta(days=900)},
                  {"vacation-branch": "annex"}):  # fmt: skip
        answer = client.post(VACATIONS, {**form, **wrong})
        assert answer.status_code == 400, wrong
        assert "暑假" in answer.content.decode()
    for odd in (
        {"do": "drop", "id": "x", "key": "k"},
        {"do": "drop", "id": "99", "key": "k"},
        {"do": "?", "key": "k"},
    ):
        assert client.post(VACATIONS, odd).status_code == 404
    assert not Vacation.objects.exists()


# -- the year of holidays


def test_the_year_is_for_everybody_and_its_buttons_for_the_office(cast, client):
    api.prefill_holidays(actor=cast.office, year=2026)
    for name in ("manager", "reader", "stranger", ""):
        sign_in(client, name) if name else client.logout()
        text = page(client, f"{HOLIDAYS}?year=2026")
        assert "National Day" in text
        assert 'method="post"' not in text
        form = {"do": "set", "key": "k", "day-first_date": "2026-10-20", "day-name_en": "x"}
        assert client.post(HOLIDAYS, form).status_code == 404
        assert client.post("/holidays/fill", {"do": "fill", "key": "k"}).status_code == 404
        assert client.get("/holidays/fill").status_code == 404
    assert Holiday.objects.filter(source="office").count() == 0
    assert client.get(f"{HOLIDAYS}?year=1").status_code == 200
    assert client.get(f"{HOLIDAYS}?year=२०२६").status_code == 200


def test_the_office_fills_in_a_year_and_corrects_it(cast, client):
    sign_in(client, "office")
    assert "Nothing is written down" in page(client, f"{HOLIDAYS}?year=2026")
    assert "is added" in page(client, "/holidays/fill?year=2026")
    filled = client.post("/holidays/fill?year=2026", {"do": "fill", "key": "k1"})
    assert filled["Location"] == "/holidays?year=2026"
    assert "already says all" in page(client, "/holidays/fill?year=2026")
    form = {"do": "set", "key": "k2", "day-first_date": "2026-10-01", "day-end_date": "2026-10-03",
            "day-name_en": "Our own days"}  # fmt: skip
    assert client.post(HOLIDAYS, form)["Location"] == "/holidays?year=2026"
    worked = {
        "do": "set",
        "key": "k3",
        "day-first_date": "2026-10-11",
        "day-works": "2",
        "day-name_en": "Make-up",
    }
    assert client.post(HOLIDAYS, worked).status_code == 302
    text = page(client, f"{HOLIDAYS}?year=2026")
    assert "Our own days" in text
    assert "hours of Wednesday" in text
    assert "written by the office" in text
    assert "stays: the office wrote it" in page(client, "/holidays/fill?year=2026")
    assert 'value="2026-10-03"' in page(client, f"{HOLIDAYS}?year=2026&change=2026-10-01")
    drop = {"do": "drop", "key": "k4", "first": "2026-10-01", "last": "2026-10-03"}
    assert client.post(HOLIDAYS, drop).status_code == 302
    assert "Taken out by hand" in page(client, f"{HOLIDAYS}?year=2026")
    assert not api.work_calendar(library="").exceptions[date(2026, 10, 4)]


def test_what_cannot_be_is_said_beside_its_field(cast, client):
    sign_in(client, "office")
    good = {"do": "set", "key": "k", "day-first_date": "2026-10-01", "day-name_en": "Days"}
    for wrong in ({"day-first_date": ""}, {"day-name_en": ""}, {"day-end_date": "2026-09-01"},
                  {"day-end_date": "2026-12-24"}, {"day-first_date": "1066-10-14"},
                  {"day-works": "8"}):  # fmt: skip
        assert client.post(HOLIDAYS, {**good, **wrong}).status_code == 400, wrong
    for odd in ({"do": "drop", "first": "x", "last": "y", "key": "k"}, {"do": "", "key": "k"}):
        assert client.post(HOLIDAYS, odd).status_code == 404
    answer = client.post("/holidays/fill?year=2026", {"do": "country", "key": "k", "country": "Atlantis"})
    assert answer.status_code == 400
    assert "Atlantis" in answer.content.decode()
    assert client.post("/holidays/fill?year=2026", {"do": "?", "key": "k"}).status_code == 404
    assert not Holiday.objects.exists()
    chosen = client.post("/holidays/fill?year=2026", {"do": "country", "key": "k", "country": "de"})
    assert chosen.status_code == 302
    assert "German Unity Day" in page(client, "/holidays/fill?year=2026")


def test_staff_are_warned_and_readers_are_not(cast, client):
    for name, warned in (("librarian", True), ("office", True), ("", False)):
        sign_in(client, name) if name else client.logout()
        assert ("not in the alliance" in page(client, HOLIDAYS)) is warned, name


def test_the_years_picture_knows_every_day_once():
    for year in (2024, 2026):
        cells = [
            cell
            for month in view.months(year, {}, TODAY)
            for week in month.weeks
            for cell in week
            if cell.day
        ]
        assert len(cells) == 366 - bool(year % 4)
