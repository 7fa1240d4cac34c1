"""What the index and the pages read, an armful at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from commonshelf.catalogue.store.sql import (
    Row,
    listed,
    rows_of,
    stream,
)


def changed_editions(stamp: int, limit: int) -> list[tuple[int, int, bool, str]]:
    """(id, stamp, alive, said) by stamp."""
    rows = rows_of(
        "SELECT id, stamp, merged_into_id IS NULL AND gone_at IS NULL, said FROM catalogue_edition"
        " WHERE stamp > %s ORDER BY stamp LIMIT %s",
        stamp,
        limit,
    )
    return [(row[0], row[1], bool(row[2]), row[3]) for row in rows]


def living_editions(ids: Iterable[int]) -> dict[int, int | None]:
    """Edition -> work, of those that are alive."""
    rows = rows_of(
        "SELECT id, work_id FROM catalogue_edition WHERE id IN (SELECT value FROM json_each(%s))"
        " AND merged_into_id IS NULL AND gone_at IS NULL",
        listed(ids),
    )
    return dict(rows)


def led_editions(ids: Iterable[int]) -> dict[int, tuple[int | None, str]]:
    """Edition -> (work, the line of `said` that tells of the record that leads), of those that are alive."""
    rows = rows_of(
        "SELECT id, work_id, substr(said, 1, instr(said || char(10), char(10)) - 1) FROM catalogue_edition"
        " WHERE id IN (SELECT value FROM json_each(%s)) AND merged_into_id IS NULL AND gone_at IS NULL",
        listed(ids),
    )
    return {id: (work, lead) for id, work, lead in rows}


def of_same_work(ids: Iterable[int]) -> list[int]:
    """All editions of the works that these editions belong to."""
    rows = rows_of(
        "SELECT id FROM catalogue_edition WHERE work_id IN (SELECT work_id FROM catalogue_edition"
        " WHERE id IN (SELECT value FROM json_each(%s)))",
        listed(ids),
    )
    return [id for (id,) in rows]


def member_rows(editions: Iterable[int]) -> list[Row]:
    """(edition, record, library, local_id, mended, received_at, data), oldest record first."""
    return rows_of(
        "SELECT facts.edition_id, facts.record_id, facts.library_id, record.local_id, record.mended,"
        " record.received_at || '', facts.data FROM catalogue_facts AS facts"
        " JOIN catalogue_record AS record ON record.id = facts.record_id"
        " WHERE facts.edition_id IN (SELECT value FROM json_each(%s))"
        " ORDER BY facts.edition_id, facts.record_id",
        listed(editions),
    )


def holder_rows(editions: Iterable[int]) -> list[Row]:
    """(edition, record, library, local_id), in no order; answered from one index alone."""
    return rows_of(
        "SELECT edition_id, record_id, library_id, local_id FROM catalogue_facts"
        " WHERE edition_id IN (SELECT value FROM json_each(%s))",
        listed(editions),
    )


def held_rows(records: Iterable[int]) -> list[Row]:
    """(record, branch, call_number, barcode, status), in no order; answered from one index alone."""
    return rows_of(
        "SELECT record_id, branch, call_number, barcode, status FROM catalogue_item"
        " WHERE record_id IN (SELECT value FROM json_each(%s))",
        listed(records),
    )


def item_rows(records: Iterable[int]) -> list[Row]:
    """(record, branch, shelving_location, call_number, barcode, volume, copies, status, url, as_of,
    loan_policy).
    """
    return rows_of(
        "SELECT record_id, branch, shelving_location, call_number, barcode, volume, copies, status, url,"
        " as_of || '', loan_policy FROM catalogue_item WHERE record_id IN (SELECT value FROM json_each(%s))"
        " ORDER BY id",
        listed(records),
    )


def memberships() -> Iterator[Row]:
    """(library, local_id, edition, work or 0) of every living record."""
    return stream(
        "SELECT record.library_id, record.local_id, facts.edition_id, COALESCE(edition.work_id, 0)"
        " FROM catalogue_facts AS facts JOIN catalogue_record AS record ON record.id = facts.record_id"
        " JOIN catalogue_edition AS edition ON edition.id = facts.edition_id ORDER BY facts.record_id"
    )
