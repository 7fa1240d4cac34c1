"""Running one constant statement on the ordered tables: values as parameters, lists as one JSON array."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

Row = tuple[Any, ...]
Value = str | int | float | None


def rows_of(sql: str, *values: Value) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def run(sql: str, *values: Value) -> int:
    """How many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def run_many(sql: str, rows: Sequence[Row]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(sql, rows)


def listed(values: Iterable[object]) -> str:
    """A list as one parameter, unpacked by json_each."""
    return json.dumps(list(values), ensure_ascii=False)
