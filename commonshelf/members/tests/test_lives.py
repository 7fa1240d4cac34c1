"""Random lives of a library: nothing holds that must not; the long run is tests/proofs/test_lives.py."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from django.db.models import Q

from commonshelf.members import leaving, people
from commonshelf.members.domain import membership as table
from commonshelf.members.models import Affiliation, Delegation
from commonshelf.members.tests.lives import NEXT, live, world

pytestmark = pytest.mark.django_db
LIVES, STEPS = 40, 14


def test_random_lives_leave_no_right_and_no_orphan_behind():
    seed = random.randrange(10**6)
    with world() as drawer:
        broken, tried = live(seed, LIVES, STEPS, drawer)
    assert not broken, "\n".join(broken)
    assert tried["leave done"]
    assert tried["suspend done"]


Plant = Callable[[pytest.MonkeyPatch], None]


def suspension_forgotten(plant: pytest.MonkeyPatch) -> None:
    plant.setattr(people, "in_force", lambda day: people._not_over(day).filter(active_from__lte=day))


def end_dates_forgotten(plant: pytest.MonkeyPatch) -> None:
    now = Q(library__status__in=table.TAKES_PART) | Q(library=None)
    plant.setattr(people, "in_force", lambda day: Affiliation.objects.filter(now, active_from__lte=day))


def ties_forgotten(plant: pytest.MonkeyPatch) -> None:
    plant.setattr(leaving, "_end_rights", lambda _row, _day: {})


def delegations_forgotten(plant: pytest.MonkeyPatch) -> None:
    ends = leaving._end_rights

    def all_but_those(row, day):
        kept = dict(Delegation.objects.filter(agency__library=row).values_list("pk", "active_to"))
        told = ends(row, day)
        for pk, end in kept.items():
            Delegation.objects.filter(pk=pk).update(active_to=end)
        return told

    plant.setattr(leaving, "_end_rights", all_but_those)


def work_forgotten(plant: pytest.MonkeyPatch) -> None:
    plant.setattr(leaving, "_hand_over", lambda _asked: 0)


def the_dead_rise(plant: pytest.MonkeyPatch) -> None:
    plant.setitem(table._AFTER, ("left", "resume"), "active")


def nothing_packed(plant: pytest.MonkeyPatch) -> None:
    plant.setattr(leaving.parcels, "keep", lambda _row, _made, _people: None)


@pytest.mark.parametrize(
    "fault",
    [
        suspension_forgotten,
        end_dates_forgotten,
        ties_forgotten,
        delegations_forgotten,
        work_forgotten,
        the_dead_rise,
        nothing_packed,
    ],
    ids=lambda fault: fault.__name__,
)
def test_a_planted_fault_is_found(fault: Plant, monkeypatch):
    fault(monkeypatch)
    with world() as drawer:
        broken, _ = live(7, 200, STEPS, drawer)
    assert broken


def test_the_two_drawings_agree():
    """The table, and the one these lives are judged by."""
    words = {
        "apply": "apply",
        "trial": "admit-trial",
        "refuse": "refuse",
        "vote": "put-to-vote",
        "yes": "vote-accepted",
        "no": "vote-declined",
        "member": "admit-active",
        "suspend": "suspend",
        "resume": "resume",
        "notice": "give-notice",
        "stay": "withdraw-notice",
        "leave": "leave",
    }
    drawn = {
        (before, words[name], "back" if after == "as before" else after)
        for name, steps in NEXT.items()
        for before, after in steps.items()
    }
    drawn.add(("", "add-library", "active"))
    assert drawn == {(one.before, one.action, one.after) for one in table.STEPS}
