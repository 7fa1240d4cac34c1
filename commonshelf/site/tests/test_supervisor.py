"""The supervisor over real processes: whatever moment it is told to end, nothing is left behind."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from commonshelf.site.supervisor import pause_before

pytestmark = pytest.mark.processes

DRIVER = """
import os, sys
from commonshelf.site.supervisor import Program, Supervisor
token = sys.argv[1]
child = (sys.executable, "-S", "-c")
us = (token, str(os.getpid()))
programs = [Program(f"child {n}", (*child, source, *us)) for n, source in enumerate(sys.argv[2:])]
Supervisor(programs, tell=lambda line: print(line, flush=True), patience=1.5).run()
"""
PATIENT = """
import sys, time
sys.path.insert(0, {root!r})
from commonshelf.site.lifeline import end_with
end_with(int(sys.argv[2]))
print("up", flush=True)
time.sleep(60)
"""
ROOT = Path(__file__).resolve().parents[3]
WAITS = PATIENT.format(root=str(ROOT))
DEAF = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("up", flush=True)
time.sleep(60)
"""
DIES = "import sys; print('up', flush=True); sys.exit(3)"
LEAVES_A_CHILD = """
import subprocess, sys
subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(60)", sys.argv[1]])
print("up", flush=True)
"""


def alive(token: str) -> list[int]:
    """The processes that carry the token on their command line, zombies apart."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                if token.encode() in (folder / "cmdline").read_bytes():
                    found.append(int(folder.name))
            except OSError:
                continue
    return found


def gone(token: str, within: float) -> bool:
    deadline = time.monotonic() + within
    while alive(token):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


class Case:
    def __init__(self, *sources: str) -> None:
        self.token = uuid.uuid4().hex
        self.process = subprocess.Popen(
            [sys.executable, "-c", DRIVER, self.token, *sources],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    def lines(self) -> Iterator[str]:
        assert self.process.stdout
        return (line.strip() for line in self.process.stdout)

    def wait_for(self, word: str, times: int = 1) -> list[str]:
        seen: list[str] = []
        for line in self.lines():
            seen.append(line)
            if sum(word in one for one in seen) == times:
                return seen
        raise AssertionError(f"ended before saying {word!r}: {seen}")

    def tell(self, number: int) -> None:
        self.process.send_signal(number)

    def close(self) -> None:
        for pid in alive(self.token):
            os.kill(pid, signal.SIGKILL)
        self.process.wait()
        self.process.stdout and self.process.stdout.close()


@pytest.fixture
def case() -> Iterator[type[Case]]:
    made: list[Case] = []

    def make(*sources: str) -> Case:
        made.append(Case(*sources))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.mark.parametrize("round", range(5))
def test_told_to_end_at_any_moment_it_ends_soon_and_leaves_nothing(case, round):
    one = case(WAITS, WAITS)
    time.sleep(random.uniform(0.0, 0.4))
    one.tell(random.choice([signal.SIGTERM, signal.SIGINT]))
    one.process.wait(timeout=60)
    assert gone(one.token, within=5)


def test_killed_outright_it_takes_its_children_along(case):
    one = case(WAITS, WAITS)
    one.wait_for("up", times=2)
    assert len(alive(one.token)) == 3
    one.tell(signal.SIGKILL)
    assert gone(one.token, within=60)


def test_a_program_that_dies_is_started_again_and_said(case):
    one = case(DIES)
    seen = one.wait_for("up", times=2)
    assert any("exit 3" in line and "again in 0.5 s" in line for line in seen)


def test_what_a_program_left_behind_dies_with_it(case):
    one = case(LEAVES_A_CHILD)
    one.wait_for("again in")
    deadline = time.monotonic() + 30  # it starts again, and again, and is alone between times
    while alive(one.token) != [one.process.pid]:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_program_deaf_to_the_polite_word_is_killed_in_the_end(case):
    one = case(DEAF)
    one.wait_for("up")
    one.tell(signal.SIGTERM)
    one.process.wait(timeout=60)
    assert gone(one.token, within=5)


def test_the_second_word_is_not_polite(case):
    one = case(DEAF)
    one.wait_for("up")
    began = time.monotonic()
    one.tell(signal.SIGINT)
    time.sleep(0.2)
    one.tell(signal.SIGINT)
    one.process.wait(timeout=60)
    assert time.monotonic() - began < 1.2


def test_pauses_grow_and_stop_growing():
    assert [pause_before(n) for n in (1, 2, 3, 8, 100)] == [0.5, 1.0, 2.0, 10.0, 10.0]
