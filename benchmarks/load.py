"""How fast a whole alliance becomes searchable: one `load` command a library, as its manual says.

    .venv/bin/python benchmarks/load.py [--libraries 81] [--editions 130000] [--seed 1] [--keep DIR]

Writes a made-up world (or takes the one in DIR), loads it into a fresh data folder, and prints
one JSON object: records a second from bytes to searchable, peak memory of any process, and the
ratio to pymarc merely reading the same ISO 2709 files in this run on this machine.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pymarc
from alliance import command, world

MIB = 1024


def bare_reading(folder: Path, libraries: list[dict[str, Any]]) -> float:
    """Records a second of pymarc over the same files, character sets said beforehand."""
    records, began = 0, time.monotonic()
    for library in libraries:
        if library["syntax"] != "iso2709":
            continue
        coding = library["charset"] if library["charset"] not in {"utf-8", "marc8"} else "utf-8"
        with (folder / library["file"]).open("rb") as file:
            reader = pymarc.MARCReader(
                file, to_unicode=True, force_utf8=library["charset"] == "utf-8", file_encoding=coding
            )
            records += sum(record is not None for record in reader)
    return records / (time.monotonic() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--libraries", type=int, default=81)
    parser.add_argument("--editions", type=int, default=130_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder of the world; made when it is not there")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch) / "world"
        folder.mkdir(parents=True, exist_ok=True)
        libraries = world(folder, libraries=given.libraries, editions=given.editions, seed=given.seed)
        home = Path(scratch) / "home"
        home.mkdir()
        command(home, "clusters", "--out", os.devnull)  # migrates the empty folder
        told, began = [], time.monotonic()
        for library in libraries:
            files = [str(folder / library["file"])]
            told.append(command(home, "load", *files, "--library", library["symbol"], "--create"))
        seconds = time.monotonic() - began
        records = sum(one["read"] for one in told)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / MIB
        pymarc_rate = bare_reading(folder, libraries)
        answer = {
            "libraries": len(libraries),
            "records": records,
            "loaded": sum(one["loaded"] for one in told),
            "rejected": sum(one["rejected"] for one in told),
            "editions": told[-1]["editions"],
            "seconds": round(seconds, 1),
            "records_per_second": round(records / seconds),
            "peak_memory_mib": round(peak),
            "pymarc_reads_per_second": round(pymarc_rate),
            "ratio_to_bare_reading": round(pymarc_rate / (records / seconds), 2),
            "database_mib": round((home / "commonshelf.sqlite3").stat().st_size / MIB / MIB),
            "cores": os.cpu_count(),
        }
        sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
