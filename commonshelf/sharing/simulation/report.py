"""A simulation as a page: for the office's reports, and as one file that needs nothing beside it."""

from __future__ import annotations

from importlib import resources
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from commonshelf.members.cards import Said
from commonshelf.sharing.simulation import charts
from commonshelf.sharing.simulation.compare import OURS, best_rival
from commonshelf.sharing.simulation.door import Simulated
from commonshelf.sharing.simulation.measure import EDGES
from commonshelf.sharing.simulation.words import LOOKS_AT, NAMES, WEIGHTS
from commonshelf.sharing.simulation.world import read

STYLES: Final = ("ui/static/ui/commonshelf.css", "sharing/static/sharing/figures.css")


def world_named(name: str) -> Said:
    world = read(name, 2)
    return Said(world.name_zh, world.name_en)


def context(simulated: Simulated) -> dict[str, Any]:
    """What simulation/body.html is drawn from."""
    trial, outcomes = simulated.trial, simulated.outcomes
    world = read(trial.world, 2)
    rival = best_rival(outcomes)
    mine = outcomes.get(OURS)
    less = None
    if mine is not None and rival and outcomes[rival].figures.mean_hours:
        less = 100 * (1 - mine.figures.mean_hours / outcomes[rival].figures.mean_hours)
    return {
        "trial": trial,
        "world": Said(world.name_zh, world.name_en),
        "world_words": Said(world.words_zh, world.words_en),
        "weights": [(WEIGHTS[name], value) for name, value in trial.weights.items()],
        "times": [(NAMES[bar.ranking], bar) for bar in charts.times(outcomes)],
        "buckets": [(NAMES[bar.ranking], bar) for bar in charts.buckets(outcomes)],
        "edges": EDGES,
        "work": charts.work(outcomes),
        "worker": NAMES[OURS if mine is not None else next(iter(outcomes))] if outcomes else "",
        "rival": NAMES.get(rival, "") if rival and mine is not None else "",
        "less": less,
        "more": -less if less is not None else None,
        "promise": mine.promise if mine is not None and mine.promise[0] else None,
        "looks_at": [(NAMES[name], LOOKS_AT[name]) for name in outcomes],
    }


def report(simulated: Simulated) -> str:
    """HTML, whole, in the language of the moment; its style is inside it."""
    package = resources.files("commonshelf")
    style = "\n".join(package.joinpath(one).read_text(encoding="utf-8") for one in STYLES)
    return render_to_string(
        "sharing/simulation/file.html",
        {**context(simulated), "style": mark_safe(style), "language": get_language()},  # noqa: S308  # our own files
    )
