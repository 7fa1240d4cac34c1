"""What must hold of hand edits whatever happened: a record says what its bytes and the edits say together."""

from __future__ import annotations

from collections.abc import Iterator

from commonshelf.catalogue import amending, rereading
from commonshelf.catalogue.domain.facts import RULES
from commonshelf.catalogue.models import Amendment, Record
from commonshelf.catalogue.models import Facts as FactsRow
from commonshelf.catalogue.rows import BIB
from commonshelf.catalogue.store import items


def problems() -> Iterator[str]:
    """Each in one English sentence for the operator."""
    for amendment in Amendment.objects.exclude(changes={}, copies={}).select_related("source").iterator():
        row = (
            Record.objects.select_related("source")
            .filter(source=amendment.source_id, kind=amendment.kind, local_id=amendment.local_id)
            .filter(deleted_at=None)
            .first()
        )
        if row is not None:
            yield from _told(row)


def _told(row: Record) -> Iterator[str]:
    wanted = amending.over([rereading.original(row)], row.source_id)[0]
    if row.kind == BIB:
        stored = FactsRow.objects.filter(record=row.pk, rules=RULES).values_list("data", flat=True).first()
        if stored is not None and stored != wanted.facts:
            yield f"record {row.pk} says otherwise than its bytes and what was written over them by hand"
    there = [copy for _, copy in items.items_said_by(row.kind, [row.pk]).get(row.pk, [])]
    if sorted(there) != sorted(tuple(copy) for copy in wanted.copies):
        yield f"the copies of record {row.pk} are not those of its bytes and its hand edits"
