"""A library says "not now": the next is asked at once, and it again on its day or on its terms."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.catalogue.testing import copy, load, marc
from commonshelf.kernel.refusal import Refusal
from commonshelf.ledger import api as ledger
from commonshelf.loans import api as loans
from commonshelf.members import api as members
from commonshelf.sharing import api
from commonshelf.sharing.desks import words
from commonshelf.sharing.domain.retrying import MOST_TIMES, PATIENCE, Answer, Then, turn
from commonshelf.sharing.life import answering, asking, retrying
from commonshelf.sharing.models import PatronRequest, Promise, Supply
from commonshelf.sharing.testing import desk_of, desks, place, press
from commonshelf.sharing.tests.desk_hands import Hands, text
from commonshelf.sharing.tests.test_getting import of

TODAY = date(2026, 11, 22)

# -- what is decided, in plain words

days = st.none() | st.dates(TODAY - timedelta(days=40), TODAY + timedelta(days=40))
answered = st.builds(
    Answer,
    supplier=st.sampled_from(("WEST", "NORTH", "SOUTH")),
    attempt=st.integers(1, 9),
    times=st.integers(1, MOST_TIMES + 1),
    day=days,
    terms=st.booleans(),
    agreed=st.none() | st.booleans(),
)


@given(st.lists(answered, max_size=4), days)
def test_whatever_was_said_the_request_is_never_left_hanging(answers, needed):
    found = turn(answers, TODAY, needed)
    standing = [one for one in answers if one.stands]
    if found.then is Then.WAIT:
        assert found.day is not None
        assert found.day > TODAY
        assert needed is None or found.day <= needed
    elif found.then is Then.WEIGH:
        assert found.answer in standing
        assert found.answer.open_terms
    elif found.then is Then.TOO_LATE:
        assert needed is not None
        assert found.answer is not None
        assert found.answer.day > needed
    else:
        assert not any(one.open_terms and (one.day is None or needed is None) for one in standing)


@given(st.lists(answered, max_size=4), days)
def test_it_waits_for_the_earliest(answers, needed):
    found = turn(answers, TODAY, needed)
    if found.then is Then.WAIT:
        coming = [one.day for one in answers if one.stands and one.day is not None and one.day > TODAY]
        assert all(found.day <= day for day in coming)


@pytest.mark.parametrize(
    ("answer", "then"),
    [
        (Answer("WEST", 1, day=TODAY + timedelta(days=3)), Then.WAIT),
        (Answer("WEST", 1, day=TODAY), Then.WAIT),  # its day has come, but its door is shut
        (Answer("WEST", 1, day=TODAY - PATIENCE), Then.NOTHING),
        (Answer("WEST", 1, terms=True), Then.WEIGH),
        (Answer("WEST", 1, day=TODAY + timedelta(days=3), terms=True), Then.WEIGH),
        (Answer("WEST", 1, terms=True, agreed=False), Then.NOTHING),
        (Answer("WEST", 1, terms=True, agreed=True), Then.NOTHING),  # it would have been asked
        (Answer("WEST", 1, times=MOST_TIMES + 1, day=TODAY + timedelta(days=3)), Then.NOTHING),
        (Answer("WEST", 1, day=TODAY + timedelta(days=30)), Then.TOO_LATE),
    ],
)
def test_one_answer(answer, then):
    assert turn([answer], TODAY, TODAY + timedelta(days=20)).then is then


# -- at the desks


@pytest.fixture
def world(db):
    return desks()


@pytest.fixture
def north(world):
    """NORTH has the book that WEST has, too."""
    members.add_library(actor=members.operator(), symbol="NORTH", name_zh="北馆", name_en="North Library")
    load(marc("N-2", "水浒传", "施耐庵", copy("N2")), library="NORTH")


def on(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def later(days: int, hours: int = 0):
    return time_machine.travel(timezone.now() + timedelta(days=days, hours=hours), tick=False)


def again(world, card):
    return api.request(actor=world.east, number=card.number)


def sound():
    assert [*api.problems(), *loans.problems(), *ledger.problems()] == []


def put_off(world, card, **told):
    return press(world.west, card, "retry", **{"reason": "OnLoan", **told})


@pytest.mark.usefixtures("north")
def test_the_next_library_is_asked_at_once_and_the_first_remembered(world):
    card = place(world)
    first = card.supplier
    told = press(desk_of(first), card, "retry", reason="OnLoan", retry_date=on(5))
    assert told.state == "unfilled"  # of its own part
    now = again(world, card)
    assert (now.state, now.supplier) == ("asked", {"WEST": "NORTH", "NORTH": "WEST"}[first])
    other = press(desk_of(now.supplier), now, "cannot-supply", reason="NotOnShelf")
    assert other.state == "unfilled"
    waits = again(world, card)
    assert (waits.state, waits.why, waits.again.supplier, waits.again.day) == (
        "queued", "retry-later", first, on(5),
    )  # fmt: skip
    with later(6):
        api.turn(at=timezone.now())
        assert (again(world, card).state, again(world, card).supplier) == ("asked", first)
    sound()


def test_by_the_clock_it_is_asked_again_on_its_day_and_once(world):
    card = put_off(world, place(world), retry_date=on(5))
    waits = again(world, card)
    assert (waits.state, waits.next.what, waits.next.library) == ("queued", "ask-again", "WEST")
    assert timezone.localdate(waits.next.by_when) == on(5)
    with later(4):
        assert api.turn(at=timezone.now()) == 0
    with later(5, 2):
        assert [api.turn(at=timezone.now()) for _ in range(3)] == [1, 0, 0]
        found = again(world, card)
        assert (found.state, found.supplier, found.supply.attempt) == ("asked", "WEST", 2)
        assert press(world.west, found, "will-supply").state == "will-supply"
    sound()


def test_the_library_named_the_day_so_its_catalogue_is_not_asked(world):
    card = place(world)
    citizen = world.shelves.readers.citizen
    loans.check_out(actor=world.west, library="WEST", barcode="W2", reader=citizen.key)
    put_off(world, card, retry_date=on(3))
    with later(4):
        api.turn(at=timezone.now())
        assert again(world, card).state == "asked"
    sound()


def test_who_is_still_on_its_way_to_the_shelf_may_put_it_off_too(world):
    card = press(world.west, place(world), "will-supply")
    put_off(world, card, retry_date=on(3))
    assert not Promise.objects.filter(released_at=None).exists()
    assert again(world, card).state == "queued"
    sound()


def test_cancelled_while_it_waits_nobody_is_asked(world):
    card = put_off(world, place(world), retry_date=on(5))
    press(world.reader, again(world, card), "cancel")
    with later(6):
        assert api.turn(at=timezone.now()) == 0
    assert again(world, card).state == "cancelled"
    sound()


def test_a_clock_that_comes_while_a_desk_acts_finds_nothing_left(world):
    """The turn read the row before the reader cancelled; it reads it again inside its act."""
    card = put_off(world, place(world), retry_date=on(2))
    with later(3):
        now = timezone.now()
        row = PatronRequest.objects.get(number=card.number)
        press(world.reader, card, "cancel")
        with pytest.raises(Refusal, match=r"sharing\.changed"):
            asking.onward(row, now)
        assert again(world, card).state == "cancelled"
    assert Supply.objects.count() == 1


def test_a_day_after_it_is_needed_is_no_help(world):
    card = place(world, needed_date=on(4))
    put_off(world, card, retry_date=on(5))
    gone = again(world, card)
    assert (gone.state, gone.why) == ("unfilled", "retry-too-late")
    assert "only after the day by which you need it" in text(
        of(world.shelves.readers.student).get(f"/requests/{card.number}")
    )


def test_three_times_is_a_no(world):
    card = place(world)
    for times in range(MOST_TIMES):
        with later(2 * times):
            put_off(world, card, retry_date=on(1))
            assert again(world, card).state == "queued"
        with later(2 * times + 1, 2):
            api.turn(at=timezone.now())
            assert again(world, card).state == "asked"
    with later(2 * MOST_TIMES):
        put_off(world, card, retry_date=on(1))
    assert (again(world, card).state, again(world, card).why) == ("unfilled", "no-supplier")


def test_terms_are_put_to_the_other_desk_and_go_along_when_agreed_to(world):
    card = place(world)
    put_off(world, card, reason="CostExceedsMaxCost", cost=300, condition="LibraryUseOnly")
    waits = again(world, card)
    assert (waits.state, waits.why, waits.again.cost) == ("review", "retry-terms", 300)
    assert waits.next.who == "requester"
    asked = press(world.east, waits, "send")
    assert (asked.state, asked.supplier, asked.supply.cost) == ("asked", "WEST", 300)
    assert asked.supply.conditions["condition"] == "LibraryUseOnly"
    assert "agreed to the condition" in Hands("partner", "WEST").see(f"/{card.number}")
    assert "agreed to the condition" in text(
        of(world.shelves.readers.student).get(f"/requests/{card.number}")
    )
    press(world.west, asked, "will-supply")
    sound()


def test_who_does_not_agree_ends_it_or_goes_on(world):
    card = place(world)
    put_off(world, card, reason="MustMeetLoanCondition", condition="Other", note="a deposit of 500 yuan")
    press(world.east, again(world, card), "refuse-review", note="nobody pays that")
    assert again(world, card).state == "refused"
    other = place(world)
    put_off(world, other, reason="CostExceedsMaxCost", cost=9900)
    gone = press(world.east, again(world, other), "disagree")
    assert (gone.state, gone.why) == ("unfilled", "no-supplier")
    sound()


def test_it_is_taken_back_as_it_stood(world):
    card = put_off(world, place(world), retry_date=on(5))
    back = api.undo(actor=world.west, request=card.number, library="WEST")
    assert (back.state, back.supplier, dict(back.supply.conditions)) == ("asked", "WEST", {})
    sound()


@pytest.mark.parametrize(
    ("told", "code", "field"),
    [
        ({}, "sharing.no-retry-terms", "retry_date"),
        ({"retry_date": -1}, "sharing.retry-past", "retry_date"),
        ({"retry_date": 0}, "sharing.retry-past", "retry_date"),
        ({"retry_date": 400}, "sharing.retry-far", "retry_date"),
        ({"retry_date": 4, "reason": "NotHeld"}, "sharing.no-reason-given", "reason"),
        ({"condition": "Other"}, "sharing.no-reason-given", "note"),
        ({"condition": "Dance"}, "sharing.bad-choice", "condition"),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_changes(world, told, code, field):
    card = place(world)
    if "retry_date" in told:
        told = {**told, "retry_date": on(told["retry_date"])}
    with pytest.raises(Refusal) as refused:
        put_off(world, card, **told)
    assert (refused.value.code, refused.value.facts["field"]) == (code, field)
    assert again(world, card).state == "asked"


def test_every_reason_of_the_form_is_one_the_door_takes():
    assert set(words.RETRY_REASONS) == set(answering.RETRY_REASONS)
    assert set(words.REASONS) == set(answering.REASONS)


# -- what is read


def test_the_desks_and_the_reader_read_when_it_is_asked_again(world):
    card = place(world)
    west, east = Hands("partner", "WEST"), Hands("librarian")
    assert "Choose a reason" in west.see(f"/{card.number}")
    west.press(card.number, "retry", status=400)  # no reason is chosen beforehand
    west.press(card.number, "retry", reason="AtBindery", retry_date=on(9).isoformat())
    assert "put it off, to be asked again" in west.see(f"/{card.number}")
    page = east.see(f"/{card.number}")
    assert "asked again" in page
    assert "Put off by" in page
    assert "asked again" in east.see("?list=others")
    student = of(world.shelves.readers.student)
    page = text(student.get(f"/requests/{card.number}"))
    assert "can be asked again on" in page
    assert "it is being bound" in page
    assert "one of them is asked again later" in page
    assert "one of them is asked again later" in text(student.get("/requests"))


def test_terms_are_read_at_the_desk_and_not_by_the_reader(world):
    card = place(world)
    put_off(world, card, reason="MustMeetLoanCondition", condition="Other", note="a deposit of 500 yuan")
    assert "Agree, and ask it again" in Hands("librarian").see("?list=review")
    page = Hands("librarian").see(f"/{card.number}")
    assert "Agree, and ask it again" in page
    assert "Send it out" not in page
    assert "a deposit of 500 yuan" in page
    page = text(of(world.shelves.readers.student).get(f"/requests/{card.number}"))
    assert "your library decides on them" in page
    assert "deposit" not in page


def test_the_terms_are_gone_where_nothing_was_put_off(world):
    card = place(world)
    assert retrying.answers(PatronRequest.objects.get(number=card.number)) == []
    assert again(world, card).again is None
