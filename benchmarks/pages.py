"""Search pages under an open loop: so many distinct searches a second, whatever the server does.

    .venv/bin/python benchmarks/pages.py DIR [--rate 40] [--seconds 60] [--saturate] [--editions 500000]

DIR is that of benchmarks/search.py. Starts `serve` on it, asks at moments fixed beforehand (Poisson), and
counts each time from the moment the question was due, so that a slow answer cannot hide those behind
it (coordinated omission). --saturate then raises the rate by a quarter every ten seconds until the pages
come late (p95 above one second) or not at all, and prints the last rate that held.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from typing import Any
from urllib.parse import urlencode

from alliance import COMMONSHELF, command, loaded, share, surroundings

BAR_MS = 150.0
LATE_MS = 1000.0
ASKERS = 64
"""Threads that ask; each waits for one answer at a time."""
PATIENCE = 20.0
STEP, STEP_SECONDS = 1.25, 10.0


@dataclass
class Told:
    """times: seconds from when each question was due; statuses: how many of each."""

    times: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    behind: float = 0.0
    """How late the askers themselves were at most: a bound for their own share in the times."""

    def row(self, rate: float) -> dict[str, Any]:
        wrong = sum(count for status, count in self.statuses.items() if status != 200)
        told = {f"p{percent}": round(share(self.times, percent) * 1000, 1) for percent in (50, 95, 99, 100)}
        statuses = {str(status): count for status, count in sorted(self.statuses.items())}
        return {
            "rate": round(rate, 1), "asked": len(self.times), "errors": wrong, **told,
            "statuses": statuses, "asker_behind_ms": round(self.behind * 1000, 1),
        }  # fmt: skip


def addresses(folder: Path, seed: int) -> Iterator[str]:
    """Distinct searches: one to three words of some edition, half of them narrowed to a library."""
    luck = random.Random(seed)
    titles = [line.split("\t") for line in (folder / "titles.tsv").read_text(encoding="utf-8").splitlines()]
    seen: set[str] = set()
    while True:
        title, library = luck.choice(titles)
        start = luck.randrange(max(1, len(title) - 2))
        pairs: list[tuple[str, str]] = [("q", title[start : start + luck.randint(2, 8)].strip() or title)]
        if luck.random() < 0.5:
            pairs.append(("library", library))
        if luck.random() < 0.2:
            pairs.append(("sort", "newest"))
        told = f"/search?{urlencode(pairs)}"
        if told not in seen:
            seen.add(told)
            yield told


class Asker:
    """One connection, kept open as a browser keeps it, and opened again when the server has closed it."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self._port = port
        self._headers = {"Accept-Language": "zh-CN", "Accept-Encoding": "gzip"}
        if cookie:
            self._headers["Cookie"] = cookie
        self._server: http.client.HTTPConnection | None = None

    def status(self, address: str) -> int:
        """Of the answer, read to its end; 0 when there was none."""
        kept = self._server is not None
        try:
            return self._asked(address)
        except (OSError, http.client.HTTPException):
            self._server = None
        if not kept:
            return 0
        try:
            return self._asked(address)
        except (OSError, http.client.HTTPException):
            self._server = None
            return 0

    def _asked(self, address: str) -> int:
        self._server = self._server or http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        self._server.request("GET", address, headers=self._headers)
        answer = self._server.getresponse()
        answer.read()
        return answer.status


def ask(
    asker: Asker, due: Queue[tuple[float, str]], told: Told, lock: threading.Lock, over: threading.Event
) -> None:
    while True:
        try:
            moment, address = due.get(timeout=0.1)
        except Empty:
            if over.is_set():
                return
            continue
        late = time.monotonic() - moment
        status = asker.status(address)
        took = time.monotonic() - moment
        with lock:
            told.times.append(took)
            told.statuses[status] += 1
            told.behind = max(told.behind, late)


def load(
    port: int, source: Iterator[str], rate: float, seconds: float, seed: int, *, cookie: str = ""
) -> Told:
    """Ask at moments of a Poisson process of this rate. cookie: of a session, "" visitors."""
    told, lock, over = Told(), threading.Lock(), threading.Event()
    due: Queue[tuple[float, str]] = Queue()
    askers = [
        threading.Thread(target=ask, args=(Asker(port, cookie), due, told, lock, over)) for _ in range(ASKERS)
    ]
    for asker in askers:
        asker.start()
    luck, began = random.Random(seed), time.monotonic()
    moment = began
    while (moment := moment + luck.expovariate(rate)) < began + seconds:
        address = next(source)
        time.sleep(max(0.0, moment - time.monotonic()))
        due.put((moment, address))
    over.set()
    for asker in askers:
        asker.join()
    return told


