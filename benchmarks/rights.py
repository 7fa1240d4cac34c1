"""How long "may this reader do this here, now" takes in an alliance of 81 members with 500 rules, and worse.

Run `.venv/bin/python benchmarks/rights.py`: it makes the alliance in memory with 1,000 readers, writes 500
rules (the alliance's and libraries' own), and asks for cards at random libraries: the decision by itself, and
the door with its questions to the database. Then the same with 500 rules at every one of the 81.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SEED = 20261122
READERS = 1000
RULES = 500
ASKED = 3000
GOAL_MS = 1.0
LIBRARY_KINDS = ("vocational", "university", "public", "special")


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
    from commonshelf.members import testing  # once Django is set up

    testing.big_alliance()
    chance = random.Random(SEED)
    numbers = readers(chance)
    for each in (False, True):
        rules(chance, each_library=each)
        measure_rules(chance, numbers)


def readers(chance: random.Random) -> list[str]:
    """A thousand with a card each, in five groups a library; the numbers of their cards."""
    from django.utils import timezone  # once Django is set up

    from commonshelf.cards.models import Card, Reader, ReaderGroup  # likewise
    from commonshelf.members import api as members  # likewise
    from commonshelf.members.models import Person  # likewise

    homes, now = sorted(id for id, symbol in members.symbols_by_id().items() if symbol), timezone.now()
    kinds = ("child", "student", "teacher", "citizen", "guest")
    groups = ReaderGroup.objects.bulk_create(
        ReaderGroup(library_id=home, code=kind, name_zh=kind, kind=kind) for home in homes for kind in kinds
    )
    people = Person.objects.bulk_create(
        Person(username=f"r{n}", key=f"r{n}", reader_only=True, created_at=now) for n in range(READERS)
    )
    made = Reader.objects.bulk_create(
        Reader(
            person=person,
            alias=f"A{n}",
            home_id=group.library_id,
            group=group,
            active_from=date(2026, 1, 1),
            registered_at=now,
            registered_library_id=group.library_id,
        )
        for n, (person, group) in enumerate(zip(people, chance.choices(groups, k=READERS), strict=True))
    )
    cards = Card.objects.bulk_create(
        Card(reader=one, number=f"2{n:012d}", library_id=one.home_id, issued_at=now)
        for n, one in enumerate(made)
    )
    return [card.number for card in cards]


def rules(chance: random.Random, *, each_library: bool) -> None:
    """Five hundred in all, half of them of single libraries; or five hundred at each, and the alliance's."""
    from commonshelf.cards import rights_kept  # once Django is set up
    from commonshelf.cards.models import ReaderGroup, RightRule  # likewise
    from commonshelf.members import api as members  # likewise

    libraries = sorted(members.symbols_by_id())
    groups = list(ReaderGroup.objects.values_list("pk", flat=True))
    places: list[int | None] = [None] * (RULES // 2) + chance.choices(libraries, k=RULES // 2)
    if each_library:
        places = [None] * RULES + [one for one in libraries for _ in range(RULES)]
    RightRule.objects.all().delete()
    RightRule.objects.bulk_create(
        (rule(chance, place, libraries, groups) for place in places), batch_size=500
    )
    rights_kept.changed()


def rule(chance: random.Random, place: int | None, libraries: list[int], groups: list[int]) -> Any:
    from django.utils import timezone  # once Django is set up

    from commonshelf.cards.domain.kinds import GROUP_KINDS  # likewise
    from commonshelf.cards.domain.services import SERVICES  # likewise
    from commonshelf.cards.models import RightRule  # likewise

    def some(choices: list[Any] | tuple[Any, ...], nothing: Any) -> Any:
        return chance.choice(choices) if chance.random() < 0.3 else nothing

    return RightRule(
        library_id=place,
        library_kind="" if place else some(LIBRARY_KINDS, ""),
        home_id=some(libraries, None),
        home_kind=some(LIBRARY_KINDS, ""),
        relation=some(("own", "guest"), ""),
        group_kind=some(GROUP_KINDS, ""),
        group_id=some(groups, None),
        service=chance.choice(SERVICES),
        allowed=chance.random() < 0.8,
        firm=place is None and chance.random() < 0.2,
        items=some((1, 5, 20), None),
        active_from=date(2026, 1, 1),
        set_at=timezone.now(),
    )


def measure_rules(chance: random.Random, numbers: list[str]) -> None:
    from django.utils import timezone  # once Django is set up

    from commonshelf.cards import api, rights, rights_kept  # likewise
    from commonshelf.cards.domain.rights import decide  # likewise
    from commonshelf.members import api as members  # likewise

    symbols, now = [card.symbol for card in members.libraries()], timezone.now()
    began = time.perf_counter()
    held = rights_kept.current()
    print(f"-- {len(held.lines):,} rules, read once in {time.perf_counter() - began:.2f} s")
    asked = [
        (chance.choice(numbers), chance.choice(symbols), chance.choice(api.SERVICES)) for _ in range(ASKED)
    ]
    with members.one_look():
        judged = []
        for number, library, service in asked:
            who = rights.who_asks(None, number, timezone.localdate(now))
            assert isinstance(who, rights.Who)
            situation = rights.Judge(who, library, now, counted=False, held=held).situation(service)
            judged.append((situation, rights_kept.lines_for(library, service, held)))
    yes = sum(decide(situation, lines).allowed for situation, lines in judged)
    print(f"{yes:,} of {len(judged):,} are allowed")
    told("the decision by itself", [lambda one=one: decide(*one) for one in judged])
    told("one right of a card, with its reader looked up", [
        lambda one=one: api.right(reader=None, number=one[0], library=one[1], service=one[2], at=now)
        for one in asked
    ])  # fmt: skip
    told("all six rights of a card", [
        lambda one=one: api.rights(reader=None, number=one[0], library=one[1], at=now) for one in asked[:500]
    ])  # fmt: skip
    given = api.RightRuleGiven(
        "borrow", allowed=False, relation="guest", group_kind="citizen", home_kind="public"
    )
    told("what a change of the alliance's would do", [
        lambda: api.would_change(library="", given=given) for _ in range(5)
    ])  # fmt: skip


def told(what: str, calls: list[Callable[[], object]]) -> None:
    """Median and p95 in milliseconds by the clock, each call timed by itself; and the median of CPU time."""
    took, worked = [], []
    for call in calls:
        began, busy = time.perf_counter(), time.process_time()
        call()
        took.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - busy) * 1000)
    took.sort()
    median, p95, cpu = statistics.median(took), took[int(len(took) * 0.95)], statistics.median(worked)
    goal = f" (goal {GOAL_MS} ms)" if what.startswith("the decision") else ""
    print(f"{what}: median {median:.3f} ms, p95 {p95:.3f} ms, CPU {cpu:.3f} ms, {len(took):,} calls{goal}")


if __name__ == "__main__":
    main()
