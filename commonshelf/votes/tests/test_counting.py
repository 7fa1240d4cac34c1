"""Counting: quorum, pass mark, ties and abstentions, in whole numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonshelf.kernel.refusal import Refusal
from commonshelf.votes.domain import counting
from commonshelf.votes.domain.counting import Mark, Option, Outcome, Rules, Share, Side
from commonshelf.votes.domain.states import STEPS, State, advance

YES_NO = (Option("yes", Side.FOR), Option("no", Side.AGAINST), Option("abstain", Side.ABSTAIN))
HALF = Share(50)


def count(votes, entitled, quorum=HALF, pass_mark=HALF, options=YES_NO):
    marks = [Mark(key, weight) for key, weight in votes]
    rules = Rules(options, quorum, pass_mark)
    return counting.count(rules=rules, marks=marks, entitled=entitled, electors=len(marks))


@pytest.mark.parametrize(
    ("yes", "no", "abstain", "entitled", "outcome"),
    [
        (3, 2, 0, 5, Outcome.ACCEPTED),
        (2, 2, 0, 5, Outcome.DECLINED),  # a tie
        (0, 0, 5, 5, Outcome.DECLINED),  # all abstain
        (1, 0, 2, 5, Outcome.ACCEPTED),  # abstentions make the quorum and do not decide
        (2, 0, 0, 5, Outcome.NO_QUORUM),
        (1, 2, 2, 5, Outcome.DECLINED),
        (0, 0, 0, 5, Outcome.NO_QUORUM),
    ],
)
def test_yes_and_no(yes, no, abstain, entitled, outcome):
    votes = [("yes", 1)] * yes + [("no", 1)] * no + [("abstain", 1)] * abstain
    assert count(votes, entitled).outcome is outcome


def test_two_thirds_are_exactly_two_thirds():
    votes = [("yes", 1)] * 54 + [("no", 1)] * 27
    assert count(votes, 81, pass_mark=Share(2, 3)).outcome is Outcome.ACCEPTED
    assert count(votes, 81, pass_mark=Share(67)).outcome is Outcome.DECLINED
    assert count([*votes[1:], ("no", 1)], 81, pass_mark=Share(2, 3)).outcome is Outcome.DECLINED


def test_weight_counts_and_not_heads():
    found = count([("yes", 5), ("no", 1), ("no", 1)], 7)
    assert (found.outcome, found.leading, found.weights["no"], found.heads["no"]) == (
        Outcome.ACCEPTED, "yes", 2, 2,
    )  # fmt: skip


def test_of_several_the_leading_one_needs_the_pass_mark():
    three = (Option("a", Side.FOR), Option("b", Side.FOR), Option("none", Side.AGAINST))
    votes = [("a", 1)] * 4 + [("b", 1)] * 3 + [("none", 1)] * 2
    assert count(votes, 9, options=three).outcome is Outcome.DECLINED  # four of nine are not half
    assert count(votes, 9, options=three, pass_mark=Share(40)).leading == "a"


sums = st.integers(0, 40)


@given(st.tuples(sums, sums, sums), st.integers(0, 30), st.integers(0, 100), st.integers(1, 100))
@settings(max_examples=300)
def test_it_is_what_fractions_say(cast, missing, quorum, pass_mark):
    yes, no, abstain = cast
    votes = [("yes", 1)] * yes + [("no", 1)] * no + [("abstain", 1)] * abstain
    entitled = len(votes) + missing
    if not entitled:
        return
    found = count(votes, entitled, Share(quorum), Share(pass_mark))
    if Fraction(len(votes), entitled) < Fraction(quorum, 100):
        wanted = Outcome.NO_QUORUM
    elif yes > no and Fraction(yes, yes + no) >= Fraction(pass_mark, 100):
        wanted = Outcome.ACCEPTED
    else:
        wanted = Outcome.DECLINED
    assert found.outcome is wanted
    assert found.voted == len(votes)


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("votes.no-electors", {"names": [], "weights": []}),
        ("votes.elector-twice", {"names": [("A", ""), ("A", "")]}),
        ("votes.bad-weight", {"weights": [1, 0, 1]}),
        ("votes.secret-weights", {"weights": [1, 2, 1], "secret": True}),
        ("votes.secret-few", {"names": [("A", ""), ("B", "")], "weights": [1, 1], "secret": True}),
        ("votes.too-few-choices", {"options": YES_NO[1:]}),
        ("votes.choices-alike", {"options": (YES_NO[0], YES_NO[0])}),
    ],
)
def test_what_cannot_be_held(code, more):
    names = [("A", ""), ("B", ""), ("C", "")]
    given = {"options": YES_NO, "names": names, "weights": [1, 1, 1], "secret": False, **more}
    with pytest.raises(Refusal) as refused:
        counting.check(**given)
    assert refused.value.code == code


@pytest.mark.parametrize("given", [101, -1, (3, 2), (1, 0)])
def test_no_share_of_the_whole(given):
    with pytest.raises(Refusal, match=r"votes\.bad-share"):
        counting.share(given, "pass_mark")
    assert counting.share(0, "quorum").met(0, 5)


def test_a_closed_ballot_stays_as_it_is():
    for before in State:
        for step in STEPS:
            if step.before is not before:
                with pytest.raises(Refusal, match=r"votes\.closed"):
                    advance(before, step.action)
