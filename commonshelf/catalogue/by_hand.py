"""Acts on single records: add, copy, edit, take back, withdraw. Copies: see `hand_copies.py`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Final

from django.utils import timezone

from commonshelf.catalogue import hand_copies, handmade, rereading, sources
from commonshelf.catalogue.domain import facts as facts_form
from commonshelf.catalogue.domain import hand
from commonshelf.catalogue.domain.facts import Facts
from commonshelf.catalogue.hand_cards import RecordCard
from commonshelf.catalogue.hand_copies import TOLD
from commonshelf.catalogue.models import Facts as FactsRow
from commonshelf.catalogue.models import Record
from commonshelf.catalogue.rows import BIB
from commonshelf.catalogue.store import records
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members

STALE: Final = 409


def record(*, id: int) -> RecordCard:
    """A living bibliographic record; Absent otherwise."""
    row = living(id)
    shown = FactsRow.objects.get(record=row.pk)
    original = rereading.original(row)
    written = hand_copies.amendment_of(row)
    origin = handmade.copied_from(bytes(row.raw)) if row.syntax == handmade.FORM else None
    return RecordCard(
        id=row.pk,
        library=symbol_of(row),
        local_id=row.local_id,
        edition=shown.edition_id,
        handmade=row.syntax == handmade.FORM,
        received_at=row.received_at,
        facts=_facts(shown.data, original.facts),
        original=facts_form.load(original.facts),
        changes=written.changes,
        version=written.version,
        copied=(origin.library, origin.local_id, origin.record, datetime.fromisoformat(origin.at))
        if origin
        else None,
        copies=tuple(hand_copies.copies(row, original)),
    )


def editions_of_records(*, ids: Collection[int]) -> dict[int, int]:
    """Record -> the edition it lives in now, of those that are living."""
    return dict(FactsRow.objects.filter(record__in=list(ids)).values_list("record", "edition"))


def find_record(*, library: str, number: str) -> int:
    """The living record of this library with this number of its own or this barcode on a copy; 0: none."""
    owner = members.library_id(symbol=library)
    own = Record.objects.filter(library=owner, kind=BIB, local_id=number, deleted_at=None)
    found = own.values_list("pk", flat=True).first()
    if found is None:
        copies = hand_copies.shelved(library=library, barcodes=[number])
        found = copies[0].record if copies else 0
    return int(found)


def _facts(data: str, otherwise: str) -> Facts:
    try:
        return facts_form.load(data)
    except ValueError:  # stored by an older version, and renewal has not come to it yet
        return facts_form.load(otherwise)


def living(id: int) -> Record:
    found = Record.objects.select_related("source").filter(pk=id, kind=BIB, deleted_at=None).first()
    if found is None:
        raise Absent
    return found


def symbol_of(row: Record) -> str:
    return members.symbols_by_id()[row.library_id]


def ref(row: Record) -> Ref:
    return Ref("record", str(row.pk), symbol_of(row))


def checked(fields: Mapping[str, str]) -> None:
    """Refuse fields that cannot stand, naming the first."""
    for name, fault in hand.faults(fields):
        raise Refusal(f"cataloguing.{fault.code}", {"field": name, **fault.facts})


def add_record(*, actor: Actor, library: str, fields: Mapping[str, str], key: str = "") -> int:
    def do() -> members.Done[int]:
        checked({"title": "", **fields})
        return _put(library, handmade.of_fields(fields), {})

    where = Ref("record", "", library)
    return members.act(actor=actor, action="cataloguing.add-record", object=where, do=do, key=key)


def copy_record(*, actor: Actor, library: str, record: int, key: str = "") -> int:
    """Another member's record becomes this library's own too; refused when it has made it before."""

    def do() -> members.Done[int]:
        row = living(record)
        symbol = symbol_of(row)
        if have := already_copied(library=library, record=record):
            raise Refusal("cataloguing.copied-before", {"record": have}, status=STALE)
        facts = _facts(FactsRow.objects.get(record=row.pk).data, rereading.original(row).facts)
        origin = handmade.Copied(symbol, row.local_id, row.pk, timezone.now().isoformat())
        told = {"from": symbol, "local_id": row.local_id, "record": row.pk}
        return _put(library, handmade.of_copy(facts, origin), told)

    where = Ref("record", "", library)
    return members.act(actor=actor, action="cataloguing.copy-record", object=where, do=do, key=key)


def already_copied(*, library: str, record: int) -> int:
    """The living record this library made by copying that one, or 0."""
    desk = sources.row_of(library, sources.DESK)
    made = records.living_with_bytes(desk.pk, handmade.copied_mark(record)) if desk.pk else []
    return made[0] if made else 0


def _put(library: str, raw: bytes, told: Mapping[str, object]) -> members.Done[int]:
    sources.of_a_member(library)
    now = timezone.now()
    row, stamp = handmade.put(library, raw, now)
    rereading.tell(sources.DESK, row.library_id, stamp, now)
    title = facts_form.load(FactsRow.objects.get(record=row.pk).data).title
    facts = {"title": title[:TOLD], "local_id": row.local_id, **told}
    return members.Done(row.pk, facts, ref(row))


def amend(
    *,
    actor: Actor,
    record: int,
    fields: Mapping[str, str],
    version: int,
    reason: str = "",
    key: str = "",
) -> int:
    """Write these fields over the record, or back where they say what it says itself; the new version."""

    def changes(original: Facts, before: Mapping[str, str]) -> dict[str, str]:
        checked(fields)
        kept = {name: text for name, text in before.items() if name not in fields}
        return kept | hand.changed(original, fields)

    return _write(actor, record, changes, version=version, reason=reason, key=key)


def take_back(*, actor: Actor, record: int, field: str, version: int, reason: str = "", key: str = "") -> int:
    """What the record's own bytes say of this field holds again; the new version."""

    def changes(_original: Facts, before: Mapping[str, str]) -> dict[str, str]:
        return {name: text for name, text in before.items() if name != field}

    return _write(actor, record, changes, version=version, reason=reason, key=key)


