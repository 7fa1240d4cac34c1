"""Hold shelf, transits, due and overdue lists; the sheet of paper and its later entry."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.apps import apps
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.kernel.refusal import Refusal
from commonshelf.loans import api
from commonshelf.loans.domain.paper import Line, clock, in_order
from commonshelf.loans.models import Loan, Thing
from commonshelf.loans.testing import card_number, lend
from commonshelf.loans.tests.test_desk_pages import Desk, text
from commonshelf.members import api as members
from commonshelf.members.testing import queries

pytestmark = pytest.mark.django_db
OPERATOR = members.operator()
LISTS = ("shelf", "transits", "due", "overdue", "paper", "paper/enter")


@pytest.fixture
def desk(books):
    return Desk("librarian")


def page(desk: Desk, name: str) -> str:
    answer = desk.client.get(f"{desk.address}/{name}")
    assert answer.status_code == 200
    return text(answer)


def test_empty_lists_say_what_that_means(desk):
    assert "The hold shelf is empty." in page(desk, "shelf")
    assert "Nothing is on its way here." in page(desk, "transits")
    assert "Nothing is due here today." in page(desk, "due")
    assert "Nothing is late." in page(desk, "overdue")


def test_what_somebody_waits_for_is_on_the_pull_list_then_kept_then_cleared(desk, books, student):
    held = api.hold(
        actor=OPERATOR, reader=student.key, edition=books.editions["E2"], library="EAST", desk="EAST"
    )
    told = page(desk, "shelf")
    assert "1 book to take off the shelves" in told
    assert "西游记" in told
    desk.scan("E2")
    told = page(desk, "shelf")
    assert "1 book kept for a reader" in told
    assert student.alias in told
    assert student.name.zh not in told
    api.withdraw_hold(actor=OPERATOR, hold=held.id, library="EAST")
    assert "1 book to clear away" in page(desk, "shelf")


def test_a_van_is_unloaded_by_scanning(desk, books):
    Desk("partner", "WEST")
    api.check_in(actor=OPERATOR, library="WEST", barcode="E1")
    assert "1 book coming here" in page(desk, "transits")
    answer = desk.client.post(f"{desk.address}/transits", {"do": "back", "scan": "E1", "key": "v"})
    assert "Back on its shelf." in text(answer)
    assert "0 books coming here" in text(answer)
    wrong = desk.client.post(f"{desk.address}/transits", {"do": "scan", "scan": "E1"})
    assert wrong.status_code == 404
    unknown = desk.client.post(f"{desk.address}/transits", {"do": "back", "scan": "X9", "key": "w"})
    assert "No member has a copy" in text(unknown)


def test_due_today_and_late_by_branch(desk, books, student):
    today = timezone.localdate()
    lend(student, "E1")
    lend(student, "E2")
    Loan.objects.filter(thing__barcode="E1").update(due_date=today)
    Loan.objects.filter(thing__barcode="E2").update(due_date=today - timedelta(days=3))
    assert "红楼梦" in page(desk, "due")
    late = page(desk, "overdue")
    assert "西游记" in late
    assert "3 days late" in late
    assert student.alias in late
    assert student.name.zh not in late


def test_late_ones_go_on_over_the_page(desk, books, student, monkeypatch):
    monkeypatch.setattr("commonshelf.loans.views.lists.ROWS", 1)
    for barcode in ("E1", "E2"):
        lend(student, barcode)
    Loan.objects.update(due_date=timezone.localdate() - timedelta(days=3))
    first = desk.client.get("/loans/EAST/overdue").content.decode()
    assert "红楼梦" in first
    assert "西游记" not in first
    further = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "西游记" in text(desk.client.get(f"/loans/EAST/overdue{further}"))
    assert desk.client.get("/loans/EAST/overdue?day=31&id=x").status_code == 200


def test_longer_lists_ask_no_more_questions(desk, books, student):
    lend(student, "E1")
    Loan.objects.update(due_date=timezone.localdate() - timedelta(days=1))
    page(desk, "overdue")
    one = queries(lambda: page(desk, "overdue"))
    for barcode in ("E2", "E3"):
        lend(student, barcode)
    Loan.objects.update(due_date=timezone.localdate() - timedelta(days=1))
    assert queries(lambda: page(desk, "overdue")) == one


def test_longer_lists_of_what_travels_and_waits_ask_no_more_questions(desk, books, student):
    def one_more(held: str, sent: str) -> list[int]:
        edition = books.editions[held]
        api.hold(actor=OPERATOR, reader=student.key, edition=edition, library="EAST", desk="EAST")
        api.check_in(actor=OPERATOR, library="EAST", barcode=held)
        api.check_in(actor=OPERATOR, library="EAST", barcode=sent)
        page(desk, "shelf")
        return [queries(lambda: page(desk, "shelf")), queries(lambda: page(desk, "transits"))]

    assert one_more("E2", "W1") == one_more("R9", "W2")


def test_whose_lists_these_are(books):
    for name, status in (("manager", 200), ("partner", 404), ("reader", 404), ("stranger", 404), ("", 404)):
        client = Desk(name).client
        for one in LISTS:
            assert client.get(f"/loans/EAST/{one}").status_code == status, (name, one)
    assert Desk("auditor").client.get("/loans/EAST/shelf").status_code == 200
    assert Desk("auditor").client.get("/loans/EAST/paper/enter").status_code == 404


# -- paper


def enter(desk: Desk, *lines: tuple[str, str, str], day=None):
    told = {"day": str(day or timezone.localdate()), "branch": "main"}
    for name, cells in zip(("time", "card", "barcode"), zip(*lines, strict=True), strict=True):
        told[name] = list(cells)
    return desk.client.post("/loans/EAST/paper/enter", told)


def yesterday():
    """A day on which everybody here was a reader already."""
    day = timezone.localdate() - timedelta(days=1)
    apps.get_model("cards", "Reader").objects.update(active_from=day)
    return day


def test_the_sheet_holds_what_is_due_and_lines_to_write_on(desk, books, student):
    lend(student)
    Loan.objects.update(due_date=timezone.localdate())
    told = page(desk, "paper")
    assert "红楼梦" in told
    assert "Card number" in told


def test_lines_are_entered_with_their_times_in_the_order_it_happened(desk, books, student):
    number = card_number(student)
    lines = (("10:30", "", "E1"), ("0905", number, "E1"), ("9点20", number, "E2"))
    told = text(enter(desk, *lines, day=yesterday()))
    assert "3 lines are entered." in told
    first, second = Loan.objects.order_by("lent_at")
    assert (first.state, first.agent, second.state) == ("returned", "paper", "open")
    assert first.lent_at == timezone.make_aware(datetime.combine(yesterday(), time(9, 5)))
    assert timezone.localtime(first.closed_at).time() == time(10, 30)
    assert list(api.problems()) == []


def test_each_line_has_its_own_result_and_what_failed_stays(desk, books, student):
    number = card_number(student)
    answer = enter(
        desk, ("9:00", number, "E1"), ("25:00", number, "E2"), ("9:10", "2000", "E2"), ("9:20", "", "X404"),
        ("", "", ""), day=yesterday(),
    )  # fmt: skip
    told = text(answer)
    assert "1 line is entered." in told
    assert "3 lines could not be entered" in told
    assert "no time of day" in told
    for kept in ('value="25:00"', 'value="2000"', 'value="X404"'):
        assert kept in answer.content.decode()
    assert Loan.objects.count() == 1


def test_typed_in_twice_it_is_one_loan(desk, books, student):
    line = ("9:00", card_number(student), "E1")
    for _ in range(2):
        assert "1 line is entered." in text(enter(desk, line, day=yesterday()))
    assert Loan.objects.count() == 1


def test_a_day_out_of_bounds_loses_nothing_typed(desk, books, student):
    for day in ("2020-01-01", timezone.localdate() + timedelta(days=1), "2026-99-99", ""):
        answer = enter(desk, ("9:00", "", "E1"), day=day or "x")
        assert answer.status_code == 400
        assert 'value="E1"' in answer.content.decode()
    assert not Thing.objects.exists()


def test_what_was_scanned_since_overtakes_the_list(desk, books, student):
    lend(student, "E1")
    assert "has been scanned since" in text(enter(desk, ("0:01", "", "E1"), day=yesterday()))


@pytest.mark.parametrize(
    ("written", "meant"),
    [("9:05", time(9, 5)), ("0905", time(9, 5)), ("905", time(9, 5)), ("９：０５", time(9, 5)),
     ("9.05", time(9, 5)), ("9点5分", time(9, 5)), ("14", time(14)), ("23:59", time(23, 59))],
)  # fmt: skip
def test_times_are_read_as_people_write_them(written, meant):
    assert clock(written) == meant


@given(st.text(max_size=12))
def test_whatever_stands_there_is_a_time_or_refused(written):
    try:
        found = str(clock(written))
    except Refusal as refusal:
        found = refusal.code
    assert found == "loans.paper-time" or time.fromisoformat(found)


@given(st.times(), st.booleans())
def test_every_time_written_plainly_is_read(at, colon):
    assert clock(at.strftime("%H:%M" if colon else "%H%M")) == at.replace(second=0, microsecond=0)


@given(st.lists(st.times()))
def test_lines_go_by_time_and_keep_their_order_within_a_minute(times):
    lines = [(at.replace(second=0, microsecond=0), Line(n, "", "", "")) for n, at in enumerate(times)]
    ordered = in_order(lines)
    assert sorted(ordered, key=lambda one: one[0]) == ordered
    assert {one.n for _, one in ordered} == set(range(len(times)))
