"""Every statement on the ordered tables: constant, lists as one JSON array, rows in the tables' own order."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from django.db import connection

from commonshelf.browse.domain.entries import RULES

Row = tuple[Any, ...]
Links = list[tuple[int, int]]

_CLEARED_AT_ONCE: Final = 5_000
_CLEARING: Final = (
    "DELETE FROM browse_shown WHERE edition IN (SELECT edition FROM browse_shown LIMIT %s)",
    "DELETE FROM browse_heading WHERE id IN (SELECT id FROM browse_heading LIMIT %s)",
    "DELETE FROM browse_link WHERE (heading, edition) IN (SELECT heading, edition FROM browse_link LIMIT %s)",
    """DELETE FROM browse_subjectword WHERE (word, heading) IN
    (SELECT word, heading FROM browse_subjectword LIMIT %s)""",
    """DELETE FROM browse_shelf WHERE (library, place, edition) IN
    (SELECT library, place, edition FROM browse_shelf LIMIT %s)""",
)


class State(NamedTuple):
    """cursor: stamp of the last change taken in; mark: of the last write; current: by today's rules."""

    cursor: int
    mark: int
    current: bool


class Term(NamedTuple):
    """A heading as it stands. place: without the letter of its kind."""

    id: int
    place: str
    text: str
    editions: int


class Kept(NamedTuple):
    """What of an edition is in the tables, as ids of headings and (Symbol, call number)."""

    digest: int
    carried: list[int]
    classes: list[int]
    above: list[int]
    shelves: list[tuple[str, str]]


class Spot(NamedTuple):
    """A call number on a shelf."""

    library: str
    place: str
    edition: int
    number: str