def _write(
    actor: Actor,
    record: int,
    changes: Callable[[Facts, Mapping[str, str]], dict[str, str]],
    *,
    version: int,
    reason: str,
    key: str,
) -> int:
    row = living(record)

    def do() -> members.Done[int]:
        now = timezone.now()
        found = hand_copies.amendment_of(row)
        if found.version != version:
            raise Refusal("cataloguing.stale-record", {"record": row.pk}, status=STALE)
        original = facts_form.load(rereading.original(row).facts)
        before, after = found.changes, changes(original, found.changes)
        if before == after:
            raise Refusal("cataloguing.nothing-changed", {"record": row.pk})
        found.changes, found.version, found.at = after, found.version + 1, now
        found.save()
        rereading.refresh([row], now)
        told = _told(original, before, after)
        return members.Done(found.version, {"title": original.title[:TOLD], "changed": told})

    return members.act(
        actor=actor,
        action="cataloguing.edit-record",
        object=ref(row),
        do=do,
        key=key,
        reason=reason,
    )


def _told(original: Facts, before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, list[str]]:
    """Field -> [before, after], of those that changed."""
    was, now = hand.texts(hand.over(original, before)), hand.texts(hand.over(original, after))
    return {name: [was[name][:TOLD], now[name][:TOLD]] for name in hand.FIELDS if was[name] != now[name]}


def withdraw_record(*, actor: Actor, record: int, reason: str = "", key: str = "") -> None:
    """Take out a record made at the desk, with its copies. One from a file goes with the next file."""
    row = living(record)

    def do() -> members.Done[None]:
        if row.source.code != sources.DESK:
            raise Refusal("cataloguing.not-handmade", {"record": row.pk})
        now = timezone.now()
        title = facts_form.load(FactsRow.objects.get(record=row.pk).data).title
        stamp = handmade.take_out(row, now)
        rereading.tell(sources.DESK, row.library_id, stamp, now)
        return members.Done(None, {"title": title[:TOLD], "local_id": row.local_id})

    members.act(
        actor=actor, action="cataloguing.withdraw-record", object=ref(row), do=do, key=key, reason=reason
    )
