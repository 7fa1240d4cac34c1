"""Readers and desks over HTTP while processes die: what they were told was done, what they never learnt."""

from __future__ import annotations

import http.client
import random
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from commonshelf.site.home import DATABASE
from commonshelf.site.tests.processes import surroundings

TOKEN = "a" * 32
FOUND = 302
SERVED = ("/requests/Q", "/interlibrary/")
"""Where an act leads on to; whoever is sent elsewhere, to sign in perhaps, was not served."""
AT_EAST = {"shipped": "receive", "received": "hand-out", "lent": "give-back", "back": "ship-back"}
AT_WEST = {"asked": "will-supply", "will-supply": "ship"}
Effect = tuple[str, str]
"""An action, and the number of its request; of placing: the note by which it is found."""


def program(home: Path, call: str) -> subprocess.Popen[str]:
    """A function of `storm_world`, as a process on that data folder."""
    said = f"import django; django.setup(); from tests.proofs.storm_world import {call}; {call}()"
    return subprocess.Popen(
        [sys.executable, "-c", said],
        env=surroundings(home, DJANGO_SETTINGS_MODULE="commonshelf.site.settings"),
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def rows(home: Path, ask: str, *values: object) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(f"file:{home / DATABASE}?mode=ro", uri=True, timeout=30)) as database:
        return database.execute(ask, values).fetchall()


@dataclass
class Told:
    """done: the answer said so. unknown: no answer ever came. refused: by status and where it led.

    repeats: sent again with the same key after no answer.
    """

    done: list[Effect] = field(default_factory=list)
    unknown: list[Effect] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    repeats: int = 0


class Browser(threading.Thread):
    """Somebody at a page: presses, and where no answer comes presses again, or goes away."""

    def __init__(self, home: Path, port: int, seed: int) -> None:
        super().__init__(daemon=True)
        self.home, self.port = home, port
        self.chance = random.Random(seed)
        self.stop = threading.Event()
        self.told = Told()

    def run(self) -> None:
        while not self.stop.is_set():
            try:
                self.turn()
            except sqlite3.OperationalError:  # only looking: the file is busy just now
                time.sleep(0.1)
            time.sleep(0.02)

    def turn(self) -> None:
        raise NotImplementedError

    def send(self, session: str, path: str, effect: Effect, **form: str) -> None:
        key = uuid.uuid4().hex
        while True:
            try:
                status, onward = self.post(session, path, {**form, "key": key})
            except (OSError, http.client.HTTPException):
                if self.stop.is_set() or self.chance.random() < 0.3:
                    self.told.unknown.append(effect)
                    return
                self.told.repeats += 1
                time.sleep(0.2)
                continue
            if status == FOUND and onward.startswith(SERVED):
                self.told.done.append(effect)
            else:
                self.told.refused[f"{status} {onward}".strip()] += 1
            return

    def post(self, session: str, path: str, form: dict[str, str]) -> tuple[int, str]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        with closing(line):
            line.request(
                "POST",
                path,
                urlencode({**form, "csrfmiddlewaretoken": TOKEN}),
                {
                    "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
                    "Content-Type": "application/x-www-form-urlencoded",
                },
            )
            answer = line.getresponse()
            answer.read()
            return answer.status, answer.getheader("Location", "").partition("?")[0]


class Reader(Browser):
    """All readers of EAST in turn: each asks for a book that nobody has asked for just now."""

    most_open = 14

    def __init__(self, home: Path, port: int, seed: int, sessions: list[str], editions: list[int]) -> None:
        super().__init__(home, port, seed)
        self.sessions, self.editions = sessions, editions

    def turn(self) -> None:
        wanted = {row[0] for row in rows(self.home, "SELECT edition FROM sharing_patronrequest"
                                         " WHERE closed_at IS NULL")}  # fmt: skip
        free = [one for one in self.editions if one not in wanted]
        if len(wanted) >= self.most_open or not free:
            time.sleep(0.2)
            return
        note = uuid.uuid4().hex
        self.send(
            self.chance.choice(self.sessions),
            f"/get/{self.chance.choice(free)}/ask?way=courier&supplier=WEST",
            ("place", note),
            at="EAST/main",
            note=note,
        )


class Desk(Browser):
    """An interlibrary desk that presses what comes next; the version is the one its page would show."""

    def __init__(self, home: Path, port: int, seed: int, library: str, session: str) -> None:
        super().__init__(home, port, seed)
        self.library, self.session = library, session
        self.steps = AT_EAST if library == "EAST" else AT_WEST

    def turn(self) -> None:
        ask = "SELECT number, state, version FROM sharing_patronrequest WHERE closed_at IS NULL"
        mine = [row for row in rows(self.home, ask) if row[1] in self.steps]
        if not mine:
            time.sleep(0.1)
            return
        number, state, version = self.chance.choice(mine)
        action = self.steps[state]
        path = f"/interlibrary/{self.library}/{number}/do/{action}"
        self.send(self.session, path, (action, number), version=str(version))


class Homecoming:
    """The desk at WEST that is a process; killed and begun again."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.said: list[str] = []
        self.begin()

    def begin(self) -> None:
        self.process = program(self.home, "homecoming")

    def kill(self) -> None:
        self.process.kill()
        assert self.process.stdout
        self.said += [line for line in self.process.stdout.read().split("\n")[:-1] if line]
        self.process.wait()
        self.process.stdout.close()

    @property
    def done(self) -> list[Effect]:
        return [("check-in", line) for line in dict.fromkeys(self.said) if not line.startswith("refused")]


def effects(home: Path) -> Counter[Effect]:
    """What there is, however it came: each step as its event, each placing by its note."""
    found: Counter[Effect] = Counter()
    asked = "SELECT kind, object_id FROM news_event WHERE kind LIKE 'sharing.%'"
    for kind, number in rows(home, asked):
        found[kind.partition(".")[2], number] += 1
    notes = "SELECT json_extract(citation, '$.note') FROM sharing_patronrequest"
    found.update(("place", note) for (note,) in rows(home, notes))
    return found
