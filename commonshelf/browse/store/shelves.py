"""What is read of shelves: call numbers as the books stand."""

from __future__ import annotations

import json
from typing import NamedTuple

from commonshelf.browse.store.sql import Value, listed, rows_of


class Spot(NamedTuple):
    """A call number on a shelf."""

    library: str
    place: str
    edition: int
    number: str


def spots_from(library: str, place: str, edition: int, rows: int) -> list[Spot]:
    """On a library's shelf from (place, edition) on."""
    return _spots(
        "SELECT library, place, edition, number FROM browse_shelf WHERE library = %s"
        " AND (place, edition) >= (%s, %s) ORDER BY place, edition LIMIT %s",
        library,
        place,
        edition,
        rows,
    )


def spots_before(library: str, place: str, edition: int, rows: int) -> list[Spot]:
    found = _spots(
        "SELECT library, place, edition, number FROM browse_shelf WHERE library = %s"
        " AND (place, edition) < (%s, %s) ORDER BY place DESC, edition DESC LIMIT %s",
        library,
        place,
        edition,
        rows,
    )
    return found[::-1]


def _spots(sql: str, *values: Value) -> list[Spot]:
    return [Spot(*row) for row in rows_of(sql, *values)]


def libraries() -> list[str]:
    """Symbols of libraries with call numbers: one look an entry, not a look at all rows."""
    rows = rows_of(
        "WITH RECURSIVE symbols(one) AS (SELECT MIN(library) FROM browse_shelf"
        " UNION ALL SELECT (SELECT MIN(library) FROM browse_shelf WHERE library > one) FROM symbols"
        " WHERE one IS NOT NULL) SELECT one FROM symbols WHERE one IS NOT NULL"
    )
    return [row[0] for row in rows]


def all_spots_from(place: str, edition: int, rows: int) -> list[Spot]:
    """The first `rows` of each library's shelf from (place, edition) on: one look for each library."""
    return _of_each(
        "WITH symbols(one) AS (SELECT value FROM json_each(%s))"
        " SELECT one, (SELECT json_group_array(json_array(place, edition, number))"
        " FROM (SELECT place, edition, number FROM browse_shelf"
        " WHERE library = one AND (place, edition) >= (%s, %s) ORDER BY place, edition LIMIT %s))"
        " FROM symbols",
        place,
        edition,
        rows,
    )


def all_spots_before(place: str, edition: int, rows: int) -> list[Spot]:
    return _of_each(
        "WITH symbols(one) AS (SELECT value FROM json_each(%s))"
        " SELECT one, (SELECT json_group_array(json_array(place, edition, number))"
        " FROM (SELECT place, edition, number FROM browse_shelf"
        " WHERE library = one AND (place, edition) < (%s, %s)"
        " ORDER BY place DESC, edition DESC LIMIT %s)) FROM symbols",
        place,
        edition,
        rows,
    )


def _of_each(sql: str, *values: Value) -> list[Spot]:
    rows = rows_of(sql, listed(libraries()), *values)
    return [Spot(library, *told) for library, listed in rows for told in json.loads(listed or "[]")]
