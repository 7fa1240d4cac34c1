"""A made-up alliance in a data folder, loaded by its own commands once and used by several benchmarks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

COMMONSHELF = [sys.executable, "-m", "commonshelf"]
ROOT = Path(__file__).resolve().parents[1]


def surroundings(home: Path) -> dict[str, str]:
    return {**os.environ, "COMMONSHELF_HOME": str(home), "PYTHONPATH": str(ROOT)}


def command(home: Path, *arguments: str) -> dict[str, Any]:
    """What a command answers as JSON; ends the benchmark when it is refused."""
    done = subprocess.run(
        [*COMMONSHELF, *arguments, "--json"],
        env=surroundings(home),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{' '.join(arguments)}: {done.stderr}")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def world(folder: Path, *, libraries: int, editions: int, seed: int) -> list[dict[str, Any]]:
    """Files of records in the folder, made when they are not there; what is told of each library."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "libraries.json").exists():
        size = ("--libraries", str(libraries), "--editions", str(editions), "--seed", str(seed))
        command(folder, "world", *size, "--out", str(folder))
    told: list[dict[str, Any]] = json.loads((folder / "libraries.json").read_text())["libraries"]
    return told


def loaded(folder: Path, *, libraries: int, editions: int, seed: int) -> Path:
    """The data folder of that alliance under `folder`, loaded once; a broken-off one is gone on with."""
    home, files = folder / "home", folder / "world"
    done = home / "loaded.json"
    size = {"libraries": libraries, "editions": editions, "seed": seed}
    if done.exists():
        if json.loads(done.read_text()) != size:
            sys.exit(f"{folder} holds another alliance: {done.read_text()}. Name another folder.")
        return home
    home.mkdir(parents=True, exist_ok=True)
    told = world(files, **size)
    began = time.monotonic()
    for place, library in enumerate(told, 1):
        command(home, "load", str(files / library["file"]), "--library", library["symbol"], "--create")
        took = time.monotonic() - began
        sys.stderr.write(f"\rloaded {place} of {len(told)} libraries, {took:.0f} s ")
    sys.stderr.write("\n")
    done.write_text(json.dumps(size))
    return home


def share(times: list[float], percent: float) -> float:
    """That percentile, in the unit of the times."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]
