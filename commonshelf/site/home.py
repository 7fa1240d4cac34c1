"""The data folder as a whole: is its database of our shape, and who is using it now."""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import allauth
import django

from commonshelf.kernel.refusal import Refusal

PACKAGE: Final = Path(__file__).resolve().parents[1]
DATABASE: Final = "commonshelf.sqlite3"


def shape() -> int:
    """A number that changes whenever a migration is added, ours or a library's; never 0 (31 bits)."""
    names = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.glob("*/migrations/*.py"))
    said = "\n".join([django.__version__, allauth.__version__, *names])
    return int.from_bytes(hashlib.sha256(said.encode()).digest()[:4], "big") >> 1 or 1


def shape_of(home: Path) -> int:
    """The shape the folder's database was last migrated to; 0 when there is none yet."""
    path = home / DATABASE
    if not path.exists():
        return 0
    try:
        database = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    except sqlite3.OperationalError:
        return 0
    try:
        return int(database.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.DatabaseError:
        return 0
    finally:
        database.close()


def set_shape(home: Path) -> None:
    """Remember in the database itself, so that copies and restored folders carry it along."""
    database = sqlite3.connect(home / DATABASE, timeout=20)
    try:
        database.execute(f"PRAGMA user_version = {shape()}")
    finally:
        database.close()


@contextmanager
def locked(home: Path, name: str) -> Iterator[None]:
    """Wait for this lock of the folder and hold it; a dead holder lets go by dying."""
    with (home / f"{name}.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def serving(home: Path) -> Iterator[None]:
    """Be the only server on the folder, or be refused at once."""
    with (home / "server.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal("site.server-runs", {"home": str(home)}, status=409) from None
        yield


class Use:
    """A hold on the data folder: many programs may use it, `restore` wants it alone.

    The kernel drops the hold when the last process that carries it dies.
    """

    def __init__(self, home: Path, *, alone: bool = False) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self._handle = os.open(home / "use.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            self.close()
            raise Refusal("site.home-busy", {"home": str(home)}, status=409) from None

    def close(self) -> None:
        os.close(self._handle)
