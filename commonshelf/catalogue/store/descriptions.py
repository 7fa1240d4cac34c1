"""Descriptions, the blocks they lie in, the links between them, and the records they describe."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from commonshelf.catalogue.store.sql import listed, rows_of, run, run_many


class Stand(NamedTuple):
    """Where a living record stands. description None: never described."""

    record: int
    edition: int
    description: int | None
    library: int
    alone: bool


class LinkRow(NamedTuple):
    """one < other."""

    one: int
    other: int
    outcome: str
    score: float


# -- descriptions


def current(ids: Iterable[int], rules: int) -> dict[int, bool]:
    """Of these the ones made by these rules: id -> whether equal ones are alike."""
    # The plus keeps SQLite from going through the index on rules, which names nearly all of them.
    rows = rows_of(
        "SELECT id, alike FROM catalogue_description WHERE +rules = %s"
        " AND id IN (SELECT value FROM json_each(%s))",
        rules,
        listed(ids),
    )
    return {row[0]: bool(row[1]) for row in rows}


def portraits(ids: Iterable[int]) -> dict[int, str]:
    return dict(
        rows_of(
            "SELECT id, portrait FROM catalogue_description WHERE id IN (SELECT value FROM json_each(%s))",
            listed(ids),
        )
    )


def set_descriptions(rows: Sequence[tuple[int, int, bool, str]]) -> None:
    """Rows: id, rules, alike, portrait. Those set aside are taken up again."""
    run_many(
        "INSERT INTO catalogue_description (id, rules, alike, portrait) VALUES (%s, %s, %s, %s)"
        " ON CONFLICT (id) DO UPDATE SET rules = excluded.rules, alike = excluded.alike",
        rows,
    )


def drop_descriptions(ids: Collection[int]) -> None:
    those = listed(ids)
    run("DELETE FROM catalogue_block WHERE description_id IN (SELECT value FROM json_each(%s))", those)
    run("DELETE FROM catalogue_link WHERE one_id IN (SELECT value FROM json_each(%s))", those)
    run("DELETE FROM catalogue_link WHERE other_id IN (SELECT value FROM json_each(%s))", those)
    run("DELETE FROM catalogue_description WHERE id IN (SELECT value FROM json_each(%s))", those)


def made_by_others(rules: int) -> bool:
    """Whether some description is neither of these rules nor set aside; answered from one index."""
    return bool(
        rows_of(
            "SELECT 1 WHERE EXISTS (SELECT 1 FROM catalogue_description WHERE rules > 0 AND rules < %s)"
            " OR EXISTS (SELECT 1 FROM catalogue_description WHERE rules > %s)",
            rules,
            rules,
        )
    )


def set_aside() -> None:
    """All links and blocks go; descriptions wait to be made anew, their records stay where they are."""
    run("DELETE FROM catalogue_link")
    run("DELETE FROM catalogue_block")
    run("UPDATE catalogue_description SET rules = 0 WHERE rules <> 0")


def undescribed(most: int) -> list[int]:
    """Editions with records that are not described by today's rules, at most so many; in no order."""
    never = rows_of(
        "SELECT DISTINCT edition_id FROM catalogue_facts WHERE description_id IS NULL LIMIT %s", most
    )
    found = never or rows_of(
        "SELECT DISTINCT facts.edition_id FROM catalogue_description AS seen"
        " JOIN catalogue_facts AS facts ON facts.description_id = seen.id WHERE seen.rules = 0 LIMIT %s",
        most,
    )
    return [row[0] for row in found]


# -- blocks


def add_blocks(rows: Sequence[tuple[int, int]]) -> None:
    """Rows: value, description."""
    run_many("INSERT OR IGNORE INTO catalogue_block (value, description_id) VALUES (%s, %s)", rows)


