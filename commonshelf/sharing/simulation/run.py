"""Discrete events: one alliance under one ranking, from the warm-up to the end of the last measured request.

An event is a tuple on a heap (ADR 24 has why no library for it): when, its turn, what, the request.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from itertools import count
from typing import Final

from commonshelf.sharing.simulation.chance import lasting, uniform
from commonshelf.sharing.simulation.demand import Request, Shelves, requests
from commonshelf.sharing.simulation.measure import Tally
from commonshelf.sharing.simulation.planner import Planner
from commonshelf.sharing.simulation.rivals import RIVALS, SLOT, Ranking, rota
from commonshelf.sharing.simulation.state import State
from commonshelf.sharing.simulation.world import World

RANKINGS: Final = ("ours", *RIVALS)
PLACE, ANSWER, TIME_OUT, READY, HOME = range(5)
AGAIN: Final = 12.0
"""Where every library with a copy in has had enough for today, it is tried again after so many hours."""
PATIENCE: Final = 30 * 24.0
"""A request older than this is not tried any more."""
EVERY: Final = 2000
"""Events between two reports of progress."""

Event = tuple[float, int, int, Request]


class Run:
    """The state, the events to come, and what is measured."""

    def __init__(self, world: World, shelves: Shelves, seed: int) -> None:
        self.state = State(world, shelves, seed)
        self.tally = Tally(len(world.members))
        self.events: list[Event] = []
        self.turns = count()
        self.choose: Ranking = rota

    def push(self, at: float, what: int, request: Request) -> None:
        heapq.heappush(self.events, (at, next(self.turns), what, request))

    def until(self, at: float) -> None:
        """All events up to then."""
        while self.events and self.events[0][0] <= at:
            now, _, what, request = heapq.heappop(self.events)
            self.state.turn(now)
            STEPS[what](self, now, request)

    def ask(self, now: float, request: Request) -> None:
        state = self.state
        at_hand = state.at_hand(request, now)
        free = [one for one in at_hand if state.has_room(one)]
        chosen = self.choose(state, request, free, now) if free else -1
        if chosen < 0:
            if at_hand and not free and now - request.at < PATIENCE:
                self.push(now + AGAIN, PLACE, request)
            elif request.measured:
                self.tally.unfilled(request)
            return
        self._begin(now, request, chosen)

    def _begin(self, now: float, request: Request, chosen: int) -> None:
        """The desk takes it in its turn; how long it then takes is the library's nature, and hidden."""
        state, world = self.state, self.state.world
        nature, clock = world.natures[chosen], world.members[chosen].clock
        request.asked, request.attempt = chosen, request.attempt + 1
        request.tried.add(chosen)
        state.waiting[chosen] += 1
        state.asked_today[chosen] += 1
        if request.measured:
            self.tally.asked[chosen] += 1
        if not request.copy:
            state.keep(request.title, chosen, float("inf"))
        begun = clock.add(max(now, state.desk_free[chosen]), 1.0 / nature.desk_an_hour)
        state.desk_free[chosen] = begun
        about = request.number * SLOT + chosen
        ready = clock.add(begun, lasting(state.seed, about, nature.pull_hours, nature.pull_spread))
        limit = world.answering.add(now, world.answer_hours)
        request.asked_at = now
        self.push(min(ready, limit), ANSWER if ready <= limit else TIME_OUT, request)

    def answer(self, now: float, request: Request) -> None:
        state = self.state
        supplier = request.asked
        self._answered(supplier)
        found = uniform(state.seed ^ 0xF00D, request.number * SLOT + supplier)
        service = "Copy" if request.copy else "Loan"
        worked = state.world.members[supplier].clock.between(request.asked_at, now)
        if found >= state.world.natures[supplier].found:
            self._no(now, request, worked)
            return
        state.learned.see(supplier, service, "ship", worked, now)
        if request.copy:
            self._filled(now, request)
            return
        state.lending[supplier] += 1
        state.lend(supplier, request.requester, now)
        self._carry(now, request)

    def time_out(self, now: float, request: Request) -> None:
        supplier = request.asked
        self._answered(supplier)
        self._no(now, request, self.state.world.members[supplier].clock.between(request.asked_at, now))

    def _answered(self, supplier: int) -> None:
        self.state.waiting[supplier] -= 1
        self.state.done(supplier)

    def _no(self, now: float, request: Request, worked: float) -> None:
        state, supplier = self.state, request.asked
        service = "Copy" if request.copy else "Loan"
        state.learned.see(supplier, service, "ship", 0.0, now, no=True)
        state.learned.see(supplier, service, "answer", worked, now)
        if request.measured:
            self.tally.noes[supplier] += 1
        if not request.copy:
            state.keep(request.title, supplier, now)
        self.ask(now, request)

    def _carry(self, now: float, request: Request) -> None:
        world, end = self.state.world, request.requester
        there = world.road(request.asked, end).arrival(now)
        clock, nature = world.members[end].clock, world.natures[end]
        shelved = lasting(self.state.seed ^ 0x5E1F, request.number, nature.shelve_hours, 0.6)
        request.there = there
        self.push(clock.add(there, shelved), READY, request)

    def ready(self, now: float, request: Request) -> None:
        """On the reader's shelf; they keep it a while, then it goes home."""
        state, world = self.state, self.state.world
        end = request.requester
        worked = world.members[end].clock.between(request.there, now)
        state.learned.see(end, "Loan", "shelve", worked, now)
        state.borrowing[end] += 1
        self._filled(now, request)
        first, last = world.loan_days
        kept = first + (last - first) * uniform(state.seed ^ 0x1041, request.number)
        home = world.road(end, request.asked).arrival(now + kept * 24.0)
        state.keep(request.title, request.asked, home)
        self.push(home, HOME, request)

    def home(self, now: float, request: Request) -> None:
        del now
        self.state.lending[request.asked] -= 1
        self.state.borrowing[request.requester] -= 1

    def _filled(self, now: float, request: Request) -> None:
        if request.measured:
            self.tally.filled(request, now - request.at)


