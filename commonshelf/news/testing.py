"""For tests: emptying the append-only tables, and rows that are made once and laid down again."""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, wraps
from pathlib import Path
from secrets import token_hex
from typing import Final, Generic, TypeVar
from unittest import mock

from django.db import connection, transaction
from django.db.backends.sqlite3.operations import DatabaseOperations
from django.db.models import QuerySet
from django.utils import timezone

from commonshelf.news.append_only import triggers
from commonshelf.news.models import Delivery, Event

T = TypeVar("T")
Rows = dict[str, frozenset[tuple[object, ...]]]
"""Table -> its rows, as SQLite keeps them."""
SETTLED: Final = {"django_migrations", "auth_permission", "django_content_type", "sqlite_sequence"}
MARK: Final = "members_directorystamp"
"""One row that is new with every change of the directory, so that nobody keeps an old one in memory."""
FRESH: Final = timedelta(seconds=20)
"""A world of another hour is built anew, whether a test moved the clock or time went by: things fall due."""


@contextlib.contextmanager
def writable(table: str = "news_event") -> Iterator[None]:
    """Without the table's guards; for planting corruption, too."""
    made = triggers(table)
    with connection.cursor() as cursor:
        for name, _ in made:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for _, statement in made:
                cursor.execute(statement)


@contextlib.contextmanager
def flush_as_migrated() -> Iterator[None]:
    """While this holds, `flush` (never run by the product; Django does between transactional tests) empties
    the append-only tables too, and leaves what is there now: what migrations wrote, when asked after them.
    """
    migrated = all_rows()
    flush = DatabaseOperations.execute_sql_flush

    def unguarded(self: DatabaseOperations, sql_list: list[str]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            guards = cursor.fetchall()
            for name, _ in guards:
                cursor.execute(f"DROP TRIGGER {name}")
            flush(self, sql_list)
            for _, statement in guards:
                cursor.execute(statement)
        lay(gone={}, came=migrated)

    with mock.patch.object(DatabaseOperations, "execute_sql_flush", unguarded):
        yield


def number_far_apart() -> None:
    """New rows of each table are counted from a number of its own, far from 1: a test that takes an edition's
    number for its work's, or a new row's for a small one, fails wherever it runs and not only after others.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%' ORDER BY name")
        for place, (table,) in enumerate(cursor.fetchall()):
            start = 1_000 + 1_000 * place
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, start])


def events(**which: str) -> QuerySet[Event]:
    """Whole rows, oldest first; for tests of what an event must and must not hold."""
    return Event.objects.filter(**which).order_by("pk")


def stuck_delivery(*, event: int, subscriber: str, problem: str, at: datetime) -> int:
    """A delivery that was given up; its id."""
    made = Delivery.objects.create(
        event_id=event, subscriber=subscriber, due_at=at, attempts=12, given_up_at=at, problem=problem
    )
    return made.pk


@dataclass(frozen=True, slots=True)
class _Built(Generic[T]):
    """What a builder left: when, rows that went, rows that came, the files beside them, and its answer."""

    at: datetime
    gone: Rows
    came: Rows
    files: Path | None
    told: T


def built_once(
    build: Callable[[], T], *, beside: Callable[[], Path] = lambda: Path(os.devnull)
) -> Callable[[], T]:
    """For builders of small worlds: the first call of a process makes the rows by our doors, later ones on
    the same rows lay what came of it down again, in a twentieth of the time. The answer is shared, hence
    frozen. beside: a folder that is filled, too (a search index).
    """
    kept: dict[int, _Built[T]] = {}

    @wraps(build)
    def built() -> T:
        before = all_rows()
        state = hash(frozenset(before.items()))
        now = timezone.now()
        for old in [one for one in kept if abs(now - kept[one].at) > FRESH]:
            del kept[old]
        if state in kept:
            one = kept[state]
            lay(gone=one.gone, came=one.came)
            if one.files:
                shutil.copytree(one.files, beside(), symlinks=True, dirs_exist_ok=True)
            return one.told
        told, after = build(), all_rows()
        gone = {name: rows - after.get(name, frozenset()) for name, rows in before.items()}
        came = {name: rows - before.get(name, frozenset()) for name, rows in after.items()}
        files = own_folder() / token_hex(8) if beside().is_dir() else None
        if files:
            shutil.copytree(beside(), files, symlinks=True)
        kept[state] = _Built(now, gone, came, files, told)
        return told

    return built


@cache
def own_folder() -> Path:
    """For files of tests that ask for no folder; gone with the process."""
    folder = Path(tempfile.mkdtemp(prefix="commonshelf-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def all_rows() -> Rows:
    """Every row but those that migrations alone write."""
    connection.ensure_connection()
    raw = connection.connection
    filled = {name for (name,) in raw.execute(_which_are_filled())}
    return {name: frozenset(raw.execute(ask)) for name, ask in _questions() if name in filled}


def lay(*, gone: Rows, came: Rows) -> None:
    """Change the tables by so much, and the directory's mark with them."""
    with transaction.atomic():
        raw = connection.connection
        raw.execute(f"INSERT OR REPLACE INTO {MARK} (id, mark) VALUES (1, ?)", (token_hex(8),))  # noqa: S608  # our own table
        for name, rows in gone.items():
            for row in rows:
                told = " AND ".join(f'"{column}" IS ?' for column in _columns(name))
                raw.execute(f'DELETE FROM "{name}" WHERE {told}', row)  # noqa: S608  # our own tables
        for name, rows in came.items():
            if rows:
                marks = ", ".join("?" * len(_columns(name)))
                raw.executemany(f'INSERT INTO "{name}" VALUES ({marks})', sorted(rows, key=repr))  # noqa: S608  # our own tables


@cache
def _which_are_filled() -> str:
    """What selects the names of all tables with a row: most have none, and one question is sooner asked."""
    asked = (f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name, _ in _questions())  # noqa: S608  # our own tables
    return " UNION ALL ".join(asked)


@cache
def _questions() -> tuple[tuple[str, str], ...]:
    """(table, what selects all of it); a plus before a column keeps Python from converting its values."""
    found = []
    for name in connection.introspection.table_names():
        if name not in SETTLED | {MARK}:
            columns = ", ".join(f'+"{column}"' for column in _columns(name))
            found.append((name, f'SELECT {columns} FROM "{name}"'))  # noqa: S608  # our own tables
    return tuple(found)


@cache
def _columns(table: str) -> tuple[str, ...]:
    return tuple(row[1] for row in connection.connection.execute(f'PRAGMA table_info("{table}")'))
