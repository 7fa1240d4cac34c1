"""Law before contract, contract before alliance, alliance before the library: decided without rows."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.kernel.refusal import Refusal
from commonshelf.members.domain import bounds
from commonshelf.members.domain.bounds import ANY, Bound, Frame, Level, Setting, Told, decided, framed

DAY = date(2026, 11, 22)
HOURS = Setting("x.hours", "number", 16, Bound(1, 200), "Hours", "h")
TONGUE = Setting("x.tongue", "choice", "zh", Bound(choices=("zh", "en")), "T", choices=(("zh", 1), ("en", 2)))
FLAG = Setting("x.flag", "flag", True, ANY, "F")
WORDS = Setting("x.words", "text", "", Bound(most=5), "W")

ends = st.none() | st.integers(0, 250)
number_bounds = st.builds(Bound, ends, ends)
levels = st.sampled_from([Level.LAW, Level.CONTRACT, Level.EXEMPTION, Level.ALLIANCE])
days = st.integers(-9, 9).map(lambda n: DAY + timedelta(days=n))
tolds = st.builds(Told, levels, number_bounds, st.just("§"), days, st.none() | days)
values = st.none() | st.integers(-50, 300)


@given(st.lists(tolds, max_size=6), values, values)
def test_what_holds_lies_within_the_frame_and_the_frame_within_all_above(told, usual, own):
    frame = framed(HOURS, told, DAY)
    value, said_by = decided(HOURS, frame, usual, own)
    assert frame.bound.holds(value)
    assert HOURS.bound.holds(value)
    if own is not None:
        assert (said_by is Level.LIBRARY) == frame.bound.holds(own)
    law = framed(HOURS, [one for one in told if one.level is Level.LAW], DAY)
    assert law.bound.holds(value), "nothing below moves the law"
    above = framed(HOURS, [one for one in told if one.level in bounds.ABOVE], DAY)
    assert above.bound.holds(value), "no exemption lifts a contract"


@given(st.lists(tolds, max_size=6))
def test_the_order_in_which_rows_lie_between_levels_does_not_matter(told):
    by_level = sorted(told, key=lambda one: one.level)
    assert framed(HOURS, told, DAY) == framed(HOURS, by_level, DAY)


@given(number_bounds, number_bounds, st.integers(-50, 300))
def test_both_together_hold_what_each_holds(one, other, value):
    both = one.with_(other)
    assert (both is not None and both.holds(value)) == (one.holds(value) and other.holds(value))
    assert Bound.of_json(one.as_json()) == one


@given(number_bounds, st.integers(-50, 300))
def test_the_nearest_is_inside_and_none_is_nearer(bound, value):
    if bound.least is not None and bound.most is not None and bound.least > bound.most:
        return
    near = bounds.nearest(value, bound)
    assert bound.holds(near)
    assert not any(bound.holds(n) for n in range(value - abs(near - value) + 1, value + abs(near - value)))


@given(number_bounds, number_bounds)
def test_a_lower_bound_that_does_not_contradict_leaves_something(lower, higher):
    crossed = None not in (higher.least, higher.most) and higher.least > higher.most
    if not bounds.contradicts(lower, higher) and not crossed:
        assert higher.with_(lower) is not None


def at(level, *ends, **more):
    return Told(level, Bound(*ends), level.value, **more)


def test_each_level_in_its_turn():
    alliance, law = at(Level.ALLIANCE, 1, 24), at(Level.LAW, 1, 48)
    assert framed(HOURS, [], DAY) == Frame(Bound(1, 200), Level.REGISTRY)
    assert framed(HOURS, [alliance], DAY) == Frame(Bound(1, 24), Level.ALLIANCE, "alliance")
    exempt = at(Level.EXEMPTION, 1, 100, active_to=DAY + timedelta(days=1))
    assert framed(HOURS, [alliance, exempt], DAY).bound == Bound(1, 100)
    assert framed(HOURS, [alliance, exempt], DAY + timedelta(days=1)).bound == Bound(1, 24), "it ended"
    assert framed(HOURS, [alliance, exempt, law], DAY).bound == Bound(1, 48), "not beyond the law"


def test_an_alliance_rule_against_the_law_does_not_count():
    law, alliance = at(Level.LAW, 30, 48), at(Level.ALLIANCE, 1, 24)
    assert framed(HOURS, [alliance, law], DAY) == Frame(Bound(30, 48), Level.LAW, "law")
    assert decided(HOURS, framed(HOURS, [law], DAY), 24, 20) == (30, Level.LAW)


def test_who_said_the_value():
    frame = framed(HOURS, [at(Level.ALLIANCE, 1, 24)], DAY)
    assert decided(HOURS, frame, None, None) == (16, Level.REGISTRY)
    assert decided(HOURS, frame, 12, None) == (12, Level.ALLIANCE)
    assert decided(HOURS, frame, 12, 20) == (20, Level.LIBRARY)
    assert decided(HOURS, frame, 12, 90) == (24, Level.ALLIANCE), "moved to the nearest"


def test_choices_and_flags():
    only = Frame(Bound(choices=("en",)), Level.ALLIANCE)
    assert decided(TONGUE, only, None, "zh") == ("en", Level.ALLIANCE)
    assert decided(FLAG, Frame(Bound(choices=(False,)), Level.LAW), None, True) == (False, Level.LAW)
    assert not Bound(choices=(True,)).holds(1), "yes is not the number one"
    assert Bound(choices=("a", "b")).with_(Bound(choices=("c",))) is None


@pytest.mark.parametrize(
    ("setting", "told", "value"),
    [(HOURS, " 12 ", 12), (HOURS, -3, -3), (TONGUE, "en", "en"), (FLAG, "no", False), (FLAG, True, True),
     (WORDS, " hi ", "hi")],
)  # fmt: skip
def test_what_people_type_is_understood(setting, told, value):
    assert bounds.read(setting, told) == value


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        (HOURS, "twelve"),
        (HOURS, ""),
        (HOURS, True),
        (HOURS, "1.5"),
        (HOURS, "--5"),
        (HOURS, "9" * 5000),
        (TONGUE, "fr"),
        (FLAG, "maybe"),
    ],
)
def test_what_does_not_fit_is_refused(setting, told):
    with pytest.raises(Refusal) as refused:
        bounds.read(setting, told)
    assert refused.value.code == "members.bad-setting"


@given(st.text(max_size=30))
def test_whatever_is_typed_is_read_or_refused(told):
    for setting in (HOURS, TONGUE, FLAG, WORDS):
        with suppress(Refusal):
            assert type(bounds.read(setting, told)) is type(setting.default)
