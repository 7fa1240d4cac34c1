"""Decisions in force, for the machine that heeds them; and records by the names decisions use."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

from commonshelf.catalogue.store.sql import listed, rows_of

Name = tuple[int, str]
"""(source, local id)."""


class Force(NamedTuple):
    """A decision in force. verdict: join or apart."""

    one: Name
    other: Name
    verdict: str


def any_in_force() -> bool:
    return bool(rows_of("SELECT 1 WHERE EXISTS (SELECT 1 FROM catalogue_ruling WHERE undone_at IS NULL)"))


def touching(names: Iterable[Name]) -> list[Force]:
    """Those that name one of these records."""
    pairs = json.dumps([list(name) for name in names])
    found: dict[Force, None] = {}
    for side in ("one", "other"):
        for a, b, c, d, verdict in rows_of(
            "SELECT one_source_id, one_local_id, other_source_id, other_local_id, verdict"  # noqa: S608  # two constants
            " FROM json_each(%s) AS wanted JOIN catalogue_ruling AS ruling"
            f" ON ruling.{side}_source_id = json_extract(wanted.value, '$[0]')"
            f" AND ruling.{side}_local_id = json_extract(wanted.value, '$[1]')"
            " WHERE ruling.undone_at IS NULL",
            pairs,
        ):
            found[Force((a, b), (c, d), verdict)] = None
    return list(found)


def names_of(records: Iterable[int]) -> dict[int, tuple[Name, str]]:
    """Record -> its name, and the code of its source."""
    rows = rows_of(
        "SELECT record.id, record.source_id, record.local_id, source.code FROM catalogue_record AS record"
        " JOIN catalogue_source AS source ON source.id = record.source_id"
        " WHERE record.id IN (SELECT value FROM json_each(%s))",
        listed(records),
    )
    return {id: ((source, local_id), code) for id, source, local_id, code in rows}


def living(names: Iterable[Name]) -> dict[Name, int]:
    """Of these the records that are here."""
    rows = rows_of(
        "SELECT record.source_id, record.local_id, record.id FROM json_each(%s) AS wanted"
        " JOIN catalogue_record AS record ON record.source_id = json_extract(wanted.value, '$[0]')"
        " AND record.kind = 'bib' AND record.local_id = json_extract(wanted.value, '$[1]')"
        " WHERE record.deleted_at IS NULL",
        json.dumps([list(name) for name in names]),
    )
    return {(source, local_id): record for source, local_id, record in rows}
