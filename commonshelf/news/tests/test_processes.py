"""Real worker processes on a file database: killed at any moment, they lose nothing."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.processes
REPOSITORY = Path(__file__).parents[3]
WORKER = """
import os, sys, threading, time
os.environ["DJANGO_SETTINGS_MODULE"] = "commonshelf.site.settings"
import django
django.setup()
from commonshelf.news import api, worker
from datetime import timedelta
worker.LEASE = timedelta(seconds=0.6)
log = open(sys.argv[1], "a", buffering=1)
def handler(happening):
    log.write(f"{happening.id}\\n")
    time.sleep(float(sys.argv[2]))
api.subscribe(kinds=["test.happened"], subscriber="test.hear", handler=handler)
stop = threading.Event()
import signal
signal.signal(signal.SIGTERM, lambda *_: stop.set())
print("ready", flush=True)
api.work(stop=stop, include=["test.hear"], turns=False)
print("stopped", flush=True)
"""
FILL = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "commonshelf.site.settings"
import django
django.setup()
from django.db import transaction
from django.utils import timezone
from commonshelf.kernel.actor import MACHINE, Ref
from commonshelf.news import api
api.subscribe(kinds=["test.happened"], subscriber="test.hear", handler=print)
with transaction.atomic():
    for n in range(int(sys.argv[1])):
        api.announce(kind="test.happened", actor=MACHINE, object=Ref("thing", str(n)), at=timezone.now())
"""


def python(home: Path, code: str, *arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "COMMONSHELF_HOME": str(home), "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def open_deliveries(home: Path) -> int:
    with sqlite3.connect(home / "commonshelf.sqlite3", timeout=20) as database:
        query = "SELECT count(*) FROM news_delivery WHERE done_at IS NULL"
        return int(database.execute(query).fetchone()[0])


@pytest.fixture
def home(migrated, tmp_path):
    return shutil.copytree(migrated, tmp_path / "home")


def test_two_workers_killed_again_and_again_lose_nothing(home):
    with python(home, FILL, "80") as filling:
        assert filling.wait(60) == 0
    log = home / "log"
    kills = 0
    for _ in range(2):
        workers = [python(home, WORKER, str(log), "0.004") for _ in range(2)]
        for worker in workers:
            worker.stdout.readline()
        time.sleep(0.15)
        for worker in workers:
            worker.send_signal(signal.SIGKILL)
            worker.wait(60)
            worker.stdout.close()
            kills += 1
    last = python(home, WORKER, str(log), "0.004")
    last.stdout.readline()
    deadline = time.monotonic() + 120
    while open_deliveries(home) and time.monotonic() < deadline:
        time.sleep(0.1)
    last.send_signal(signal.SIGTERM)
    assert last.wait(60) == 0
    assert "stopped" in last.stdout.read()
    last.stdout.close()
    heard = [int(line) for line in log.read_text().split()]
    assert len(set(heard)) == 80
    # At least once: each kill may make one delivery be heard again, never more.
    assert len(heard) - len(set(heard)) <= kills
    assert open_deliveries(home) == 0


def test_a_handler_longer_than_its_lease_is_not_taken_for_dead(home):
    with python(home, FILL, "1") as filling:
        assert filling.wait(60) == 0
    log = home / "log"
    workers = [python(home, WORKER, str(log), "2.5") for _ in range(2)]  # leases last 0.6 s
    for worker in workers:
        worker.stdout.readline()
    deadline = time.monotonic() + 120
    while open_deliveries(home) and time.monotonic() < deadline:
        time.sleep(0.1)
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(60) == 0
        worker.stdout.close()
    assert len(log.read_text().split()) == 1
