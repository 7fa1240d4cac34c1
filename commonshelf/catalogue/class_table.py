"""A library's table from its own classes to the alliance's (A61): set by hand, applied to its records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.utils import timezone

from commonshelf.catalogue import amending, rereading
from commonshelf.catalogue.domain import facts as facts_form
from commonshelf.catalogue.domain import mapping
from commonshelf.catalogue.domain.facts import Facts
from commonshelf.catalogue.hand_cards import ClassLineCard
from commonshelf.catalogue.models import ClassLine, Item, Record
from commonshelf.catalogue.models import Facts as FactsRow
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.news import api as news

ACTION: Final = "cataloguing.set-classes"
AT_ONCE: Final = 500


def class_lines(*, library: str) -> list[ClassLineCard]:
    """By local number."""
    owner = members.library_id(symbol=library)
    rows = ClassLine.objects.filter(library=owner).order_by("key")
    return [ClassLineCard(row.local, row.clc, row.note) for row in rows]


def set_classes(
    *, actor: Actor, library: str, rows: Sequence[mapping.Line], replace: bool = False, key: str = ""
) -> dict[str, int]:
    """Add these lines, change those that are there; replace: take out all others. Counts of each."""
    good, wrong = mapping.read(rows)
    if wrong:
        raise Refusal(f"cataloguing.{wrong[0].code}", {"row": wrong[0].row, **wrong[0].facts})

    def do() -> members.Done[dict[str, int]]:
        owner = members.library_id(symbol=library)
        have = {row.key: row for row in ClassLine.objects.filter(library=owner)}
        sent = {mapping.key(line.local): line for line in good}
        gone = [row.pk for key_, row in have.items() if key_ not in sent] if replace else []
        if len(have) - len(gone) + len(sent.keys() - have.keys()) > mapping.MOST:
            raise Refusal("cataloguing.too-many-lines", {"limit": mapping.MOST})
        changed = [
            key_ for key_, line in sent.items()
            if key_ in have and (have[key_].local, have[key_].clc, have[key_].note) != tuple(line)
        ]  # fmt: skip
        added = [key_ for key_ in sent if key_ not in have]
        ClassLine.objects.filter(pk__in=[have[key_].pk for key_ in changed] + gone).delete()
        ClassLine.objects.bulk_create(
            ClassLine(library_id=owner, key=key_, **sent[key_]._asdict()) for key_ in [*changed, *added]
        )
        counts = {"added": len(added), "changed": len(changed), "removed": len(gone)}
        return members.Done(counts, counts)

    return members.act(actor=actor, action=ACTION, object=Ref("classes", library, library), do=do, key=key)


def drop_class(*, actor: Actor, library: str, local: str, key: str = "") -> None:
    def do() -> members.Done[None]:
        owner = members.library_id(symbol=library)
        gone, _ = ClassLine.objects.filter(library=owner, key=mapping.key(local)).delete()
        if not gone:
            raise Absent
        return members.Done(None, {"local": local, "removed": 1})

    members.act(actor=actor, action=ACTION, object=Ref("classes", library, library), do=do, key=key)


def apply(happening: news.Happening) -> None:
    """The library's records take the classes of its table as it is now; may be called again."""
    owner = members.library_id(symbol=happening.object.library)
    table = amending.class_table(owner)
    last = 0
    while True:
        rows = list(
            FactsRow.objects.filter(library=owner, record__gt=last)
            .order_by("record")
            .values_list("record", "data")[:AT_ONCE]
        )
        if not rows:
            return
        if news.stopping():
            raise news.Interrupted
        last = rows[-1][0]
        _apply(rows, table)


def _apply(rows: Sequence[tuple[int, str]], table: mapping.Table) -> None:
    """Those whose class would be another are read again, source by source."""
    shelf: dict[int, list[str]] = {}
    ids = [record for record, _ in rows]
    for record, number in Item.objects.filter(record__in=ids, holding=None).values_list(
        "record", "call_number"
    ):
        shelf.setdefault(record, []).append(number)
    other = [record for record, data in rows if _otherwise(data, shelf.get(record, []), table)]
    if not other:
        return
    by_source: dict[int, list[Record]] = {}
    for row in Record.objects.select_related("source").filter(pk__in=other, deleted_at=None):
        by_source.setdefault(row.source_id, []).append(row)
    for some in by_source.values():
        with transaction.atomic():
            rereading.refresh(some, timezone.now())


def _otherwise(data: str, call_numbers: Sequence[str], table: mapping.Table) -> bool:
    try:
        facts = facts_form.load(data)
    except ValueError:  # stored by an older version: renewal will come to it, with this table
        return False
    return _told(facts) != _told(mapping.mapped(facts, call_numbers, table))


def _told(facts: Facts) -> list[tuple[str, str, str]]:
    return [(found.scheme, found.number, found.origin) for found in facts.classes]
