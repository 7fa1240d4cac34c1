"""Simulations: the same from the same seed, nothing seen of what is to come, fair to the others."""

from __future__ import annotations

import json
import tomllib
from datetime import date, timedelta
from importlib import resources
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.kernel.refusal import Refusal
from commonshelf.sharing import api as sharing
from commonshelf.sharing.domain.clocks import instant, moment
from commonshelf.sharing.simulation.chance import lasting, uniform
from commonshelf.sharing.simulation.compare import Outcome
from commonshelf.sharing.simulation.demand import Request
from commonshelf.sharing.simulation.measure import EDGES, Tally, gini, quantile, shares
from commonshelf.sharing.simulation.run import RANKINGS, Alliance
from commonshelf.sharing.simulation.state import Learned, State
from commonshelf.sharing.simulation.world import WORLDS, read

MANY = 500
WEIGHTS = {"fairness_hours": 24.0, "p80": 0.25, "cost_hour": 1000.0}


@pytest.fixture(scope="module")
def uneven() -> Alliance:
    return Alliance(read("skewed", 12), MANY, 1)


@pytest.fixture(scope="module")
def tallies(uneven: Alliance) -> dict[str, Tally]:
    return {name: uneven.under(name, WEIGHTS) for name in RANKINGS}


def test_the_same_seed_gives_the_same_figures_to_the_last_digit(tallies: dict[str, Tally]) -> None:
    """And no ranking leaves a trace for the next: here ours runs alone."""
    again = Alliance(read("skewed", 12), MANY, 1)
    assert tallies["ours"].hours == again.under("ours", WEIGHTS).hours


def test_ours_is_sooner_where_libraries_differ(tallies: dict[str, Tally]) -> None:
    """A small cut of what tests/proofs/test_simulation.py measures whole."""
    found = {name: one.figures() for name, one in tallies.items()}
    best = min(one.mean_hours for name, one in found.items() if name != "ours")
    assert found["ours"].mean_hours < 0.95 * best
    assert all(0.5 < one.fill_rate < 1 for one in found.values())


def test_every_request_ends_once(tallies: dict[str, Tally]) -> None:
    for tally in tallies.values():
        assert len(tally.hours) + tally.missed == MANY
        assert sum(tally.lent) == sum(tally.borrowed) == len(tally.hours)
        assert sum(tally.asked) == sum(tally.noes) + len(tally.hours)
        assert min(tally.hours) > 0


