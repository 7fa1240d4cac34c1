"""The plan as a pure function: its order, its filters, what each no says; properties over many worlds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from commonshelf.kernel.worktime import WorkCalendar
from commonshelf.sharing.domain import plan as domain
from commonshelf.sharing.domain.clocks import Leg, Timetable, WorkClock, instant, moment
from commonshelf.sharing.domain.ranking import Weights
from commonshelf.sharing.domain.sources import (
    Access,
    Allowed,
    Building,
    Desk,
    Holder,
    Online,
    Ruled,
    Shelf,
    Situation,
    Sources,
    Trade,
)
from commonshelf.sharing.domain.supplying import pages_in
from commonshelf.sharing.domain.times import Prior, Seen, plain, shrunk, spread
from commonshelf.sharing.domain.ways import Asked, Plan, Way

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # Tuesday
NINE_TO_FIVE = WorkCalendar(UTC, {day: ((time(1), time(9)),) for day in range(5)})
NEVER = WorkCalendar(UTC, {})
PRIOR = Prior(5.0, 8.0)
DAY = plain(Prior(24.0, 36.0, source="distance"))


def a_clock(calendar: WorkCalendar = NINE_TO_FIVE) -> WorkClock:
    return WorkClock(calendar)


def trade(hours: float = 5.0, **told: Any) -> Trade:
    seen = spread([hours] * 40)
    return Trade(shrunk(seen, seen, PRIOR), **told)


def holder(symbol: str = "EAST", hours: float = 5.0, **told: Any) -> Holder:
    """A library with one copy on the shelf, a day away, that takes so many working hours."""
    return Holder(
        symbol=symbol,
        shelves=told.pop("shelves", (Shelf("main", "on-shelf", barcode=f"{symbol}1"),)),
        buildings=told.pop("buildings", {"main": Building("main", 3.0, 0.5, instant(NOW) + 0.5)}),
        clock=told.pop("clock", None) or a_clock(),
        trades=told.pop("trades", {"Loan": trade(hours), "Copy": trade(hours)}),
        transit=told.pop("transit", DAY),
        borrow=told.pop("borrow", Allowed(ok=False, reason="no-rule")),
        **told,
    )


def situation(home: str = "HOME", request: Allowed | None = None, **asked: Any) -> Situation:
    return Situation(
        asked=Asked(**asked),
        home=home,
        desk=Desk("HOME", "main", a_clock(), plain(Prior(3.0, 5.0))),
        request=request or Allowed(),
        title="红楼梦",
        deciding={"": (plain(Prior(8.0, 14.0)), a_clock())},
    )


def make(*holders: Holder, to: Situation | None = None, ruled: Ruled | None = None, **more: Any) -> Plan:
    sources = Sources(tuple(holders), more.pop("online", ()))
    return domain.make(to or situation(), sources, ruled or Ruled(), NOW)


def couriers(found: Plan) -> list[Way]:
    return [one for one in found.ways if one.kind == "courier"]


def why_not(found: Plan, kind: str = "courier") -> str:
    (only,) = [one for one in found.ruled_out if one.kind == kind]
    return only.reason


# -- what there is


def test_ways_of_a_copy_elsewhere() -> None:
    found = make(holder())
    assert [one.kind for one in found.ways] == ["shelf-elsewhere", "courier", "scan"]
    by_desk = couriers(found)[0]
    assert by_desk.supplier == "EAST"
    assert by_desk.p80_hours > by_desk.expected_hours > 24
    assert {name for name, _, _ in by_desk.parts} >= {"handling", "transit"}
    assert (by_desk.resource, by_desk.environment, by_desk.person) == ("红楼梦", ("pick-up",), "desks")


def test_a_part_is_asked_of_every_library_the_whole_of_one() -> None:
    found = make(holder("A"), holder("B"))
    assert [one.partial for one in found.ways] == [False] * 4 + [True]
    asked = make(holder("A"), holder("B"), to=situation(part="12-40"))
    scans = [one for one in asked.ways if one.kind == "scan"]
    assert len(scans) == 2
    assert not any(one.partial or "pages" in one.needs for one in scans)


def test_a_copy_is_kept_there_only_for_who_may_ask_for_that() -> None:
    for request in (Allowed(), Allowed(ok=False, reason="items-reached")):
        found = make(holder(borrow=Allowed(), request=request))
        (walk,) = [one for one in found.ways if one.kind == "shelf-elsewhere"]
        assert walk.facts["keep"] is request.ok


def test_what_is_open_stands_first_and_what_is_not_says_why() -> None:
    open_ = Online("知网", "", "https://example.org", "open", open_access=True)
    closed = Online("库", "EAST", "", "on-site", answer="go-there", why="on-site")
    found = make(holder(), online=(closed, open_))
    assert found.ways[0].kind == "online"
    assert found.ways[0].environment == ("any-device",)
    assert ("online", "EAST", "on-site-only") in {
        (one.kind, one.supplier, one.reason) for one in found.ruled_out
    }


def test_a_licence_costs_the_time_of_a_decision() -> None:
    ask = Access("ask-agency", "agency", "ask-agency")
    shelf = Shelf("main", "on-shelf", copy=ask)
    plain_, licensed = make(holder(shelves=(replace(shelf, copy=Access()),))), make(holder(shelves=(shelf,)))
    (free,) = [one for one in plain_.ways if one.kind == "scan"]
    (way,) = [one for one in licensed.ways if one.kind == "licensed-copy"]
    assert way.expected_hours > free.expected_hours
    assert "approval-agency" in way.needs
    assert way.parts[0][0] == "decision"
    assert way.person == "agency"


def test_a_book_that_is_out_is_waited_for_at_ones_own_library() -> None:
    out = (Shelf("main", "on-loan", due_date=date(2026, 12, 1), waiting=1),)
    found = make(holder("HOME", shelves=out, borrow=Allowed()), holder("EAST", shelves=out))
    (wait,) = found.ways
    assert (wait.service, wait.needs, wait.facts["waiting"]) == ("Hold", ("hold",), 1)
    assert [(one.supplier, one.reason) for one in found.ruled_out] == [("EAST", "on-loan")]


# -- what there is not, and why


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("suspended", {"takes_part": False}),
        ("does-not-supply", {"trades": {"Loan": trade(a_day=0), "Copy": trade(a_day=0)}}),
        ("capacity-full", {"trades": {"Loan": trade(a_day=5, asked_today=5)}}),
        ("over-ceiling", {"trades": {"Loan": trade(fee=900)}, "parcel": 200}),
        ("month-full", {"trades": {"Loan": trade(fee=100, owed=4_950)}}),
        ("level-closed", {"shelves": (Shelf("main", "on-shelf", loan=Access("no", "closed", "closed")),)}),
        (
            "on-site-only",
            {"shelves": (Shelf("main", "on-shelf", loan=Access("go-there", "on-site", "on-site")),)},
        ),
        ("reference", {"shelves": (Shelf("main", "reference"),)}),
        ("missing", {"shelves": (Shelf("main", "missing"),)}),
        ("on-loan", {"shelves": (Shelf("main", "missing"), Shelf("main", "on-loan"))}),
        ("no-road", {"transit": None, "road": Timetable((), UTC)}),
    ],
)
def test_a_library_that_cannot_send_says_why(reason: str, told: dict[str, Any]) -> None:
    ruled = Ruled(supply_ceiling=1_000, month_ceiling=5_000)
    far = {"buildings": {"main": Building("main", reach=None)}}
    found = make(holder(**{**far, **told}), ruled=ruled)
    assert not couriers(found)
    assert reason in {one.reason for one in found.ruled_out}


def test_a_vacation_is_named_with_its_end() -> None:
    weeks = {day: ((time(1), time(9)),) for day in range(5)}
    away: dict[date, tuple[()]] = {moment(instant(NOW) + 24 * day).date(): () for day in range(14)}
    found = make(holder(clock=a_clock(WorkCalendar(UTC, weeks, away))))
    assert not couriers(found)
    (out,) = [one for one in found.ruled_out if one.kind == "courier"]
    assert (out.reason, str(out.facts["until"])[:10]) == ("closed", "2026-12-08")
    assert why_not(make(holder(clock=a_clock(NEVER)))) == "closed"


def test_whoever_may_not_ask_is_told_once() -> None:
    no = Allowed(ok=False, reason="blocked", help="ask-library", facts={"library": "HOME"})
    found = make(holder("A"), holder("B"), to=situation(request=no))
    assert [one.reason for one in found.ruled_out if one.kind == "courier"] == ["no-right"]
    assert not couriers(found)


def test_too_late_too_far_too_dear() -> None:
    late = make(holder(), to=replace(situation(), needed=instant(NOW) + 6))
    assert why_not(late) == "too-late"
    far = make(holder(), to=situation(farthest_km=1.0))
    assert why_not(far, "shelf-elsewhere") == "too-far"
    dear = make(holder(), to=situation(request=Allowed(fee=500), most_cost=200))
    assert why_not(dear) == "over-cost"


def test_reciprocity_asks_a_fee_of_who_gives_nothing() -> None:
    poor = situation()
    poor = replace(poor, desk=replace(poor.desk, supplies=frozenset()))
    assert why_not(make(holder(), to=poor, ruled=Ruled(reciprocal=True))) == "not-reciprocal"
    assert couriers(make(holder(trades={"Loan": trade(fee=500)}), to=poor, ruled=Ruled(reciprocal=True)))


def test_more_pages_than_may_be_copied() -> None:
    few = (Shelf("main", "on-shelf", copy=Access(most_pages=20)),)
    assert why_not(make(holder(shelves=few), to=situation(part="1-40")), "scan") == "too-many-pages"
    assert [pages_in(text) for text in ("12-40, 44", "p. 7", "9-3", "第三章", "")] == [
        30,
        1,
        None,
        None,
        None,
    ]


# -- time


def test_the_timetable_of_a_courier_decides_between_two() -> None:
    leg = Leg(frozenset({0}), time(8), 3.0)  # on Mondays only
    slow = holder("ROAD", road=Timetable((leg,), UTC))
    first = couriers(make(slow, holder("FAR")))[0]
    assert first.supplier == "FAR"
    daily = Timetable((replace(leg, weekdays=frozenset(range(7))),), UTC)
    assert couriers(make(replace(slow, road=daily), holder("FAR")))[0].supplier == "ROAD"


def test_a_queue_is_waited_in() -> None:
    busy = holder("BUSY", trades={"Loan": trade(open=90, usual_a_day=20.0)})
    found = couriers(make(busy, holder("IDLE", hours=6.0)))
    assert [one.supplier for one in found] == ["IDLE", "BUSY"]


def test_who_gave_much_is_asked_later_by_a_bounded_step() -> None:
    gave, took = holder("GAVE", balance=1.0), holder("TOOK", balance=-1.0)
    assert [one.supplier for one in couriers(make(gave, took))] == ["TOOK", "GAVE"]
    codes = {one.supplier: {code for code, _ in one.reasons} for one in couriers(make(gave, took))}
    assert "gave-more" in codes["GAVE"]
    assert "took-more" in codes["TOOK"]
    much_faster = holder("GAVE", hours=1.0, balance=1.0, transit=plain(Prior(2.0, 3.0)))
    few = Ruled(Weights(fairness_hours=4.0))
    assert couriers(make(much_faster, took, ruled=few))[0].supplier == "GAVE"


def test_a_library_that_often_says_no_is_asked_later() -> None:
    never = holder("NO", hours=4.0, trades={"Loan": trade(4.0, chance=0.1, no_hours=6.0)})
    assert [one.supplier for one in couriers(make(never, holder("YES")))] == ["YES", "NO"]


# -- properties


STATUSES = ("on-shelf", "on-loan", "reference", "missing", "unknown")
LEVELS = (Access(), Access("no", "closed", "closed"), Access("ask-owner", "owner", "ask-owner"))
TIMES = st.floats(0.5, 80.0)


@st.composite
def holders(draw: st.DrawFn, least: int = 0, most: int = 7) -> list[Holder]:
    made = []
    for place in range(draw(st.integers(least, most))):
        level = draw(st.sampled_from(LEVELS))
        shelf = Shelf("main", draw(st.sampled_from(STATUSES)), loan=level, copy=level, read=level)
        told = trade(
            draw(TIMES),
            a_day=draw(st.sampled_from([None, 0, 3])),
            asked_today=draw(st.integers(0, 5)),
            open=draw(st.integers(0, 60)),
            fee=draw(st.sampled_from([0, 300, 5_000])),
            chance=draw(st.floats(0.05, 1.0)),
            no_hours=draw(TIMES),
        )
        made.append(
            holder(
                f"L{place}",
                shelves=(shelf,),
                trades={"Loan": told, "Copy": told},
                balance=draw(st.floats(-1, 1)),
                takes_part=draw(st.booleans()),
                transit=plain(Prior(draw(TIMES), 90.0)),
            )
        )
    return made


@given(holders(), st.sampled_from(["", "1-9"]), st.sampled_from([None, 20, 200]))
def test_in_order_and_never_both(found: list[Holder], part: str, within: int | None) -> None:
    to = situation(part=part)
    plan = make(*found, to=to if within is None else replace(to, needed=instant(NOW) + within))
    whole = [one.score for one in plan.ways if not one.partial]
    assert whole == sorted(whole)
    ways = {(one.kind, one.supplier) for one in plan.ways}
    assert not ways & {(one.kind, one.supplier) for one in plan.ruled_out}
    assert all(within is None or one.expected_hours <= within for one in plan.ways)
    assert all(one.p80_hours >= one.expected_hours >= 0 for one in plan.ways)


@example(
    [
        holder("A", trades={"Copy": trade(6.0)}),
        holder("B", trades={"Copy": trade(2.0, chance=0.5, no_hours=2.0)}),
    ],
    0.0,
)
@given(holders(least=1), st.floats(0, 48))
def test_the_one_offer_of_a_part_is_the_best_of_all(found: list[Holder], most: float) -> None:
    """Whoever is not worked out because it could not be sooner would not have been."""
    ruled = Ruled(replace(Ruled().weights, fairness_hours=most))
    (offered,) = [one for one in make(*found, ruled=ruled).ways if one.service == "Copy"] or [None]
    every, _ = domain.suppliers(situation(), found, "Copy", ruled, NOW)
    if every:
        assert offered is not None
        assert offered.score == every[0].score
    else:
        assert offered is None


@given(holders(least=1), st.randoms())
def test_the_order_of_what_was_gathered_does_not_matter(found: list[Holder], luck: Any) -> None:
    other = list(found)
    luck.shuffle(other)
    assert make(*found).ways == make(*other).ways


@given(holders(least=1, most=5), TIMES)
def test_a_slower_library_never_changes_the_first(found: list[Holder], hours: float) -> None:
    before = make(*found)
    more = holder("ZZ", hours, shelves=(Shelf("main", "on-shelf"),), buildings={})
    after = make(*found, more)
    (added,) = couriers(make(more))
    if before.first and added.score > before.first.score:
        assert after.first == before.first


@given(holders(least=1), st.floats(0, 48))
def test_fairness_never_moves_more_than_was_allowed(found: list[Holder], most: float) -> None:
    weights = replace(Ruled().weights, fairness_hours=most)
    fair = make(*found, ruled=Ruled(weights))
    even = make(*(replace(one, balance=0.0) for one in found), ruled=Ruled(weights))
    scores = {(one.kind, one.supplier): one.score for one in even.ways if not one.partial}
    for one in fair.ways:
        if not one.partial:
            assert abs(one.score - scores[one.kind, one.supplier]) <= most + 1e-6


def test_nothing_seen_means_estimated() -> None:
    new = trade()
    told = {"Loan": replace(new, handling=shrunk(Seen(), Seen(), PRIOR))}
    (way,) = couriers(make(holder(trades=told)))
    assert not way.measured
    assert ("estimated", {}) in way.reasons
    assert couriers(make(holder()))[0].measured


def test_who_has_all_the_requests_they_may_waits_for_their_turn() -> None:
    full = Allowed(ok=True, reason="items-reached")
    (way,) = couriers(make(holder(), to=situation(request=full)))
    assert "own-turn" in way.needs
