"""Facts, and the editions and works they make."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Final

from commonshelf.catalogue.store.sql import (
    Row,
    listed,
    moment,
    rows_of,
    run,
    run_many,
)

TABLE: Final = "catalogue_edition"


def editions_of(records: Iterable[int]) -> dict[int, int]:
    """Record -> its edition; deleted records have none."""
    rows = rows_of(
        "SELECT record_id, edition_id FROM catalogue_facts"
        " WHERE record_id IN (SELECT value FROM json_each(%s))",
        listed(records),
    )
    return dict(rows)


def facts_of(records: Iterable[int]) -> dict[int, str]:
    rows = rows_of(
        "SELECT record_id, data FROM catalogue_facts WHERE record_id IN (SELECT value FROM json_each(%s))",
        listed(records),
    )
    return dict(rows)


def set_facts(rows: Sequence[Row]) -> None:
    """Rows: record, library, local_id, edition, rules, work_key, data, description, alone."""
    run_many(
        "INSERT INTO catalogue_facts (record_id, library_id, local_id, edition_id, rules, work_key, data,"
        " description_id, alone) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
        " ON CONFLICT (record_id) DO UPDATE SET edition_id = excluded.edition_id, rules = excluded.rules,"
        " work_key = excluded.work_key, data = excluded.data, description_id = excluded.description_id,"
        " alone = excluded.alone",
        rows,
    )


def drop_facts(records: Collection[int]) -> None:
    run("DELETE FROM catalogue_facts WHERE record_id IN (SELECT value FROM json_each(%s))", listed(records))


def latest_stamp() -> int:
    return int(rows_of("SELECT MAX(stamp) FROM catalogue_edition")[0][0] or 0)


def votes(editions: Iterable[int]) -> list[tuple[int, str, int]]:
    """(edition, work key, how many members carry it)."""
    return rows_of(
        "SELECT edition_id, work_key, COUNT(*) FROM catalogue_facts"
        " WHERE edition_id IN (SELECT value FROM json_each(%s)) GROUP BY edition_id, work_key",
        listed(editions),
    )


def works(keys: Collection[str]) -> dict[str, int]:
    """Work key -> id, made where it was not there."""
    named = listed(keys)
    run("INSERT OR IGNORE INTO catalogue_work (key) SELECT value FROM json_each(%s)", named)
    return dict(
        rows_of("SELECT key, id FROM catalogue_work WHERE key IN (SELECT value FROM json_each(%s))", named)
    )


def works_of(editions: Iterable[int]) -> list[tuple[int, int | None, str]]:
    """(edition, work, its key or "")."""
    return rows_of(
        "SELECT edition.id, edition.work_id, COALESCE(work.key, '') FROM catalogue_edition AS edition"
        " LEFT JOIN catalogue_work AS work ON work.id = edition.work_id"
        " WHERE edition.id IN (SELECT value FROM json_each(%s))",
        listed(editions),
    )


def add_editions(rows: Sequence[tuple[int, int | None, int, int, str]]) -> None:
    """Rows: id, work, stamp, founder, said."""
    run_many(
        "INSERT INTO catalogue_edition (id, work_id, stamp, founder, said) VALUES (%s, %s, %s, %s, %s)", rows
    )


def said_of(editions: Iterable[int]) -> dict[int, str]:
    rows = rows_of(
        "SELECT id, said FROM catalogue_edition WHERE id IN (SELECT value FROM json_each(%s))",
        listed(editions),
    )
    return dict(rows)


def set_said(rows: Sequence[tuple[str, int]]) -> None:
    """Rows: said, id."""
    run_many("UPDATE catalogue_edition SET said = %s WHERE id = %s", rows)


def facts_by_edition(editions: Iterable[int]) -> list[tuple[int, str]]:
    """(edition, facts as JSON) of every member, oldest first."""
    return rows_of(
        "SELECT edition_id, data FROM catalogue_facts"
        " WHERE edition_id IN (SELECT value FROM json_each(%s)) ORDER BY record_id",
        listed(editions),
    )


def touch_editions(rows: Sequence[tuple[int | None, int, int]]) -> None:
    """Rows: work, stamp, id."""
    run_many("UPDATE catalogue_edition SET work_id = %s, stamp = %s WHERE id = %s", rows)


def stamp_editions(rows: Sequence[tuple[int, int]]) -> None:
    """Rows: stamp, id."""
    run_many("UPDATE catalogue_edition SET stamp = %s WHERE id = %s", rows)


def revive_editions(ids: Iterable[int]) -> None:
    """Tombstones that have members again."""
    run_many(
        "UPDATE catalogue_edition SET merged_into_id = NULL, gone_at = NULL WHERE id = %s",
        [(id,) for id in ids],
    )


def place_members(rows: Sequence[tuple[int, int]]) -> None:
    """(edition, record)."""
    run_many("UPDATE catalogue_facts SET edition_id = %s WHERE record_id = %s", rows)


def merge_editions(rows: Sequence[tuple[int, int, int]]) -> None:
    """(into, stamp, old): leave tombstones; older ones that led to `old` lead straight on."""
    run_many(
        "UPDATE catalogue_edition SET merged_into_id = %s, stamp = %s, work_id = NULL, gone_at = NULL"
        " WHERE id = %s",
        rows,
    )
    run_many(
        "UPDATE catalogue_edition SET merged_into_id = %s WHERE merged_into_id = %s",
        [(row[0], row[2]) for row in rows],
    )


def empty_editions(rows: Sequence[tuple[int, int]], now: datetime) -> None:
    """(stamp, edition): no member left."""
    run_many(
        "UPDATE catalogue_edition SET gone_at = %s, stamp = %s, work_id = NULL, merged_into_id = NULL"
        " WHERE id = %s",
        [(moment(now), *row) for row in rows],
    )


def tombstones_of(founders: Iterable[int]) -> dict[int, int]:
    """Founding record -> the edition once made for it that is now joined away or empty (the oldest)."""
    rows = rows_of(
        "SELECT founder, MIN(id) FROM catalogue_edition WHERE founder IN (SELECT value FROM json_each(%s))"
        " AND (merged_into_id IS NOT NULL OR gone_at IS NOT NULL) GROUP BY founder",
        listed(founders),
    )
    return dict(rows)


def add_passages(rows: Iterable[tuple[int, int, str]], cause: str, by: int | None, now: datetime) -> None:
    """Rows: edition, other, joined or parted."""
    run_many(
        "INSERT INTO catalogue_passage (edition_id, other_id, what, cause, by, at)"
        " VALUES (%s, %s, %s, %s, %s, %s)",
        [(*row, cause, by, moment(now)) for row in rows],
    )