def blocks_of(descriptions: Iterable[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for description, value in rows_of(
        "SELECT description_id, value FROM catalogue_block"
        " WHERE description_id IN (SELECT value FROM json_each(%s))",
        listed(descriptions),
    ):
        found.setdefault(description, []).append(value)
    return found


def heads(values: Iterable[int], most: int) -> dict[int, list[int]]:
    """Block -> the smallest of its descriptions, at most so many, in order."""
    rows = rows_of(
        "SELECT wanted.value, (SELECT group_concat(description_id) FROM (SELECT description_id"
        " FROM catalogue_block WHERE catalogue_block.value = wanted.value ORDER BY description_id LIMIT %s))"
        " FROM json_each(%s) AS wanted",
        most,
        listed(values),
    )
    return {value: [int(one) for one in said.split(",")] if said else [] for value, said in rows}


def whole_block(value: int) -> list[int]:
    return [
        row[0]
        for row in rows_of(
            "SELECT description_id FROM catalogue_block WHERE value = %s ORDER BY description_id", value
        )
    ]


# -- links


def add_links(rows: Sequence[LinkRow]) -> None:
    run_many("INSERT INTO catalogue_link (one_id, other_id, outcome, score) VALUES (%s, %s, %s, %s)", rows)


def drop_links(pairs: Sequence[tuple[int, int]]) -> None:
    run_many("DELETE FROM catalogue_link WHERE one_id = %s AND other_id = %s", pairs)


def links_of(descriptions: Iterable[int], outcome: str = "") -> list[LinkRow]:
    """All links that touch one of these; only those of this outcome."""
    those, kind = listed(descriptions), " AND outcome = %s" if outcome else ""
    values = (those, outcome) if outcome else (those,)
    columns = "SELECT one_id, other_id, outcome, score FROM catalogue_link"
    found = rows_of(f"{columns} WHERE one_id IN (SELECT value FROM json_each(%s)){kind}", *values)  # noqa: S608  # constants
    found += rows_of(f"{columns} WHERE other_id IN (SELECT value FROM json_each(%s)){kind}", *values)  # noqa: S608  # constants
    return [LinkRow(*row) for row in dict.fromkeys(found)]


# -- the records described

_STAND = "SELECT record_id, edition_id, description_id, library_id, alone FROM catalogue_facts"


def _stands(rows: Iterable[tuple[int, int, int | None, int, int]]) -> list[Stand]:
    return [
        Stand(record, edition, seen, library, bool(alone)) for record, edition, seen, library, alone in rows
    ]


def described(descriptions: Iterable[int]) -> list[Stand]:
    """The records of these descriptions; answered from one index."""
    return _stands(
        rows_of(f"{_STAND} WHERE description_id IN (SELECT value FROM json_each(%s))", listed(descriptions))  # noqa: S608  # a constant
    )


def inside(editions: Iterable[int]) -> list[Stand]:
    """The records of these editions."""
    return _stands(
        rows_of(f"{_STAND} WHERE edition_id IN (SELECT value FROM json_each(%s))", listed(editions))  # noqa: S608  # a constant
    )


def standing(records: Iterable[int]) -> list[Stand]:
    return _stands(
        rows_of(f"{_STAND} WHERE record_id IN (SELECT value FROM json_each(%s))", listed(records))  # noqa: S608  # a constant
    )


def homes(descriptions: Iterable[int]) -> dict[int, int]:
    """Description -> the edition of its records that go together."""
    rows = rows_of(
        "SELECT wanted.value, (SELECT edition_id FROM catalogue_facts WHERE description_id = wanted.value"
        " AND alone = 0 LIMIT 1) FROM json_each(%s) AS wanted",
        listed(descriptions),
    )
    return {description: edition for description, edition in rows if edition is not None}


def first_of(descriptions: Iterable[int]) -> dict[int, Stand]:
    """Description -> one of its records: one of those that go together, if there are any; answered from one
    index.
    """
    rows = rows_of(
        "SELECT (SELECT json_array(record_id, edition_id, description_id, library_id, alone)"
        " FROM catalogue_facts WHERE description_id = wanted.value"
        " ORDER BY alone, edition_id, library_id, record_id LIMIT 1) FROM json_each(%s) AS wanted",
        listed(descriptions),
    )
    stands = _stands(json.loads(said) for (said,) in rows if said)
    return {one.description: one for one in stands if one.description is not None}


def counts(editions: Iterable[int], library: int) -> dict[int, int]:
    """Edition -> how many records of this library it holds; answered from one index."""
    return dict(
        rows_of(
            "SELECT edition_id, COUNT(*) FROM catalogue_facts WHERE library_id = %s"
            " AND edition_id IN (SELECT value FROM json_each(%s)) GROUP BY edition_id",
            library,
            listed(editions),
        )
    )


def equals(descriptions: Iterable[int], library: int) -> dict[int, int]:
    """Description -> how many records of this library it describes; answered from one index."""
    return dict(
        rows_of(
            "SELECT description_id, COUNT(*) FROM catalogue_facts WHERE library_id = %s"
            " AND description_id IN (SELECT value FROM json_each(%s)) GROUP BY description_id",
            library,
            listed(descriptions),
        )
    )


def set_alone(rows: Sequence[tuple[bool, int]]) -> None:
    """Rows: alone, record."""
    run_many("UPDATE catalogue_facts SET alone = %s WHERE record_id = %s", rows)


def facts_in(editions: Iterable[int], rules: int) -> list[tuple[int, int, str, str]]:
    """(record, source, local id, facts as JSON) of those in these editions whose description is of others."""
    return rows_of(
        "SELECT facts.record_id, record.source_id, facts.local_id, facts.data FROM catalogue_facts AS facts"
        " JOIN catalogue_record AS record ON record.id = facts.record_id"
        " LEFT JOIN catalogue_description AS seen ON seen.id = facts.description_id AND seen.rules = %s"
        " WHERE facts.edition_id IN (SELECT value FROM json_each(%s)) AND seen.id IS NULL",
        rules,
        listed(editions),
    )


def set_description(rows: Sequence[tuple[int, bool, int]]) -> None:
    """Rows: description, alone, record."""
    run_many("UPDATE catalogue_facts SET description_id = %s, alone = %s WHERE record_id = %s", rows)