def _rows(sql: str, *values: object) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _many(sql: str, rows: Sequence[Row]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(sql, rows)


def _listed(values: Iterable[object]) -> str:
    return json.dumps(list(values), ensure_ascii=False)


# -- how far


def state() -> State:
    rows = _rows("SELECT cursor, mark, rules FROM browse_state WHERE id = 1")
    return State(rows[0][0], rows[0][1], rows[0][2] == RULES) if rows else State(0, 0, current=True)


def set_state(cursor: int, mark: int) -> None:
    _rows(
        "INSERT INTO browse_state (id, cursor, rules, mark) VALUES (1, %s, %s, %s)"
        " ON CONFLICT (id) DO UPDATE SET cursor = excluded.cursor, rules = excluded.rules,"
        " mark = excluded.mark",
        cursor,
        RULES,
        mark,
    )


def clear_some() -> bool:
    """Take a few thousand rows out; whether any was left."""
    return any(map(_cleared, _CLEARING))


def _cleared(statement: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, (_CLEARED_AT_ONCE,))
        return cursor.rowcount > 0


# -- feeding


def kept(editions: Iterable[int]) -> dict[int, Kept]:
    rows = _rows(
        "SELECT edition, digest, headings, shelves FROM browse_shown"
        " WHERE edition IN (SELECT value FROM json_each(%s))",
        _listed(editions),
    )
    return {
        edition: Kept(digest, *json.loads(headings), [(one, other) for one, other in json.loads(shelves)])
        for edition, digest, headings, shelves in rows
    }


def keep(rows: Mapping[int, Kept]) -> None:
    _many(
        "INSERT OR REPLACE INTO browse_shown (edition, digest, headings, shelves) VALUES (%s, %s, %s, %s)",
        [
            (
                edition,
                one.digest,
                json.dumps([one.carried, one.classes, one.above], separators=(",", ":")),
                json.dumps(one.shelves, ensure_ascii=False, separators=(",", ":")),
            )
            for edition, one in sorted(rows.items())
        ],
    )


def forget(editions: Iterable[int]) -> None:
    _rows("DELETE FROM browse_shown WHERE edition IN (SELECT value FROM json_each(%s))", _listed(editions))


def ids_of(places: Iterable[str]) -> dict[str, int]:
    """Place, with the letter of its kind -> id."""
    rows = _rows(
        "SELECT heading.place, heading.id FROM json_each(%s) AS asked"
        " CROSS JOIN browse_heading AS heading ON heading.place = asked.value",
        _listed(places),
    )
    return dict(rows)


def next_id() -> int:
    return int(_rows("SELECT COALESCE(MAX(id), 0) + 1 FROM browse_heading")[0][0])


def add_headings(rows: Sequence[tuple[int, str, str, int]]) -> None:
    """(id, place, text, editions)."""
    _many("INSERT INTO browse_heading (id, place, text, editions) VALUES (%s, %s, %s, %s)", rows)


def count(more: Mapping[int, int]) -> None:
    """Heading -> how many editions more (or less)."""
    _many(
        "UPDATE browse_heading SET editions = editions + %s WHERE id = %s",
        [(by, id) for id, by in sorted(more.items()) if by],
    )


def drop_empty(ids: Iterable[int]) -> list[Term]:
    """Take out those of these headings that no edition carries any more; which."""
    rows = _rows(
        "DELETE FROM browse_heading WHERE id IN (SELECT value FROM json_each(%s)) AND editions <= 0"
        " RETURNING id, place, text, editions",
        _listed(ids),
    )
    return [Term(*row) for row in rows]


def link(links: Links) -> None:
    _many("INSERT OR IGNORE INTO browse_link (heading, edition) VALUES (%s, %s)", sorted(links))


def unlink(links: Links) -> None:
    _many("DELETE FROM browse_link WHERE heading = %s AND edition = %s", links)


def add_words(rows: Iterable[tuple[str, int]]) -> None:
    _many("INSERT OR IGNORE INTO browse_subjectword (word, heading) VALUES (%s, %s)", sorted(rows))


def drop_words(rows: Iterable[tuple[str, int]]) -> None:
    _many("DELETE FROM browse_subjectword WHERE word = %s AND heading = %s", list(rows))


def shelve(rows: Iterable[Spot]) -> None:
    _many(
        "INSERT OR REPLACE INTO browse_shelf (library, place, edition, number) VALUES (%s, %s, %s, %s)",
        sorted(rows),
    )


def unshelve(rows: Iterable[Spot]) -> None:
    _many(
        "DELETE FROM browse_shelf WHERE library = %s AND place = %s AND edition = %s",
        [row[:3] for row in rows],
    )


# -- reading headings


def terms_from(start: str, end: str, rows: int) -> list[Term]:
    """The first headings at `start` or behind it, before `end`; both with the letter of the kind."""
    return _terms(
        "SELECT id, substr(place, 2), text, editions FROM browse_heading"
        " WHERE place >= %s AND place < %s ORDER BY place LIMIT %s",
        start,
        end,
        rows,
    )


def terms_before(end: str, start: str, rows: int) -> list[Term]:
    """The last headings before `end`, at `start` or behind it, in their order."""
    found = _terms(
        "SELECT id, substr(place, 2), text, editions FROM browse_heading"
        " WHERE place < %s AND place >= %s ORDER BY place DESC LIMIT %s",
        end,
        start,
        rows,
    )
    return found[::-1]


def terms_at(places: Iterable[str]) -> list[Term]:
    """The headings at these very places, in the order of the table."""
    return _terms(
        "SELECT heading.id, substr(heading.place, 2), heading.text, heading.editions"
        " FROM json_each(%s) AS asked"
        " CROSS JOIN browse_heading AS heading ON heading.place = asked.value ORDER BY heading.place",
        _listed(places),
    )


def terms_of(ids: Iterable[int], kind: str, rows: int) -> list[Term]:
    """Of these headings those of a kind, the most carried first."""
    return _terms(
        "SELECT id, substr(place, 2), text, editions FROM browse_heading"
        " WHERE id IN (SELECT value FROM json_each(%s)) AND substr(place, 1, 1) = %s"
        " ORDER BY editions DESC, place LIMIT %s",
        _listed(ids),
        kind,
        rows,
    )


def _terms(sql: str, *values: object) -> list[Term]:
    return [Term(*row) for row in _rows(sql, *values)]


def subjects_with(words: Sequence[str], most: int) -> list[int]:
    """Headings of subjects that contain all these words; the oldest, which are the most carried, first."""
    rows = _rows(
        "SELECT heading FROM browse_subjectword WHERE word IN (SELECT value FROM json_each(%s))"
        " GROUP BY heading HAVING COUNT(*) = %s ORDER BY heading LIMIT %s",
        _listed(words),
        len(words),
        most,
    )
    return [row[0] for row in rows]


def editions_with(headings: Iterable[int], after: int, rows: int) -> list[int]:
    """Editions that carry any of these headings, by id, behind `after`."""
    found = _rows(
        "SELECT DISTINCT edition FROM browse_link WHERE heading IN (SELECT value FROM json_each(%s))"
        " AND edition > %s ORDER BY edition LIMIT %s",
        _listed(headings),
        after,
        rows,
    )
    return [row[0] for row in found]


def editions_in_class(start: tuple[str, int], end: str, rows: int) -> list[tuple[str, int]]:
    """(place, edition) of classes behind (place, edition) and before `end`, in the order of the scheme."""
    return [
        (row[0], row[1])
        for row in _rows(
            "SELECT heading.place, link.edition FROM browse_heading AS heading"
            " CROSS JOIN browse_link AS link ON link.heading = heading.id"
            " WHERE heading.place >= %s AND heading.place < %s AND (heading.place, link.edition) > (%s, %s)"
            " ORDER BY heading.place, link.edition LIMIT %s",
            start[0],
            end,
            *start,
            rows,
        )
    ]


def totals() -> dict[str, int]:
    """Kind -> headings, for the page that says what can be browsed."""
    return dict(_rows("SELECT substr(place, 1, 1), COUNT(*) FROM browse_heading GROUP BY 1"))


# -- reading shelves


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


def _spots(sql: str, *values: object) -> list[Spot]:
    return [Spot(*row) for row in _rows(sql, *values)]


def libraries() -> list[str]:
    """Symbols of libraries with call numbers: one look an entry, not a look at all rows."""
    rows = _rows(
        "WITH RECURSIVE symbols(one) AS (SELECT MIN(library) FROM browse_shelf"
        " UNION ALL SELECT (SELECT MIN(library) FROM browse_shelf WHERE library > one) FROM symbols"
        " WHERE one IS NOT NULL) SELECT one FROM symbols WHERE one IS NOT NULL"
    )
    return [row[0] for row in rows]
