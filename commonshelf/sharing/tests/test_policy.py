"""The rules of scheduling as data: read whole, faults told at once, rules that decide by themselves."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.sharing.domain import approving, policy, ranking
from commonshelf.sharing.domain.approving import Asking
from commonshelf.sharing.domain.policy import AutoRule, Bounds
from commonshelf.sharing.ruling import policies

ASKED = Asking("owner", "WEST", "Copy", "student", "EAST", resource=7, pages=20, cost=300, a_year=120)


def test_nothing_written_is_as_usual() -> None:
    assert policy.read({}) == policy.DEFAULT
    assert set(policy.DEFAULT.weights) == set(policy.WEIGHTS)
    assert ranking.Weights.of(policy.DEFAULT.weights)


def test_what_was_read_is_written_the_same() -> None:
    rule = {"name": "a", "then": "limit", "most_pages": 9, "groups": ["student"], "limits": {"pages": 5}}
    kept = {"weights": {"p80": 0.5}, "limits": {"month_ceiling": None}, "approvals": [rule]}
    once = policy.read(kept)
    assert policy.read(once.as_json()) == once
    assert once.approvals == (AutoRule("a", "limit", groups=("student",), most_pages=9, limits=Bounds(5)),)


@pytest.mark.parametrize(
    ("kept", "at", "code"),
    [
        ({"colour": 1}, "colour", "unknown"),
        ({"weights": {"p80": 2}}, "weights.p80", "number"),
        ({"weights": {"p80": True}}, "weights.p80", "number"),
        ({"weights": {"speed": 1}}, "weights.speed", "unknown"),
        ({"limits": {"reader_ceiling": None}}, "limits.reader_ceiling", "number"),
        ({"limits": {"reciprocal": 1}}, "limits.reciprocal", "choice"),
        ({"clocks": {"Slow": {}}}, "clocks.Slow", "unknown"),
        ({"clocks": {"Express": {"answer": 90}}}, "clocks.Normal.answer", "order"),
        ({"approvals": [{"name": " "}]}, "approvals.0.name", "no-name"),
        ({"approvals": [{"name": "a"}, {"name": "a"}]}, "approvals.1.name", "same-name"),
        ({"approvals": [{"name": "a", "then": "refuse"}]}, "approvals.0.then", "choice"),
        ({"approvals": [{"name": "a", "then": "limit"}]}, "approvals.0.limits", "no-limits"),
        ({"approvals": [{"name": "a", "most_pages": 0}]}, "approvals.0.most_pages", "number"),
        ({"approvals": [{"name": "a", "levels": ["open"]}]}, "approvals.0.levels", "choice"),
        ({"approvals": [{"name": str(n)} for n in range(41)]}, "approvals", "too-many"),
    ],
)
def test_every_fault_is_told_at_its_place(kept: dict[str, Any], at: str, code: str) -> None:
    assert (at, code) in [(one.at, one.code) for one in policy.faults(kept)]
    assert code in policy.FAULTS
    with pytest.raises(ValueError, match="faults"):
        policy.read(kept)


@pytest.mark.parametrize(
    ("rule", "fits"),
    [
        (AutoRule("any"), True),
        (AutoRule("level", levels=("agency",)), False),
        (AutoRule("group", groups=("teacher", "student")), True),
        (AutoRule("owner", owners=("EAST",)), False),
        (AutoRule("resource", resources=(7,)), True),
        (AutoRule("pages", most_pages=19), False),
        (AutoRule("pages", most_pages=20), True),
        (AutoRule("year", most_a_year=119), False),
        (AutoRule("cost", most_cost=300), True),
    ],
)
def test_when_a_rule_fits(rule: AutoRule, fits: bool) -> None:  # noqa: FBT001  # a column of the table
    assert approving.fits(rule, ASKED) is fits


def test_what_the_request_does_not_say_fits_no_limit() -> None:
    untold = Asking("owner", "WEST", "Copy", "student", "EAST", pages=None)
    assert not approving.fits(AutoRule("pages", most_pages=1000), untold)
    assert not approving.fits(AutoRule("year", most_a_year=1000), untold)


def test_the_first_that_fits_decides() -> None:
    rules = [AutoRule("narrow", most_pages=5), AutoRule("wide"), AutoRule("never reached")]
    found = approving.by_rule(rules, ASKED)
    assert found is not None
    assert found.name == "wide"


@given(st.none() | st.integers(0, 500), st.none() | st.integers(1, 500))
def test_a_verdict_never_lets_go_more_than_was_asked_or_limited(pages: int | None, most: int | None) -> None:
    let = approving.amount("limit", pages, Bounds(pages=most))
    assert approving.amount("refuse", pages, Bounds(pages=most)) == 0
    assert let is None or all(let <= one for one in (pages, most) if one is not None)


@given(st.dictionaries(st.sampled_from(["p80", "cost_hour", "fairness_hours"]), st.floats(0, 1)))
def test_the_digest_does_not_depend_on_the_order(weights: dict[str, float]) -> None:
    turned = dict(reversed(list(weights.items())))
    assert policies.digest({"weights": weights}) == policies.digest({"weights": turned})
