"""Records as received and their earlier versions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from commonshelf.catalogue.store.sql import (
    Row,
    instant,
    listed,
    moment,
    rows_of,
    run,
    run_many,
    stream,
)

TABLE: Final = "catalogue_record"


class Known(NamedTuple):
    """A record we have."""

    id: int
    digest: bytes
    load: int
    deleted: bool
    received_at: datetime
    syntax: str


def known(source: int, kind: str, local_ids: Iterable[str]) -> dict[str, Known]:
    rows = rows_of(
        "SELECT local_id, id, digest, load_id, deleted_at IS NOT NULL, received_at || '', syntax"
        " FROM catalogue_record WHERE source_id = %s AND kind = %s"
        " AND local_id IN (SELECT value FROM json_each(%s))",
        source,
        kind,
        listed(local_ids),
    )
    return {
        row[0]: Known(row[1], bytes(row[2]), row[3], bool(row[4]), instant(row[5]), row[6]) for row in rows
    }


def add_records(rows: Sequence[Row]) -> None:
    """Rows: every column, in the order of the statement."""
    run_many(
        "INSERT INTO catalogue_record (id, library_id, source_id, kind, local_id, load_id, received_at,"
        " deleted_at, digest, syntax, charset, mended, raw)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [(*row[:6], moment(row[6]), row[7] and moment(row[7]), *row[8:]) for row in rows],
    )


def keep_past(records: Iterable[int], load: int, now: datetime) -> None:
    """Copy the present versions aside before they are replaced."""
    run(
        "INSERT INTO catalogue_pastrecord (record_id, library_id, load_id, received_at,"
        " replaced_at, digest, raw)"
        " SELECT id, library_id, %s, received_at, %s, digest, raw FROM catalogue_record"
        " WHERE id IN (SELECT value FROM json_each(%s))",
        load,
        moment(now),
        listed(records),
    )


def past_of_load(load: int, records: Iterable[int]) -> dict[int, bytes]:
    """Record -> digest of the version this load replaced."""
    rows = rows_of(
        "SELECT record_id, digest FROM catalogue_pastrecord WHERE load_id = %s"
        " AND record_id IN (SELECT value FROM json_each(%s))",
        load,
        listed(records),
    )
    return {row[0]: bytes(row[1]) for row in rows}


def forget_past_of_load(load: int, records: Collection[int]) -> None:
    if records:
        run(
            "DELETE FROM catalogue_pastrecord WHERE load_id = %s"
            " AND record_id IN (SELECT value FROM json_each(%s))",
            load,
            listed(records),
        )


def raw_of(records: Iterable[int]) -> dict[int, bytes]:
    rows = rows_of(
        "SELECT id, raw FROM catalogue_record WHERE id IN (SELECT value FROM json_each(%s))", listed(records)
    )
    return {row[0]: bytes(row[1]) for row in rows}


def living_with_bytes(source: int, needle: bytes) -> list[int]:
    """Living records of a source whose bytes contain these, newest first."""
    rows = rows_of(
        "SELECT id FROM catalogue_record WHERE source_id = %s AND deleted_at IS NULL"
        " AND instr(raw, %s) > 0 ORDER BY id DESC",
        source,
        needle,
    )
    return [row[0] for row in rows]


def replace_records(rows: Sequence[Row]) -> None:
    """Rows: load, received_at, deleted_at, digest, syntax, charset, mended, raw, id."""
    run_many(
        "UPDATE catalogue_record SET load_id = %s, received_at = %s, deleted_at = %s, digest = %s,"
        " syntax = %s, charset = %s, mended = %s, raw = %s WHERE id = %s",
        [(row[0], moment(row[1]), row[2] and moment(row[2]), *row[3:]) for row in rows],
    )


def mark_seen(records: Collection[int], load: int, now: datetime) -> None:
    """These came again unchanged: what they say of their copies holds as of now."""
    if records:
        those = listed(records)
        run(
            "UPDATE catalogue_record SET load_id = %s WHERE id IN (SELECT value FROM json_each(%s))",
            load,
            those,
        )
        run(
            "UPDATE catalogue_item SET as_of = %s WHERE holding_id IS NULL"
            " AND record_id IN (SELECT value FROM json_each(%s))",
            moment(now),
            those,
        )
        run(
            "UPDATE catalogue_item SET as_of = %s WHERE holding_id IN (SELECT value FROM json_each(%s))",
            moment(now),
            those,
        )


def mark_named(source: int, load: int, local_ids: Collection[str]) -> None:
    """These came with the load but were rejected: what we have of them stands."""
    if local_ids:
        run(
            "UPDATE catalogue_record SET load_id = %s WHERE source_id = %s AND kind IN ('bib', 'holdings')"
            " AND local_id IN (SELECT value FROM json_each(%s)) AND load_id < %s AND deleted_at IS NULL",
            load,
            source,
            listed(local_ids),
            load,
        )


def mark_deleted(records: Collection[int], now: datetime) -> None:
    run(
        "UPDATE catalogue_record SET deleted_at = %s WHERE id IN (SELECT value FROM json_each(%s))",
        moment(now),
        listed(records),
    )


def unseen(source: int, load: int, limit: int) -> list[tuple[int, str]]:
    """Living records (id, kind) that no load from this one on has seen."""
    rows = rows_of(
        "SELECT id, kind FROM catalogue_record"
        " WHERE source_id = %s AND load_id < %s AND deleted_at IS NULL LIMIT %s",
        source,
        load,
        limit,
    )
    return [(row[0], row[1]) for row in rows]


def count_living(source: int, kind: str, *, unseen_since: int | None = None) -> int:
    """Living records of the source; only those no load since this one has seen."""
    rows = rows_of(
        "SELECT COUNT(*) FROM catalogue_record WHERE source_id = %s AND kind = %s"
        " AND deleted_at IS NULL AND load_id < %s",
        source,
        kind,
        1 << 62 if unseen_since is None else unseen_since,
    )
    return int(rows[0][0])


def living_ids(source: int, kind: str) -> Iterator[str]:
    """Local ids of the source's living records."""
    for row in stream(
        "SELECT local_id FROM catalogue_record WHERE source_id = %s AND kind = %s AND deleted_at IS NULL",
        source,
        kind,
    ):
        yield row[0]
