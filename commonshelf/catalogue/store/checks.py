"""Rows that must not be: each statement finds the breaches of one rule (fsck)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from commonshelf.catalogue.store.sql import Row, rows_of, stream

RULES: Final = {
    "living record {} has no facts, so nobody finds it": (
        "SELECT record.id FROM catalogue_record AS record LEFT JOIN catalogue_facts AS facts"
        " ON facts.record_id = record.id"
        " WHERE record.kind = 'bib' AND record.deleted_at IS NULL AND facts.record_id IS NULL"
    ),
    "deleted or holdings record {} still has facts": (
        "SELECT record.id FROM catalogue_facts AS facts JOIN catalogue_record AS record"
        " ON record.id = facts.record_id WHERE record.kind <> 'bib' OR record.deleted_at IS NOT NULL"
    ),
    "record {} has joining keys but no facts": (
        "SELECT DISTINCT key.record_id FROM catalogue_key AS key LEFT JOIN catalogue_facts AS facts"
        " ON facts.record_id = key.record_id WHERE facts.record_id IS NULL"
    ),
    "record {} belongs to edition {}, which is a tombstone": (
        "SELECT facts.record_id, edition.id FROM catalogue_facts AS facts JOIN catalogue_edition AS edition"
        " ON edition.id = facts.edition_id"
        " WHERE edition.merged_into_id IS NOT NULL OR edition.gone_at IS NOT NULL"
    ),
    "edition {} is alive without a record": (
        "SELECT edition.id FROM catalogue_edition AS edition LEFT JOIN catalogue_facts AS facts"
        " ON facts.edition_id = edition.id WHERE facts.record_id IS NULL"
        " AND edition.merged_into_id IS NULL AND edition.gone_at IS NULL"
    ),
    "edition {} is both joined away and empty": (
        "SELECT id FROM catalogue_edition WHERE merged_into_id IS NOT NULL AND gone_at IS NOT NULL"
    ),
    "edition {} leads to {}, which itself leads on": (
        "SELECT old.id, into_.id FROM catalogue_edition AS old JOIN catalogue_edition AS into_"
        " ON into_.id = old.merged_into_id WHERE into_.merged_into_id IS NOT NULL OR into_.id = old.id"
    ),
    "edition {} has stamp {}, which the index never asks for": (
        "SELECT id, stamp FROM catalogue_edition WHERE stamp <= 0"
    ),
    "edition {} belongs to a work that none of its records names": (
        "SELECT edition.id FROM catalogue_edition AS edition JOIN catalogue_work AS work"
        " ON work.id = edition.work_id WHERE NOT EXISTS (SELECT 1 FROM catalogue_facts AS facts"
        " WHERE facts.edition_id = edition.id AND facts.work_key = work.key)"
    ),
    "one joining key stands in editions {} and {}": (
        "SELECT MIN(facts.edition_id), MAX(facts.edition_id) FROM catalogue_key AS key"
        " JOIN catalogue_facts AS facts ON facts.record_id = key.record_id"
        " GROUP BY key.value HAVING MIN(facts.edition_id) <> MAX(facts.edition_id)"
    ),
    "record {} and its source belong to different libraries": (
        "SELECT record.id FROM catalogue_record AS record JOIN catalogue_source AS source"
        " ON source.id = record.source_id WHERE source.library_id <> record.library_id"
    ),
    "the facts of record {} belong to another library than the record": (
        "SELECT record.id FROM catalogue_facts AS facts JOIN catalogue_record AS record"
        " ON record.id = facts.record_id WHERE record.library_id <> facts.library_id"
    ),
    "the facts of record {} carry another local id than the record": (
        "SELECT record.id FROM catalogue_facts AS facts JOIN catalogue_record AS record"
        " ON record.id = facts.record_id WHERE record.local_id <> facts.local_id"
    ),
    "copy {} belongs to another library than its record": (
        "SELECT item.id FROM catalogue_item AS item JOIN catalogue_record AS record"
        " ON record.id = COALESCE(item.record_id, item.holding_id)"
        " WHERE record.library_id <> item.library_id"
    ),
    "copy {} hangs on no record": (
        "SELECT id FROM catalogue_item WHERE record_id IS NULL AND holding_id IS NULL"
    ),
    "copy {} hangs on a deleted record": (
        "SELECT item.id FROM catalogue_item AS item JOIN catalogue_record AS record"
        " ON record.id = item.record_id OR record.id = item.holding_id WHERE record.deleted_at IS NOT NULL"
    ),
    "copy {} waits for record {}, which is here": (
        "SELECT item.id, bib.local_id FROM catalogue_item AS item"
        " JOIN catalogue_record AS holding ON holding.id = item.holding_id"
        " JOIN catalogue_record AS bib ON bib.source_id = holding.source_id AND bib.kind = 'bib'"
        " AND bib.local_id = item.holding_of AND bib.deleted_at IS NULL"
        " WHERE item.record_id IS NULL AND item.holding_id IS NOT NULL AND item.holding_of <> ''"
    ),
    "load {} counts {} records read, but what became of them adds up to something else": (
        "SELECT id, read FROM catalogue_load WHERE read <> loaded + unchanged + rejected"
    ),
    "load {} counts {} rejects, but others are kept": (
        "SELECT load.id, load.rejected FROM catalogue_load AS load"
        " WHERE load.rejected <> (SELECT COUNT(*) FROM catalogue_reject WHERE load_id = load.id)"
    ),
}
"""What to say about a breach -> the statement that finds them; `{}` are its columns."""
SHOWN: Final = 20


def breaches(sql: str) -> list[Row]:
    """The first few rows that break the rule."""
    return rows_of(f"{sql} LIMIT {SHOWN}")


def said_by_edition() -> Iterator[Row]:
    """(edition, said) of those that have members, in the same order."""
    return stream(
        "SELECT id, said FROM catalogue_edition WHERE id IN (SELECT edition_id FROM catalogue_facts)"
        " ORDER BY id"
    )


def facts_by_edition() -> Iterator[Row]:
    """(edition, record, rules, data), edition by edition."""
    return stream(
        "SELECT edition_id, record_id, rules, data FROM catalogue_facts ORDER BY edition_id, record_id"
    )


def keys_by_edition() -> Iterator[Row]:
    """(edition, record, key or None), in the same order."""
    return stream(
        "SELECT facts.edition_id, facts.record_id, key.value FROM catalogue_facts AS facts"
        " LEFT JOIN catalogue_key AS key ON key.record_id = facts.record_id"
        " ORDER BY facts.edition_id, facts.record_id"
    )
