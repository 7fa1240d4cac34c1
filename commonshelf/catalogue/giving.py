"""Records given away: as received to the library's own staff, without what is private to everybody else."""

from __future__ import annotations

import json
from typing import Final

from commonshelf.catalogue.domain.private import without_private
from commonshelf.catalogue.models import Record
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.wire.marc import write
from commonshelf.wire.marc.outcome import Good
from commonshelf.wire.marc.read import parse
from commonshelf.wire.marc.record import Syntax

MARC: Final = frozenset({Syntax.ISO2709, Syntax.MARCXML, Syntax.MARCXCHANGE, Syntax.JSON})


def copy_of(actor: Actor, record: int) -> tuple[bytes, str]:
    row = (
        Record.objects.filter(pk=record, deleted_at=None)
        .values_list("raw", "syntax", "charset", "library_id")
        .first()
    )
    if row is None or row[1] not in MARC:
        raise Absent
    raw, syntax, charset, library = bytes(row[0]), row[1], row[2], row[3]
    owner = Ref("record", str(record), members.symbols_by_id()[library])
    if members.allowed(actor=actor, action="catalogue.read-original", object=owner):
        return raw, syntax
    read = parse(raw, Syntax(syntax), charset)
    if not isinstance(read, Good):
        raise Absent  # it was a record when it was loaded; what no longer is one is not given away
    shared = without_private(read.marc)
    if shared is read.marc:
        return raw, syntax
    return json.dumps(write.json_form(shared), ensure_ascii=False).encode(), Syntax.JSON
