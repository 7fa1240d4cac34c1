"""The rota: turns planned, given up, taken, swapped; a turn stays whose it is until it is taken."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.office import duties, duties_reading, duties_rota, duties_swaps
from commonshelf.office.domain import duties as domain
from commonshelf.office.domain.duties import Slot
from commonshelf.office.duties_cards import Post
from commonshelf.office.models import DutyShift, DutySwap
from commonshelf.office.tests.test_duties import NOW, TODAY, cast, duty_id, signed_in  # noqa: F401 -- a fixture
from commonshelf.work import api as work

FRIDAY = TODAY + timedelta(days=3)
MONDAY = TODAY + timedelta(days=6)


@pytest.fixture(autouse=True)
def _tuesday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def held(cast):  # noqa: F811 -- pytest names fixtures so
    duties.give_duty(
        actor=cast.office, duty=duty_id(), to=Post("EAST", cast.librarian.key), backup=Post("WEST")
    )
    return cast


def plan(cast, person="", *, library="EAST", day=FRIDAY, starts=18, ends=20, who="office"):  # noqa: F811
    key = getattr(cast, person).key if person else ""
    return duties_rota.add_shift(
        actor=getattr(cast, who),
        duty=duty_id(),
        day=day,
        starts=time(starts),
        ends=time(ends),
        to=Post(library, key),
    )


def row(id):
    return DutyShift.objects.get(pk=id)


def test_who_plans(held):
    for who in ("office", "manager", "librarian", "partner"):
        plan(held, who=who)
    for who in ("cataloguer", "auditor", "reader", "stranger", "visitor"):
        with pytest.raises(Absent):
            plan(held, who=who)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"day": TODAY - timedelta(days=1)}, "shift-past"),
        ({"day": TODAY + timedelta(days=400)}, "shift-far"),
        ({"starts": 20, "ends": 18}, "shift-times"),
        ({"starts": 2, "ends": 20}, "shift-long"),
        ({"library": ""}, "not-of-duty"),
        ({"person": "partner"}, "not-there"),
    ],
)
def test_turns_that_cannot_be_are_refused(held, more, code):
    with pytest.raises(Refusal, match=f"office.{code}"):
        plan(held, **more)
    assert not DutyShift.objects.exists()


def test_nobody_is_in_two_places(held):
    plan(held, "librarian")
    with pytest.raises(Refusal, match=r"office\.shift-overlap"):
        plan(held, "librarian", starts=19, ends=21)
    plan(held, "librarian", starts=20, ends=21)  # touching is not overlapping


def test_given_up_it_is_still_theirs_until_taken(held):
    id = plan(held, "librarian")
    duties_rota.give_up(actor=held.librarian, shift=id, version=1, reason="家里有事")
    assert row(id).person == held.librarian.key
    with pytest.raises(Refusal, match=r"office\.given-up-already"):
        duties_rota.give_up(actor=held.librarian, shift=id, version=2)
    (asked,) = work.desk(actor=held.manager, now=NOW).items
    assert (asked.kind, asked.note) == ("shift", "家里有事")
    duties_rota.take(actor=held.partner, shift=id, version=2)
    assert (row(id).person, row(id).library.symbol, row(id).given_up_at) == (held.partner.key, "WEST", None)
    assert work.item(actor=held.manager, id=asked.id, now=NOW).state == "done"
    with pytest.raises(Refusal, match=r"office\.shift-changed"):  # the second of two who press at once
        duties_rota.take(actor=held.manager, shift=id, version=2)
    with pytest.raises(Refusal, match=r"office\.not-given-up"):
        duties_rota.take(actor=held.manager, shift=id, version=3)


def test_one_can_after_all(held):
    id = plan(held, "librarian")
    duties_rota.give_up(actor=held.librarian, shift=id, version=1)
    duties_rota.keep(actor=held.librarian, shift=id, version=2)
    assert row(id).given_up_at is None
    assert work.desk(actor=held.manager, now=NOW).items == ()


def test_only_one_s_own_turn_and_only_those_who_may_take_it(held):
    id = plan(held, "librarian")
    for who in ("manager", "office", "partner", "stranger"):
        with pytest.raises(Absent):
            duties_rota.give_up(actor=getattr(held, who), shift=id, version=1)
    duties_rota.give_up(actor=held.librarian, shift=id, version=1)
    for who in ("office", "reader", "stranger", "visitor"):
        with pytest.raises(Absent):
            duties_rota.take(actor=getattr(held, who), shift=id, version=2)


def test_a_swap_changes_nothing_until_the_other_says_yes(held):
    mine, theirs = plan(held, "librarian"), plan(held, "partner", library="WEST", day=MONDAY)
    swap = duties_swaps.propose_swap(actor=held.librarian, mine=mine, theirs=theirs)
    assert (row(mine).person, row(theirs).person) == (held.librarian.key, held.partner.key)
    with pytest.raises(Refusal, match=r"office\.swap-open"):
        duties_swaps.propose_swap(actor=held.librarian, mine=mine, theirs=theirs)
    for who in ("librarian", "manager", "office"):
        with pytest.raises(Absent):
            duties_swaps.answer_swap(actor=getattr(held, who), swap=swap, yes=True)
    assert [one.kind for one in work.desk(actor=held.partner, now=NOW).items] == ["shift"]
    duties_swaps.answer_swap(actor=held.partner, swap=swap, yes=True)
    assert (row(mine).person, row(theirs).person) == (held.partner.key, held.librarian.key)
    assert row(mine).library.symbol == "WEST"
    assert work.desk(actor=held.partner, now=NOW).items == ()
    with pytest.raises(Refusal, match=r"office\.swap-over"):
        duties_swaps.answer_swap(actor=held.librarian, swap=swap, yes=False)


def test_a_turn_that_moved_on_ends_its_swaps(held):
    mine, theirs = plan(held, "librarian"), plan(held, "partner", library="WEST", day=MONDAY)
    swap = duties_swaps.propose_swap(actor=held.librarian, mine=mine, theirs=theirs)
    duties_rota.give_up(actor=held.librarian, shift=mine, version=1)
    duties_rota.take(actor=held.manager, shift=mine, version=2)
    assert DutySwap.objects.get(pk=swap).state == "over"
    with pytest.raises(Refusal, match=r"office\.swap-over"):
        duties_swaps.answer_swap(actor=held.partner, swap=swap, yes=True)


def test_a_week_is_copied_without_those_who_left(held):
    plan(held, "librarian")
    plan(held, "partner", library="WEST", day=TODAY)
    made = duties_rota.copy_week(
        actor=held.office, duty=duty_id(), source=TODAY, to=TODAY + timedelta(days=7)
    )
    assert made == 2
    again = duties_rota.copy_week(
        actor=held.office, duty=duty_id(), source=TODAY, to=TODAY + timedelta(days=7)
    )
    assert again == 0
    next_week = duties_reading.rota(actor=held.office, duty=duty_id(), day=TODAY + timedelta(days=7))
    assert [one.holder.person for one in next_week] == [held.partner.key, held.librarian.key]


days = st.dates(date(2026, 3, 9), date(2026, 3, 15))
hours = st.integers(6, 20)
slots = st.lists(
    st.builds(
        lambda day, start, long, person: Slot(day, time(start), time(start + long), "EAST", person),
        days, hours, st.integers(1, 3), st.sampled_from(["", "a", "b", "gone"]),
    ),
    max_size=8,
)  # fmt: skip


@given(slots, slots)
def test_a_copied_week_never_puts_anybody_in_two_places(week, there):
    to = date(2026, 3, 18)
    moved = [
        Slot(one.date + timedelta(days=7), one.starts, one.ends, one.library, one.person) for one in there
    ]
    made = domain.copied(week, moved, to, frozenset({("a", "EAST"), ("b", "EAST")}))
    assert all(one.date in domain.week_of(to) for one in made)
    assert all(one.person in {"", "a", "b"} for one in made)
    for n, one in enumerate(made):
        beside = [
            (o.starts, o.ends) for o in (*moved, *made[:n]) if o.person == one.person and o.date == one.date
        ]
        assert not (one.person and domain.overlap(one.starts, one.ends, beside))
        assert one not in made[:n]
    assert domain.copied(week, [*moved, *made], to, frozenset({("a", "EAST"), ("b", "EAST")})) == []


def test_the_page_of_a_week(held):
    mine = plan(held, "librarian")
    plan(held, "partner", library="WEST", day=FRIDAY, starts=9, ends=12)
    gap = plan(held, day=FRIDAY, starts=14, ends=16)
    client = signed_in("librarian")
    page = client.get(f"/duties/{duty_id()}/rota?week={FRIDAY}&lang=en").content.decode()
    assert "nobody yet" in page
    assert client.post(f"/duties/turns/{gap}/take", {"version": 1, "key": "t"}).status_code == 302
    assert row(gap).person == held.librarian.key
    client.post(f"/duties/turns/{mine}/give-up", {"version": 1, "key": "g", "reason": "有会"})
    assert row(mine).given_up_at is not None
    desk = signed_in("manager").get("/desk?lang=en").content.decode()
    assert "Still free" in desk
    wrong = signed_in("office").post(
        f"/duties/{duty_id()}/rota?lang=en",
        {"day": str(FRIDAY), "starts": "10:00", "ends": "09:00", "to": "EAST|", "key": "p"},
    )
    assert (wrong.status_code, "A turn ends on the same day" in wrong.content.decode()) == (400, True)
    assert client.get(f"/duties/{duty_id()}/rota?week=someday").status_code == 200
    assert datetime.now(timezone.get_default_timezone()).date() == TODAY
