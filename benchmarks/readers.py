"""How long a spreadsheet of 10,000 readers takes, from the file to their cards, with errors per cell.

Run `.venv/bin/python benchmarks/readers.py [--readers 10000] [--xlsx]`: it makes the file (one line in
twenty broken), brings it, looks at it, takes it over in one act, and tells the peak memory of the process;
then it brings the same file again, of which nothing may come. Exits 1 when the bar is missed.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SEED = 20261122
BAR_SECONDS = 60.0
BROKEN_IN = 20
HEADS = ("学号", "姓名", "读者类型", "身份证号", "手机", "邮箱", "有效期至", "学院")
FAMILY, GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀英华文玉兰平"


def lines(count: int) -> Iterator[list[str]]:
    """One in BROKEN_IN has one or two cells that cannot stand."""
    from stdnum.cn import ric  # beside Django's own, only here

    chance = random.Random(SEED)
    for n in range(count):
        born = date(2004, 1, 1) + timedelta(days=chance.randrange(1400))
        body = f"511302{born:%Y%m%d}{n % 1000:03d}"
        number = body + ric.calc_check_digit(body + "0")
        name = chance.choice(FAMILY) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2))))
        contact = [f"138{n:08d}", f"s{n}@example.org"]
        line = [f"S{2026000000 + n}", name, "学生", number, *contact, "2030-06-30", "机电"]
        if n % BROKEN_IN == 7:
            line[chance.choice((2, 3, 5, 6))] = "?"
            line[1] = chance.choice(("", "=cmd|' /C calc'!A0", line[1]))
        yield line


def write(path: Path, count: int) -> None:
    if path.suffix == ".csv":
        with path.open("w", encoding="gb18030", newline="") as file:
            csv.writer(file).writerows([HEADS, *lines(count)])
        return
    from commonshelf.wire.table.write import template_xlsx  # once the package can be found

    path.write_bytes(template_xlsx(HEADS, rows=list(lines(count))))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--readers", type=int, default=10_000)
    parser.add_argument("--xlsx", action="store_true", help="as a workbook instead of a GB18030 CSV")
    given = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(COMMONSHELF_HOME=home, DJANGO_SETTINGS_MODULE="commonshelf.site.settings")
        path = Path(home) / f"readers.{'xlsx' if given.xlsx else 'csv'}"
        write(path, given.readers)
        sys.exit(measure(path, given.readers))


def measure(path: Path, count: int) -> int:
    import django  # here and below: the data folder has to be named before Django reads its settings
    from django.core.management import call_command  # likewise

    django.setup()
    call_command("migrate", verbosity=0)
    from commonshelf.cards import api as cards  # once Django is set up
    from commonshelf.members import api as members  # likewise
    from commonshelf.members import testing  # likewise

    testing.cast()
    actor = members.operator()
    cards.add_usual(actor=actor, library="EAST", codes=["students"])
    before = peak()
    began = time.perf_counter()
    card = bring(cards, actor, path)
    looked = time.perf_counter()
    done = cards.take_sheet(actor=actor, library="EAST", id=card.id, seen=card.counts)
    taken = time.perf_counter()
    again = bring(cards, actor, path)
    found = dict(done.counts)
    print(f"{path.suffix[1:]} of {path.stat().st_size:,} bytes, {count:,} lines")
    told = f"{found['broken']} lines to mend, {found['faults']} cells told"
    print(f"read and held against the roll  {looked - began:6.1f} s   {told}")
    print(f"taken over                      {taken - looked:6.1f} s   {found['new']:,} readers, a card each")
    print(f"in all                          {taken - began:6.1f} s   at most {BAR_SECONDS:g} s")
    print(f"peak memory                     {peak():6.0f} MiB (before: {before:.0f})")
    print(f"the same file again: {again.acts} readers to be written; load {os.getloadavg()[0]:.1f}")
    kept = taken - began <= BAR_SECONDS and found["new"] + found["broken"] == count and not again.acts
    print("kept" if kept else "missed")
    return 0 if kept else 1


def bring(cards: Any, actor: Any, path: Path) -> Any:
    return cards.bring_sheet(
        actor=actor,
        library="EAST",
        name=path.name,
        chunks=[path.read_bytes()],
        choices=cards.SheetChoices(),
    )


def peak() -> float:
    """MiB this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
