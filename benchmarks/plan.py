"""How long a plan takes with 12 holders and with 81: the decision by itself, and with all that is gathered.

Run `.venv/bin/python benchmarks/plan.py`: it makes an alliance of 81 members in memory, loads one edition
that 12 hold and one that all hold, gives every library a year of learned paces and half of the pairs a
courier, and plans for a reader again and again. `decided` is `sharing.domain.plan.make` on gathered facts;
`gathered` is `sharing.api.plan`, with its questions to the database.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SEED = 20261122
GOALS_MS = {12: 0.8, 81: 5.0}
TIMES = {"decided": 600, "gathered": 60}


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
    symbols = sorted(symbol for symbol in _symbols().values() if symbol)
    editions = {count: loaded(symbols[:count], f"第{count}种") for count in GOALS_MS}
    learned(chance)
    reader = a_reader(symbols[0])
    now = datetime.now().astimezone().replace(hour=10)
    for count, edition in editions.items():
        measure_plan(count, edition, reader, now)


def _symbols() -> dict[int, str]:
    from commonshelf.members import api as members  # once Django is set up

    return members.symbols_by_id()


def loaded(symbols: list[str], title: str) -> int:
    """One edition that all of these hold, a copy each; its number."""
    from commonshelf.catalogue import api as catalogue  # once Django is set up
    from commonshelf.catalogue.testing import copy, load, marc  # likewise

    for symbol in symbols:
        load(marc(f"{title}-{symbol}", title, "曹雪芹", copy(f"{title}-{symbol}")), library=symbol)
    return catalogue.labelled(barcode=f"{title}-{symbols[0]}", library=symbols[0])[0].edition


def learned(chance: random.Random) -> None:
    """A year of paces of every library, transits of every fifth pair, couriers between half of them."""
    from commonshelf.sharing.models import Capacity, Handling, Route, Transit  # once Django is set up
    from commonshelf.sharing.planning import knowledge  # likewise

    ids = [id for id, symbol in _symbols().items() if symbol]
    month = date.today().replace(day=1)  # noqa: DTZ011  # a benchmark's own day
    months = [(month - timedelta(days=31 * n)).replace(day=1) for n in range(12)]

    def sums() -> dict[str, Any]:
        count, mean = chance.randint(3, 60), chance.uniform(2, 20)
        return {"count": count, "hours": count * mean, "squares": 1.4 * count * mean * mean}

    Handling.objects.bulk_create(
        Handling(
            library_id=id, service=service, stage=stage, month=month, unfilled=chance.randint(0, 9), **sums()
        )
        for id in ids
        for service in ("Loan", "Copy")
        for stage in ("ship", "answer")
        for month in months
    )
    pairs = [(one, other) for one in ids for other in ids if one != other]
    Transit.objects.bulk_create(
        Transit(from_library_id=one, to_library_id=other, month=months[0], **sums())
        for one, other in pairs[::5]
    )
    Route.objects.bulk_create(
        Route(
            from_library_id=one,
            to_library_id=other,
            weekdays=chance.choice(["12345", "135", "24"]),
            leaves_at=f"{chance.randint(7, 17):02}:30",
            hours=chance.uniform(1, 30),
            active_from=date(2026, 1, 1),
        )
        for one, other in pairs[::2]
    )
    Capacity.objects.bulk_create(Capacity(library_id=id, service="Loan", a_day=30) for id in ids)
    knowledge.changed()
    knowledge.learned(datetime.now().astimezone())


def a_reader(home: str) -> str:
    """With a card of that library; the key."""
    from commonshelf.cards import testing  # once Django is set up
    from commonshelf.cards.models import ReaderGroup  # likewise
    from commonshelf.members import api as members  # likewise

    ReaderGroup.objects.create(
        library_id=members.library_id(symbol=home), code="adult", name_zh="成人", kind="citizen", months=12
    )
    return testing.somebody(library=home, group="adult").reader.key


def measure_plan(count: int, edition: int, reader: str, now: datetime) -> None:
    from django.db import connection  # once Django is set up
    from django.test.utils import CaptureQueriesContext  # likewise

    from commonshelf.sharing import api  # likewise
    from commonshelf.sharing.domain import plan as domain  # likewise
    from commonshelf.sharing.planning.gathering import gather  # likewise

    asked = api.Asked()
    found = gather(reader, edition, {}, asked, now)
    with CaptureQueriesContext(connection) as queries:
        plan = api.plan(reader=reader, edition=edition, now=now)
    decided = timed(TIMES["decided"], lambda: domain.make(found.situation, found.sources, found.ruled, now))
    gathered = timed(TIMES["gathered"], lambda: api.plan(reader=reader, edition=edition, now=now))
    print(
        f"{count} holders, {len(plan.ways)} ways, {len(plan.ruled_out)} ruled out, {len(queries)} questions"
    )
    goal = GOALS_MS[count]
    told = "  decided   median {:7.3f} ms, {:7.3f} of them CPU   (goal {} ms; {:.2f} and {:.2f} times it)"
    print(told.format(*decided, goal, *(one / goal for one in decided)))
    print("  gathered  median {:7.3f} ms, {:7.3f} of them CPU".format(*gathered))


def timed(times: int, ask: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds, the medians: by the wall, and of this process alone (other work may share the cores)."""
    ask()
    taken, worked = [], []
    for _ in range(times):
        begun, busy = time.perf_counter(), time.process_time()
        ask()
        worked.append(time.process_time() - busy)
        taken.append(time.perf_counter() - begun)
    return 1000 * statistics.median(taken), 1000 * statistics.median(worked)


if __name__ == "__main__":
    main()
