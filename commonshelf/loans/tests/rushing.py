"""Many processes at the same few books on a file database: double clicks, two desks, one reader at both.

Two processes each do the same list of acts with the same keys, as a double click does.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[3]
_DJANGO = """
import json, random, sys
import django
django.setup()
from commonshelf.cards.testing import groups, somebody
from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.testing import copy, load, marc
from commonshelf.kernel.refusal import Refusal
from commonshelf.ledger import api as ledger
from commonshelf.ledger.models import Posting
from commonshelf.loans import api
from commonshelf.loans.models import Loan, Thing
from commonshelf.members import api as members
from commonshelf.members.testing import two_libraries
from commonshelf.news import api as news
operator = members.operator()
"""
_SET_UP = f"""{_DJANGO}
items = int(sys.argv[1])
two_libraries()
groups()
members.set_setting(actor=operator, library="EAST", name="cards.owed-blocks", value=0)
readers = [somebody(library="EAST", group="teacher").reader.key for _ in range(12)]
load(*(marc(f"E{{n}}", f"书 {{n}}", "某", copy(f"E{{n}}")) for n in range(items)))
editions = [catalogue.labelled(barcode=f"E{{n}}", library="EAST")[0].edition for n in range(items)]
print(json.dumps({{"readers": readers, "editions": editions}}))
"""
_RUSH = f"""{_DJANGO}
seed, attempts = int(sys.argv[1]), int(sys.argv[2])
given = json.loads(sys.argv[3])
readers, editions = given["readers"], given["editions"]
draw = random.Random(seed)
done, refused, failed = {{}}, 0, []
print("ready", flush=True)
sys.stdin.readline()
for n in range(attempts):
    book = draw.randrange(20 if draw.random() < 0.6 else len(editions))
    reader, place, key = draw.choice(readers), draw.choice(["EAST", "WEST"]), f"{{seed}}-{{n}}"
    act = draw.choice(["out", "out", "in", "in", "hold", "lose", "pay"])
    try:
        if act == "out":
            asked = dict(library="EAST", barcode=f"E{{book}}", reader=reader, override="rush")
            done[key] = ["out", api.check_out(actor=operator, **asked, key=key).id]
        elif act == "in":
            told = api.check_in(actor=operator, library=place, barcode=f"E{{book}}", key=key)
            done[key] = ["in", told.step]
        elif act == "hold":
            asked = dict(reader=reader, edition=editions[book], library="EAST", desk="EAST")
            done[key] = ["hold", api.hold(actor=operator, **asked, key=key).id]
        elif act == "lose":
            loan = Loan.objects.filter(closed_at=None, thing__barcode=f"E{{book}}").first()
            if loan:
                api.declare_lost(actor=operator, loan=loan.pk, library="EAST", fee=700, key=key)
                done[f"{{key}} {{loan.pk}}"] = ["lose", loan.pk]
        else:
            api.pay(actor=operator, library=place, reader=reader, amount=draw.randint(1, 900), key=key)
            done[key] = ["pay", 0]
    except Refusal:
        refused += 1
    except Exception as error:
        failed.append(repr(error))
print(json.dumps({{"done": done, "refused": refused, "failed": failed}}), flush=True)
"""
_LOOK = f"""{_DJANGO}
from commonshelf.loans.models import Hold, Step
lent = list(Loan.objects.filter(closed_at=None).values_list("thing", flat=True))
print(json.dumps({{
    "loans": Loan.objects.count(),
    "outs": sum(1 for _ in news.happenings(kind="loans.check-out", rows=100_000)),
    "ins": sum(1 for _ in news.happenings(kind="loans.check-in", rows=100_000)),
    "steps_in": Step.objects.filter(act="check-in").count(),
    "double": len(lent) - len(set(lent)),
    "ledger": sum(Posting.objects.values_list("amount", flat=True)),
    "postings": Posting.objects.count(),
    "problems": [*api.problems(), *ledger.problems(), *news.problems()],
}}))
"""


@dataclass(frozen=True, slots=True)
class Rush:
    """attempts: acts tried; done: key -> the replies it got, one for each process that was answered."""

    attempts: int
    refused: int
    failed: list[str]
    done: dict[str, list[tuple[str, int]]]
    after: dict[str, object]

    @property
    def effects(self) -> int:
        return len(self.done)

    @property
    def torn(self) -> list[str]:
        """Keys that were answered differently."""
        return [key for key, replies in self.done.items() if len(set(replies)) > 1]


def rush(migrated: Path, folder: Path, *, processes: int, attempts: int, items: int) -> Rush:
    """attempts: of each process; two and two processes share their list of acts."""
    home = shutil.copytree(migrated, folder / "home")
    around = {
        **os.environ,
        "COMMONSHELF_HOME": str(home),
        "PYTHONPATH": str(REPOSITORY),
        "DJANGO_SETTINGS_MODULE": "commonshelf.site.settings",
    }

    def run(script: str, *more: str) -> dict[str, object]:
        command = [sys.executable, "-c", script, *more]
        told = subprocess.run(command, env=around, capture_output=True, text=True, check=True)
        return json.loads(told.stdout.splitlines()[-1])

    ready = json.dumps(run(_SET_UP, str(items)))
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _RUSH, str(number // 2), str(attempts), ready],
            env=around,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(processes)
    ]
    for process in running:
        assert process.stdout.readline() == "ready\n"
    for process in running:
        process.stdin.write("go\n")
        process.stdin.flush()
    told = [json.loads(process.communicate(timeout=900)[0]) for process in running]
    done: dict[str, list[tuple[str, int]]] = {}
    for one in told:
        for key, reply in one["done"].items():
            done.setdefault(key, []).append(tuple(reply))
    return Rush(
        attempts=processes * attempts,
        refused=sum(one["refused"] for one in told),
        failed=[error for one in told for error in one["failed"]],
        done=done,
        after=run(_LOOK),
    )


def judged(told: Rush) -> None:
    """What must hold of every rush."""
    assert not told.failed, f"{len(told.failed)} of {told.attempts}: {set(told.failed)}"
    assert told.torn == []
    assert told.after["double"] == 0
    assert told.after["problems"] == []
    assert told.after["ledger"] == 0
    lent = {reply[1] for replies in told.done.values() for reply in replies if reply[0] == "out"}
    assert told.after["loans"] == told.after["outs"] == len(lent)
    back = {reply[1] for replies in told.done.values() for reply in replies if reply[0] == "in"}
    assert told.after["ins"] == told.after["steps_in"] == len(back)
