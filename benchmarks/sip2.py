"""How long a self-check waits for a loan: checkouts over SIP2 on loopback, 35 a second for 30 seconds.

Run `.venv/bin/python benchmarks/sip2.py [--rate 35] [--seconds 30]`: it makes an alliance of two libraries
with readers, copies and terminals in a folder of its own, starts `commonshelf sip2` as an operator would,
and sends checkouts at fixed moments (open loop: a slow answer does not slow the next question) over 8 lines;
returns of what was lent go along, half as many. Printed: p50, p95 and what was refused.
"""

from __future__ import annotations

import argparse
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue

ROOT = Path(__file__).resolve().parents[1]
LINES = 8
GOAL_MS = 80.0


def main() -> None:
    asking = argparse.ArgumentParser()
    asking.add_argument("--rate", type=int, default=35)
    asking.add_argument("--seconds", type=int, default=30)
    given = asking.parse_args()
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(COMMONSHELF_HOME=home, DJANGO_SETTINGS_MODULE="commonshelf.site.settings")
        readers, barcodes, terminals = make(given.rate * given.seconds)
        server = subprocess.Popen(
            [sys.executable, "-m", "commonshelf", "sip2", "--port", "0"], cwd=ROOT, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, "COMMONSHELF_LANG": "en"},
        )  # fmt: skip
        try:
            assert server.stdout is not None
            port = int(re.findall(r"port (\d+)", server.stdout.readline())[0])
            run(port, given.rate, readers, barcodes, terminals)
        finally:
            server.terminate()
            print(f"ended with {server.wait(15)} when told to")


def make(copies: int) -> tuple[list[str], list[str], list[tuple[str, str]]]:
    """Card numbers, barcodes, and names with passwords of terminals."""
    import django  # here and below: the data folder has to be named before Django reads its settings
    from django.core.management import call_command  # likewise

    django.setup()
    call_command("migrate", verbosity=0)
    from commonshelf.cards import testing as people  # once Django is set up
    from commonshelf.catalogue import testing as books  # likewise
    from commonshelf.loans import api as loans  # likewise
    from commonshelf.members import api as members  # likewise

    people.readers()
    numbers = [people.somebody().card.number for _ in range(60)]
    barcodes = [f"B{n:06d}" for n in range(copies)]
    for first in range(0, copies, 500):
        some = barcodes[first : first + 500]
        books.load(*(books.marc(one, f"书目 {one}", "作者", books.copy(one)) for one in some), library="EAST",
                   full=False)  # fmt: skip
    made = [
        loans.add_terminal(actor=members.operator(), library="EAST", name=f"EAST-{n}") for n in range(LINES)
    ]
    return numbers, barcodes, [(one.terminal.name, one.password) for one in made]


@dataclass
class Told:
    """What came of it. Milliseconds; a checkout is counted from the moment it was due."""

    waiting: Queue[tuple[float, str, str] | None] = field(default_factory=Queue)
    out: list[float] = field(default_factory=list)
    back: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def run(
    port: int, rate: int, numbers: list[str], barcodes: list[str], terminals: list[tuple[str, str]]
) -> None:
    told = Told()
    threads = [threading.Thread(target=terminal, args=(port, one, told)) for one in terminals]
    for one in threads:
        one.start()
    begin = time.perf_counter() + 0.5
    for place, barcode in enumerate(barcodes):
        due = begin + place / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        told.waiting.put((due, barcode, numbers[place % len(numbers)]))
    for _ in threads:
        told.waiting.put(None)
    for one in threads:
        one.join()
    lasted = time.perf_counter() - begin
    done = len(told.out)
    print(f"{done} checkouts in {lasted:.1f} s ({done / lasted:.1f}/s), {len(told.refused)} not done")
    for said in sorted(set(told.refused))[:3]:
        print("  ", said)
    for name, times in (("checkout", told.out), ("checkin", told.back)):
        cuts = statistics.quantiles(times, n=100)
        bar = f", bar {GOAL_MS:g} ms" if name == "checkout" else ""
        print(f"{name}: p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f} ms, p99 {cuts[98]:.1f} ms{bar}")


def terminal(port: int, who: tuple[str, str], told: Told) -> None:
    with socket.create_connection(("127.0.0.1", port)) as line, line.makefile("rb") as file:

        def ask(said: str) -> bytes:
            line.sendall(said.encode() + b"\r")
            answer = b""
            while not answer.endswith(b"\r"):
                answer += file.read(1)
            return answer

        assert ask(f"9300CN{who[0]}|CO{who[1]}|") == b"941\r"
        turn = 0
        while (asked := told.waiting.get()) is not None:
            due, barcode, number = asked
            now = time.strftime("%Y%m%d    %H%M%S")
            answer = ask(f"11NN{now}{now}AOEAST|AA{number}|AB{barcode}|AC|")
            told.out.append((time.perf_counter() - due) * 1000)
            if not answer.startswith(b"121"):
                told.refused.append(answer.decode().partition("|AF")[2])
            turn += 1
            if turn % 2 == 0:
                begun = time.perf_counter()
                ask(f"09N{now}{now}APx|AOEAST|AB{barcode}|AC|")
                told.back.append((time.perf_counter() - begun) * 1000)


if __name__ == "__main__":
    main()
