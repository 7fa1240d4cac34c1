"""How long the pages that lead to a thing take: an edition's page, and the sheet of all ways to it.

    .venv/bin/python benchmarks/sheet.py DIR [--editions 500000] [--asked 300]

DIR is that of benchmarks/search.py. Registers one reader there (once), then asks in this process, one after
another, for random editions: as a visitor and as that reader. Prints median and 95 % with the goal.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

from alliance import ROOT, loaded, share

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
    given = asked.parse_args()
    home = loaded(given.dir, libraries=given.libraries, editions=given.editions, seed=given.seed)
    os.environ.update(COMMONSHELF_HOME=str(home), DJANGO_SETTINGS_MODULE="commonshelf.site.settings")
    sys.path.insert(0, str(ROOT))
    measure(given.asked)


def measure(asked: int) -> None:
    import django  # here and below: the data folder has to be named before Django reads its settings
    from django.conf import settings  # likewise
    from django.core.management import call_command  # likewise

    plain = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"  # `serve` collects them anew, this does not
    )
    settings.STORAGES["staticfiles"] = {"BACKEND": plain}
    django.setup()
    call_command("migrate", verbosity=0)
    from django.test import Client  # once Django is set up

    from commonshelf.catalogue import api as catalogue  # likewise

    chance = random.Random(SEED)
    ids = catalogue.edition_ids(above=0, up_to=catalogue.last_edition())
    print(f"{len(ids):,} editions")
    chosen = chance.sample(ids, asked)
    reader = Client(headers={"accept-language": "zh-CN", "host": "127.0.0.1"})
    reader.force_login(somebody(), backend="django.contrib.auth.backends.ModelBackend")
    for who, client in (
        ("visitor", Client(headers={"accept-language": "zh-CN", "host": "127.0.0.1"})),
        ("reader", reader),
    ):
        for page in PAGES:
            print(told(f"{who} {page}", client, [page.format(id) for id in chosen]))


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