def test_nobody_is_asked_for_what_it_has_not_or_has_lent(
    uneven: Alliance, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through the choice of every ranking: what is offered holds the title, is not the asker, has it in."""
    asked: list[tuple[Request, int]] = []
    looked = State.at_hand

    def seen(state: State, request: Request, now: float) -> list[int]:
        found = looked(state, request, now)
        asked.extend((request, one) for one in found)
        return found

    monkeypatch.setattr(State, "at_hand", seen)
    uneven.under("availability-distance", {})
    assert asked
    assert all(
        one in uneven.shelves.holders[request.title] and one != request.requester for request, one in asked
    )


def test_what_was_learned_is_only_what_has_happened() -> None:
    learned = Learned()
    learned.see(1, "Loan", "ship", 4.0, instant(moment(500_000)))
    today = moment(500_000).date()
    assert learned.of(1, "Loan", "ship", today).count == pytest.approx(1, rel=0.3)
    assert learned.of(2, "Loan", "ship", today).count == 0


def test_luck_hangs_on_request_and_library_alone() -> None:
    assert uniform(1, 5) == uniform(1, 5) != uniform(2, 5)
    drawn = [lasting(3, number, 6.0, 1.4) for number in range(20_000)]
    assert sum(drawn) / len(drawn) == pytest.approx(6.0, rel=0.06)


@pytest.mark.parametrize("name", WORLDS)
def test_worlds_can_be_read_in_any_size(name: str) -> None:
    for count in (2, 12, 81):
        world = read(name, count)
        assert len(world.members) == len({member.name for member in world.members}) == count
    file = resources.files("commonshelf.sharing.simulation").joinpath(f"worlds/{name}.toml")
    kept = tomllib.loads(file.read_text("utf-8"))
    assert kept["warm_up_days"] == 60


def test_a_parcel_takes_the_couriers_that_the_file_names() -> None:
    """Town three is visited on Fridays: what leaves the city on a Friday is there a week later."""
    world = read("skewed", 12)
    names = [member.name for member in world.members]
    there = world.road(names.index("City"), names.index("Town three"))
    friday = instant(moment(world.start)) + 4 * 24 + 12
    arrived = moment(there.arrival(friday)).astimezone(world.zone)
    assert (arrived.weekday(), arrived.date()) == (4, world.start_date + timedelta(days=11))


def test_nothing_is_brought_to_a_library_on_vacation() -> None:
    world = read("skewed", 12)
    one = [member.name for member in world.members].index("University one")
    days = (date(2026, 2, 1) - world.start_date).days
    assert world.on_vacation(one, world.start + 24 * days + 12)
    assert not world.on_vacation(one, world.start + 12)


# -- measures


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=30))
def test_gini_as_it_is_defined(amounts: list[int]) -> None:
    found = gini(amounts)
    mean = sum(amounts) / len(amounts)
    pairs = sum(abs(a - b) for a in amounts for b in amounts)
    assert found == pytest.approx(pairs / (2 * len(amounts) ** 2 * mean) if mean else 0.0)


@given(st.lists(st.floats(0.1, 900), min_size=1, max_size=50))
def test_shares_and_quantiles(hours: list[float]) -> None:
    assert sum(shares(hours, EDGES)) == pytest.approx(1)
    ordered = sorted(hours)
    assert ordered[0] <= quantile(ordered, 0.8) <= ordered[-1]


# -- the command and the door


def told(*arguments: str) -> dict[str, dict[str, float]]:
    out = StringIO()
    call_command("simulate", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())  # type: ignore[no-any-return]


def test_the_command_prints_what_was_promised() -> None:
    found = told("--world", "even", "--libraries", "4", "--requests", "20", "--seed", "3")
    assert list(found) == list(RANKINGS)
    for one in found.values():
        assert list(one) == ["mean_hours", "median_hours", "p80_hours", "p90_hours", "fill_rate", "gini"]
        assert one["median_hours"] <= one["p80_hours"] <= one["p90_hours"]


def test_where_a_report_cannot_be_written_nothing_is_run(tmp_path: Path) -> None:
    for file in (tmp_path, tmp_path / "nowhere" / "report.html"):
        with pytest.raises(CommandError, match="cannot be written"), translation.override("en"):
            told("--requests", "500000", "--report", str(file))


def test_one_ranking_alone_and_a_report_of_it(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    found = told(
        "--world", "even", "--libraries", "3", "--requests", "30", "--ranking", "ours", "--report", str(file)
    )
    assert list(found) == ["ours"]
    page = file.read_text("utf-8")
    assert "<svg" in page
    assert "http" not in page
    assert " src=" not in page


def test_rules_are_tried_from_a_file(tmp_path: Path) -> None:
    rules = tmp_path / "rules.json"
    rules.write_text('{"weights": {"fairness_hours": 0}}')
    arguments = ("--world", "skewed", "--libraries", "6", "--requests", "150", "--ranking", "ours")
    assert told(*arguments, "--rules", str(rules)) != told(*arguments)
    rules.write_text('{"weights": {"fairness_hours": 99}}')
    with pytest.raises(SystemExit):
        told(*arguments, "--rules", str(rules))


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"world": "flat"}, "sharing.no-such-world"),
        ({"ranking": "best"}, "sharing.no-such-ranking"),
        ({"libraries": 1}, "sharing.simulated-libraries"),
        ({"requests": 0}, "sharing.simulated-requests"),
        ({"seed": -1}, "sharing.simulated-seed"),
        ({"processes": 0}, "sharing.simulated-processes"),
        ({"weights": {"speed": 1}}, "sharing.simulated-weights"),
    ],
)
def test_what_cannot_be_run_is_refused(wrong: dict[str, object], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        sharing.simulate(**{"world": "even", "libraries": 3, "requests": 20, **wrong})  # type: ignore[arg-type]
    assert refused.value.code == code


def test_an_outcome_is_the_same_after_it_was_kept() -> None:
    found = sharing.simulate(world="even", libraries=3, requests=30, ranking="ours").outcomes["ours"]
    kept = Outcome.of_json(json.loads(json.dumps(found.as_json())))
    assert kept.libraries == found.libraries
    assert kept.as_json() == found.as_json()


def test_progress_grows_to_the_whole() -> None:
    heard: list[float] = []
    sharing.simulate(world="even", libraries=3, requests=30, progress=heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == 1