STEPS: Final[Mapping[int, Callable[[Run, float, Request], None]]] = {
    PLACE: Run.ask,
    ANSWER: Run.answer,
    TIME_OUT: Run.time_out,
    READY: Run.ready,
    HOME: Run.home,
}


class Alliance:
    """One world under one seed, warmed up once: every ranking begins from the same state and the same past.

    During the warm-up the alliance works by a plain rota, as it might have before it came here.
    """

    def __init__(self, world: World, wanted: int, seed: int) -> None:
        self.world, self.seed = world, seed
        self.shelves = Shelves(world, seed)
        self._all = list(requests(self.shelves, wanted, seed))
        self._warm = Run(world, self.shelves, seed)
        first = next(place for place, one in enumerate(self._all) if one.measured)
        self._feed(self._warm, self._all[:first])
        self._measured = self._all[first:]

    def under(
        self, name: str, weights: Mapping[str, float], progress: Callable[[int], None] | None = None
    ) -> Tally:
        """What came of it. name: of RANKINGS; weights: of ours; progress: told how many were placed."""
        memo = {id(self.world): self.world, id(self.shelves): self.shelves}
        run = deepcopy(self._warm, memo)
        run.tally = Tally(len(self.world.members))
        run.choose = Planner(weights) if name == "ours" else RIVALS[name]
        self._feed(run, (_again(one) for one in self._measured), progress)
        run.until(float("inf"))
        return run.tally

    def _feed(
        self, run: Run, placed: Iterable[Request], progress: Callable[[int], None] | None = None
    ) -> None:
        for number, request in enumerate(placed):
            run.until(request.at)
            run.state.turn(request.at)
            run.ask(request.at, request)
            if progress is not None and number % EVERY == 0:
                progress(number)


def _again(one: Request) -> Request:
    """The same request, as nobody has touched it yet."""
    made = Request(one.number, one.at, one.title, one.requester, copy=one.copy)
    made.measured = True
    return made
