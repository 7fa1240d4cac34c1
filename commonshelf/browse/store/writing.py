"""What is written: how far the tables have come, and each edition's rows, in the tables' own order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from commonshelf.browse.domain.entries import RULES
from commonshelf.browse.store.headings import Term
from commonshelf.browse.store.shelves import Spot
from commonshelf.browse.store.sql import listed, rows_of, run, run_many

Links = list[tuple[int, int]]
_AT_ONCE: Final = 5_000
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


class Kept(NamedTuple):
    """What of an edition is in the tables. headings: ids as text, as most changes leave them alone;
    shelves: as `entries.shelves` tells them.
    """

    digest: int
    headings: str
    shelves: str

    @property
    def ids(self) -> Ids:
        return Ids(*([int(id) for id in part.split()] for part in self.headings.split(",")))


class Ids(NamedTuple):
    """Of headings: titles, makers and subjects it carries, its classes, and all it counts for."""

    carried: list[int]
    classes: list[int]
    above: list[int]

    @property
    def text(self) -> str:
        return ",".join(" ".join(map(str, part)) for part in self)


NO_IDS: Final = Ids([], [], [])


# -- how far


def state() -> State:
    rows = rows_of("SELECT cursor, mark, rules FROM browse_state WHERE id = 1")
    return State(rows[0][0], rows[0][1], rows[0][2] == RULES) if rows else State(0, 0, current=True)


def set_state(cursor: int, mark: int) -> None:
    rows_of(
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
    return run(statement, _AT_ONCE) > 0


# -- feeding


def kept(editions: Iterable[int]) -> dict[int, Kept]:
    rows = rows_of(
        "SELECT edition, digest, headings, shelves FROM browse_shown"
        " WHERE edition IN (SELECT value FROM json_each(%s))",
        listed(editions),
    )
    return {edition: Kept(*told) for edition, *told in rows}


def keep(rows: Mapping[int, Kept]) -> None:
    run_many(
        "INSERT OR REPLACE INTO browse_shown (edition, digest, headings, shelves) VALUES (%s, %s, %s, %s)",
        [(edition, *one) for edition, one in sorted(rows.items())],
    )


def shown_count() -> int:
    return int(rows_of("SELECT COUNT(*) FROM browse_shown")[0][0])


def counts() -> Iterator[tuple[int, str, int]]:
    """(id, text, editions) of every heading."""
    last = 0
    while rows := rows_of(
        "SELECT id, text, editions FROM browse_heading WHERE id > %s ORDER BY id LIMIT %s", last, _AT_ONCE
    ):
        last = rows[-1][0]
        yield from ((row[0], row[1], row[2]) for row in rows)


def forget(editions: Iterable[int]) -> None:
    rows_of("DELETE FROM browse_shown WHERE edition IN (SELECT value FROM json_each(%s))", listed(editions))


def ids_of(places: Iterable[str]) -> dict[str, int]:
    """Place, with the letter of its kind -> id."""
    rows = rows_of(
        "SELECT heading.place, heading.id FROM json_each(%s) AS asked"
        " CROSS JOIN browse_heading AS heading ON heading.place = asked.value",
        listed(places),
    )
    return dict(rows)


def next_id() -> int:
    return int(rows_of("SELECT COALESCE(MAX(id), 0) + 1 FROM browse_heading")[0][0])


def add_headings(rows: Sequence[tuple[int, str, str, int]]) -> None:
    """(id, place, text, editions)."""
    run_many("INSERT INTO browse_heading (id, place, text, editions) VALUES (%s, %s, %s, %s)", rows)


def count(more: Mapping[int, int]) -> None:
    """Heading -> how many editions more (or less)."""
    run_many(
        "UPDATE browse_heading SET editions = editions + %s WHERE id = %s",
        [(by, id) for id, by in sorted(more.items()) if by],
    )


def drop_empty(ids: Iterable[int]) -> list[Term]:
    """Take out those of these headings that no edition carries any more; which."""
    rows = rows_of(
        "DELETE FROM browse_heading WHERE id IN (SELECT value FROM json_each(%s)) AND editions <= 0"
        " RETURNING id, place, text, editions",
        listed(ids),
    )
    return [Term(*row) for row in rows]


def link(links: Links) -> None:
    run_many("INSERT OR IGNORE INTO browse_link (heading, edition) VALUES (%s, %s)", sorted(links))


def unlink(links: Links) -> None:
    run_many("DELETE FROM browse_link WHERE heading = %s AND edition = %s", links)


def add_words(rows: Iterable[tuple[str, int]]) -> None:
    run_many("INSERT OR IGNORE INTO browse_subjectword (word, heading) VALUES (%s, %s)", sorted(rows))


def drop_words(rows: Iterable[tuple[str, int]]) -> None:
    run_many("DELETE FROM browse_subjectword WHERE word = %s AND heading = %s", list(rows))


def shelve(rows: Iterable[Spot]) -> None:
    run_many(
        "INSERT OR REPLACE INTO browse_shelf (library, place, edition, number) VALUES (%s, %s, %s, %s)",
        sorted(rows),
    )


def unshelve(rows: Iterable[Spot]) -> None:
    run_many(
        "DELETE FROM browse_shelf WHERE library = %s AND place = %s AND edition = %s",
        [row[:3] for row in rows],
    )
