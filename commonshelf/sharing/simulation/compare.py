"""One world under several rankings, measured: what the command prints, and what a report is drawn from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields
from multiprocessing import get_context
from typing import Any, Final

from commonshelf.kernel.refusal import Refusal
from commonshelf.sharing.domain import policy
from commonshelf.sharing.simulation.measure import EDGES, Figures, Tally, shares
from commonshelf.sharing.simulation.run import RANKINGS, Alliance
from commonshelf.sharing.simulation.world import MOST, WORLDS, read

OURS: Final = "ours"
MOST_REQUESTS: Final = 500_000
MOST_SEED: Final = 1_000_000
MOST_PROCESSES: Final = 64
USUAL_LIBRARIES: Final = 12
USUAL_REQUESTS: Final = 20_000
Progress = Callable[[float], None]
"""Told the share that is done, 0 to 1."""
Work = tuple[str, int, int, int, int]
"""A library's name; how often it was asked, said no, gave, got."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried. weights: of ours, by name (domain/ranking.Weights); what is missing is as in DEFAULT."""

    world: str
    libraries: int
    requests: int
    seed: int
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one ranking. within: shares of the filled by measure.EDGES. promise: hours ours expected
    when it first asked, and hours it became, both on average; (0, 0) of a rival, who promises nothing.
    attempts: libraries asked for each request.
    """

    figures: Figures
    within: tuple[float, ...]
    libraries: tuple[Work, ...]
    promise: tuple[float, float]
    attempts: float

    @staticmethod
    def of_json(kept: Mapping[str, Any]) -> Outcome:
        return Outcome(
            figures=Figures(**{one.name: float(kept[one.name]) for one in fields(Figures)}),
            within=tuple(kept["within"]),
            libraries=tuple((one[0], one[1], one[2], one[3], one[4]) for one in kept["libraries"]),
            promise=(kept["promise"][0], kept["promise"][1]),
            attempts=float(kept["attempts"]),
        )

    def as_json(self) -> dict[str, Any]:
        return {
            **self.figures.as_json(),
            "within": [round(one, 5) for one in self.within],
            "libraries": [list(one) for one in self.libraries],
            "promise": [round(one, 2) for one in self.promise],
            "attempts": round(self.attempts, 3),
        }


def check(trial: Trial, rankings: Iterable[str]) -> None:
    """Refuses what cannot be run, in one sentence."""
    if trial.world not in WORLDS:
        raise Refusal("sharing.no-such-world", {"world": trial.world, "known": ", ".join(WORLDS)})
    for name in rankings:
        if name not in RANKINGS:
            raise Refusal("sharing.no-such-ranking", {"ranking": name, "known": ", ".join(RANKINGS)})
    for what, number, least, most in (
        ("libraries", trial.libraries, 2, MOST),
        ("requests", trial.requests, 1, MOST_REQUESTS),
        ("seed", trial.seed, 0, MOST_SEED),
    ):
        if not least <= number <= most:
            raise Refusal(f"sharing.simulated-{what}", {"given": number, "least": least, "most": most})
    faulty = next(policy.faults({"weights": dict(trial.weights)}), None)
    if faulty is not None:
        name = faulty.at.removeprefix("weights.")
        raise Refusal("sharing.simulated-weights", {"name": name, "least": faulty.least, "most": faulty.most})


def compare(
    trial: Trial, rankings: Sequence[str] = RANKINGS, processes: int = 1, progress: Progress | None = None
) -> dict[str, Outcome]:
    """By ranking, in the order asked for. processes: rankings side by side; the figures are the same."""
    check(trial, rankings)
    if not 1 <= processes <= MOST_PROCESSES:
        facts = {"given": processes, "least": 1, "most": MOST_PROCESSES}
        raise Refusal("sharing.simulated-processes", facts)
    if processes == 1 or len(rankings) == 1:
        return _one_by_one(trial, rankings, progress)
    with ProcessPoolExecutor(min(processes, len(rankings)), mp_context=get_context("spawn")) as pool:
        parts = pool.map(_alone, [(trial, name) for name in rankings])
        found: dict[str, Outcome] = {}
        for name, outcome in zip(rankings, parts, strict=True):
            found[name] = outcome
            if progress is not None:
                progress(len(found) / len(rankings))
        return found


def weights_of(told: Mapping[str, float] | None) -> dict[str, float]:
    return {**policy.DEFAULT.weights, **(told or {})}


def _alone(told: tuple[Trial, str]) -> Outcome:
    trial, name = told
    return _one_by_one(trial, [name], None)[name]


def _one_by_one(trial: Trial, rankings: Sequence[str], progress: Progress | None) -> dict[str, Outcome]:
    world = read(trial.world, trial.libraries)
    alliance = Alliance(world, trial.requests, trial.seed)
    found: dict[str, Outcome] = {}
    weights = weights_of(trial.weights)
    for place, name in enumerate(rankings):

        def told(placed: int, place: int = place) -> None:
            if progress is not None:
                progress((place + placed / trial.requests) / len(rankings))

        tally = alliance.under(name, weights, told)
        found[name] = _outcome(tally, [member.name for member in world.members])
    if progress is not None:
        progress(1.0)
    return found


def _outcome(tally: Tally, names: Sequence[str]) -> Outcome:
    told = tally.promised
    many = len(tally.hours) + tally.missed
    return Outcome(
        figures=tally.figures(),
        within=tuple(shares(tally.hours, EDGES)),
        libraries=tuple(zip(names, tally.asked, tally.noes, tally.lent, tally.borrowed, strict=True)),
        promise=(sum(one[0] for one in told) / len(told), sum(one[1] for one in told) / len(told))
        if told
        else (0.0, 0.0),
        attempts=tally.attempts / many if many else 0.0,
    )


def best_rival(outcomes: Mapping[str, Outcome]) -> str:
    """Of the others, who brings things soonest on average; "" where there is none."""
    rivals = [name for name in outcomes if name != OURS and outcomes[name].figures.fill_rate]
    return min(rivals, key=lambda name: outcomes[name].figures.mean_hours, default="")
