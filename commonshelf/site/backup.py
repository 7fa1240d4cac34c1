"""Backups: an exact copy of a living data folder, and the way back from it.

A plain copy of the files can be torn between two moments and still pass SQLite's own check
(trust.md finding 7). So the database is copied by SQLite in one moment (VACUUM INTO), the copy
is judged by `fsck`, and a manifest with hashes says what a backup is; without it nothing is restored.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from commonshelf.kernel.refusal import Refusal
from commonshelf.site import home
from commonshelf.site.version import version

MANIFEST: Final = "manifest.json"
HALF: Final = ".half"
OUSTED: Final = "before-restore-"
DERIVED: Final = ("index*", "static", "locks", "*.lock")
REHEARSED: Final = "dry-run-"
LEFT_OUT: Final = (*DERIVED, f"{REHEARSED}*", "*.sqlite3", "*.sqlite3-*", f"{OUSTED}*", f"*{HALF}")
"""Made anew at will, or only of the moment. All else in the data folder belongs to the backup."""


def make(*, source: Path, target: Path, now: datetime) -> dict[str, Any]:
    """Back up the data folder `source` into the new folder `target`; the manifest, as written there.

    Others may go on writing meanwhile. Its "problems" are what fsck found in the copy.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Refusal("site.backup-not-empty", {"folder": str(target)})
    if target.resolve().is_relative_to(source.resolve()):
        raise Refusal("site.backup-inside", {"folder": str(target), "home": str(source)})
    half = target.with_name(target.name + HALF)
    shutil.rmtree(half, ignore_errors=True)
    try:
        half.mkdir(parents=True, mode=0o700)
        copy_database(source / home.DATABASE, half / home.DATABASE)
        _copy_files(source, half)
        found = _fsck(half)
        manifest = _manifest(half, now, found)
        (half / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
        if target.exists():
            target.rmdir()
        half.rename(target)
    except (OSError, sqlite3.Error) as error:
        raise Refusal("site.backup-failed", {"folder": str(target), "why": str(error)}) from error
    finally:
        shutil.rmtree(half, ignore_errors=True)
    return manifest


def check(folder: Path) -> dict[str, Any]:
    """The manifest of a whole and unharmed backup; refuses anything else."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = {str(one["path"]): str(one["sha256"]) for one in manifest["files"]}
        made_by = [int(part) for part in str(manifest["commonshelf"]).split(".")]
    except (OSError, ValueError, KeyError, TypeError):
        raise Refusal("site.no-manifest", {"folder": str(folder)}) from None
    if made_by > [int(part) for part in version().split(".")]:
        raise Refusal("site.backup-newer", {"folder": str(folder), "version": manifest["commonshelf"]})
    for path, wanted in {home.DATABASE: "", **files}.items():
        if Path(path).is_absolute() or ".." in Path(path).parts:
            raise Refusal("site.no-manifest", {"folder": str(folder)})
        if not (folder / path).is_file() or _digest(folder / path) != wanted:
            raise Refusal("site.backup-harmed", {"folder": str(folder), "file": path})
    return manifest


def put_back(*, folder: Path, target: Path, manifest: dict[str, Any], now: datetime) -> str:
    """Lay the checked backup into the data folder `target`; where its old contents are now, "" if none.

    The database comes last, by renaming: cut short at any moment, the folder holds the old
    state, or none, or the new one, never a mixture.
    """
    fresh = target / f"restore{HALF}"
    shutil.rmtree(fresh, ignore_errors=True)
    for one in manifest["files"]:
        copied = fresh / one["path"]
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(folder / one["path"], copied)
    ousted = target / f"{OUSTED}{now:%Y%m%d-%H%M%S}"
    if is_empty(target):
        _clear_fresh(target)
    _settle(target / home.DATABASE)
    old = [path for path in target.iterdir() if _is_contents(path)]
    for path in sorted(old, key=lambda path: path.name != home.DATABASE):
        ousted.mkdir(exist_ok=True)
        path.rename(ousted / path.name)
    for path in sorted(fresh.iterdir(), key=lambda path: path.name == home.DATABASE):
        path.rename(target / path.name)
    fresh.rmdir()
    shutil.rmtree(target / "index", ignore_errors=True)
    return str(ousted) if old else ""


def is_empty(folder: Path) -> bool:
    """Nothing there that anybody would miss: no database, or one without a library or a record.

    A database that cannot be read is not empty: somebody may still want to save what is in it.
    """
    path = folder / home.DATABASE
    if not path.exists():
        return True
    try:
        counted = rows(path)
    except sqlite3.DatabaseError:
        return False
    return not counted.get("members_library") and not counted.get("catalogue_record")


def _clear_fresh(folder: Path) -> None:
    """A key nobody has signed with and a database without a row: what the first command makes."""
    for path in folder.iterdir():
        if path.name == "secret" or path.name.startswith(home.DATABASE):
            path.unlink()


def _settle(database: Path) -> None:
    """Bring home what a killed program left in the write-ahead log, so that one file holds all of it."""
    if database.exists():
        with suppress(sqlite3.Error), closing(sqlite3.connect(database, timeout=20)) as opened:
            opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _is_contents(path: Path) -> bool:
    if path.name.startswith(f"{home.DATABASE}"):
        return True
    return not any(path.match(pattern) for pattern in LEFT_OUT)


def copy_database(source: Path, target: Path) -> None:
    """The whole database as it was in one moment, while others go on writing."""
    with closing(sqlite3.connect(source, timeout=20)) as database:
        database.execute("VACUUM INTO ?", [str(target)])
    target.chmod(0o600)


def _copy_files(source: Path, target: Path) -> None:
    left_out = shutil.ignore_patterns(*LEFT_OUT)
    for path in sorted(source.iterdir()):
        if path.is_symlink() or path.name in left_out(str(source), [path.name]):
            continue
        if path.is_dir():
            shutil.copytree(path, target / path.name, symlinks=True)
        elif path.is_file():
            shutil.copy2(path, target / path.name)


def surroundings(home: Path) -> dict[str, str]:
    """For a process that sees only this data folder, and makes no backups of it."""
    kept = {name: value for name, value in os.environ.items() if name != "COMMONSHELF_BACKUPS"}
    return {**kept, "COMMONSHELF_HOME": str(home)}


def _fsck(copy: Path) -> list[dict[str, str]]:
    """Judge the copy by the same rules as the living folder, from a process that sees only the copy."""
    told = subprocess.run(
        [sys.executable, "-m", "commonshelf", "fsck", "--json", "--without-index"],
        env=surroundings(copy),
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        found: list[dict[str, str]] = json.loads(told.stdout)["problems"]
    except (ValueError, KeyError):
        found = [{"room": "site", "problem": f"fsck could not run: {told.stderr.strip()[-400:]}"}]
    # Leave one plain file behind, without the companions of a database in use.
    with closing(sqlite3.connect(copy / home.DATABASE)) as database:
        database.execute("PRAGMA journal_mode=DELETE")
    for lock in copy.glob("*.lock"):
        lock.unlink()
    return found


def _manifest(folder: Path, now: datetime, found: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "commonshelf": version(),
        "made_at": now.isoformat(timespec="seconds"),
        "rows": rows(folder / home.DATABASE),
        "problems": found,
        "files": [
            {"path": str(path.relative_to(folder)), "bytes": path.stat().st_size, "sha256": _digest(path)}
            for path in _all_files(folder)
        ],
    }


def _all_files(folder: Path) -> Iterator[Path]:
    yield from (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())


def rows(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
        asked = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        tables = sorted(name for (name,) in database.execute(asked))
        counted = {}
        for name in tables:
            # The name is the database's own; SQL has no placeholder for a table.
            (counted[name],) = database.execute(f'SELECT count(*) FROM "{name}"').fetchone()  # noqa: S608
        return counted


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def events(path: Path) -> tuple[int, str]:
    """How many, and a digest over every one of them in order."""
    digest, number = hashlib.sha256(), 0
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
        asked = (
            "SELECT id, at, kind, person, object_kind, object_id, library, facts FROM news_event ORDER BY id"
        )
        for row in database.execute(asked):
            digest.update(repr(row).encode())
            number += 1
    return number, digest.hexdigest()
