"""Trying out a backup: restored elsewhere, migrated, looked over, and compared with what was saved."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from commonshelf.kernel.refusal import Refusal
from commonshelf.site import backup, home

WORKPLACE: Final = "drill-"
NOT_COMPARED: Final = ("django_migrations", "django_content_type", "auth_permission", "cache", "browse_")
"""What a migration or the making of the index writes anew; all other tables must come back row for row."""


def drill(folder: Path) -> dict[str, Any]:
    """Restore the backup beside itself and take it away again; what was found. Refuses what `restore` does.

    "differences": tables whose rows did not come back, and the log where it is not the same.
    """
    manifest = backup.check(folder)
    with _workplace(folder.parent) as place:
        told = _restore(folder, place)
        differences = list(missing(manifest, place))
        if (saved := backup.events(folder / home.DATABASE)) != (
            found := backup.events(place / home.DATABASE)
        ):
            differences.append(
                f"news_event: {saved[0]} events saved, {found[0]} came back, or not the same ones"
            )
        return {
            "folder": str(folder),
            "made_at": manifest["made_at"],
            "rows": told["rows"],
            "events": saved[0],
            "problems": [*(f"{one['room']}: {one['problem']}" for one in told["problems"]), *differences],
            "bytes": sum(one["bytes"] for one in manifest["files"]),
        }


@contextmanager
def _workplace(above: Path) -> Iterator[Path]:
    """On the disk of the backups, which has the room for it; what a killed drill left there goes first."""
    with home.locked(above, "drill"):
        for old in above.glob(f"{WORKPLACE}*{backup.HALF}"):
            shutil.rmtree(old, ignore_errors=True)
        place = Path(tempfile.mkdtemp(prefix=WORKPLACE, suffix=backup.HALF, dir=above))
        try:
            yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)


def _restore(folder: Path, place: Path) -> dict[str, Any]:
    """By the command an operator would use, in a process that sees only the new place."""
    done = subprocess.run(
        [sys.executable, "-m", "commonshelf", "restore", str(folder), "--json"],
        env=backup.surroundings(place),
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        told: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        why = done.stderr.strip()[-400:] or f"exit {done.returncode}"
        raise Refusal("site.drill-failed", {"folder": str(folder), "why": why}) from None
    if "refused" in told:
        raise Refusal("site.drill-failed", {"folder": str(folder), "why": str(told["sentence"])})
    return told


def missing(manifest: dict[str, Any], place: Path) -> Iterator[str]:
    """Tables whose rows did not all come back, by what the manifest counted."""
    now = backup.rows(place / home.DATABASE)
    for table, saved in manifest["rows"].items():
        if table.startswith(NOT_COMPARED) or table not in now:
            continue
        if now[table] != saved:
            yield f"{table}: {saved} rows saved, {now[table]} came back"
