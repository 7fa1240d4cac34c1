"""Programs that act on a data folder and say what was acknowledged, and what must then be true of it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from commonshelf.site.home import DATABASE
from commonshelf.site.tests.processes import surroundings

WRITER = """
import sys
import time
import django
django.setup()
from commonshelf.members import api
start = int(sys.argv[1])
for number in range(start, start + 100_000):
    api.add_library(
        actor=api.operator(), symbol=f"L{number}", name_zh=f"图书馆 {number}", name_en="", kind="public"
    )
    print(number, flush=True)
    time.sleep(float(sys.argv[2]))  # without a breath one writer leaves the others no lock
"""


class Writer:
    """Adds libraries L<start>, L<start+1>, … one act each, and says every act that was done."""

    def __init__(self, home: Path, start: int = 0, pause: float = 0.0) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(start), str(pause)],
            env=surroundings(home, DJANGO_SETTINGS_MODULE="commonshelf.site.settings"),
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stdout
        self.lines = self.process.stdout

    def until(self, at_least: int) -> int:
        """Wait for the acknowledgement of this act; the number of the last one read."""
        for line in self.lines:
            if int(line) >= at_least:
                return int(line)
        raise AssertionError("the writer died")

    def kill(self) -> int:
        """Kill it outright; the last act it acknowledged, -1 if none."""
        self.process.kill()
        acked = [int(line) for line in self.lines.read().split("\n")[:-1] if line]
        self.process.wait()
        self.lines.close()
        return acked[-1] if acked else -1


def torn(home: Path) -> list[str]:
    """What contradicts "each act wholly or not at all, in order": nothing, in a sound data folder."""
    with closing(sqlite3.connect(home / DATABASE)) as database:
        found = [line for (line,) in database.execute("PRAGMA integrity_check") if line != "ok"]
        if found:
            return found
        libraries = [
            int(symbol[1:])
            for (symbol,) in database.execute("SELECT symbol FROM members_library ORDER BY id")
        ]
        asked = "SELECT object_id FROM news_event WHERE kind = 'members.add-library' ORDER BY id"
        events = [int(symbol[1:]) for (symbol,) in database.execute(asked)]
        found += [
            f"row {row} of {table} dangles" for table, row, *_ in database.execute("PRAGMA foreign_key_check")
        ]
    if libraries != list(range(len(libraries))):
        found.append("the libraries are no prefix of the acts")
    if events != libraries:
        found.append(f"{len(libraries)} libraries, {len(events)} events")
    return found


def count(home: Path) -> int:
    with closing(sqlite3.connect(home / DATABASE)) as database:
        return int(database.execute("SELECT count(*) FROM members_library").fetchone()[0])
