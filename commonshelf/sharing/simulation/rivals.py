"""Other ways to choose whom to ask, in our own words after sharing systems read by us (ADR 24).

Every one of them gets the same live look at availability and the same daily limits as ours (State.at_hand,
State.has_room), whether or not its original has them. Beyond that each sees what its original sees. A
ranking that writes its rota down when a request is placed walks down that rota; others look anew each time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from commonshelf.sharing.domain.clocks import moment
from commonshelf.sharing.simulation.chance import mixed
from commonshelf.sharing.simulation.demand import Request
from commonshelf.sharing.simulation.state import State

Ranking = Callable[[State, Request, Sequence[int], float], int]
"""Of those at hand and with room, whom to ask now."""
SLOT: Final = 4096
"""Libraries an alliance may have, for numbers made of two."""


def at_random(state: State, request: Request, free: Sequence[int], now: float) -> int:
    """Any of them, all alike. Sees nothing."""
    del now
    return min(free, key=lambda one: mixed(state.seed ^ 0x5EED, request.number * SLOT + one))


def rota(state: State, request: Request, free: Sequence[int], now: float) -> int:
    """A list agreed once; every request begins one place further down. Sees nothing else."""
    del now
    count = len(state.world.members)
    return min(free, key=lambda one: (one - request.number) % count)


def lending_ratio(state: State, request: Request, free: Sequence[int], now: float) -> int:
    """Who borrows most for what it lends, at this moment: loans now taken less loans now given, ratio 1:1.

    Written down when placed, by each library's figures of that moment. No pace, distance or closure.
    """
    del now
    if request.order is None:
        request.order = sorted(
            state.shelves.holders[request.title],
            key=lambda one: (state.lending[one] - state.borrowing[one], _tie(state, request, one)),
        )
    return next(one for one in request.order if one in free)


def cost_first(state: State, request: Request, free: Sequence[int], now: float) -> int:
    """The cheapest, then who lent least for what it borrowed, in its whole life; closed ones passed over.

    Written down when placed. A library that never borrowed stands last. Vacations and holidays are looked at
    when its turn comes; where all are closed, the first of the list is asked all the same.
    """
    if request.order is None:
        members = state.world.members
        request.order = sorted(
            state.shelves.holders[request.title],
            key=lambda one: (members[one].fee, _lifetime(state, one), members[one].name),
        )
    today = moment(now).astimezone(state.world.zone).date()
    walk = [one for one in request.order if one in free]
    return next((one for one in walk if today not in state.world.members[one].closed), walk[0])


def availability_distance(state: State, request: Request, free: Sequence[int], now: float) -> int:
    """In now, and nearest to the pick-up place by the crow's kilometres. Looks anew for every attempt.

    Copies that are out are not waited for: the live look has left them out for every ranking.
    """
    del now
    return min(free, key=lambda one: (state.world.km(one, request.requester), _tie(state, request, one)))


def _lifetime(state: State, library: int) -> float:
    borrowed = state.borrowed_ever[library]
    return state.lent_ever[library] / borrowed if borrowed else float("inf")


def _tie(state: State, request: Request, library: int) -> int:
    """Between equals, none is always first."""
    return mixed(state.seed ^ 0x7E1, request.number * SLOT + library)


RIVALS: Final[Mapping[str, Ranking]] = MappingProxyType(
    {
        "random": at_random,
        "rota": rota,
        "lending-ratio": lending_ratio,
        "cost-first": cost_first,
        "availability-distance": availability_distance,
    }
)
