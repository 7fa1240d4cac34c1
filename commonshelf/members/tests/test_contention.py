"""Double clicks by real processes on a file database: one effect, the same answer, no lock errors."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.processes
REPOSITORY = Path(__file__).parents[3]
REPEAT = """
import json, os, sys, threading
os.environ["DJANGO_SETTINGS_MODULE"] = "commonshelf.site.settings"
import django
django.setup()
from django.db import connection
from commonshelf.members import api
told = {"replies": [], "failures": []}
print("ready", flush=True)
sys.stdin.readline()
start = threading.Barrier(4)
def repeat():
    start.wait()
    for n in range(8):
        try:
            card = api.add_library(actor=api.operator(), symbol=f"CN-{n}", name_zh="馆", key=f"click-{n}")
            told["replies"].append(card.symbol)
        except Exception as error:
            told["failures"].append(repr(error))
    connection.close()
threads = [threading.Thread(target=repeat) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
from commonshelf.news.api import happenings
told["effects"] = len(happenings(kind="members.add-library", rows=1000))
told["problems"] = list(api.problems())
print(json.dumps(told), flush=True)
"""


def test_three_processes_of_four_threads_clicking_at_once(migrated, tmp_path):
    home = shutil.copytree(migrated, tmp_path / "home")
    environment = {**os.environ, "COMMONSHELF_HOME": str(home), "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-c", REPEAT]
    clicking = [
        subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    for process in clicking:
        assert process.stdout.readline() == "ready\n"
    for process in clicking:
        process.stdin.write("go\n")
        process.stdin.flush()
    told = [json.loads(process.communicate(timeout=300)[0]) for process in clicking]
    assert [one["failures"] for one in told] == [[], [], []]
    assert [len(one["replies"]) for one in told] == [32, 32, 32]
    assert [one["effects"] for one in told][-1] <= 8
    assert max(one["effects"] for one in told) == 8
    assert all(one["problems"] == [] for one in told)
