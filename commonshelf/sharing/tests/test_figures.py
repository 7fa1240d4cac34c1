"""Figures: from the event rows alone, the same however they come, and each to whom they belong."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.kernel.actor import Role
from commonshelf.members.testing import queries, someone, user
from commonshelf.news import api as news
from commonshelf.sharing import api
from commonshelf.sharing.domain.figuring import FEW, Pair, Row, Times, figures, groups, of, times
from commonshelf.sharing.domain.tracing import Told, traced
from commonshelf.sharing.figures import projecting
from commonshelf.sharing.figures.flow import BAND, flow
from commonshelf.sharing.models import Passage
from commonshelf.sharing.testing import Desks, desks, place, press

PAGE = "/sharing/figures"
START = datetime(2026, 9, 7, 9, tzinfo=UTC)


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


# -- tracing, pure


PLACED = Told("place", at(0), {"after": "queued", "requester": "EAST", "service": "Loan"})


def told(
    action: str, hours: float, after: str, attempt: int = 1, supplier: str = "WEST", **more: str
) -> Told:
    facts = {"after": after, "attempt": attempt, "supplier": supplier, "service": "Loan", **more}
    return Told(action, at(hours), facts)


def test_a_course_with_a_no_and_a_yes() -> None:
    course = traced(
        [
            PLACED,
            told("ask", 0, "asked"),
            told("cannot-supply", 5, "queued", reason="NotOnShelf"),
            told("ask", 5, "asked", 2, "NORTH"),
            told("ship", 12, "shipped", 2, "NORTH"),
            told("receive", 40, "received", 2, "NORTH"),
            told("check-in", 900, "completed", 2, "NORTH"),
        ]
    )
    assert course is not None
    first, second = course.attempts
    assert (first.outcome, first.reason, first.answered_at) == ("no", "NotOnShelf", at(5))
    assert (second.outcome, second.shipped_at, second.received_at) == ("filled", at(12), at(40))
    assert (course.supplier, course.filled_at, course.outcome) == ("NORTH", at(40), "completed")


def test_what_was_taken_back_never_was() -> None:
    """Nor what followed it by itself: the library that was asked because of it."""
    course = traced(
        [
            PLACED,
            told("ask", 0, "asked"),
            told("cannot-supply", 5, "queued", reason="NotOnShelf"),
            told("ask", 5, "asked", 2, "NORTH"),
            Told("undo", at(6), {"after": "asked", "action": "cannot-supply"}),
            told("ship", 8, "shipped"),
        ]
    )
    assert course is not None
    (only,) = course.attempts
    assert (only.supplier, only.outcome, only.shipped_at) == ("WEST", "", at(8))


@pytest.mark.parametrize(
    ("action", "outcome"),
    [("time-out", "late"), ("move-on", "late"), ("allow-cancel", "left"), ("lapse", "left")],
)
def test_ends_that_are_no_answer(action: str, outcome: str) -> None:
    course = traced([PLACED, told("ask", 0, "asked"), told(action, 30, "queued")])
    assert course is not None
    assert course.attempts[0].outcome == outcome


def test_a_copy_is_there_when_it_is_delivered_and_a_book_of_ones_own_when_it_is_found() -> None:
    copy = traced([PLACED, told("ask", 0, "asked"), told("deliver", 9, "delivered")])
    own = traced([PLACED, Told("fill-locally", at(2), {"after": "filled-locally"})])
    assert copy is not None
    assert own is not None
    assert (copy.filled_at, copy.closed_at, copy.outcome) == (at(9), at(9), "delivered")
    assert (own.filled_at, own.supplier) == (at(2), "")


def test_without_its_beginning_nothing_is_made_up() -> None:
    assert traced([told("ask", 0, "asked")]) is None


# -- figuring, pure


def row(attempt: int, hours: float | None = None, **more: object) -> Row:
    values: dict[str, object] = {
        "attempt": attempt, "requester": "EAST", "supplier": "WEST", "service": "Loan", "placed_at": at(0),
        "asked_at": at(1) if attempt else None, "answered_at": None, "shipped_at": None,
        "received_at": None if hours is None else at(hours), "outcome": "", "reason": "",
    }  # fmt: skip
    return Row(**{**values, **more})  # type: ignore[arg-type]


def test_the_fill_rate_leaves_out_what_is_open_or_was_cancelled() -> None:
    rows = [row(0, 30), row(0, 50), row(0, outcome="unfilled"), row(0, outcome="cancelled"), row(0)]
    whole = figures(rows).whole
    assert (whole.placed, whole.open, whole.filled, whole.missed) == (5, 1, 2, 1)
    assert whole.share == pytest.approx(100 * 2 / 3)


def test_reasons_are_counted_and_being_late_is_one() -> None:
    rows = [row(1, outcome="no", reason="NotOnShelf")] * 2 + [
        row(1, outcome="late"),
        row(1, outcome="filled"),
    ]
    assert figures(rows).reasons == (("NotOnShelf", 2), ("late", 1))


def test_a_library_reads_what_it_has_part_in() -> None:
    mine, other = row(1), row(1, requester="SOUTH", supplier="NORTH")
    assert of([mine, other], "WEST") == of([mine, other], "EAST") == [mine]


@given(st.lists(st.floats(0, 500), max_size=40))
def test_times_of_few_are_not_told_and_shares_make_a_whole(hours: list[float]) -> None:
    found = times(hours)
    assert found.count == len(hours)
    if len(hours) < FEW:
        assert (found.mean, found.median, found.p90, found.shares) == (None, None, None, ())
    else:
        assert sum(found.shares) == pytest.approx(100)
        assert min(hours) <= found.median <= found.p90 + 1e-9 <= max(hours) + 1e-6  # type: ignore[operator]


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("ABCDEFGHIJKLM"), st.sampled_from("ABCDEFGHIJKLM")),
        st.integers(1, 500),
        max_size=60,
    )
)
def test_a_picture_holds_everything_that_flowed(amounts: dict[tuple[str, str], int]) -> None:
    drawn = flow(Pair(a, b, filled, Times(0), Times(0)) for (a, b), filled in amounts.items())
    whole = sum(amounts.values())
    assert sum(one.filled for one in drawn.ribbons) == whole
    assert sum(one.total for one in drawn.givers) == sum(one.total for one in drawn.takers) == whole
    assert len(drawn.givers) <= 9
    if whole:
        assert sum(one.height for one in drawn.givers) == pytest.approx(BAND)
        bottoms = [(node.top, node.top + node.height) for node in drawn.givers]
        assert all(a[1] <= b[0] + 1e-6 for a, b in pairwise(bottoms))


def test_a_kind_of_readers_is_told_where_it_is_large_enough() -> None:
    """Students 12 (two unfilled), teachers 7, citizens 2: with the sum known, 2 would be left over."""
    students = [row(0, 10, group="student")] * 10 + [row(0, outcome="unfilled", group="student")] * 2
    rows = [*students, *[row(0, 20, group="teacher")] * 7, *[row(0, 30, group="citizen")] * 2, row(1, 5)]
    told = {one.group: one for one in groups(rows)}
    assert list(told) == ["student", "teacher", "citizen"]
    assert (told["student"].placed, round(told["student"].share or 0), told["student"].reader.median) == (
        12,
        83,
        10,
    )
    for hidden in ("teacher", "citizen"):
        assert (told[hidden].placed, told[hidden].share, told[hidden].reader.count) == (None, None, 0)
    assert [one.placed for one in groups(rows, "EAST")] == [12, None, None]
    assert groups(rows, "WEST") == ()


def test_few_that_have_ended_tell_no_share() -> None:
    rows = [row(0, group="student")] * 9 + [row(0, outcome="unfilled", group="student")]
    assert [(one.placed, one.share) for one in groups(rows)] == [(10, None)]


# -- the rows, from real acts

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Desks:
    return desks()


def kept() -> list[dict[str, object]]:
    return list(Passage.objects.order_by("request", "attempt").values(*(
        one.name for one in Passage._meta.get_fields() if one.name != "id"
    )))  # fmt: skip


def deliver() -> None:
    """All that waits for the figures, as the worker would."""
    while news.work_once(now=timezone.now() + timedelta(days=900), include=["sharing.figures"], turns=False):
        pass


def lent(world: Desks) -> str:
    card = press(world.west, place(world), "will-supply")
    card = press(world.west, card, "ship")
    return press(world.east, card, "receive").number


def test_a_request_that_was_lent_is_in_the_rows(world: Desks) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        card = place(world)
        clock.shift(timedelta(hours=7))
        card = press(world.west, press(world.west, card, "will-supply"), "ship")
        clock.shift(timedelta(hours=20))
        press(world.east, card, "receive")
    deliver()
    whole, first = Passage.objects.filter(request=card.number).order_by("attempt")
    assert {whole.group_kind, first.group_kind} == {"student"}
    assert (whole.requester, whole.supplier, first.supplier, first.outcome) == (
        "EAST",
        "WEST",
        "WEST",
        "filled",
    )
    assert whole.received_at - whole.placed_at == timedelta(hours=27)
    assert first.shipped_at - first.asked_at == timedelta(hours=7)


def test_taking_back_takes_it_out_of_the_figures(world: Desks) -> None:
    card = press(world.west, press(world.west, place(world), "will-supply"), "ship")
    deliver()
    assert Passage.objects.get(attempt=1).shipped_at
    api.undo(actor=world.west, request=card.number)
    deliver()
    assert Passage.objects.get(attempt=1).shipped_at is None


def test_rows_made_as_it_happened_are_those_made_from_the_log_alone(world: Desks) -> None:
    """One lent, one refused, one taken back, one cancelled, each followed step by step."""
    lent(world)
    deliver()
    press(world.west, place(world, "W1"), "cannot-supply", reason="NotOnShelf")
    card = press(world.west, place(world, "W1"), "will-supply")
    deliver()
    api.undo(actor=world.west, request=card.number)
    deliver()
    press(world.reader, card, "cancel")
    deliver()
    followed = kept()
    assert {one["outcome"] for one in followed} >= {"filled", "no", "unfilled"}
    assert len(followed) == 6
    assert projecting.rebuild() == len({one["request"] for one in followed})
    assert kept() == followed


def test_deliveries_twice_and_in_any_order_change_nothing(world: Desks) -> None:
    lent(world)
    deliver()
    before = kept()
    for happening in news.happenings(kind="sharing"):
        projecting.follow(happening)
        projecting.follow(happening)
    assert kept() == before


# -- the page


def signed(name: str) -> Client:
    client = Client()
    client.force_login(user(name), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def people(world: Desks) -> Desks:
    someone("f-office", (Role.OFFICE, ""))
    someone("f-east", (Role.MANAGER, "EAST"))
    someone("f-west", (Role.LIBRARIAN, "WEST"))
    someone("f-reader", (Role.READER, "EAST"))
    someone("f-stranger")
    return world


def many(pairs: int, each: int = 1) -> None:
    now = timezone.now()
    for pair in range(pairs):
        for number in range(each):
            common = {
                "request": f"Q{pair}-{number}",
                "requester": f"R{pair}",
                "supplier": "WEST",
                "service": "Loan",
                "placed_at": now - timedelta(hours=50), "received_at": now - timedelta(hours=number),
            }  # fmt: skip
            Passage.objects.create(attempt=0, outcome="completed", **common)
            Passage.objects.create(attempt=1, outcome="filled", asked_at=common["placed_at"], **common)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_office_reads_all_and_a_member_its_own(people: Desks, language: str) -> None:
    many(2, FEW)
    Passage.objects.create(
        request="Q9",
        attempt=0,
        requester="EAST",
        service="Loan",
        placed_at=timezone.now(),
        outcome="unfilled",
    )
    for name, shown in (("f-office", True), ("f-east", False), ("f-west", True)):
        answer = signed(name).get(PAGE, headers={"accept-language": language})
        assert answer.status_code == 200
        assert ("R1" in answer.content.decode()) is shown, name


def test_a_member_cannot_read_anothers(people: Desks) -> None:
    many(1)
    east = signed("f-east")
    assert east.get(f"{PAGE}?library=EAST").status_code == 200
    for page in (
        f"{PAGE}?library=WEST",
        f"{PAGE}?library=",
        f"{PAGE}/csv?library=WEST",
        f"{PAGE}?library=none",
    ):
        assert east.get(page).status_code == 404, page
    assert signed("f-office").get(f"{PAGE}?library=WEST").status_code == 200


@pytest.mark.parametrize("name", ["f-reader", "f-stranger"])
def test_readers_and_strangers_find_nothing(people: Desks, name: str) -> None:
    assert signed(name).get(PAGE).status_code == signed(name).get(f"{PAGE}/csv").status_code == 404


def test_times_of_fewer_than_five_are_not_on_the_page_nor_in_the_table(people: Desks) -> None:
    many(1, FEW - 1)
    page = signed("f-office").get(PAGE, headers={"accept-language": "en"}).content.decode()
    assert "too few to tell" in page
    assert not [one for one in table(signed("f-office")) if one["mean_hours"]]
    Passage.objects.all().delete()
    many(1, FEW)
    assert [one for one in table(signed("f-office")) if one["mean_hours"]]


def table(client: Client) -> list[dict[str, str]]:
    answer = client.get(f"{PAGE}/csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_table_has_what_the_page_has(people: Desks) -> None:
    many(1, FEW)
    told = {one["what"]: one for one in table(signed("f-office"))}
    assert set(told) == {"total", "alliance", "service", "requester", "group", "supplier", "pair"}
    assert (told["pair"]["supplier"], told["pair"]["requester"], told["pair"]["filled"]) == (
        "WEST",
        "R0",
        "5",
    )
    assert told["total"]["under_48"] != ""


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_kinds_of_readers_are_on_the_page_and_in_the_table_for_both_services_only(
    people: Desks, language: str
) -> None:
    many(1, 12)
    Passage.objects.filter(attempt=0).update(group_kind="student")
    some = Passage.objects.filter(attempt=0).order_by("pk").values_list("pk", flat=True)
    Passage.objects.filter(pk__in=list(some[:2])).update(group_kind="citizen")
    client = signed("f-office")
    page = client.get(PAGE, headers={"accept-language": language}).content.decode()
    assert ("too few to tell" if language == "en" else "太少，不显示") in page
    assert {one["group"]: one["requests"] for one in table(client) if one["what"] == "group"} == {
        "student": "",
        "citizen": "",
    }
    Passage.objects.filter(group_kind="citizen").update(group_kind="student")
    assert ("Student" if language == "en" else "学生") in client.get(
        PAGE, headers={"accept-language": language}
    ).content.decode()
    assert [one["requests"] for one in table(client) if one["what"] == "group"] == ["12"]
    assert not client.get(f"{PAGE}?service=Loan").context["groups"]


def test_what_nobody_offers_is_the_usual(people: Desks) -> None:
    assert signed("f-office").get(f"{PAGE}?days=100000&service=x").context["days"] == 90


def test_as_many_questions_for_twenty_pairs_as_for_ten(people: Desks) -> None:
    client = signed("f-office")
    many(10)
    client.get(PAGE)
    ten = queries(lambda: client.get(PAGE))
    Passage.objects.all().delete()
    many(20)
    assert queries(lambda: client.get(PAGE)) == ten
