"""Rows that must not be: each statement finds the breaches of one rule (fsck)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from commonshelf.catalogue.store.sql import Row, rows_of, stream

_RULED: Final = (
    "JOIN catalogue_record AS first ON first.source_id = ruling.one_source_id AND first.kind = 'bib'"
    " AND first.local_id = ruling.one_local_id JOIN catalogue_facts AS one ON one.record_id = first.id"
    " JOIN catalogue_record AS second ON second.source_id = ruling.other_source_id AND second.kind = 'bib'"
    " AND second.local_id = ruling.other_local_id"
    " JOIN catalogue_facts AS other ON other.record_id = second.id"
)
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
    "description {} describes no record": (
        "SELECT id FROM catalogue_description AS seen WHERE NOT EXISTS"
        " (SELECT 1 FROM catalogue_facts WHERE description_id = seen.id)"
    ),
    "description {} is set aside, but still has links or lies in blocks": (
        "SELECT id FROM catalogue_description AS seen WHERE rules = 0 AND"
        " (EXISTS (SELECT 1 FROM catalogue_block WHERE description_id = seen.id)"
        " OR EXISTS (SELECT 1 FROM catalogue_link WHERE one_id = seen.id)"
        " OR EXISTS (SELECT 1 FROM catalogue_link WHERE other_id = seen.id))"
    ),
    "decision {} keeps records {} and {} apart, but edition {} holds both": (
        "SELECT ruling.id, one.record_id, other.record_id, one.edition_id FROM catalogue_ruling AS ruling"  # noqa: S608  # constants
        f" {_RULED} WHERE ruling.undone_at IS NULL AND ruling.verdict = 'apart'"
        " AND one.edition_id = other.edition_id"
    ),
    "decision {} joins records {} and {}, but they are in editions {} and {}": (
        "SELECT ruling.id, one.record_id, other.record_id, one.edition_id, other.edition_id"  # noqa: S608  # constants
        f" FROM catalogue_ruling AS ruling {_RULED}"
        " WHERE ruling.undone_at IS NULL AND ruling.verdict = 'join' AND one.edition_id <> other.edition_id"
    ),
    "doubt {} waits about editions its records are not in": (
        "SELECT doubt.id FROM catalogue_doubt AS doubt"
        " LEFT JOIN catalogue_facts AS one ON one.record_id = doubt.one_id"
        " LEFT JOIN catalogue_facts AS other ON other.record_id = doubt.other_id"
        " WHERE doubt.state IN ('open', 'later') AND (one.edition_id IS NOT doubt.one_edition_id"
        " OR other.edition_id IS NOT doubt.other_edition_id OR one.edition_id >= other.edition_id)"
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
    """(edition, record, rules, description, rules of that, data), edition by edition."""
    return stream(
        "SELECT facts.edition_id, facts.record_id, facts.rules, facts.description_id, seen.rules, facts.data"
        " FROM catalogue_facts AS facts LEFT JOIN catalogue_description AS seen"
        " ON seen.id = facts.description_id ORDER BY facts.edition_id, facts.record_id"
    )


def descriptions() -> Iterator[Row]:
    """(id, rules, alike, portrait, blocks with commas between) of all."""
    return stream(
        "SELECT seen.id, seen.rules, seen.alike, seen.portrait, (SELECT group_concat(value)"
        " FROM catalogue_block WHERE description_id = seen.id) FROM catalogue_description AS seen ORDER BY id"
    )


def living_editions() -> Iterator[Row]:
    return stream(
        "SELECT id FROM catalogue_edition WHERE merged_into_id IS NULL AND gone_at IS NULL ORDER BY id"
    )