def titles(folder: Path, home: Path) -> None:
    """A few thousand titles with a library that has them, read from the catalogue once."""
    if (folder / "titles.tsv").exists():
        return
    script = (
        "import django, random; django.setup()\n"
        "from commonshelf.catalogue import api\n"
        "stamp, luck = 0, random.Random(1)\n"
        "while changes := api.editions_changed_since(stamp=stamp, limit=2000):\n"
        "    stamp = changes[-1].stamp\n"
        "    for one in luck.sample(changes, min(60, len(changes))):\n"
        "        if one.entry and one.entry.libraries:\n"
        "            title = ' '.join(one.entry.said.title.split())\n"
        "            print(title, luck.choice(one.entry.libraries), sep='\\t')\n"
    )
    made = {**surroundings(home), "DJANGO_SETTINGS_MODULE": "commonshelf.site.settings"}
    done = subprocess.run(
        [sys.executable, "-c", script], env=made, capture_output=True, text=True, check=True
    )
    (folder / "titles.tsv").write_text(done.stdout, encoding="utf-8")


def serving(home: Path) -> tuple[subprocess.Popen[bytes], int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = int(taken.getsockname()[1])
    server = subprocess.Popen(
        [*COMMONSHELF, "serve", "--port", str(port)], env=surroundings(home), stdout=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            asked.request("GET", "/robots.txt")
            if asked.getresponse().status == 200:
                return server, port
        except OSError:
            time.sleep(0.1)
    server.kill()
    raise SystemExit("the server did not come up")


def measure(folder: Path, port: int, given: argparse.Namespace) -> dict[str, Any]:
    source = addresses(folder, given.seed)
    load(port, source, 4.0, 5.0, given.seed)  # as it runs in the morning: imported, opened, warm
    held = load(port, source, given.rate, given.seconds, given.seed + 1).row(given.rate)
    told = {"held": held, "bar_p95_ms": BAR_MS, "kept": held["p95"] <= BAR_MS and not held["errors"]}
    if given.saturate:
        steps, rate = [], given.rate
        while True:
            rate *= STEP
            step = load(port, source, rate, STEP_SECONDS, given.seed + int(rate)).row(rate)
            steps.append(step)
            if step["p95"] > LATE_MS or step["errors"] > 0.01 * step["asked"]:
                break
        good = [step["rate"] for step in steps[:-1]]
        told |= {"saturation": steps, "last_rate_that_held": good[-1] if good else round(given.rate, 1)}
    return told | {"machine": f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end"}


def show(told: dict[str, Any]) -> None:
    columns = "".join(f"{name:>9}" for name in ("p50 ms", "p95 ms", "p99 ms", "most ms"))
    print(f"{'a second':>9}{'asked':>8}{'errors':>8}{columns}  statuses")
    for step in (told["held"], *told.get("saturation", ())):
        cells = "".join(f"{step[name]:>9}" for name in ("p50", "p95", "p99", "p100"))
        print(f"{step['rate']:>9}{step['asked']:>8}{step['errors']:>8}{cells}  {step['statuses']}")
    print(f"page p95 at most {told['bar_p95_ms']:g} ms and no error: {'kept' if told['kept'] else 'MISSED'}")
    print(
        f"the askers were at most {told['held']['asker_behind_ms']} ms behind themselves; {told['machine']}"
    )
    if "saturation" in told:
        print(f"the last rate that held: {told['last_rate_that_held']} a second")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="the folder of benchmarks/search.py")
    parser.add_argument("--editions", type=int, default=500_000)
    parser.add_argument("--libraries", type=int, default=81)
    parser.add_argument("--rate", type=float, default=40.0, help="searches a second")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--saturate", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    folder = given.folder.resolve()
    home = loaded(folder, libraries=given.libraries, editions=given.editions, seed=1)
    titles(folder, home)
    command(home, "reindex")  # by today's program, see benchmarks/search.py
    server, port = serving(home)
    try:
        told = measure(folder, port, given)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)
    print(json.dumps(told, ensure_ascii=False)) if given.json else show(told)
    sys.exit(0 if told["kept"] else 1)


if __name__ == "__main__":
    main()
