"""Couriers' timetables: cells as people write them, doors, pages for the office and for others."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import testing
from commonshelf.sharing.domain import couriers as domain
from commonshelf.sharing.domain.couriers import Given, Misread
from commonshelf.sharing.models import Route
from commonshelf.sharing.planning import bringing, couriers, supplying
from commonshelf.sharing.planning.route_words import COLUMNS, fault

TODAY = date(2026, 11, 24)
PLACES = {"EAST": ("main",), "WEST": ("main", "north")}
LINE = Given(("EAST", ""), ("WEST", "north"), "135", time(14, 30), 3.0, TODAY)


# -- cells


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("1,3,5", "135"),
        ("周一、周三、周五", "135"),
        ("周一三五", "135"),
        ("Mon-Fri", "12345"),
        ("周一至周五", "12345"),
        ("工作日", "12345"),
        ("每天", "1234567"),
        ("Sat, Sunday", "67"),
        ("5 和 2", "25"),
        ("星期日", "7"),
    ],
)
def test_days_as_people_write_them(said: str, meant: str) -> None:
    assert domain.weekdays(said) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [("14:30", time(14, 30)), ("8点", time(8)), ("0830", time(8, 30)), ("9:05:00", time(9, 5))],
)
def test_times_as_people_write_them(said: str, meant: time) -> None:
    assert domain.leaves(said) == meant


@pytest.mark.parametrize(
    ("column", "said", "code"),
    [
        ("from", "NOWHERE", "no-library"),
        ("to", "WEST/south", "no-branch"),
        ("weekdays", "soon", "weekdays"),
        ("weekdays", "Fri-Mon", "weekdays"),
        ("leaves", "25:00", "time"),
        ("hours", "0", "hours"),
        ("hours", "a day", "hours"),
        ("cost", "much", "yuan"),
        ("begins", "2026-02-30", "day"),
        ("to", "EAST", "same-ends"),
        ("ends", "2026-11-01", "ends-first"),
    ],
)
def test_a_cell_that_cannot_be_says_what_is_wrong(column: str, said: str, code: str) -> None:
    good = {
        "from": "EAST",
        "to": "WEST",
        "weekdays": "1",
        "leaves": "8:00",
        "hours": "2",
        "begins": "2026-11-24",
    }
    cells = {**good, column: said}
    (line,), missing = domain.read([list(cells), list(cells.values())], PLACES, TODAY)
    assert not missing
    assert line.given is None
    assert {name: one.code for name, one in line.faults.items()} == {column: code}
    assert "{" not in fault(line.faults[column])


def test_headings_in_chinese_in_another_order_or_none_at_all() -> None:
    chinese = [
        ["到达馆", "发出馆", "星期", "发车时间", "用时", "备注"],
        ["west/north", "east", "1,3,5", "14:30", "3", "x"],
    ]
    (line,), _ = domain.read(chinese, PLACES, TODAY)
    assert line.given == LINE
    (bare,), _ = domain.read([["EAST", "WEST/north", "135", "1430", "3"]], PLACES, TODAY)
    assert bare.given == LINE
    assert domain.read([["from", "to"]], PLACES, TODAY) == ([], ("weekdays", "leaves", "hours"))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_headings_shown_on_the_page_are_understood(language: str) -> None:
    with translation.override(language):
        shown = [str(words) for words in COLUMNS.values()]
    assert domain.columns_of(shown) == list(domain.COLUMNS)


@given(st.lists(st.lists(st.text(max_size=12), max_size=11), max_size=5))
def test_any_table_is_read_or_told_of(rows: list[list[str]]) -> None:
    lines, missing = domain.read(rows, PLACES, TODAY)
    assert all((line.given is None) == bool(line.faults) for line in lines)
    assert not (lines and missing)


@given(st.sets(st.integers(1, 7), min_size=1))
def test_days_written_as_digits_come_back(days: set[int]) -> None:
    digits = "".join(map(str, sorted(days)))
    assert domain.weekdays(",".join(digits)) == digits


def test_cells_survive_the_box_they_are_mended_in() -> None:
    rows = [["from", "to"], ["EAST", "a\tb\nc"]]
    assert bringing.from_text(bringing.as_text(rows)) == [["from", "to"], ["EAST", "a b c"]]


# -- doors


@pytest.fixture
def cast(db: Any) -> testing.Cast:
    return testing.cast()


def test_the_office_writes_all_staff_read(cast: testing.Cast) -> None:
    line = Given(("EAST", ""), ("WEST", ""), "135", time(14, 30), 3.0, TODAY)
    made = couriers.set_route(actor=cast.office, given=line, key="one")
    assert couriers.set_route(actor=cast.office, given=line, key="one") == made
    assert Route.objects.count() == 1
    for actor in (cast.manager, cast.partner, cast.librarian, cast.auditor):
        assert couriers.route(actor=actor, id=made.id).weekdays == "135"
    for actor in (cast.manager, cast.partner, cast.librarian):
        with pytest.raises(Absent):
            couriers.set_route(actor=actor, given=line)
    for actor in (cast.reader, cast.stranger, cast.visitor):
        with pytest.raises(Absent):
            couriers.routes(actor=actor)


def test_what_somebody_else_changed_meanwhile_is_not_written_over(cast: testing.Cast) -> None:
    line = Given(("EAST", ""), ("WEST", ""), "135", time(14, 30), 3.0, TODAY)
    made = couriers.set_route(actor=cast.office, given=line)
    couriers.set_route(actor=cast.office, given=line, id=made.id, version=made.version)
    with pytest.raises(Refusal) as no:
        couriers.set_route(actor=cast.office, given=line, id=made.id, version=made.version)
    assert no.value.code == "sharing.changed-meanwhile"


def test_a_table_brought_twice_changes_what_differs(cast: testing.Cast) -> None:
    rows = [
        ["from", "to", "weekdays", "leaves", "hours"],
        ["EAST", "WEST", "135", "14:30", "3"],
        ["EAST", "?", "1", "8", "1"],
    ]
    lines = couriers.look(actor=cast.office, rows=rows)
    assert couriers.take(actor=cast.office, lines=lines) == (1, 0)
    assert couriers.take(actor=cast.office, lines=lines) == (0, 0)
    rows[1][4] = "5"
    assert couriers.take(actor=cast.office, lines=couriers.look(actor=cast.office, rows=rows)) == (0, 1)
    assert Route.objects.get().hours == 5


def test_a_line_ends_and_stays_readable(cast: testing.Cast) -> None:
    line = Given(("EAST", ""), ("WEST", ""), "135", time(14, 30), 3.0, TODAY)
    made = couriers.set_route(actor=cast.office, given=line)
    over = couriers.end_route(actor=cast.office, id=made.id, last_date=TODAY, version=made.version)
    assert over.last_date == TODAY
    assert couriers.route(actor=cast.manager, id=made.id) == over


def test_what_a_library_does_for_others_is_its_managers_to_say(cast: testing.Cast) -> None:
    (loan, _) = supplying.supplying(actor=cast.manager, library="EAST")
    assert (loan.own, loan.a_day, loan.fee) == (False, loan.usual, 0)
    told = {"library": "EAST", "service": "Loan", "version": 0}
    made = supplying.set_capacity(actor=cast.manager, a_day=0, fee=200, **told)
    assert (made.supplies, made.fee, made.version) == (False, 200, 1)
    for actor in (cast.partner, cast.librarian, cast.reader):
        with pytest.raises(Absent):
            supplying.set_capacity(actor=actor, a_day=1, fee=0, **told)
    with pytest.raises(Refusal) as dear:
        supplying.set_capacity(actor=cast.manager, a_day=1, fee=10**7, **{**told, "version": 1})
    assert dear.value.code == "sharing.fee-too-high"


# -- pages


def test_pages_of_a_line_from_new_to_its_end(client: Any, cast: testing.Cast) -> None:
    client.force_login(testing.user("office"))
    sent = {
        "start": "EAST", "end": "WEST", "weekdays": ["1", "3"], "leaves_at": "14:30", "hours": "2.5",
        "yuan": "3", "begins": "2026-11-24", "ends": "", "name": "A", "version": "", "key": "k", "do": "save",
    }  # fmt: skip
    assert client.post("/couriers/new", {**sent, "hours": "0"}).status_code == 400
    assert client.post("/couriers/new", sent).status_code == 302
    row = Route.objects.get()
    assert (row.weekdays, float(row.hours), row.cost) == ("13", 2.5, 300)
    assert "14:30" in client.get("/couriers?library=WEST").content.decode()
    assert client.get(f"/couriers/{row.pk}").status_code == 200
    client.post(f"/couriers/{row.pk}", {"do": "end", "version": row.version, "key": "e"})
    assert Route.objects.get().active_to is not None


def test_the_page_of_a_table_keeps_what_is_to_be_mended(client: Any, cast: testing.Cast) -> None:
    client.force_login(testing.user("office"))
    text = "EAST\tWEST\t135\t14:30\t3\nEAST\tNORTH\t1\t8:00\t1"
    looked = client.post("/couriers/table", {"text": text, "do": "look", "key": "a"})
    assert looked.status_code == 200
    assert "NORTH" in looked.content.decode()
    taken = client.post("/couriers/table", {"text": text, "do": "take", "key": "b"}).content.decode()
    assert Route.objects.count() == 1
    assert "NORTH" in taken
    assert "135" not in taken
    assert client.post("/couriers/table", {"text": "", "do": "look", "key": "c"}).status_code == 400


def test_the_list_of_lines_asks_as_much_for_twenty_as_for_ten(client: Any, cast: testing.Cast) -> None:
    client.force_login(testing.user("office"))
    asked = []
    for _ in range(2):
        for hour in range(10):
            line = Given(("EAST", ""), ("WEST", ""), "1", time(hour, Route.objects.count()), 1.0, TODAY)
            couriers.set_route(actor=cast.office, given=line)
        client.get("/couriers")
        asked.append(testing.queries(lambda: client.get("/couriers")))
    assert asked[0] == asked[1]


def test_the_page_of_what_a_library_does_for_others(client: Any, cast: testing.Cast) -> None:
    client.force_login(testing.user("manager"))
    assert client.get("/supplying").headers["Location"] == "/supplying/EAST"
    sent = {"service": "Copy", "how": "some", "a_day": "", "yuan": "", "version": "0", "key": "k"}
    assert client.post("/supplying/EAST", sent).status_code == 400
    assert client.post("/supplying/EAST", {**sent, "a_day": "7"}).status_code == 302
    assert supplying.supplying(actor=cast.manager, library="EAST")[1].a_day == 7
    assert client.get("/supplying/WEST").status_code == 404


def test_misread_says_its_code() -> None:
    with pytest.raises(Misread) as no:
        domain.hours("much")
    assert no.value.code == "hours"
