"""The office starts a simulation, every agency reads it, nobody else knows of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonshelf.kernel.actor import Role
from commonshelf.members.testing import queries, someone, two_libraries, user
from commonshelf.sharing.models import Simulation
from commonshelf.sharing.simulation import keeping
from commonshelf.sharing.simulation.compare import Trial, compare

pytestmark = pytest.mark.django_db
FORM = {"policy": "0", "world": "even", "libraries": "3", "requests": "100", "seed": "1"}
LIST = "/agency/simulations"


@pytest.fixture(autouse=True)
def people() -> None:
    two_libraries()
    someone("s-office", (Role.OFFICE, ""))
    someone("s-manager", (Role.MANAGER, "EAST"))
    someone("s-stranger")


def signed(name: str) -> Client:
    client = Client()
    client.force_login(user(name), backend="django.contrib.auth.backends.ModelBackend")
    return client


def started(**more: str) -> Simulation:
    answer = signed("s-office").post(LIST, {**FORM, "key": "k", **more})
    assert answer.status_code == 302, answer.content.decode()
    return Simulation.objects.latest("number")


def finished() -> Simulation:
    row = started()
    trial = Trial(row.world, row.libraries, row.requests, row.seed, row.weights)
    row.outcomes = {name: one.as_json() for name, one in compare(trial).items()}
    row.state, row.done, row.ended_at = "done", 100, timezone.now()
    row.save()
    return row


def test_the_office_starts_one_and_it_waits_for_its_turn() -> None:
    row = started()
    assert (row.state, row.libraries, row.requests) == ("waiting", 3, 100)
    assert row.weights["fairness_hours"] == 24
    page = signed("s-office").get(f"{LIST}/{row.number}").content.decode()
    assert "<progress" in page
    assert "data-hx-trigger" in page


def test_a_form_sent_twice_starts_one() -> None:
    assert started().number == started().number


@pytest.mark.parametrize(
    "wrong",
    [{"libraries": "1"}, {"libraries": "500"}, {"requests": "9"}, {"world": "flat"}, {"policy": "77"}],
)
def test_what_cannot_be_simulated_stays_in_the_form(wrong: dict[str, str]) -> None:
    answer = signed("s-office").post(LIST, {**FORM, "key": "k", **wrong})
    assert answer.status_code == 400
    assert 'class="errorlist"' in answer.content.decode()
    assert not Simulation.objects.exists()


def test_the_sixth_that_waits_is_refused() -> None:
    for number in range(keeping.MOST_WAITING):
        started(key=f"k{number}")
    answer = signed("s-office").post(LIST, {**FORM, "key": "one more"})
    assert answer.status_code == 409
    assert Simulation.objects.count() == keeping.MOST_WAITING


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_report_shows_every_ranking_with_a_table_under_each_picture(language: str) -> None:
    row = finished()
    answer = signed("s-manager").get(f"{LIST}/{row.number}", headers={"accept-language": language})
    page = answer.content.decode()
    assert page.count('class="bars"') == 3
    assert page.count("<table") == 3
    for outcome in row.outcomes.values():
        assert f"{outcome['gini']:.3f}" in page
    assert ("Cheapest first" in page) is (language == "en")


def test_the_report_goes_along_as_one_file() -> None:
    row = finished()
    answer = signed("s-manager").get(f"{LIST}/{row.number}/file")
    assert answer["Content-Disposition"] == f'attachment; filename="simulation-{row.number}.html"'
    assert "<style>" in answer.content.decode()
    assert signed("s-manager").get(f"{LIST}/{started(key='n').number}/file").status_code == 404


def test_members_read_and_do_not_start() -> None:
    row = finished()
    manager = signed("s-manager")
    assert '<form method="post" class="rules-form"' not in manager.get(LIST).content.decode()
    assert manager.get(f"{LIST}/{row.number}").status_code == 200
    assert manager.post(LIST, {**FORM, "key": "m"}).status_code == 404
    assert Simulation.objects.count() == 1


def test_strangers_find_nothing() -> None:
    row = finished()
    for page in (LIST, f"{LIST}/{row.number}", f"{LIST}/{row.number}/file", f"{LIST}/999"):
        assert signed("s-stranger").get(page).status_code == 404
        assert signed("s-office").get(f"{LIST}/999").status_code == 404


def test_as_many_questions_for_twenty_as_for_ten() -> None:
    row = finished()
    client = signed("s-office")
    asked = []
    for _ in range(2):
        last = Simulation.objects.count()
        for number in range(10):
            row.pk, row.number = None, 1000 + last + number
            row.save()
        client.get(LIST)
        asked.append(queries(lambda: client.get(LIST)))
    assert asked[0] == asked[1]


def test_one_runs_at_a_time_and_a_lost_one_is_taken_up_again() -> None:
    first, second = started(key="a"), started(key="b")
    now = timezone.now()
    assert keeping.claim(now) == first.number
    assert keeping.claim(now) is None
    assert keeping.claim(now + keeping.LOST + timedelta(seconds=1)) == first.number
    Simulation.objects.filter(number=first.number).update(state="done")
    assert keeping.claim(now) == second.number


@pytest.mark.processes
def test_a_second_process_brings_the_figures_that_this_one_would() -> None:
    row = started()
    assert keeping.claim(timezone.now()) == row.number
    keeping.run(row.number)
    row.refresh_from_db()
    trial = Trial(row.world, row.libraries, row.requests, row.seed, row.weights)
    assert (row.state, row.done) == ("done", 100)
    assert row.outcomes == {name: one.as_json() for name, one in compare(trial).items()}
