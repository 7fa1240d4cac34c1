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


@pytest.mark.parametrize("turn", range(10))
def test_told_to_end_at_any_moment_it_ends_within_ten_seconds(home, turn):
    with Serving(home) as server:
        time.sleep(random.uniform(0.0, 3.0))
        began = time.monotonic()
        server.end(random.choice([signal.SIGTERM, signal.SIGINT]))
        assert time.monotonic() - began < 10
        assert all_gone(home, within=0.5)


def test_killed_outright_it_leaves_no_orphan(home):
    with Serving(home) as server:
        server.get("/")
        assert len(living(home)) >= 5
        server.process.kill()
        assert all_gone(home, within=10)


def test_a_part_that_dies_is_started_again(home):
    with Serving(home) as server:
        server.get("/")
        os.kill(server.child("gunicorn: master", "commonshelf.site.web"), signal.SIGKILL)
        server.wait_for("again in 0.5 s")
        assert server.get("/")[0] == 200
        for part in ("worker --parent", "--writer"):
            before = server.child(part)
            os.kill(before, signal.SIGKILL)
            deadline = time.monotonic() + 10
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


def test_a_second_server_and_a_restore_are_refused_while_one_runs(home, tmp_path):
    assert run(home, "backup", tmp_path / "copy").returncode == 0
    with Serving(home) as server:
        server.get("/")
        second = run(home, "serve", "--port", free_port())
        assert (second.returncode, len(second.stderr.strip().splitlines())) == (1, 1)
        refused = run(home, "restore", tmp_path / "copy", "--replace")
        assert (refused.returncode, len(refused.stderr.strip().splitlines())) == (1, 1)


def test_idle_it_costs_next_to_nothing(home):
    """All processes together, at rest: under 5 % of one core."""

    def spent() -> float:
        ticks = 0
        for pid in living(home):
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    with Serving(home) as server:
        server.get("/")
        time.sleep(2)
        before = spent()
        time.sleep(4)
        assert spent() - before < 0.2
