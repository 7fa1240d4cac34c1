"""Records made at the desk: a form, or a copy of another member's record, kept as the bytes of a source.

They live in the source "desk" of their library, are stored through `storing.store` like any load,
join editions like any load, and are read again from their form when the rules change.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, NamedTuple

from commonshelf.catalogue import sources, storing
from commonshelf.catalogue.domain import facts as facts_form
from commonshelf.catalogue.domain import hand
from commonshelf.catalogue.domain.facts import Facts
from commonshelf.catalogue.models import Record
from commonshelf.catalogue.rows import BIB, Read, digest_of
from commonshelf.catalogue.sources import DESK
from commonshelf.catalogue.storing import Target

FORM: Final = "form"
"""Its syntax: {"fields": as typed, "facts": those copied, "copied": from whom}."""
_NUMBER: Final = "H{:06d}"


class Copied(NamedTuple):
    """Where a copied record came from. at: ISO instant."""

    library: str
    local_id: str
    record: int
    at: str


def read(local_id: str, raw: bytes) -> Read:
    """The form as a row ready to store."""
    # Late: it brings every parser along, and few processes read forms.
    from commonshelf.catalogue.bench import understood

    said = json.loads(raw)
    fields = said.get("fields", {})
    facts = hand.over(_facts(said["facts"]), fields) if said.get("facts") else hand.made(fields)
    row = Read(0, BIB, local_id, digest_of(raw, "", b""), False, FORM, "utf-8", "", raw)
    return understood(row, facts)


def _facts(said: Mapping[str, Any]) -> Facts:
    """Copied facts, whatever version of the stored form they were written in."""
    known = {name: value for name, value in said.items() if name in facts_form.NAMES}
    return facts_form.load(json.dumps({**known, "_": facts_form.FORM}))


def copied_from(raw: bytes) -> Copied | None:
    told = json.loads(raw).get("copied")
    return Copied(told["library"], told["local_id"], told["record"], told["at"]) if told else None


def copied_mark(record: int) -> bytes:
    """What stands in the form of a copy of this record and in no other form."""
    return f'"copied_record": {record}, '.encode()


def of_fields(fields: Mapping[str, str]) -> bytes:
    return _bytes({"fields": {name: fields[name] for name in hand.FIELDS if fields.get(name, "").strip()}})


def of_copy(facts: Facts, origin: Copied) -> bytes:
    """Another member's record without what is that library's alone: the classes of its own scheme."""
    own = tuple(found for found in facts.classes if found.scheme != "local" and not found.origin)
    shared = replace(facts, classes=own, flavour=hand.FLAVOUR)
    said = {"copied_record": origin.record, "copied": origin._asdict()}
    return _bytes({**said, "facts": json.loads(facts_form.dump(shared))})


def _bytes(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False).encode()


def put(library: str, raw: bytes, now: datetime) -> tuple[Record, int]:
    """Store a new record of the desk: the record and the last stamp given. Inside a transaction."""
    source = sources.row_of(library, DESK)
    if source.pk is None:
        source.syntax = FORM
        source.save()
    # Records are never removed and there is one writer, so their count is the number given last.
    local_id = _NUMBER.format(Record.objects.filter(source=source, kind=BIB).count() + 1)
    target = Target(0, source.pk, source.library_id, now, b"")
    outcome = storing.store([read(local_id, raw)], target, now)
    made = Record.objects.select_related("source").get(source=source, kind=BIB, local_id=local_id)
    return made, outcome.stamp


def take_out(row: Record, now: datetime) -> int:
    """Withdraw a record of the desk; its form is kept. The last stamp given. Inside a transaction."""
    return storing.take_out([(row.pk, row.kind)], Target(0, row.source_id, row.library_id, now, b""), now)
