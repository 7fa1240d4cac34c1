"""`serve` as a whole, in real processes: it comes up, stays up, and ends at any moment without leftovers."""

from __future__ import annotations

import os
import random
import signal
import socket
import time
from pathlib import Path

import pytest

from commonshelf.site.tests.processes import Serving, all_gone, free_port, living, run

pytestmark = pytest.mark.processes


def test_it_says_its_address_answers_and_ends_cleanly(home):
    with Serving(home) as server:
        status, page = server.get("/")
        assert status == 200
        assert "<html" in page
        server.wait_for(f"http://127.0.0.1:{server.port}/")
        assert "Traceback" not in server.said
        assert server.end() == 0
    assert living(home) == []


def ended_at(home, seconds, number):
    with Serving(home) as server:
        time.sleep(seconds)
        server.end(number)
        assert all_gone(home, within=5)


@pytest.mark.parametrize(("seconds", "number"), [(0.2, signal.SIGTERM), (1.2, signal.SIGINT)])
def test_told_to_end_at_any_moment_it_ends_and_leaves_nothing(home, seconds, number):
    ended_at(home, seconds, number)


@pytest.mark.prove
@pytest.mark.parametrize("turn", range(20))
def test_told_to_end_at_many_moments(home, turn):
    dice = random.Random(turn)
    ended_at(home, dice.uniform(0.0, 3.0), dice.choice([signal.SIGTERM, signal.SIGINT]))


def test_killed_outright_it_leaves_no_orphan(home):
    with Serving(home) as server:
        server.get("/")
        assert len(living(home)) >= 5
        server.process.kill()
        assert all_gone(home, within=60)


def test_a_part_that_dies_is_started_again(home):
    with Serving(home) as server:
        server.get("/")
        os.kill(server.child("gunicorn: master", "commonshelf.site.web"), signal.SIGKILL)
        server.wait_for("again in 0.5 s")
        assert server.get("/")[0] == 200
        for part in ("worker --parent", "--writer"):
            before = server.child(part)
            os.kill(before, signal.SIGKILL)
            deadline = time.monotonic() + 60
            while True:
                try:
                    assert server.child(part) != before
                    break
                except (AssertionError, OSError):
                    assert time.monotonic() < deadline
                    time.sleep(0.1)


def test_a_taken_port_is_one_clear_line(home):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run(home, "serve", "--port", port)
    assert done.returncode == 1
    assert str(port) in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def spent(home) -> float:
    """Seconds of a core that all its processes have used so far."""
    ticks = 0
    for pid in living(home):
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def test_one_at_a_time_and_idle_it_costs_next_to_nothing(home, tmp_path):
    """A second server and a restore are refused; at rest all processes together take under 10 % of a core."""
    assert run(home, "backup", tmp_path / "copy").returncode == 0
    with Serving(home) as server:
        server.get("/")
        second = run(home, "serve", "--port", free_port())
        assert (second.returncode, len(second.stderr.strip().splitlines())) == (1, 1)
        refused = run(home, "restore", tmp_path / "copy", "--replace")
        assert (refused.returncode, len(refused.stderr.strip().splitlines())) == (1, 1)
        time.sleep(1)
        before = spent(home)
        time.sleep(3)
        assert spent(home) - before < 0.3
