"""kill -9 of web, workers and a desk's own process while requests go through both desks: nothing is lost or
done twice.

COMMONSHELF_KILLS: how many, for a shorter storm.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import time
from collections import Counter
from pathlib import Path

import pytest

from commonshelf.site.tests.processes import Serving, all_gone, free_port, living, run
from tests.proofs.request_storm import Browser, Desk, Homecoming, Reader, Told, effects, program, rows
from tests.proofs.test_kills import settled

pytestmark = [pytest.mark.prove, pytest.mark.processes]
KILLS = int(os.environ.get("COMMONSHELF_KILLS", "60"))
LINEAR = ("will-supply", "ship", "receive", "hand-out", "give-back", "ship-back", "check-in")
"""Steps that each of these requests takes at most once."""


def test_kills_while_requests_go_through_both_desks(home):
    try:
        storm(home)
    finally:
        for pid in living(home):
            os.kill(pid, signal.SIGKILL)


def storm(home: Path) -> None:
    seed = random.randrange(2**31)
    chance = random.Random(seed)
    world = prepared(home)
    port = free_port()
    server, desk = Serving(home, port=port), Homecoming(home)
    browsers: list[Browser] = [
        Reader(home, port, seed + 1, world["readers"], world["editions"]),
        Desk(home, port, seed + 2, "EAST", world["east"]),
        Desk(home, port, seed + 3, "WEST", world["west"]),
    ]
    for one in browsers:
        one.start()
    killed: Counter[str] = Counter()
    while killed.total() < KILLS:
        turn = killed.total()
        if turn % 2:  # every other time it may come up wholly before the next blow
            server.get("/libraries")
        time.sleep(chance.uniform(0.1, 1.2))
        if turn % 10 == 9:  # the supervisor itself, and all with it
            server.process.kill()
            server.process.wait()
            gone_but(home, desk.process.pid)
            server = Serving(home, port=port)
            killed["supervisor"] += 1
        elif turn % 6 == 5:
            desk.kill()
            desk.begin()
            killed["desk"] += 1
        else:
            killed["web or worker"] += blow(home, server, desk, chance)
    server.get("/libraries")
    time.sleep(3)  # and a little of the work goes on undisturbed
    for one in browsers:
        one.stop.set()
    for one in browsers:
        one.join(timeout=60)
        assert not one.is_alive()
    desk.kill()
    judged(home, [one.told for one in browsers], desk, dict(killed), seed)
    settled(home)
    assert server.end() == 0
    assert all_gone(home, within=5)
    assert json.loads(run(home, "fsck", "--json").stdout)["problems"] == []


def prepared(home: Path) -> dict[str, list[str]]:
    made = program(home, "prepare")
    said, _ = made.communicate(timeout=120)
    assert made.returncode == 0
    return json.loads(said.splitlines()[-1])


def blow(home: Path, server: Serving, desk: Homecoming, chance: random.Random) -> int:
    """One process of the web or of the workers; how many died of it."""
    parts = [pid for pid in living(home) if pid not in {server.process.pid, desk.process.pid}]
    if not parts:
        return 0
    try:
        os.kill(chance.choice(parts), signal.SIGKILL)
    except ProcessLookupError:
        return 0
    return 1


def gone_but(home: Path, pid: int, within: float = 20.0) -> None:
    deadline = time.monotonic() + within
    while set(living(home)) - {pid}:
        assert time.monotonic() < deadline, "the supervisor left orphans"
        time.sleep(0.05)


def judged(home: Path, told: list[Told], desk: Homecoming, killed: dict[str, int], seed: int) -> None:
    there = effects(home)
    done = [effect for one in told for effect in one.done] + desk.done
    unknown = [effect for one in told for effect in one.unknown]
    refused: Counter[str] = sum((one.refused for one in told), Counter())
    assert rows(home, "PRAGMA integrity_check") == [("ok",)]
    assert {effect: there[effect] for effect in done if there[effect] != 1} == {}
    assert {effect: there[effect] for effect in unknown if there[effect] > 1} == {}
    assert {effect: n for effect, n in there.items() if effect[0] in {*LINEAR, "place"} and n > 1} == {}
    # Somebody was quicker, or the chosen way was closed by then: all other answers were mistakes of ours.
    assert {re.sub(r"^302 /get/\d+$", "closed", one) for one in refused} <= {"409", "closed"}, refused
    ended = rows(home, "SELECT count(*) FROM sharing_patronrequest WHERE state = 'completed'")[0][0]
    print(
        f"\n{sum(killed.values())} kills ({killed}), seed {seed}: {len(done)} effects acknowledged"
        f" ({dict(Counter(action for action, _ in done))}), 0 lost, 0 twice; {len(unknown)} never answered,"
        f" {sum(there[effect] for effect in unknown)} of them done, 0 twice;"
        f" {sum(one.repeats for one in told)} presses repeated; {refused['409']} came second;"
        f" {ended} requests completed"
    )
    assert len(done) >= 2 * KILLS
    assert ended
