"""How long the pages that lead to a thing take: an edition's page, and the sheet of all ways to it.

    .venv/bin/python benchmarks/sheet.py DIR [--editions 500000] [--asked 300]
    .venv/bin/python benchmarks/sheet.py DIR --open [--rate 5] [--seconds 60]

DIR is that of benchmarks/search.py. Registers one reader there (once), then asks in this process, one after
another, for random editions: as a visitor and as that reader. Prints median and 95 % with the goal.

--open starts `serve` on it and asks at moments fixed beforehand (Poisson), whatever the server does; each
time counts from when the question was due (as benchmarks/pages.py). It takes four times --seconds.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import signal
import statistics
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

from alliance import ROOT, loaded, share
from pages import load, serving

GOAL_MS = 150.0
SEED = 20261122
PAGES = ("/edition/{}", "/get/{}")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("dir", type=Path)
    asked.add_argument("--libraries", type=int, default=81)
    asked.add_argument("--editions", type=int, default=500_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--asked", type=int, default=300)
    asked.add_argument("--open", action="store_true", help="at its own pace, against a server")
    asked.add_argument("--rate", type=float, default=5.0, help="with --open: pages a second")
    asked.add_argument("--seconds", type=float, default=60.0, help="with --open: of each of the four")
    given = asked.parse_args()
    home = loaded(given.dir, libraries=given.libraries, editions=given.editions, seed=given.seed)
    os.environ.update(COMMONSHELF_HOME=str(home), DJANGO_SETTINGS_MODULE="commonshelf.site.settings")
    sys.path.insert(0, str(ROOT))
    set_up()
    if given.open:
        sys.exit(0 if measure_open(home, given) else 1)
    measure(given.asked)


def set_up() -> None:
    import django  # here and below: the data folder has to be named before Django reads its settings
    from django.conf import settings  # likewise
    from django.core.management import call_command  # likewise

    plain = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"  # `serve` collects them anew, this does not
    )
    settings.STORAGES["staticfiles"] = {"BACKEND": plain}
    django.setup()
    call_command("migrate", verbosity=0)


def editions() -> list[int]:
    """Their numbers, in an order drawn by lot."""
    from commonshelf.catalogue import api as catalogue  # once Django is set up

    ids = list(catalogue.edition_ids(above=0, up_to=catalogue.last_edition()))
    print(f"{len(ids):,} editions")
    random.Random(SEED).shuffle(ids)
    return ids


def clients() -> dict[str, Any]:
    """A visitor's, and one with the session of a reader."""
    from django.test import Client  # once Django is set up

    found = {
        who: Client(headers={"accept-language": "zh-CN", "host": "127.0.0.1"})
        for who in ("visitor", "reader")
    }
    found["reader"].force_login(somebody(), backend="django.contrib.auth.backends.ModelBackend")
    return found


def measure(asked: int) -> None:
    chosen = editions()[:asked]
    for who, client in clients().items():
        for page in PAGES:
            print(told(f"{who} {page}", client, [page.format(id) for id in chosen]))


def measure_open(home: Path, given: argparse.Namespace) -> bool:
    """Whether every page kept the goal, without an error."""
    from django.db import connection  # once Django is set up

    ids = iter(editions())  # none is asked for twice
    cookies = {
        who: "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())
        for who, client in clients().items()
    }
    connection.close()
    kept = []
    server, port = serving(home)
    try:
        for who, cookie in cookies.items():
            for page in PAGES:
                source = (page.format(next(ids)) for _ in itertools.count())
                load(port, source, 4.0, 5.0, SEED, cookie=cookie)  # as it runs in the morning: opened, warm
                row = load(port, source, given.rate, given.seconds, SEED, cookie=cookie).row(given.rate)
                kept.append(row["p95"] <= GOAL_MS and not row["errors"])
                print(open_told(f"{who} {page}", row))
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)
    return all(kept)


def open_told(what: str, row: dict[str, Any]) -> str:
    times = f"p50 {row['p50']:6.1f} ms   p95 {row['p95']:6.1f} ms   p99 {row['p99']:6.1f} ms"
    counted = f"{row['asked']} asked, {row['errors']} errors, askers behind {row['asker_behind_ms']:.1f} ms"
    verdict = "" if row["p95"] <= GOAL_MS else f"   above {GOAL_MS:.0f}"
    return f"{what:24} {times}   {counted}{verdict}"


def somebody() -> Any:
    """A reader of the first library; registered when there is none."""
    from stdnum.cn import ric  # once Django is set up

    from commonshelf.cards import api as cards  # likewise
    from commonshelf.cards.domain.usual_groups import USUAL  # likewise
    from commonshelf.kernel.refusal import Refusal  # likewise
    from commonshelf.members import api as members  # likewise
    from commonshelf.members.models import Person  # likewise

    actor, library = members.operator(), members.libraries()[0]
    body = "51130219900517001"
    proof = cards.ProofGiven("id-card", body + ric.calc_check_digit(body + "0"))
    try:
        key = cards.find_by_proof(actor=actor, library=library.symbol, proof=proof)
    except Refusal:
        usual = USUAL.get(library.kind, USUAL["guest"])
        grown_up = next(one.code for one in usual if one.kind != "child")
        if not cards.groups(library=library.symbol):
            cards.add_usual(actor=actor, library=library.symbol, codes=[grown_up])
        given = cards.ReaderGiven(group=grown_up, name_zh="测某", birth_date=date(1990, 5, 17))
        key = cards.register(actor=actor, library=library.symbol, given=given, proof=proof).reader.key
    return Person.objects.get(key=key)


def told(what: str, client: Any, addresses: list[str]) -> str:
    times = []
    for address in addresses:
        began = time.perf_counter()
        answer = client.get(address)
        times.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            sys.exit(f"{address}: {answer.status_code}")
    late = share(times, 95)
    verdict = "" if late <= GOAL_MS else f"   above {GOAL_MS:.0f}"
    return f"{what:24} median {statistics.median(times):6.1f} ms   p95 {late:6.1f} ms{verdict}"


if __name__ == "__main__":
    main()
