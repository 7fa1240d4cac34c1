"""Running one constant statement: rows out, values in as parameters, lists as one JSON array."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections

Row = tuple[Any, ...]
Value = str | int | float | bytes | None


def listed(values: Iterable[object]) -> str:
    """A list as one parameter, unpacked by json_each."""
    return json.dumps(list(values))


@lru_cache(maxsize=64)
def moment(value: datetime) -> str:
    """As Django's SQLite backend writes it: UTC without zone. A batch has one moment, hence the cache."""
    return str(connection.ops.adapt_datetimefield_value(value))


@lru_cache(maxsize=4096)
def instant(stored: str) -> datetime:
    """The other way; whole loads share one moment, hence the cache."""
    return datetime.fromisoformat(stored).replace(tzinfo=UTC)


def rows_of(sql: str, *values: Value) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def stream(sql: str, *values: Value) -> Iterator[Row]:
    """Two thousand rows in memory at a time."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        while rows := cursor.fetchmany(2000):
            yield from rows


def run(sql: str, *values: Value) -> int:
    """How many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def run_many(sql: str, rows: Sequence[Row]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(sql, rows)


def next_id(table: str) -> int:
    """The first id never used, safe inside a writing transaction (there is one writer)."""
    found = rows_of("SELECT seq FROM sqlite_sequence WHERE name = %s", table)
    return int(found[0][0]) + 1 if found else 1


def bulk_mode(*, on: bool) -> None:
    """While loading, let the write-ahead log grow to 256 MB before it is folded into the database:
    batches write many of the same pages, which then go there once; and keep 64 MiB of pages at hand.
    """
    rows_of(f"PRAGMA wal_autocheckpoint={64000 if on else 1000}")
    rows_of(f"PRAGMA cache_size={-65536 if on else -8192}")


@contextmanager
def on_a_copy() -> Iterator[None]:
    """Whatever this thread does in here happens to a copy of the database, which is then thrown away.

    Taking it keeps no writer waiting; it needs as much room as the database in the data folder. Not
    inside a transaction, whose changes no copy could have.
    """
    real = connections[DEFAULT_DB_ALIAS]
    if real.in_atomic_block:
        message = "a copy of the database cannot be taken inside a transaction"
        raise RuntimeError(message)
    real.ensure_connection()
    with tempfile.TemporaryDirectory(prefix="trial-", dir=settings.COMMONSHELF_HOME) as folder:
        path = Path(folder) / "copy.sqlite3"
        target = sqlite3.connect(path)
        real.connection.backup(target)
        target.close()
        copy = connections.create_connection(DEFAULT_DB_ALIAS)
        copy.settings_dict = {**real.settings_dict, "NAME": path}
        connections[DEFAULT_DB_ALIAS] = copy
        try:
            yield
        finally:
            copy.close()
            connections[DEFAULT_DB_ALIAS] = real
