"""Doors and rows of holidays and vacations: who may, what follows, what is refused."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api, fsck, testing
from commonshelf.members.models import Branch, Holiday, Vacation

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
NEXT = timezone.localdate() + timedelta(days=3)


@pytest.fixture
def cast():
    return testing.cast()


def noon(day):
    return datetime.combine(day, time(12), SHANGHAI)


def opening(day, library="EAST"):
    return api.opening(branch=api.library(symbol=library).branches[0], now=noon(day))


def test_a_holiday_closes_every_branch_and_stops_every_clock(cast):
    assert opening(NEXT).open
    clock = api.work_calendar(library="EAST")
    assert clock.is_working(noon(NEXT))
    api.set_holiday(actor=cast.office, date=NEXT, name_zh="校庆", name_en="Founders' Day")
    for library in ("EAST", "WEST"):
        found = opening(NEXT, library)
        assert not found.open
        assert found.reason.zh == "校庆"
        assert not api.work_calendar(library=library).is_working(noon(NEXT))
    api.drop_holiday(actor=cast.office, date=NEXT)
    assert opening(NEXT).open
    assert api.work_calendar(library="EAST").is_working(noon(NEXT))


def test_a_vacation_of_the_library_and_one_of_its_branch(cast):
    api.add_branch(actor=cast.manager, library="EAST", code="annex", name_en="Annex")
    api.set_hours(
        actor=cast.manager, library="EAST", branch="annex", spans=[(n, *testing.DAY) for n in range(7)]
    )
    span = {"first_date": NEXT, "end_date": NEXT + timedelta(days=20)}
    api.set_vacation(actor=cast.manager, library="EAST", name_en="Winter", **span)
    short = api.set_vacation(actor=cast.librarian, library="EAST", branch="annex", opens=time(9),
                             closes=time(13), **span)  # fmt: skip
    main, annex = api.library(symbol="EAST").branches
    assert not api.opening(branch=main, now=noon(NEXT)).open
    assert api.opening(branch=annex, now=noon(NEXT)).until == datetime.combine(NEXT, time(13), SHANGHAI)
    clock = api.work_calendar(library="EAST")
    assert clock.between(noon(NEXT), noon(NEXT + timedelta(days=1))) == 60 + 180
    assert opening(NEXT, "WEST").open
    api.drop_vacation(actor=cast.librarian, library="EAST", id=short.id)
    assert not api.work_calendar(library="EAST").is_working(noon(NEXT))


def test_a_table_may_be_read_twice_and_a_vacation_changed(cast):
    span = {"first_date": NEXT, "end_date": NEXT + timedelta(days=2)}
    first = api.set_vacation(actor=cast.manager, library="EAST", name_en="Winter", **span)
    again = api.set_vacation(actor=cast.manager, library="EAST", name_en="Winter break", **span)
    assert again.id == first.id
    moved = api.set_vacation(actor=cast.manager, library="EAST", id=first.id, branch="main", first_date=NEXT,
                             end_date=NEXT, key="k")  # fmt: skip
    assert (moved.branch, moved.days) == ("main", 1)
    [known] = api.vacations(library="EAST", today=NEXT)
    assert known == moved
    assert api.set_vacation(actor=cast.manager, library="EAST", id=first.id, first_date=NEXT, end_date=NEXT,
                            key="k") == moved  # fmt: skip
    assert api.vacations(library="EAST", today=NEXT + timedelta(days=1)) == []


@pytest.mark.parametrize(("told", "code"), [
    ({"end_date": NEXT - timedelta(days=1)}, "members.days-crossed"),
    ({"end_date": NEXT + timedelta(days=500)}, "members.too-many-days"),
    ({"end_date": NEXT, "opens": time(9)}, "members.half-hours"),
])  # fmt: skip
def test_a_vacation_that_cannot_be_is_refused_and_nothing_is_written(cast, told, code):
    with pytest.raises(Refusal, match=code):
        api.set_vacation(actor=cast.manager, library="EAST", first_date=NEXT, **told)
    assert not Vacation.objects.exists()


def test_who_may_say_what(cast):
    span = {"first_date": NEXT, "end_date": NEXT}
    own = api.set_vacation(actor=cast.manager, library="EAST", **span)
    for actor in (cast.partner, cast.reader, cast.stranger, cast.cataloguer, cast.auditor, cast.visitor):
        with pytest.raises(Absent):
            api.set_vacation(actor=actor, library="EAST", **span)
        with pytest.raises(Absent):
            api.drop_vacation(actor=actor, library="EAST", id=own.id)
        for act in (api.set_holiday, api.drop_holiday):
            with pytest.raises(Absent):
                act(actor=actor, date=NEXT, **({"name_en": "x"} if act is api.set_holiday else {}))
        with pytest.raises(Absent):
            api.prefill_holidays(actor=actor, year=2026)
        with pytest.raises(Absent):
            api.set_holidays_of(actor=actor, country="DE")
    with pytest.raises(Absent):
        api.drop_vacation(actor=cast.partner, library="WEST", id=own.id)  # of another library's
    with pytest.raises(Absent):
        api.set_holiday(actor=cast.manager, date=NEXT, name_en="x")
    assert Vacation.objects.count() == 1


def test_filling_in_a_year_and_what_was_written_by_hand(cast):
    api.set_holiday(actor=cast.office, date=date(2026, 10, 1), name_zh="国庆、馆庆")
    counts = api.prefill_holidays(actor=cast.office, year=2026, key="once")
    assert counts["kept"] == 1
    assert counts["new"] == Holiday.objects.count() - 1 > 30
    assert api.prefill_holidays(actor=cast.office, year=2026, key="once") == counts
    assert api.prefill_holidays(actor=cast.office, year=2026) == {"kept": 1, "same": counts["new"]}
    [feast] = [one for one in api.holidays(year=2026) if one.date == date(2026, 10, 1)]
    assert feast.name.zh == "国庆、馆庆"
    sunday = date(2026, 9, 20)
    assert api.work_calendar(library="").is_working(noon(sunday))
    assert not api.work_calendar(library="").is_working(noon(date(2026, 10, 2)))


def test_what_was_taken_out_stays_out_until_it_is_forgotten(cast):
    api.prefill_holidays(actor=cast.office, year=2026)
    day = date(2026, 10, 10)
    api.drop_holiday(actor=cast.office, date=day)
    assert not api.work_calendar(library="").is_working(noon(day))
    api.prefill_holidays(actor=cast.office, year=2026)
    assert not api.work_calendar(library="").is_working(noon(day))
    api.drop_holiday(actor=cast.office, date=day)
    assert not Holiday.objects.filter(date=day).exists()
    api.prefill_holidays(actor=cast.office, year=2026)
    assert api.work_calendar(library="").is_working(noon(day))
    own = date(2026, 10, 20)
    api.set_holiday(actor=cast.office, date=own, name_en="ours")
    api.drop_holiday(actor=cast.office, date=own)
    assert not Holiday.objects.filter(date=own).exists()
    with pytest.raises(Absent):
        api.drop_holiday(actor=cast.office, date=own)


def test_several_days_at_once_and_make_up_days(cast):
    cards = api.set_holidays(
        actor=cast.office, first_date=NEXT, end_date=NEXT + timedelta(days=2), name_en="Break"
    )
    assert len(cards) == 3
    api.set_holidays(actor=cast.office, first_date=NEXT, worked_as=0, name_en="Make-up")
    assert opening(NEXT).open
    for wrong, code in (({"worked_as": 7}, "bad-weekday"), ({"name_en": " "}, "no-name"),
                        ({"end_date": NEXT + timedelta(days=40)}, "too-many-days"),
                        ({"first_date": date(1999, 1, 1)}, "bad-year")):  # fmt: skip
        with pytest.raises(Refusal, match=f"members.{code}"):
            api.set_holidays(**{"actor": cast.office, "first_date": NEXT, "name_en": "x", **wrong})
    with pytest.raises(Refusal, match=r"members\.no-such-country"):
        api.set_holidays_of(actor=cast.office, country="Atlantis")


def test_another_country_fills_in_its_own(cast):
    api.set_holidays_of(actor=cast.office, country="us-ca")
    api.prefill_holidays(actor=cast.office, year=2026)
    assert {"Independence Day"} <= {one.name.en for one in api.holidays(year=2026)}
    api.set_holidays_of(actor=cast.office, country="CN")
    counts = api.prefill_holidays(actor=cast.office, year=2026)
    assert counts["gone"] > 5
    assert "Independence Day" not in {one.name.en for one in api.holidays(year=2026)}


def test_a_library_that_stays_open_on_public_holidays(cast):
    api.set_holiday(actor=cast.office, date=NEXT, name_en="Feast")
    api.set_setting(actor=cast.manager, library="EAST", name="members.on-holidays", value="usual")
    assert opening(NEXT).open
    assert not opening(NEXT, "WEST").open
    assert api.work_calendar(library="EAST").is_working(noon(NEXT))


def test_staff_are_told_what_the_table_lacks(cast):
    def gaps(*day):
        return [(gap.year, gap.empty) for gap in api.holiday_gaps(today=date(*day))]

    assert gaps(2026, 5, 1) == [(2026, True)]
    api.prefill_holidays(actor=cast.office, year=2026)
    assert gaps(2026, 10, 31) == []
    assert gaps(2026, 11, 1) == [(2027, True)]
    api.prefill_holidays(actor=cast.office, year=2027)
    assert gaps(2026, 12, 1) == [(2027, False)], "the days off by law are there, the make-up days are not"
    api.set_holiday(actor=cast.office, date=date(2027, 2, 14), name_en="Make-up", worked_as=4)
    assert gaps(2026, 12, 1) == []


def test_a_library_without_hours_and_the_office_work_from_nine_to_five(cast):
    api.add_library(actor=cast.office, symbol="NEW", name_en="New")
    monday = date(2026, 11, 23)
    for library in ("NEW", ""):
        clock = api.work_calendar(library=library)
        start = datetime.combine(monday, time(8), SHANGHAI).astimezone(UTC)
        assert clock.add(start, 60) == datetime.combine(monday, time(10), SHANGHAI)
    with pytest.raises(Absent):
        api.work_calendar(library="NOWHERE")


def test_the_cards_and_clocks_cost_no_query_while_nothing_changes(cast, django_assert_num_queries):
    with api.one_look():
        api.work_calendar(library="EAST")
        opening(NEXT)
        with django_assert_num_queries(0):
            for _ in range(3):
                api.work_calendar(library="EAST")
                opening(NEXT)
                api.vacations(library="EAST", today=NEXT)
                api.holidays(year=2026)


def test_what_fsck_finds(cast):
    assert list(fsck.problems()) == []
    library, other = (api.library_id(symbol=one) for one in ("EAST", "WEST"))
    branch = Branch.objects.get(library_id=other)
    span = {"first_date": NEXT, "end_date": NEXT}
    Vacation.objects.create(library_id=library, branch=branch, **span)
    Vacation.objects.create(library_id=library, first_date=NEXT, end_date=NEXT - timedelta(days=1))
    Vacation.objects.create(library_id=library, opens=time(9), **span)
    Holiday.objects.create(date=NEXT, worked_as=9, source="office")
    Holiday.objects.create(date=NEXT + timedelta(days=1), source="dream")
    found = "\n".join(fsck.problems())
    for said in ("of another library", "ends before it begins", "only one of", "weekday 9", "'dream'"):
        assert said in found
