"""Pairs of editions that wait for people, as loads keep them up to date."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from commonshelf.catalogue.store.sql import listed, moment, rows_of, run_many

_COLUMNS: Final = (
    "one_id, other_id, one_edition_id, other_edition_id, one_description, other_description, score, reason,"
    " script"
)


class DoubtRow(NamedTuple):
    """one_edition < other_edition; each record is in its edition."""

    one: int
    other: int
    one_edition: int
    other_edition: int
    one_description: int
    other_description: int
    score: float
    reason: str
    script: str


def waiting(editions: Iterable[int]) -> dict[int, DoubtRow]:
    """Id -> row, of those open or put off that touch one of these editions."""
    those = listed(editions)
    found = []
    for side in ("one", "other"):
        found += rows_of(
            f"SELECT id, {_COLUMNS} FROM catalogue_doubt WHERE {side}_edition_id IN"  # noqa: S608  # constants
            " (SELECT value FROM json_each(%s)) AND state IN ('open', 'later')",
            those,
        )
    return {row[0]: DoubtRow(*row[1:]) for row in found}


def earlier(row: DoubtRow) -> int | None:
    """The latest that asked about the same two descriptions and is answered or settled."""
    found = rows_of(
        "SELECT MAX(id) FROM catalogue_doubt WHERE one_description IN (%s, %s)"
        " AND other_description IN (%s, %s) AND state NOT IN ('open', 'later')",
        row.one_description,
        row.other_description,
        row.one_description,
        row.other_description,
    )
    return None if found[0][0] is None else int(found[0][0])


def add(rows: Sequence[DoubtRow], now: datetime) -> None:
    run_many(
        f"INSERT INTO catalogue_doubt ({_COLUMNS}, state, opened_at, decided_by, why)"  # noqa: S608  # a constant
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, 'open', %s, '', '')",
        [(*row, moment(now)) for row in rows],
    )


def change(rows: Sequence[tuple[DoubtRow, int]]) -> None:
    """Those that wait go on waiting, for these pairs."""
    run_many(
        "UPDATE catalogue_doubt SET one_id = %s, other_id = %s, one_edition_id = %s, other_edition_id = %s,"
        " one_description = %s, other_description = %s, score = %s, reason = %s, script = %s WHERE id = %s",
        [(*row, id) for row, id in rows],
    )


def open_again(rows: Sequence[tuple[DoubtRow, int]], now: datetime) -> None:
    change(rows)
    run_many(
        "UPDATE catalogue_doubt SET state = 'open', opened_at = %s, decided_by = '', decided_at = NULL,"
        " why = '', ruling_id = NULL WHERE id = %s",
        [(moment(now), id) for _, id in rows],
    )


def settle(ids: Collection[int], now: datetime) -> None:
    run_many(
        "UPDATE catalogue_doubt SET state = 'settled', decided_at = %s WHERE id = %s",
        [(moment(now), id) for id in ids],
    )
