"""A table of libraries is brought, mended and taken in: by the office only, nothing twice or lost."""

from __future__ import annotations

from datetime import date

import pytest

from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members import testing
from commonshelf.news import api as news
from commonshelf.office import api
from commonshelf.office.domain.sheet import MOST_LINES, Line
from commonshelf.office.models import Sheet

pytestmark = pytest.mark.django_db


def line(number: int, **cells: str) -> Line:
    told = {"symbol": f"CN-{number}", "name_zh": f"第{number}馆", "kind": "公共", **cells}
    return Line(number, told)


def test_good_lines_become_members_with_all_they_said():
    cast = testing.cast()
    told = line(
        2, weekdays="8:00-12:00, 14:00-18:00", vacations="2027-01-20 至 2027-02-25 寒假",
        place="30.8, 106.1", agency_phone="0817-1", website="https://a.example",
    )  # fmt: skip
    api.bring(actor=cast.office, name="馆.xlsx", lines=[told, line(3, kind="幼儿园")])
    assert api.take(actor=cast.office) == 1
    card = members.library(symbol="CN-2")
    [branch] = card.branches
    assert (card.kind, card.website, branch.place) == ("public", "https://a.example", (30.8, 106.1))
    assert [(span.weekday, str(span.opens)) for span in branch.hours][:2] == [
        (0, "08:00:00"),
        (0, "14:00:00"),
    ]
    assert {span.weekday for span in branch.hours} == set(range(5))
    coming = members.vacations(library="CN-2", today=date(2027, 1, 1))
    assert [one.name.zh for one in coming] == ["寒假"]
    agency = next(one for one in members.agencies() if one.library == "CN-2")
    assert agency.phone == "0817-1"
    waiting = api.sheet(actor=cast.office)
    assert [one.line.number for one in waiting.reading.bad] == [3]
    assert waiting.taken == 1


def test_what_was_mended_is_kept_and_the_last_line_closes_the_table():
    cast = testing.cast()
    api.bring(actor=cast.office, name="", lines=[line(2, symbol="EAST"), line(3)])
    api.mend(actor=cast.office, cells={2: {"symbol": "CN-2", "planted": "x"}}, leave_out={3})
    [entry] = api.sheet(actor=cast.office).reading.good
    assert entry.number == 2
    assert api.take(actor=cast.office) == 1
    assert api.sheet(actor=cast.office) is None
    with pytest.raises(Absent):
        api.take(actor=cast.office)


def test_pressed_twice_it_is_taken_once():
    cast = testing.cast()
    api.bring(actor=cast.office, name="", lines=[line(2), line(3, kind="")])
    assert [api.take(actor=cast.office, key="k") for _ in range(2)] == [1, 1]
    assert len(news.happenings(kind="office.take-sheet")) == 1


def test_five_hundred_broken_lines_are_kept_and_no_library_is_made():
    cast = testing.cast()
    broken = [line(number, symbol="", sunday="8:00-25:00") for number in range(2, 502)]
    api.bring(actor=cast.office, name="", lines=broken)
    before = len(members.libraries())
    assert api.take(actor=cast.office) == 0
    waiting = api.sheet(actor=cast.office)
    assert len(waiting.reading.bad) == 500
    assert {fault.code for one in waiting.reading.bad for fault in one.faults} == {"needed", "hours-range"}
    assert len(members.libraries()) == before


def test_a_table_without_lines_or_with_too_many_is_refused_and_the_one_that_waits_stays():
    cast = testing.cast()
    api.bring(actor=cast.office, name="first", lines=[line(2)])
    for lines, code in (([], "office.no-lines"), ([line(2)] * (MOST_LINES + 1), "office.too-many-lines")):
        with pytest.raises(Refusal) as refused:
            api.bring(actor=cast.office, name="second", lines=lines)
        assert refused.value.code == code
    assert api.sheet(actor=cast.office).name == "first"


def test_a_symbol_taken_between_looking_and_taking_stays_with_its_reason():
    cast = testing.cast()
    api.bring(actor=cast.office, name="", lines=[line(2), line(3)])
    members.add_library(actor=cast.office, symbol="cn-2", name_zh="先到的")
    assert api.take(actor=cast.office) == 1
    [bad] = api.sheet(actor=cast.office).reading.bad
    assert [fault.code for fault in bad.faults] == ["symbol-taken"]


def test_one_library_by_the_form_tells_each_fault_and_takes_nothing():
    cast = testing.cast()
    reading = api.take_one(actor=cast.office, cells={"symbol": "CN-9", "name_zh": "九馆", "kind": "公共",
                                                     "sunday": "25"})  # fmt: skip
    assert [fault.column for fault in reading.bad[0].faults] == ["sunday"]
    assert not news.happenings(kind="office.take-sheet")
    told = {"symbol": "CN-9", "name_zh": "九馆", "kind": "公共"}
    assert not api.take_one(actor=cast.office, cells=told).bad
    assert len(members.library(symbol="CN-9").branches[0].hours) == 7


@pytest.mark.parametrize("who", ["manager", "partner", "cataloguer", "auditor", "stranger", "visitor"])
def test_only_the_office(who):
    cast = testing.cast()
    actor = getattr(cast, who)
    api.bring(actor=cast.office, name="", lines=[line(2)])
    for act in (
        lambda: api.bring(actor=actor, name="", lines=[line(3)]),
        lambda: api.take(actor=actor),
        lambda: api.mend(actor=actor, cells={}),
        lambda: api.throw_away(actor=actor),
        lambda: api.sheet(actor=actor),
        lambda: api.take_one(actor=actor, cells={}),
    ):
        with pytest.raises(Absent):
            act()
    assert Sheet.objects.count() == 1


def test_everybody_of_the_office_has_a_table_of_their_own():
    cast = testing.cast()
    other = testing.someone("office2", *[(one.role, "") for one in cast.office.standings])
    api.bring(actor=cast.office, name="mine", lines=[line(2)])
    assert api.sheet(actor=other) is None
