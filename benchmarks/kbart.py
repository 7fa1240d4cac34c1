"""Lists of titles: reading, taking over, coming again changed; and how an edition is read online.

`benchmarks/kbart.py [--lines N]` prints CPU seconds (other work on the machine does not count) on an empty
data folder of its own.
"""

from __future__ import annotations

import argparse
import os
import random
import resource as usage
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from stdnum import ean

sys.path.insert(0, str(Path(__file__).parents[1]))


def isbn(number: int) -> str:
    digits = f"978{number:09d}"
    return digits + str(ean.calc_check_digit(digits))


def write(path: Path, lines: int, salt: str = "") -> None:
    """One title a line; with a salt every fiftieth is another."""
    from commonshelf.wire import kbart  # late: Django is set up first

    dice = random.Random(1)  # the same list each time
    with path.open("wb") as file:
        file.write(kbart.header())
        for n in range(lines):
            entry = kbart.Entry(
                publication_title=f"Title of book {n} {salt if n % 50 == 0 else ''}",
                print_identifier=isbn(n),
                online_identifier=isbn(n + 10**8),
                title_url=f"https://host.example/{n}",
                title_id=f"T{n}",
                first_author=f"Author {dice.randrange(9999)}",
                publisher_name="Press",
                publication_type="monograph",
                date_monograph_published_print="2014",
                access_type="P",
            )
            file.write(kbart.row(entry))


def timed(said: str, what: Callable[[], Any]) -> None:
    began = time.process_time()
    answer = what()
    print(f"{said}: {time.process_time() - began:.1f} s CPU ({answer})")


def main(lines: int, folder: Path) -> None:
    from django.core.management import call_command  # late: Django is set up first

    from commonshelf.members import api as members  # late: Django is set up first
    from commonshelf.members.cards import Said  # late: Django is set up first
    from commonshelf.resources import api as resources  # late: Django is set up first
    from commonshelf.wire import kbart  # late: Django is set up first

    call_command("migrate", verbosity=0)
    operator = members.operator()
    members.set_alliance(actor=operator, name_zh="试验", name_en="Trial")
    given = resources.ResourceGiven("package", Said("库", "Package"), "https://host.example/")
    package = resources.set_resource(actor=operator, owner="", given=given)
    first, again = folder / "first.txt", folder / "again.txt"
    write(first, lines)
    write(again, lines, "again")

    def load(path: Path) -> str:
        done = resources.load(actor=operator, resource=package, path=path)
        return f"{done.added} new, {done.changed} changed"

    timed(f"read {lines} lines", lambda: sum(1 for _ in kbart.read(first)))
    timed("taken over", lambda: load(first))
    timed("the next year's", lambda: load(again))
    spent = []
    for n in range(300):
        began = time.process_time()
        resources.online(identifiers=[isbn(n)])
        spent.append(1000 * (time.process_time() - began))
    spent.sort()
    print(f"read online: median {spent[150]:.2f} ms, p95 {spent[285]:.2f} ms")
    print(f"peak {usage.getrusage(usage.RUSAGE_SELF).ru_maxrss // 1024} MiB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--lines", type=int, default=100_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["COMMONSHELF_HOME"] = home
        os.environ["DJANGO_SETTINGS_MODULE"] = "commonshelf.site.settings"
        import django  # late: Django is set up first

        django.setup()
        main(asked.lines, Path(home))
