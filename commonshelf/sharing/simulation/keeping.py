"""Simulations of the office: started as an act, run one after another beside the worker, kept to be read."""

from __future__ import annotations

import logging
import pickle
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import Max, Q
from django.utils import timezone

from commonshelf.kernel import second
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.api import Done
from commonshelf.news.api import Happening
from commonshelf.sharing.models import Simulation
from commonshelf.sharing.ruling import policies
from commonshelf.sharing.simulation.compare import Outcome, Trial, check
from commonshelf.sharing.simulation.door import Simulated
from commonshelf.sharing.simulation.run import RANKINGS

MODULE: Final = "commonshelf.sharing.simulation.alone"
"""What runs beside."""
MOST_LIBRARIES: Final = 81
MOST_REQUESTS: Final = 20_000
"""Of a simulation started on a page; larger ones are the command's."""
MOST_WAITING: Final = 5
SHOWN: Final = 50
LOST: Final = timedelta(minutes=3)
"""Not heard of for so long, and whoever ran it is gone."""
CONFLICT: Final = 409

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SimulationCard:
    """state: waiting, running, done, failed. done: per cent. policy: version of the rules; 0, the usual."""

    number: int
    trial: Trial
    policy: int
    state: str
    done: int
    made_by: str
    made_at: datetime
    ended_at: datetime | None
    outcomes: Mapping[str, Outcome]

    @property
    def simulated(self) -> Simulated:
        return Simulated(self.trial, self.outcomes)


def reads(actor: Actor) -> bool:
    return members.allowed(actor=actor, action="sharing.read-rules", object=policies.OBJECT)


def starts(actor: Actor) -> bool:
    return members.allowed(actor=actor, action="sharing.simulate", object=Ref("simulation", ""))


def begin(
    *, actor: Actor, world: str, libraries: int, requests: int, seed: int, policy: int, key: str
) -> SimulationCard:
    """policy: the version whose weights are tried, a draft too. Absent: no such version.

    Refusals: sharing.no-such-world, sharing.simulated-…, sharing.simulations-waiting.
    """

    def do() -> Done[SimulationCard]:
        weights = dict(policies.policy(number=policy).rules.weights)
        check(Trial(world, libraries, requests, seed, weights), RANKINGS)
        for what, given, most in (
            ("libraries", libraries, MOST_LIBRARIES),
            ("requests", requests, MOST_REQUESTS),
        ):
            if given > most:
                raise Refusal(f"sharing.simulated-{what}", {"given": given, "least": 2, "most": most})
        if Simulation.objects.filter(state="waiting").count() >= MOST_WAITING:
            raise Refusal("sharing.simulations-waiting", {"most": MOST_WAITING}, CONFLICT)
        last = Simulation.objects.aggregate(last=Max("number"))["last"] or 0
        row = Simulation.objects.create(
            number=last + 1,
            world=world,
            libraries=libraries,
            requests=requests,
            seed=seed,
            policy=policy,
            weights=weights,
            state="waiting",
            made_by=actor.key,
            made_at=timezone.now(),
        )
        facts = {"simulation": row.number, "world": world, "policy": policy}
        return Done(_card(row), facts, Ref("simulation", str(row.number)), stored=row.number)

    return members.act(
        actor=actor,
        action="sharing.simulate",
        object=Ref("simulation", ""),
        do=do,
        key=key,
        again=_as_it_stands,
    )


def _as_it_stands(number: object) -> SimulationCard:
    return _card(Simulation.objects.get(number=int(str(number))))


def simulations(*, actor: Actor) -> list[SimulationCard]:
    """Newest first. Whoever may read the rules may read what was tried with them."""
    _demand(actor)
    return [_card(row) for row in Simulation.objects.order_by("-number")[:SHOWN]]


def simulation(*, actor: Actor, number: int) -> SimulationCard:
    _demand(actor)
    row = Simulation.objects.filter(number=number).first()
    if row is None:
        raise Absent
    return _card(row)


def _demand(actor: Actor) -> None:
    members.demand(actor=actor, action="sharing.read-rules", object=policies.OBJECT)


def _card(row: Simulation) -> SimulationCard:
    return SimulationCard(
        number=row.number,
        trial=Trial(row.world, row.libraries, row.requests, row.seed, row.weights),
        policy=row.policy,
        state=row.state,
        done=row.done,
        made_by=row.made_by,
        made_at=row.made_at,
        ended_at=row.ended_at,
        outcomes={name: Outcome.of_json(one) for name, one in row.outcomes.items()},
    )


# -- running


def asked_for(happening: Happening) -> None:
    """The subscriber of sharing.simulate."""
    take_up(happening.at)


def take_up(now: datetime) -> bool:
    """Begin the oldest that waits or was lost, unless one is running; at once back again."""
    number = claim(now)
    if number is None:
        return False
    threading.Thread(target=_beside, args=(number,), daemon=True, name=f"simulation-{number}").start()
    return True


def claim(now: datetime) -> int | None:
    """One at a time: conditional, so that two workers never run the same."""
    lost = Q(state="running", seen_at__lt=now - LOST)
    if Simulation.objects.filter(state="running").exclude(lost).exists():
        return None
    row = Simulation.objects.filter(Q(state="waiting") | lost).order_by("number").first()
    if row is None:
        return None
    same = Simulation.objects.filter(number=row.number, state=row.state, seen_at=row.seen_at)
    if not same.update(state="running", begun_at=now, seen_at=now, done=0):
        return None
    return row.number


def _beside(number: int) -> None:
    try:
        run(number)
    finally:
        connection.close()


def run(number: int) -> None:
    """To its end, in a second process whose per cents are written down as they come."""
    row = Simulation.objects.get(number=number)
    trial = Trial(row.world, row.libraries, row.requests, row.seed, row.weights)
    outcomes = None
    process = second.started(MODULE)
    try:
        if process.stdin is None or process.stdout is None:
            raise OSError("no pipes")
        pickle.dump(trial, process.stdin)
        process.stdin.close()
        while outcomes is None:
            told: Any = pickle.load(process.stdout)  # noqa: S301  # from our own child
            if isinstance(told, dict):
                outcomes = told
            else:
                _mine(number).update(done=told, seen_at=timezone.now())
    except (EOFError, OSError, pickle.UnpicklingError):
        log.exception("simulation %s ended early", number)
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
    if outcomes is None:
        _mine(number).update(state="failed", ended_at=timezone.now())
    else:
        _mine(number).update(state="done", done=100, outcomes=outcomes, ended_at=timezone.now())


def _mine(number: int) -> Any:
    return Simulation.objects.filter(number=number, state="running")
