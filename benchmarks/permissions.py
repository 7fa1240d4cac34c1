"""How long deciding takes whether somebody may do something, in an alliance of 81 members and 1,000 people.

Run `.venv/bin/python benchmarks/permissions.py`: it makes the alliance in memory, asks the permission table
for people in all roles about every action, at their own library and at another, and prints median and p95.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PEOPLE = 200
GOAL_MS = 0.2


def main() -> None:
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(COMMONSHELF_HOME=home, DJANGO_SETTINGS_MODULE="commonshelf.site.settings")
        measure()


def measure() -> None:
    import django  # here and below: the data folder has to be named before Django reads its settings
    from django.core.management import call_command  # likewise

    django.setup()
    call_command("migrate", verbosity=0)
    from commonshelf.kernel.actor import Agent, Ref  # likewise
    from commonshelf.members import api, testing  # once Django is set up
    from commonshelf.members.domain.permissions import TABLE  # likewise
    from commonshelf.members.models import Person  # once Django is set up

    testing.big_alliance()
    people = list(Person.objects.order_by("pk")[:PEOPLE])
    actors = [api.actor_for(user=one, agent=Agent.WEB) for one in people]
    homes = [next((tie.library for tie in one.standings if tie.library), "L001") for one in actors]
    asked = [
        (actor, action, Ref("library", library, library))
        for actor, home in zip(actors, homes, strict=True)
        for action in TABLE
        for library in (home, "L077")
    ]
    told("permission decision", [lambda one=one: decide(api.allowed, one) for one in asked])
    told("with its reason in words", [lambda one=one: decide(api.explain, one) for one in asked[::97]])
    with api.one_look():
        told("roles and delegations of a person", [
            lambda one=one: api.actor_for(user=one, agent=Agent.WEB) for one in people
        ])  # fmt: skip
        told("one setting", [
            lambda one=one: api.setting(library=one, name="members.trial-months") for one in homes * 10
        ])  # fmt: skip


def decide(door: Callable[..., object], asked: tuple[object, str, object]) -> object:
    actor, action, object = asked
    return door(actor=actor, action=action, object=object)


def told(what: str, calls: list[Callable[[], object]]) -> None:
    """Median and p95 in milliseconds, each call timed by itself."""
    took = []
    for call in calls:
        began = time.perf_counter()
        call()
        took.append((time.perf_counter() - began) * 1000)
    took.sort()
    median, p95 = statistics.median(took), took[int(len(took) * 0.95)]
    sys.stdout.write(f"{what}: median {median:.4f} ms, p95 {p95:.4f} ms, {len(took):,} calls\n")


if __name__ == "__main__":
    main()
