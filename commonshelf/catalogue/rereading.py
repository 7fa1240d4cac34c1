"""One record read again from its own bytes, with and without what is written over it by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from commonshelf.catalogue import amending, storing
from commonshelf.catalogue.domain import facts as facts_form
from commonshelf.catalogue.domain.facts import Facts
from commonshelf.catalogue.models import Facts as FactsRow
from commonshelf.catalogue.models import Record
from commonshelf.catalogue.rows import Read
from commonshelf.catalogue.storing import Target
from commonshelf.kernel.actor import MACHINE, Ref
from commonshelf.members import api as members
from commonshelf.news import api as news


def original(row: Record) -> Read:
    """What the record's own bytes say. One that the rules of today cannot read says what its row shows."""
    # Late: it brings every parser along, and only who edits by hand needs them.
    from commonshelf.catalogue import renewal

    again = renewal.read_again(row)
    if isinstance(again, Read):
        return again._replace(local_id=row.local_id)
    shown = FactsRow.objects.filter(record=row.pk).values_list("data", flat=True).first()
    data = shown or facts_form.dump(Facts(flavour="", title=row.local_id))
    return Read(0, row.kind, row.local_id, b"", False, row.syntax, row.charset, "", b"", facts=data)


def refresh(rows: Sequence[Record], now: datetime) -> int:
    """Read these living records of one source again, with what is written over them; the last stamp given.

    Inside a transaction. The index hears of it.
    """
    source = rows[0].source
    read = [(row.pk, original(row)) for row in rows]
    laid = amending.over([again for _, again in read], source.pk)
    target = Target(0, source.pk, source.library_id, now, b"")
    rereads = [(pk, again) for (pk, _), again in zip(read, laid, strict=True)]
    stamp = storing.renew(rereads, target, now, storing.EDITED)
    tell(source.code, source.library_id, stamp, now)
    return stamp


def tell(source: str, library: int, stamp: int, now: datetime) -> None:
    """Wake the writer of the index."""
    where = Ref("source", source, members.symbols_by_id()[library])
    news.announce(kind="catalogue.changed", actor=MACHINE, object=where, at=now, facts={"stamp": stamp})
