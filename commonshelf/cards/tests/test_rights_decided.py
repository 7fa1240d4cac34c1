"""The decision by itself: what must hold for whatever rules people write, in whatever order."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonshelf.cards.domain import rights as domain
from commonshelf.cards.domain.rights import Counts, Holder, Limits, Line, Right, Situation, Stop, decide
from commonshelf.cards.domain.services import SERVICES

TODAY = date(2026, 11, 23)
LIBRARIES = {"A": "public", "B": "university", "C": "vocational"}
KINDS = ("student", "citizen")
FEW = settings(max_examples=40)
GROUPS = {1: ("A", "citizen"), 2: ("B", "student")}


def limits() -> st.SearchStrategy[Limits]:
    some = st.none() | st.integers(0, 9)
    return st.builds(
        Limits, items=some, days=some, renewals=some, fee=st.integers(0, 3), deposit=st.integers(0, 3)
    )


def days(least: int, most: int) -> st.SearchStrategy[date]:
    return st.integers(least, most).map(lambda n: TODAY + timedelta(days=n))


@st.composite
def lines(draw: st.DrawFn, **fixed: object) -> Line:
    library = draw(st.sampled_from(["", *LIBRARIES]))
    told = {
        "id": draw(st.integers(1, 10_000)),
        "service": draw(st.sampled_from(("borrow", "read"))),
        "allowed": draw(st.booleans()),
        "active_from": draw(days(-3, 1)),
        "active_to": draw(st.none() | days(0, 3)),
        "library": library,
        "library_kind": "" if library else draw(st.sampled_from(["", *LIBRARIES.values()])),
        "home": draw(st.sampled_from(["", *LIBRARIES])),
        "home_kind": draw(st.sampled_from(["", *LIBRARIES.values()])),
        "relation": draw(st.sampled_from(["", "own", "guest"])),
        "group_kind": draw(st.sampled_from(["", *KINDS])),
        "group": draw(st.sampled_from([None, None, *GROUPS])),
        "firm": not library and draw(st.booleans()),
        "limits": draw(limits()),
        **fixed,
    }
    return Line(**told)


def books(**fixed: object) -> st.SearchStrategy[list[Line]]:
    return st.lists(lines(**fixed), max_size=8, unique_by=lambda line: line.id)


@st.composite
def situations(draw: st.DrawFn, **fixed: object) -> Situation:
    group = draw(st.sampled_from([None, *GROUPS]))
    home, kind = (
        GROUPS[group] if group else (draw(st.sampled_from([*LIBRARIES])), draw(st.sampled_from(KINDS)))
    )
    library = draw(st.sampled_from([*LIBRARIES]))
    told = {
        "service": draw(st.sampled_from(("borrow", "read"))),
        "day": TODAY,
        "library": library,
        "home": home,
        "library_kind": LIBRARIES[library],
        "home_kind": LIBRARIES[home],
        "group_kind": kind,
        "group": group,
        **fixed,
    }
    return Situation(**told)


def generous(right: Right) -> tuple[float, ...]:
    """As numbers that grow with what is given; the empty limit is endless."""
    told = right.limits
    big = float("inf")
    return (
        right.allowed,
        *(big if one is None else one for one in (told.items, told.days, told.renewals)),
        -told.fee,
        -told.deposit,
    )


def narrower(one: Line, other: Line) -> bool:
    """Whether `one` says all the conditions of `other` and more; written without `telling`."""
    names = ("library_kind", "home", "home_kind", "relation", "group_kind", "group")
    mine = [(getattr(one, name), getattr(other, name)) for name in names]
    kept = all(theirs in {"", None} or own == theirs for own, theirs in mine)
    return kept and one.library == other.library and any(own != theirs for own, theirs in mine)


@given(situations(), books(), st.randoms())
@FEW
def test_the_order_of_the_rules_does_not_matter(
    situation: Situation, rules: list[Line], chance: random.Random
):
    mixed = list(rules)
    chance.shuffle(mixed)
    assert decide(situation, mixed) == decide(situation, rules)


@given(situations(), books())
@FEW
def test_nothing_is_allowed_without_a_rule_that_says_so(situation: Situation, rules: list[Line]):
    found = decide(situation, rules)
    if found.allowed:
        line = next(one for one in rules if one.id == found.rule)
        assert line.allowed
        assert domain.applies(line, situation)
    assert not decide(situation, [one for one in rules if not one.allowed]).allowed
    assert decide(situation, []).reason == "no-rule"


@given(situations(), lines(library="", firm=False), st.data())
@FEW
def test_the_more_telling_line_wins(situation: Situation, wide: Line, data: st.DataObject):
    """A line with the conditions of another and one more goes before it, whatever its number or day."""
    conditions = {
        "home": situation.home,
        "home_kind": situation.home_kind,
        "relation": situation.relation,
        "group_kind": situation.group_kind,
        "library_kind": situation.library_kind,
    }
    wide = replace(wide, service=situation.service, active_from=TODAY, active_to=None)
    wide = replace(
        wide,
        **{name: data.draw(st.sampled_from(["", value])) for name, value in conditions.items()},
        group=None,
    )
    free = [name for name in conditions if not getattr(wide, name)]
    if not free:
        return
    more = data.draw(st.sampled_from(free))
    told = data.draw(lines(library="", firm=False))
    narrow = replace(
        wide, id=wide.id + 1 - 2 * data.draw(st.integers(0, 1)), allowed=told.allowed, limits=told.limits,
        active_from=data.draw(days(-5, 0)), **{more: conditions[more]},
    )  # fmt: skip
    assert narrower(narrow, wide)
    ruled = domain.ruling(situation, [wide, narrow])
    assert ruled == (narrow, narrow.limits)


@given(situations(), books(exempt=False), lines(library="A", exempt=False))
@FEW
def test_no_line_of_a_library_undercuts_a_firm_one(situation: Situation, rules: list[Line], own: Line):
    ours = [one for one in rules if not one.library]
    alone = domain.ruling(situation, ours)
    if alone is None or not alone[0].firm:
        return
    before, after = decide(situation, ours), decide(situation, [*rules, own])
    if alone[0].allowed:
        with_own = domain.ruling(situation, [*rules, own])
        assert with_own is not None
        assert with_own[0].allowed
        assert all(
            a >= b
            for a, b in zip(
                generous(replace(before, limits=with_own[1])),
                generous(replace(before, limits=alone[1])),
                strict=True,
            )
        )
    else:
        assert not after.allowed


@given(situations(), books(), lines(library="", allowed=False, firm=True))
@FEW
def test_one_more_firm_no_never_grants_anything(situation: Situation, rules: list[Line], no: Line):
    after = decide(situation, [*rules, no])
    assert generous(decide(situation, rules))[0] >= generous(after)[0]


HELD = Holder("active", "active", TODAY - timedelta(days=9), TODAY + timedelta(days=9))
STOPS = {
    "card-lost": replace(HELD, card="lost"),
    "card-replaced": replace(HELD, card="replaced"),
    "card-ended": replace(HELD, card="ended"),
    "no-card": replace(HELD, card=""),
    "reader-closed": replace(HELD, state="closed"),
    "not-begun": replace(HELD, active_from=TODAY + timedelta(days=1)),
    "expired": replace(HELD, active_to=TODAY),
    "guardian-missing": replace(HELD, guardian_missing=True),
    "blocked": replace(HELD, blocks=(Stop("", "conduct", "", (), TODAY, None),)),
}


@pytest.mark.parametrize("reason", STOPS)
@given(situation=situations(), rules=books())
@settings(max_examples=10)
def test_what_stands_against_the_card_wins_over_every_rule(
    reason: str, situation: Situation, rules: list[Line]
):
    found = decide(replace(situation, holder=STOPS[reason]), rules)
    assert (found.allowed, found.reason) == (False, reason)


@given(situations(), books(), st.sampled_from(["member", "home_member"]))
@FEW
def test_a_library_that_takes_no_part_gives_nothing(situation: Situation, rules: list[Line], which: str):
    found = decide(replace(situation, **{which: False}), rules)
    assert found.reason == {"member": "library-not-member", "home_member": "home-not-member"}[which]


counts = st.builds(
    Counts,
    loans_here=st.integers(0, 9),
    loans_everywhere=st.integers(0, 20),
    requests=st.integers(0, 9),
    overdue=st.integers(0, 30),
    owed=st.integers(0, 9_000),
    deposit=st.integers(0, 3),
)


@given(situations(), books(), counts, counts)
@FEW
def test_owing_and_holding_more_never_helps(
    situation: Situation, rules: list[Line], one: Counts, more: Counts
):
    bars = {"holder": HELD, "overdue_blocks": 7, "owed_blocks": 5_000, "most": 12}
    less = decide(replace(situation, counts=replace(one, deposit=0), **bars), rules)
    heavier = decide(replace(situation, counts=replace(one + more, deposit=0), **bars), rules)
    assert less.allowed >= heavier.allowed


@given(situations(), books(), counts)
@FEW
def test_every_no_has_its_reason_and_what_would_help(situation: Situation, rules: list[Line], has: Counts):
    asked = replace(situation, counts=has, holder=HELD, overdue_blocks=7, owed_blocks=5_000, most=12)
    found = decide(asked, rules)
    assert found.allowed is (found.reason == "ok")
    assert found.allowed or found.help in {domain.REASONS[found.reason], domain.AT_HOME}


def line(**told: object) -> Line:
    return Line(**{"id": 1, "service": "borrow", "allowed": True, "active_from": TODAY, **told})


def at(service: str = "borrow", **told: object) -> Situation:
    usual = {"day": TODAY, "library": "A", "home": "A", "group_kind": "citizen", "holder": HELD}
    return Situation(service=service, **{**usual, **told})


def test_a_block_holds_where_when_and_for_what_it_was_set():
    def blocked(**told: object) -> bool:
        stop = Stop(**{"library": "", "reason": "fees", "words": "", "services": (), "active_from": TODAY,
                       "active_to": None, **told})  # fmt: skip
        return decide(at(holder=replace(HELD, blocks=(stop,))), [line()]).reason == "blocked"

    assert blocked()
    assert blocked(library="A", services=("borrow",))
    assert not blocked(library="B")
    assert not blocked(services=("print",))
    assert not blocked(active_from=TODAY + timedelta(days=1))
    assert not blocked(active_from=TODAY - timedelta(days=2), active_to=TODAY)


def test_of_several_blocks_the_longest_is_told():
    short = Stop("A", "fees", "", (), TODAY, TODAY + timedelta(days=2))
    long = Stop("", "conduct", "", (), TODAY, TODAY + timedelta(days=30))
    found = decide(at(holder=replace(HELD, blocks=(long, short))), [line()])
    assert found.facts["until"] == (TODAY + timedelta(days=30)).isoformat()


def test_limits_stop_at_their_number_and_not_before():
    rules = [line(limits=Limits(items=5, deposit=1_000))]
    lent = Counts(loans_here=4, deposit=1_000)
    assert decide(at(counts=lent), rules).allowed
    assert decide(at(counts=replace(lent, loans_here=5)), rules).reason == "items-reached"
    assert decide(at(counts=replace(lent, deposit=999)), rules).reason == "deposit-needed"
    assert decide(at(counts=replace(lent, overdue=6), overdue_blocks=7), rules).allowed
    assert decide(at(counts=replace(lent, overdue=7), overdue_blocks=7), rules).reason == "overdue"
    assert decide(at(counts=replace(lent, overdue=99)), rules).allowed, "0 never stops"
    assert decide(at(counts=replace(lent, owed=5_000), owed_blocks=5_000), rules).reason == "owes"
    assert decide(at(counts=replace(lent, loans_everywhere=12), most=12), rules).facts["everywhere"]


def test_a_library_may_give_more_than_a_firm_line_and_each_limit_by_itself():
    firm = line(firm=True, limits=Limits(items=5, days=30, fee=100))
    own = line(id=2, library="A", limits=Limits(items=9, days=14, fee=0))
    found = decide(at(), [own, firm])
    assert found.limits == Limits(items=9, days=30, fee=0)
    assert decide(at(), [own, replace(firm, firm=False)]).limits == own.limits
    assert decide(at(), [replace(own, exempt=True), firm]).limits == own.limits


def test_the_planted_faults_are_seen(monkeypatch: pytest.MonkeyPatch):
    """Each way of judging wrongly turns one of the rules above red."""
    firm = line(firm=True, relation="own")
    own = line(id=2, library="A", allowed=False)
    assert decide(at(), [firm, own]).allowed
    monkeypatch.setattr(
        domain, "ruling", lambda s, rules: max(((r, r.limits) for r in rules), key=lambda r: r[0].id)
    )
    assert not decide(at(), [firm, own]).allowed
    monkeypatch.setattr(domain, "_STANDING", ())
    assert decide(at(holder=STOPS["expired"]), [firm]).allowed
    monkeypatch.undo()
    assert not decide(at(holder=STOPS["expired"]), [firm]).allowed


def test_the_usual_rules_let_everybody_in_and_read_free_of_charge():
    from commonshelf.cards.domain.usual import USUAL

    for service in ("enter", "read"):
        found = decide(at(service, home="B"), USUAL)
        assert found.allowed
        assert (found.limits.fee, found.limits.deposit) == (0, 0)
    assert {line.service for line in USUAL} == set(SERVICES)
