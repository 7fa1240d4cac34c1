"""Copies."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from commonshelf.catalogue.rows import CopyRow
from commonshelf.catalogue.store.sql import (
    listed,
    moment,
    rows_of,
    run,
    run_many,
)


class ItemRow(NamedTuple):
    """One row of Item without its own id. record, holding: ids or None."""

    record: int | None
    holding: int | None
    holding_of: str
    copy: CopyRow


_ITEM_COLUMNS: Final = (
    "library_id, record_id, holding_id, holding_of, branch, shelving_location, call_number, barcode,"
    " volume, copies, status, loan_policy, url, as_of"
)


def add_items(library: int, rows: Iterable[ItemRow], now: datetime) -> None:
    at = moment(now)
    run_many(
        f"INSERT INTO catalogue_item ({_ITEM_COLUMNS})"  # noqa: S608  # a constant of this module
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [(library, row.record, row.holding, row.holding_of, *row.copy, at) for row in rows],
    )


def items_said_by(kind: str, records: Iterable[int]) -> dict[int, list[tuple[int, CopyRow]]]:
    """Record -> (item id, copy) that this bibliographic or holdings record itself says."""
    by = "holding_id" if kind == "holdings" else "record_id"
    own = "" if kind == "holdings" else " AND holding_id IS NULL"
    found: dict[int, list[tuple[int, CopyRow]]] = {}
    for record, item, *copy in rows_of(
        f"SELECT {by}, id, branch, shelving_location, call_number, barcode, volume, copies, status,"  # noqa: S608  # two constants
        f" loan_policy, url FROM catalogue_item"
        f" WHERE {by} IN (SELECT value FROM json_each(%s)){own} ORDER BY id",
        listed(records),
    ):
        found.setdefault(record, []).append((item, tuple(copy)))
    return found


def update_items(rows: Sequence[tuple[CopyRow, int]], now: datetime) -> None:
    at = moment(now)
    run_many(
        "UPDATE catalogue_item SET branch = %s, shelving_location = %s, call_number = %s, barcode = %s,"
        " volume = %s, copies = %s, status = %s, loan_policy = %s, url = %s, as_of = %s WHERE id = %s",
        [(*copy, at, item) for copy, item in rows],
    )


def drop_items(items: Collection[int]) -> None:
    if items:
        run("DELETE FROM catalogue_item WHERE id IN (SELECT value FROM json_each(%s))", listed(items))


def loosen_items(records: Collection[int]) -> None:
    """The bibliographic records go: what holdings records said of them waits for their return."""
    run(
        "UPDATE catalogue_item SET record_id = NULL WHERE holding_id IS NOT NULL"
        " AND record_id IN (SELECT value FROM json_each(%s))",
        listed(records),
    )


def attach_waiting(source: int, bibs: Mapping[str, int]) -> set[int]:
    """Give waiting copies of this source to the bibliographic records that came; which records got any."""
    if not rows_of("SELECT 1 FROM catalogue_item WHERE holding_id IS NOT NULL AND record_id IS NULL LIMIT 1"):
        return set()
    rows = rows_of(
        "SELECT item.id, item.holding_of FROM catalogue_item AS item"
        " JOIN catalogue_record AS holding ON holding.id = item.holding_id"
        " WHERE item.holding_id IS NOT NULL AND item.record_id IS NULL AND holding.source_id = %s"
        " AND item.holding_of IN (SELECT value FROM json_each(%s))",
        source,
        listed(bibs),
    )
    run_many(
        "UPDATE catalogue_item SET record_id = %s WHERE id = %s", [(bibs[host], item) for item, host in rows]
    )
    return {bibs[host] for _item, host in rows}


def hosts_of(holdings: Iterable[int]) -> set[int]:
    """Bibliographic records that carry the copies of these holdings records."""
    rows = rows_of(
        "SELECT DISTINCT record_id FROM catalogue_item WHERE record_id IS NOT NULL"
        " AND holding_id IN (SELECT value FROM json_each(%s))",
        listed(holdings),
    )
    return {row[0] for row in rows}


def rehost(items: Collection[int], record: int | None, holding_of: str) -> None:
    if items:
        run(
            "UPDATE catalogue_item SET record_id = %s, holding_of = %s"
            " WHERE id IN (SELECT value FROM json_each(%s))",
            record,
            holding_of,
            listed(items),
        )
