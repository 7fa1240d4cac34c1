"""Hand edits lie over what records say: put over every row that is stored or read anew.

The bytes as received are never touched. `over` is the one place where hand edits and a library's
table of classes meet what loading read; storing and renewal pass every batch through it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeVar

from commonshelf.catalogue.domain import edited_copies, hand, mapping
from commonshelf.catalogue.domain import facts as facts_form
from commonshelf.catalogue.models import Amendment, ClassLine, Source
from commonshelf.catalogue.rows import BIB, Read, Refused

R = TypeVar("R", Read, "Read | Refused")
"""Rows that were read, alone or among refused ones."""
_AT_ONCE: Final = 500


class Hand(NamedTuple):
    """What was written over one record."""

    changes: Mapping[str, str] = {}
    copies: Mapping[str, Any] = {}


NOTHING: Final = Hand()


def over(rows: Sequence[R], source: int) -> Sequence[R]:
    """The rows of one source with what was written by hand over them; untouched ones are the same objects."""
    hands = _hands(source, rows)
    table = class_table(Source.objects.values_list("library_id", flat=True).get(pk=source))
    if not hands and not table:
        return rows
    return [_laid_over(row, hands, table) for row in rows]


def _laid_over(row: R, hands: Mapping[tuple[str, str], Hand], table: mapping.Table) -> R:
    if not isinstance(row, Read) or row.deleted:
        return row
    return amended(row, hands.get((row.kind, row.local_id), NOTHING), table)


def amended(row: Read, written: Hand, table: mapping.Table) -> Read:
    """One row with its hand edits and the alliance's class by the library's table."""
    if written is NOTHING and not table:
        return row
    copies = edited_copies.over(row.copies, written.copies) if written.copies else row.copies
    if row.kind != BIB or not row.facts:
        return row if copies == row.copies else row._replace(copies=copies)
    read = facts_form.load(row.facts)
    facts = hand.over(read, written.changes)
    facts = mapping.mapped(facts, (edited_copies.Row(*copy).call_number for copy in copies), table)
    if facts is read:
        return row if copies == row.copies else row._replace(copies=copies)
    # Late: it brings every parser along, and most batches have nothing written over them.
    from commonshelf.catalogue.bench import understood

    return understood(row._replace(copies=copies), facts)


def _hands(source: int, rows: Iterable[Read | Refused]) -> dict[tuple[str, str], Hand]:
    """(kind, local id) -> what was written over it, of these rows."""
    there = Amendment.objects.filter(source_id=source)
    if not there.exists():
        return {}
    ids = list({row.local_id for row in rows if isinstance(row, Read)})
    found = {}
    for at in range(0, len(ids), _AT_ONCE):
        some = there.filter(local_id__in=ids[at : at + _AT_ONCE])
        for kind, local_id, changes, copies in some.values_list("kind", "local_id", "changes", "copies"):
            if changes or copies:
                found[kind, local_id] = Hand(changes, copies)
    return found


def class_table(library: int) -> mapping.Table:
    """A library's own classes to the alliance's; {} for most libraries."""
    return dict(ClassLine.objects.filter(library_id=library).values_list("key", "clc"))
