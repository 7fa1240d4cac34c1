"""Thousands of random lives of a ballot: one vote each, none too late, and the result is what was voted."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction

from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.votes import api, voting
from commonshelf.votes.domain import counting, states
from commonshelf.votes.models import Paper, Vote
from commonshelf.votes.tests.conftest import NOON

SYMBOLS = ("EAST", "WEST", "NORTH", "SOUTH", "HILL")
ORDINARY, PROOF, PARTS = 40, 1_250, 4


@dataclass
class Model:
    """What should be: kept in the plainest way, beside the rows."""

    weights: dict[str, int]
    secret: bool
    changeable: bool
    quorum: int
    pass_mark: int
    chosen: dict[str, str] = field(default_factory=dict)
    over: bool = False

    def outcome(self) -> str:
        sums = Counter()
        for symbol, choice in self.chosen.items():
            sums[choice] += self.weights[symbol]
        if Fraction(sum(sums.values()), sum(self.weights.values())) < Fraction(self.quorum, 100):
            return "no-quorum"
        yes, no = sums["yes"], sums["no"]
        passed = yes > no and Fraction(yes, yes + no) >= Fraction(self.pass_mark, 100)
        return "accepted" if passed else "declined"


def live(house, chance: random.Random, id: str) -> Iterator[str]:
    """One history; yields what went otherwise than it should."""
    secret = chance.random() < 0.4
    weights = {symbol: 1 if secret else chance.choice((1, 1, 2, 5)) for symbol in SYMBOLS}
    quorum, pass_mark = chance.choice((0, 0, 20, 50, 100)), chance.choice((1, 50, 50, 67, 100))
    model = Model(weights, secret, chance.random() < 0.7 and not secret, quorum, pass_mark)
    ballot = house.open(
        id=id,
        secret=secret,
        changeable=model.changeable,
        quorum=model.quorum,
        pass_mark=model.pass_mark,
        early=chance.random() < 0.2,
        electorate=[api.Elector(symbol, "", weight) for symbol, weight in weights.items()],
    )
    hour = 0
    for _step in range(chance.randint(0, 14)):
        hour += chance.choice((0, 1, 12, 48))
        yield from _act(house, chance, model, ballot.id, hour)
    api.close_due(NOON + timedelta(days=60))
    yield from _compared(house, model, ballot.id)


def _act(house, chance, model, ballot, hour) -> Iterator[str]:
    symbol, choice = chance.choice(SYMBOLS), chance.choice(("yes", "no", "abstain"))
    again, foreign = chance.random() < 0.3, chance.random() < 0.1
    before = api.ballot(actor=house.cast.office, id=ballot).open
    late = hour >= 7 * 24
    done = True
    try:
        with transaction.atomic():
            if chance.random() < 0.1:
                api.close_due(NOON + timedelta(hours=hour))
            elif foreign:
                other = chance.choice([one for one in SYMBOLS if one != symbol])
                at = NOON + timedelta(hours=hour)
                actor = house.managers[other]
                api.cast(actor=actor, ballot=ballot, choice=choice, library=symbol, at=at)
                yield f"{other} voted for {symbol}"
            else:
                door = api.recast if again else api.cast
                house.vote(ballot, symbol, choice, hours=hour, door=door)
                if late or not before:
                    yield f"{symbol} voted at hour {hour}"
                if (symbol in model.chosen) != again:
                    yield f"{symbol} voted twice, or changed what was not there"
                model.chosen[symbol] = choice
    except (Refusal, Absent):
        done = False
    except IntegrityError:
        yield "the rows had to refuse what the door let through"
    if not done and not late and before and not foreign and (symbol in model.chosen) == again and not again:
        yield f"{symbol} was refused a vote it had"


def _compared(house, model, ballot) -> Iterator[str]:
    card = api.ballot(actor=house.cast.office, id=ballot)
    if card.open or card.result is None:
        yield "left open"
        return
    if card.state != model.outcome():
        yield f"{card.state} instead of {model.outcome()}"
    heads = {line.choice.key: line.heads for line in card.result.lines}
    if {key: n for key, n in heads.items() if n} != dict(Counter(model.chosen.values())):
        yield f"{heads} instead of {model.chosen}"
    if Vote.objects.filter(elector__ballot=ballot, at__gte=card.deadline).exists():
        yield "a vote after the deadline was kept"
    kept = Paper.objects.filter(ballot=ballot).count() if model.secret else card.voted
    if kept != len(model.chosen):
        yield f"{kept} votes of {len(model.chosen)} electors"


def wrong(house, histories: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    found = [f"{n}: {what}" for n in range(histories) for what in live(house, chance, f"{seed}-{n}")]
    return [*found, *api.problems()]


def test_random_histories_keep_the_rules(house):
    assert wrong(house, ORDINARY, 1) == []


@pytest.mark.prove
@pytest.mark.parametrize("part", range(PARTS))
def test_five_thousand_histories_keep_the_rules(house, part):
    assert wrong(house, PROOF, 100 + part) == []


def test_planted_late_votes_are_seen(house, monkeypatch):
    monkeypatch.setattr(states, "takes_votes", lambda **_given: None)
    assert any("voted at hour" in one for one in wrong(house, ORDINARY, 3))


def test_planted_second_votes_are_seen(house, monkeypatch):
    def twice(row, elector, choice, now):
        if row.secret:
            Paper.objects.create(ballot=row, choice=choice)
        else:
            Vote.objects.create(elector=elector, choice=choice, at=now)

    monkeypatch.setattr(voting, "_first", twice)
    found = wrong(house, ORDINARY, 4)
    assert any("voted twice" in one for one in found)
    assert any("had to refuse" in one for one in found)


def test_planted_ties_that_pass_are_seen(house, monkeypatch):
    monkeypatch.setattr(counting, "_winner", lambda deciding: max(deciding, key=deciding.get))
    assert any("accepted instead of declined" in one for one in wrong(house, ORDINARY, 5))
