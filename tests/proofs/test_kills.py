"""kill -9 of every part under load, again and again: nothing acknowledged is lost, everything recovers."""

from __future__ import annotations

import http.cookiejar
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from commonshelf.site.home import DATABASE
from commonshelf.site.tests.processes import (
    COMMONSHELF,
    Serving,
    all_gone,
    free_port,
    living,
    run,
    surroundings,
)
from tests.proofs.acting import Writer, count, torn

pytestmark = [pytest.mark.prove, pytest.mark.processes]
KILLS = 60
PEOPLE = """
import django
django.setup()
from commonshelf.members import api
for number in range(20):  # a sign-in cut short counts as a guess, so nobody tries too often
    api.add_person(
        actor=api.operator(), username=f"ann{number}", password="a long enough one", name_en="Ann"
    )
"""


class Visitor(threading.Thread):
    """Signs in again and again through the web; `done` counts the sign-ins that were answered."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.address = f"http://127.0.0.1:{port}/accounts/login/"
        self.stop = threading.Event()
        self.tried = self.done = 0

    def run(self) -> None:
        while not self.stop.is_set():
            try:
                self.sign_in()
                self.done += 1
            except (OSError, AssertionError, http.client.HTTPException):
                time.sleep(0.1)

    def sign_in(self) -> None:
        self.tried += 1
        jar = http.cookiejar.CookieJar()
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        page = browser.open(self.address, timeout=10).read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token
        form = {
            "csrfmiddlewaretoken": token[1],
            "login": f"ann{self.tried % 20}",
            "password": "a long enough one",
        }
        browser.open(self.address, urllib.parse.urlencode(form).encode(), timeout=10).read()
        assert any(cookie.name == "sessionid" for cookie in jar)


def signed_in(home: Path) -> int:
    with closing(sqlite3.connect(home / DATABASE)) as database:
        asked = "SELECT count(*) FROM news_event WHERE kind = 'members.sign-in'"
        return int(database.execute(asked).fetchone()[0])


def victims(server: Serving) -> list[int]:
    return [pid for pid in living(server.home) if pid != server.process.pid]


def test_sixty_kills_of_any_part_lose_nothing(home):
    try:
        storm(home)
    finally:
        for pid in living(home):
            os.kill(pid, signal.SIGKILL)


def storm(home: Path) -> None:
    seed = random.randrange(2**31)
    chance = random.Random(seed)
    env = surroundings(home, DJANGO_SETTINGS_MODULE="commonshelf.site.settings")
    subprocess.run([COMMONSHELF[0], "-c", PEOPLE], env=env, check=True)
    port = free_port()
    server = Serving(home, port=port)
    visitor = Visitor(port)
    visitor.start()
    writer, acked = Writer(home, pause=0.02), -1
    for turn in range(KILLS):
        if turn % 2:  # every other time it may come up wholly before the next blow
            server.get("/libraries")
        time.sleep(chance.uniform(0.1, 1.2))
        if turn % 10 == 9:  # the supervisor itself, and all with it
            server.process.kill()
            server.process.wait()
            server = Serving(home, port=port) if all_gone_but_writer(home, writer) else server
        elif turn % 4 == 3:
            acked = max(acked, writer.kill())
            assert count(home) > acked
            writer = Writer(home, start=count(home), pause=0.02)
        elif parts := [pid for pid in victims(server) if pid != writer.process.pid]:
            try:
                os.kill(chance.choice(parts), signal.SIGKILL)
            except ProcessLookupError:
                continue
    acked = max(acked, writer.kill())
    server.get("/libraries")
    visitor.stop.set()
    visitor.join(timeout=30)
    assert count(home) > acked
    assert torn(home) == []
    assert visitor.done >= 10
    assert signed_in(home) >= visitor.done
    settled(home)
    assert server.end() == 0
    assert all_gone(home, within=2)
    told = json.loads(run(home, "fsck", "--json").stdout)
    assert told["problems"] == []
    print(
        f"\n{KILLS} kills, seed {seed}: {count(home)} acts and {visitor.done} sign-ins acknowledged, "
        "0 lost, 0 torn, fsck clean"
    )


def all_gone_but_writer(home: Path, writer: Writer) -> bool:
    deadline = time.monotonic() + 10
    while set(living(home)) - {writer.process.pid}:
        assert time.monotonic() < deadline, "the supervisor left orphans"
        time.sleep(0.05)
    return True


def settled(home: Path, within: float = 60.0) -> None:
    """No delivery is left open once the dead workers' leases have run out."""
    asked = "SELECT count(*) FROM news_delivery WHERE done_at IS NULL"
    deadline = time.monotonic() + within
    while True:
        with closing(sqlite3.connect(home / DATABASE)) as database:
            if not database.execute(asked).fetchone()[0]:
                return
        assert time.monotonic() < deadline, "a delivery stayed open past its lease"
        time.sleep(0.5)


def partition(home: Path, out: Path) -> list[list[str]]:
    """Which records are one edition, whatever the editions' numbers are."""
    assert run(home, "clusters", "--out", out).returncode == 0
    together: dict[str, list[str]] = {}
    for line in out.read_text(encoding="utf-8").splitlines()[1:]:
        library, local_id, edition, _work = line.split("\t")
        together.setdefault(edition, []).append(f"{library}:{local_id}")
    return sorted(sorted(one) for one in together.values())


def test_a_load_killed_again_and_again_ends_as_if_nobody_had(tmp_path, migrated):
    seed = random.randrange(2**31)
    chance = random.Random(seed)
    made = run(
        migrated, "world", "--libraries", 3, "--editions", 5000, "--seed", 1, "--out", tmp_path / "world"
    )
    assert made.returncode == 0, made.stderr
    files = sorted(
        path for path in (tmp_path / "world").iterdir() if path.suffix in {".mrc", ".iso", ".xml", ".csv"}
    )
    assert files
    calm, kills = tmp_path / "calm", 0
    for number, file in enumerate(files):
        assert run(calm, "load", file, "--library", f"L{number}", "--create").returncode == 0
        for blow in range(7):
            patience = chance.uniform(0.4, 2.0) if blow < 6 else None
            process = subprocess.Popen(
                [*COMMONSHELF, "load", str(file), "--library", f"L{number}", "--create", "--json"],
                env=surroundings(tmp_path / "stormy"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            try:
                assert process.wait(timeout=patience) == 0
                break
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                kills += 1
    assert partition(calm, tmp_path / "a.tsv") == partition(tmp_path / "stormy", tmp_path / "b.tsv")
    for folder in (calm, tmp_path / "stormy"):
        assert json.loads(run(folder, "fsck", "--json").stdout)["problems"] == []
    print(f"\n{kills} kills of a load, seed {seed}: the same editions as undisturbed, fsck clean")
