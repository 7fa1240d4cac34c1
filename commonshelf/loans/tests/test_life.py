"""The tables of life: read as tables, and for what they must never allow."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.kernel.refusal import Refusal
from commonshelf.loans.cards import Place
from commonshelf.loans.domain import due, fees, life
from commonshelf.loans.domain.fees import Tariff
from commonshelf.loans.domain.life import Act, Going, State

EAST, WEST, WING = Place("EAST", "main"), Place("WEST", "main"), Place("EAST", "wing")
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def weekdays(day: date) -> bool:
    return day.weekday() < 5


@pytest.mark.parametrize("table", [life.THING, life.LOAN, life.HOLD], ids=["thing", "loan", "hold"])
def test_a_table_says_each_thing_once_and_every_state_can_be_reached(table):
    asked = [(step.before, step.act, step.going) for step in table]
    assert len(asked) == len(set(asked))
    begins = {life.THING: {"home"}, life.LOAN: {"open"}, life.HOLD: {"waiting", "promised"}}[table]
    reached, before = begins, set()
    while reached != before:
        before = set(reached)
        reached |= {step.after for step in table if step.before in reached}
    assert reached == {step.before for step in table} | {step.after for step in table}


def test_what_has_ended_stays_ended():
    assert not {step.before for step in life.HOLD} & set(life.HOLD_ENDS)
    assert not {step.before for step in life.LOAN} & {"returned", "lost", "undone"}
    for state in life.HOLD_ENDS:
        with pytest.raises(Refusal, match=r"loans\.hold-step"):
            life.hold_after(state, "fetch")


def test_from_everywhere_a_thing_comes_back_home():
    for state in State:
        assert life.thing_after(state, Act.CHECK_IN, Going.SHELF) is State.HOME


def test_only_what_is_at_hand_and_whole_is_lent():
    lendable = {step.before for step in life.THING if step.act == Act.CHECK_OUT}
    assert lendable == {State.HOME, State.HELD, State.IN_TRANSIT}
    for state in set(State) - lendable:
        with pytest.raises(Refusal) as refused:
            life.thing_after(state, Act.CHECK_OUT)
        assert refused.value.facts == {"thing_state": state, "thing_act": Act.CHECK_OUT}
    with pytest.raises(Refusal, match=r"loans\.loan-step"):
        life.loan_after("returned", Act.RENEW)


def test_buttons_come_from_the_table():
    assert life.choices(State.ON_LOAN) == ["renew", "claim", "lose", "check-in"]
    assert life.choices(State.LOST) == ["check-in"]
    assert life.choices(State.DAMAGED) == ["check-in", "miss", "mend"]


@pytest.mark.parametrize(
    ("here", "wanted", "condition", "told"),
    [
        (EAST, None, "", (Going.SHELF, EAST)),
        (WEST, None, "", (Going.SEND, EAST)),
        (WING, None, "", (Going.SEND, EAST)),
        (EAST, EAST, "", (Going.HOLD, EAST)),
        (EAST, WEST, "", (Going.SEND, WEST)),
        (WEST, WEST, "", (Going.HOLD, WEST)),
        (EAST, WEST, "torn", (Going.ASIDE, EAST)),
        (WEST, WEST, "torn", (Going.SEND, EAST)),
    ],
)
def test_where_it_goes_next(here, wanted, condition, told):
    assert life.next_place(here, EAST, wanted, condition) == told


# -- due dates


@given(DAYS, st.integers(1, 400), st.sets(st.integers(0, 6), min_size=1), st.sets(DAYS, max_size=5))
def test_a_due_date_is_an_open_day_and_never_early(lent, days, week, closed):
    def is_open(day: date) -> bool:
        return day.weekday() in week and day not in closed

    found = due.due_date(lent, days, is_open)
    assert is_open(found)
    assert found >= lent + timedelta(days=days)
    assert not any(is_open(lent + timedelta(days=n)) for n in range(days, (found - lent).days))


def test_who_is_never_open_gets_plain_days():
    assert due.due_date(date(2026, 1, 1), 30, lambda _: False) == date(2026, 1, 31)


@given(DAYS, st.integers(0, 60), st.integers(1, 90))
def test_renewing_never_shortens(today, left, days):
    ends = today + timedelta(days=left)
    assert due.renewed_date(today, ends, days, weekdays) >= ends


@given(DAYS, st.integers(-30, 700))
def test_days_over_count_open_days_only(ends, after):
    today = ends + timedelta(days=after)
    told = due.days_over(ends, today, weekdays, shut=10_000)
    assert told == sum(weekdays(ends + timedelta(days=n)) for n in range(1, after + 1))
    assert due.days_over(ends, today, weekdays) >= told


@pytest.mark.parametrize(
    ("said", "late_entry", "told"),
    [
        (None, False, NOW),
        (NOW + timedelta(minutes=2), False, NOW),
        (NOW + timedelta(days=400), False, NOW),
        (NOW - timedelta(days=400), False, NOW),
        (NOW - timedelta(hours=3), False, NOW - timedelta(hours=3)),
        (NOW - timedelta(hours=3), True, NOW - timedelta(hours=3)),
        (NOW + timedelta(minutes=2), True, NOW),
    ],
)
def test_a_clock_that_is_wrong_is_not_believed(said, late_entry, told):
    assert due.moment(said, NOW, late_entry=late_entry) == told


@pytest.mark.parametrize("said", [NOW + timedelta(hours=1), NOW - timedelta(days=32)])
def test_a_paper_list_with_a_wrong_day_is_refused(said):
    with pytest.raises(Refusal, match=r"loans\.bad-time"):
        due.moment(said, NOW, late_entry=True)


# -- fees


@given(st.integers(0, 1000), st.integers(0, 50_000), st.integers(0, 30), st.integers(0, 800))
def test_being_late_costs_more_the_longer_up_to_the_most(day, most, free, days):
    tariff = Tariff(day, most, free)
    fen = fees.overdue(tariff, days)
    assert fen <= fees.overdue(tariff, days + 1)
    assert fen in {0, days * day, most}
    assert not most or fen <= most
    assert days > free or fen == 0


@given(st.lists(st.integers(1, 5000), min_size=1, max_size=6), st.data())
def test_a_payment_falls_on_the_first_and_loses_no_fen(owed, data):
    amount = data.draw(st.integers(1, sum(owed)))
    shares = fees.shares(list(enumerate(owed)), amount)
    assert sum(fen for _, fen in shares) == amount
    assert all(0 < fen <= owed[id] for id, fen in shares)
    assert all(fen == owed[id] for id, fen in shares[:-1])
    for wrong in (0, -1, sum(owed) + 1):
        with pytest.raises(ValueError, match="payment"):
            fees.shares(list(enumerate(owed)), wrong)
