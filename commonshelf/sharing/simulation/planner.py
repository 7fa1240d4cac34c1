"""Ours, in a simulation: the very functions that plan for readers, fed with what a run has seen so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from commonshelf.sharing.domain.clocks import moment
from commonshelf.sharing.domain.ranking import Weights, balance, ranked
from commonshelf.sharing.domain.sources import Allowed, Desk, Holder, Ruled, Shelf, Situation, Trade
from commonshelf.sharing.domain.supplying import Draft, supply
from commonshelf.sharing.domain.times import NOTHING, PRIORS, Pace, filled, shrunk
from commonshelf.sharing.domain.ways import Asked
from commonshelf.sharing.simulation.demand import Request
from commonshelf.sharing.simulation.state import State

SHELVES: Final = (Shelf("", "on-shelf"),)
"""The live look has shown that a copy is in."""


class Planner:
    """Keeps what was learned as of the day it was asked last, as the product keeps it by its stamp."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._ruled = Ruled(weights=Weights.of(weights))
        self._day = 0
        self._trades: dict[tuple[int, str], Trade] = {}
        self._shelving: dict[int, Pace] = {}
        self._asked = Asked()

    def __call__(self, state: State, request: Request, free: Sequence[int], now: float) -> int:
        if state.today != self._day:
            self._learn(state, moment(now).date())
        service = "Copy" if request.copy else "Loan"
        member = state.world.members[request.requester]
        desk = Desk(member.name, "", member.clock, self._shelving[request.requester])
        situation = Situation(self._asked, member.name, desk, Allowed())
        drafts: list[Draft] = []
        numbers: dict[str, int] = {}
        for one in free:
            found = supply(self._holder(state, one, request, service), service, situation, self._ruled, now)
            if isinstance(found, Draft):
                drafts.append(found)
                numbers[found.candidate.supplier] = one
        if not drafts:
            return -1
        first = ranked((draft.candidate for draft in drafts), self._ruled.weights)[0].candidate
        if not request.promised:
            request.promised = first.expected
        return numbers[first.supplier]

    def _holder(self, state: State, one: int, request: Request, service: str) -> Holder:
        member = state.world.members[one]
        trade = replace(
            self._trades[one, service],
            a_day=member.a_day,
            usual_a_day=state.most_done[one],
            asked_today=state.asked_today[one],
            open=state.waiting[one],
            fee=member.fee,
        )
        return Holder(
            symbol=member.name,
            shelves=SHELVES,
            buildings={},
            clock=member.clock,
            trades={service: trade},
            day_hours=member.day_hours,
            road=state.world.road(one, request.requester) if service == "Loan" else None,
            balance=balance(state.lent[one], state.borrowed[one], state.usual()),
        )

    def _learn(self, state: State, today: date) -> None:
        self._day = state.today
        libraries = range(len(state.world.members))
        for service in ("Loan", "Copy"):
            own = [state.learned.of(one, service, "ship", today) for one in libraries]
            noes = [state.learned.of(one, service, "answer", today) for one in libraries]
            all_own, all_noes = sum(own, NOTHING), sum(noes, NOTHING)
            prior, slow = PRIORS[service, "ship"], PRIORS[service, "answer"]
            for one in libraries:
                self._trades[one, service] = Trade(
                    handling=shrunk(own[one], all_own, prior),
                    chance=filled(own[one], all_own),
                    no_hours=shrunk(noes[one], all_noes, slow).mean,
                )
        shelved = [state.learned.of(one, "Loan", "shelve", today) for one in libraries]
        everybody = sum(shelved, NOTHING)
        for one in libraries:
            self._shelving[one] = shrunk(shelved[one], everybody, PRIORS["Loan", "shelve"])
