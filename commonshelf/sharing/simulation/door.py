"""What other rooms may ask of simulations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from commonshelf.sharing.simulation.compare import (
    USUAL_LIBRARIES,
    USUAL_REQUESTS,
    Outcome,
    Progress,
    Trial,
    compare,
    weights_of,
)
from commonshelf.sharing.simulation.run import RANKINGS

SIMULATED_LIBRARIES = USUAL_LIBRARIES
SIMULATED_REQUESTS = USUAL_REQUESTS


@dataclass(frozen=True, slots=True)
class Simulated:
    """What was tried, and what came of each ranking."""

    trial: Trial
    outcomes: Mapping[str, Outcome]


def simulate(
    *,
    world: str,
    libraries: int = USUAL_LIBRARIES,
    requests: int = USUAL_REQUESTS,
    seed: int = 1,
    ranking: str = "all",
    weights: Mapping[str, float] | None = None,
    processes: int = 1,
    progress: Progress | None = None,
) -> Simulated:
    """ranking: one of RANKINGS, or all. weights: of ours; what is missing is as in the rules everybody begins
    with. Takes minutes for large ones: progress is told the share that is done.
    """
    trial = Trial(world, libraries, requests, seed, weights_of(weights))
    names = RANKINGS if ranking == "all" else (ranking,)
    return Simulated(trial, compare(trial, names, processes, progress))
