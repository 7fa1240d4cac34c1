"""The fair queue: bounds hold whatever comes, nobody is forgotten, a campus is not turned away by itself."""

from __future__ import annotations

import heapq
import random
import threading
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.ui.domain.limits import Limits
from commonshelf.ui.domain.turns import Said, Turns
from commonshelf.ui.gate import Gate

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("arrive"), st.sampled_from("abcd")),
        st.tuples(st.just("leave"), st.integers(0, 20)),
        st.tuples(st.just("give up"), st.integers(0, 20)),
    ),
    max_size=80,
)


@given(STEPS, st.integers(1, 4), st.integers(0, 5))
def test_bounds_hold_and_everybody_is_somewhere(steps, working, waiting):
    turns: Turns[int] = Turns(working, waiting)
    at_work: dict[int, str] = {}
    in_line: dict[int, str] = {}
    for ticket, (step, what) in enumerate(steps):
        if step == "arrive":
            said, displaced = turns.arrive(what, ticket)
            if displaced is not None:
                assert said is Said.WAIT
                assert in_line.pop(displaced) != what
            if said is Said.WORK:
                at_work[ticket] = what
            elif said is Said.WAIT:
                in_line[ticket] = what
        elif step == "leave" and at_work:
            gone = sorted(at_work)[what % len(at_work)]
            follows = turns.leave(at_work.pop(gone))
            assert (follows is None) == (not in_line)
            if follows is not None:
                at_work[follows] = in_line.pop(follows)
        elif step == "give up" and in_line:
            tired = sorted(in_line)[what % len(in_line)]
            turns.give_up(in_line.pop(tired), tired)
        assert turns.counts == (len(at_work), len(in_line))
        assert len(at_work) <= working
        assert len(in_line) <= waiting
        held = {*at_work.values(), *in_line.values()}
        assert set(turns._at_work) | set(turns._lines) | set(turns._last_turn) <= held, "nobody is kept"
        assert len(at_work) == working or not in_line, "nobody waits while there is room"


def test_the_largest_caller_loses_and_alone_may_use_it_all():
    turns: Turns[str] = Turns(1, 3)
    assert [turns.arrive("crawler", f"c{n}")[0] for n in range(5)] == [
        Said.WORK, Said.WAIT, Said.WAIT, Said.WAIT, Said.REFUSED,
    ]  # fmt: skip
    assert turns.arrive("reader", "r") == (Said.WAIT, "c3")
    assert turns.leave("crawler") == "r", "who holds least comes first"


def simulate(turns, arrivals, service, patience, chance):
    """(who -> refused, who -> came): a clockwork of arrivals (moment, who) and service times in seconds."""
    refused, came = Counter(), Counter()
    events = [(moment, n, "come", who) for n, (moment, who) in enumerate(arrivals)]
    heapq.heapify(events)
    number, waiting, done = len(events), {}, set()
    names: dict[int, str] = {}
    while events:
        now, ticket, kind, who = heapq.heappop(events)
        if kind == "come":
            came[who] += 1
            names[ticket] = who
            said, displaced = turns.arrive(who, ticket)
            if displaced is not None:
                refused[names[displaced]] += 1
                waiting.pop(displaced)
            if said is Said.WORK:
                heapq.heappush(events, (now + service(chance), ticket, "done", who))
            elif said is Said.WAIT:
                waiting[ticket] = who
                number += 1
                heapq.heappush(events, (now + patience, ticket, "tired", who))
            else:
                refused[who] += 1
        elif kind == "tired" and ticket in waiting:
            turns.give_up(waiting.pop(ticket), ticket)
            refused[who] += 1
        elif kind == "done" and ticket not in done:
            done.add(ticket)
            follows = turns.leave(who)
            if follows is not None:
                waiting.pop(follows)
                heapq.heappush(events, (now + service(chance), follows, "done", names[follows]))
    return refused, came


def poisson(rate, seconds, who, chance):
    now, found = 0.0, []
    while (now := now + chance.expovariate(rate)) < seconds:
        found.append((now, who))
    return found


def page(chance):
    """A page takes 40 ms of its process, now and then three times that."""
    return 0.12 if chance.random() < 0.05 else 0.04


LIMITS = Limits()
WORKING_IN_EFFECT = 1
"""Three threads of one Python process share one core: as if one worked at full speed."""


def refusals(arrivals, chance):
    turns: Turns[int] = Turns(WORKING_IN_EFFECT, LIMITS.waiting + LIMITS.working - WORKING_IN_EFFECT)
    return simulate(turns, arrivals, page, LIMITS.patience, chance)


@pytest.mark.parametrize("seed", range(5))
def test_two_hundred_people_behind_one_address_are_never_refused(seed):
    """A page every 12 seconds each, for ten minutes; one process gets half of it."""
    chance = random.Random(seed)
    refused, came = refusals(poisson(200 / 12 / 2, 600, "campus", chance), chance)
    assert came["campus"] > 4_000
    assert refused["campus"] == 0


def test_a_crawler_turns_away_itself():
    """Fifty pages a second from one address, and beside it people from three others."""
    chance = random.Random(1)
    arrivals = poisson(50, 120, "crawler", chance)
    for who in ("campus", "town", "home"):
        arrivals += poisson(3, 120, who, chance)
    refused, came = refusals(sorted(arrivals), chance)
    assert refused["campus"] + refused["town"] + refused["home"] <= 0.01 * (came.total() - came["crawler"])
    assert refused["crawler"] > 0.5 * came["crawler"]


def test_planted_a_queue_without_fairness_turns_people_away():
    class Unfair(Turns):
        def arrive(self, who, ticket):
            return super().arrive("", ticket)

        def leave(self, who):
            return super().leave("")

        def give_up(self, who, ticket):
            super().give_up("", ticket)

    chance = random.Random(1)
    arrivals = poisson(50, 120, "crawler", chance) + poisson(3, 120, "campus", chance)
    turns = Unfair(WORKING_IN_EFFECT, LIMITS.waiting)
    refused, came = simulate(turns, sorted(arrivals), page, LIMITS.patience, chance)
    assert refused["campus"] > 0.1 * came["campus"]


def test_threads_at_the_gate_never_pass_the_bounds_and_all_come_home():
    gate, lock, now, peak, admitted = Gate(working=2, waiting=4, patience=5), threading.Lock(), [0], [0], []

    def visit(who):
        for _ in range(20):
            with gate.turn(who) as may:
                admitted.append(may)
                if may:
                    with lock:
                        now[0] += 1
                        peak[0] = max(peak[0], now[0])
                    with lock:
                        now[0] -= 1

    threads = [threading.Thread(target=visit, args=(f"w{n % 3}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(admitted) == 120
    assert all(admitted), "six at a time fit: two at work, four in line"
    assert peak[0] <= 2
    assert gate.counts == (0, 0)


def test_patience_ends():
    gate = Gate(working=1, waiting=1, patience=0.02)
    with gate.turn("a") as first, gate.turn("b") as second:
        assert (first, second) == (True, False)
        assert gate.counts == (1, 0)
    assert gate.counts == (0, 0)


def test_a_view_that_fails_gives_its_turn_back():
    gate = Gate(working=1, waiting=0, patience=0)
    with pytest.raises(ZeroDivisionError), gate.turn("a"):
        _ = 1 / 0
    assert gate.counts == (0, 0)
