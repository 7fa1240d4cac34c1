"""Random histories of work passing through hands: nothing is left to nobody, and each step is written down.

The long run is test_hands.py.
"""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from commonshelf.members.domain import permissions, rules
from commonshelf.work import holding, steps
from tests.proofs.hands import hands

HISTORIES, PRESSES = 15, 16
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_own_home")]


@pytest.fixture
def _own_home(tmp_path, settings):
    settings.COMMONSHELF_HOME = tmp_path


Plant = Callable[[pytest.MonkeyPatch], None]


def test_random_histories_leave_nothing_to_nobody():
    broken, tried = hands(random.randrange(10**6), HISTORIES, PRESSES)
    assert not broken, "\n".join(broken)
    assert tried["accept done"]


def endings_forgotten(plant: pytest.MonkeyPatch) -> None:
    plant.setattr(holding.WorkHolder, "open_work", lambda *_, **__: [])
    plant.setattr(holding.WorkHolder, "hand_over", lambda *_, **__: 0)


def leavings_forgotten(plant: pytest.MonkeyPatch) -> None:
    """Ends of ties are handed over, whole libraries are not."""
    held = holding.WorkHolder.open_work
    plant.setattr(
        holding.WorkHolder, "open_work", lambda self, **asked: held(self, **asked) if asked["person"] else []
    )
    plant.setattr(holding, "_library_leaves", lambda *_: 0)


def anybody_accepts(plant: pytest.MonkeyPatch) -> None:
    table = {**permissions.TABLE, "work.accept": (rules.SIGNED_IN,)}
    plant.setattr(permissions, "TABLE", table)


def delegations_outlive_their_end(plant: pytest.MonkeyPatch) -> None:
    plant.setattr(holding, "_left_behind", lambda _day: iter(()))


def hands_without_end(plant: pytest.MonkeyPatch) -> None:
    plant.setattr(steps, "MOST_HANDS", 99)


def a_step_counted_twice(plant: pytest.MonkeyPatch) -> None:
    moved = steps.move

    def twice(row, **more):
        moved(row, **more)
        row.version += 1
        row.save()

    plant.setattr(steps, "move", twice)


def finished_without_an_end(plant: pytest.MonkeyPatch) -> None:
    plant.setattr(steps, "finish", steps.finish)
    plant.setattr(steps.states, "_STEP", {**steps.states._STEP, **_open_again()})


def _open_again():
    table = steps.states
    done = table._STEP[table.State.ACCEPTED, "finish"]
    return {
        (table.State.ACCEPTED, "finish"): table.Step(done.before, done.action, done.by, table.State.ACCEPTED)
    }


@pytest.mark.parametrize(
    ("fault", "presses", "length"),
    [
        (endings_forgotten, ("ask", "accept", "end"), 16),
        (leavings_forgotten, ("ask", "leave"), 16),
        (anybody_accepts, ("ask", "accept", "accept"), 16),
        (a_step_counted_twice, ("ask", "accept"), 16),
        (finished_without_an_end, ("ask", "accept", "finish"), 16),
        pytest.param(
            delegations_outlive_their_end,
            ("ask", "accept", "accept", "delegate", "undelegate"),
            40,
            marks=pytest.mark.prove,
        ),
        pytest.param(hands_without_end, ("ask", "accept", "hand_on", "hand_on"), 60, marks=pytest.mark.prove),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_a_planted_fault_is_found(
    fault: Plant, presses: tuple[str, ...], length: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what leads there is pressed, so that it is found soon."""
    fault(monkeypatch)
    broken, _ = hands(7, 100, length, presses)
    assert broken
