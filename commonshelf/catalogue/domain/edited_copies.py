"""Copies as the library's file names them, with what was changed, added or withdrawn by hand laid over.

A copy of the file is known by its barcode, else by all it says and its place among equal ones, so
that the change finds it again when the file comes anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha1
from itertools import starmap
from typing import Any, Final, NamedTuple


class Row(NamedTuple):
    """A copy, field by field as `rows.CopyRow` has it."""

    branch: str = ""
    shelving_location: str = ""
    call_number: str = ""
    barcode: str = ""
    volume: str = ""
    copies: int = 1
    status: str = "unknown"
    loan_policy: str = ""
    url: str = ""


FIELDS: Final = Row._fields
Plain = tuple[str, str, str, str, str, int, str, str, str]
ADDED: Final = "added"
CHANGED: Final = "changed"
NEW: Final = "n"
"""Keys of added copies begin so; those of the file are hexadecimal."""


class Edited(NamedTuple):
    """A copy and where it comes from. original None: added by hand; now None: withdrawn by hand."""

    key: str
    original: Row | None
    now: Row | None


def key_of(row: Row, place: int = 0) -> str:
    """place: how many equal copies without a barcode stand before it."""
    said = row.barcode or "\0".join((*map(str, row), str(place)))
    return sha1(said.encode(), usedforsecurity=False).hexdigest()[:12]


def edited(rows: Sequence[Plain], hand: Mapping[str, Any]) -> list[Edited]:
    """Every copy, the file's first. hand: {"changed": {key: {field: value} or None}, "added": {key: row}}.

    A copy somebody added and the file names since (by barcode) is the file's from then on.
    """
    changed: Mapping[str, Mapping[str, Any] | None] = hand.get(CHANGED, {})
    found: list[Edited] = []
    equal: Counter[Row] = Counter()
    for row in starmap(Row, rows):
        key = key_of(row, equal[row])
        equal[row] += 1
        change = changed.get(key, {})
        found.append(Edited(key, row, None if change is None else with_change(row, change)))
    there = {one.original.barcode for one in found if one.original} - {""}
    added = ((key, row_of(values)) for key, values in hand.get(ADDED, {}).items())
    return found + [Edited(key, None, row) for key, row in added if row.barcode not in there]


def over(rows: Sequence[Plain], hand: Mapping[str, Any]) -> tuple[Row, ...]:
    """The copies that stand."""
    return tuple([one.now for one in edited(rows, hand) if one.now is not None])


def with_change(row: Row, change: Mapping[str, Any]) -> Row:
    return row_of(row._asdict() | dict(change))


def row_of(values: Mapping[str, Any]) -> Row:
    """From what a form or a stored change says; the rest as for a copy of which nothing is said."""
    said = {name: str(values.get(name) or "") for name in FIELDS if name != "copies"}
    return Row(**{**said, "status": said["status"] or "unknown"}, copies=int(values.get("copies") or 1))


def difference(original: Row, wanted: Row) -> dict[str, Any]:
    """Fields in which the second says something else than the first."""
    before = original._asdict()
    return {name: now for name, now in wanted._asdict().items() if before[name] != now}


def next_barcode(highest: str, taken: Iterable[str] = ()) -> str:
    """The number after this one in its own pattern: what stands before the last digits, and their width.

    "" when it does not end in a digit. taken: numbers already given.
    """
    head = highest.rstrip("0123456789")
    digits = highest[len(head) :]
    if not digits or not digits.isascii():
        return ""
    used = set(taken)
    number = int(digits) + 1
    while (proposed := head + str(number).zfill(len(digits))) in used:
        number += 1
    return proposed
