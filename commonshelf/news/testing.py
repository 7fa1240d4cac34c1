"""For tests: lets Django's flush between transactional tests empty the append-only tables."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime
from unittest import mock

from django.db import connection
from django.db.backends.sqlite3.operations import DatabaseOperations

from commonshelf.news.append_only import triggers
from commonshelf.news.models import Delivery


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
def flush_may_empty_events() -> Iterator[None]:
    """While this holds, `flush` (never run by the product) works on the event table too."""
    flush = DatabaseOperations.execute_sql_flush

    def unguarded(self: DatabaseOperations, sql_list: list[str]) -> None:
        with writable():
            flush(self, sql_list)

    with mock.patch.object(DatabaseOperations, "execute_sql_flush", unguarded):
        yield


def stuck_delivery(*, event: int, subscriber: str, problem: str, at: datetime) -> int:
    """A delivery that was given up; its id."""
    made = Delivery.objects.create(
        event_id=event, subscriber=subscriber, due_at=at, attempts=12, given_up_at=at, problem=problem
    )
    return made.pk
