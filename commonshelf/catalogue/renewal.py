"""Reading the originals again when our rules have changed: facts, copies and editions follow."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby
from typing import Final

from django.db import transaction
from django.utils import timezone

from commonshelf.catalogue import amending, handmade, rematching, sources, storing
from commonshelf.catalogue.bench import Bench
from commonshelf.catalogue.domain import facts as facts_form
from commonshelf.catalogue.domain.facts import RULES, Facts
from commonshelf.catalogue.models import Facts as FactsRow
from commonshelf.catalogue.models import Record
from commonshelf.catalogue.reading import columns_for
from commonshelf.catalogue.rows import TABLES, Read, Refused, Rules
from commonshelf.catalogue.storing import Target
from commonshelf.kernel.actor import MACHINE, Actor, Ref
from commonshelf.members import api as members
from commonshelf.news import api as news
from commonshelf.wire.marc.outcome import Piece
from commonshelf.wire.marc.read import parse
from commonshelf.wire.marc.record import Syntax
from commonshelf.wire.source import Unreadable
from commonshelf.wire.table.read import Row

AT_ONCE: Final = 500
ALL: Final = 1 << 62


def due() -> bool:
    """Whether other rules than today's read or described some record; answered from two indexes."""
    older, newer = (FactsRow.objects.filter(**{f"rules__{way}": RULES}).exists() for way in ("lt", "gt"))
    return older or newer or rematching.due()


def renew(*, actor: Actor, everything: bool = False) -> int:
    """Read again what was read by other rules (or everything); how many records.

    Before that, what was described by other rules of matching is described anew from its facts. May be
    cut short and begun again: it goes on with what is left.
    """

    def say() -> members.Done[None]:
        return members.Done(None, {"rules": RULES, "everything": everything})

    members.act(actor=actor, action="catalogue.renew", object=Ref("catalogue", "records"), do=say)
    rematching.catch_up()
    done, below = 0, ALL
    while True:
        found = FactsRow.objects.filter(record_id__lt=below).order_by("-record_id")
        if not everything:
            found = found.exclude(rules=RULES)
        ids = list(found.values_list("record_id", flat=True)[:AT_ONCE])
        if not ids:
            return done
        if news.stopping():
            raise news.Interrupted
        _renew(ids)
        done, below = done + len(ids), ids[-1]


def _renew(ids: Iterable[int]) -> None:
    rows = Record.objects.filter(pk__in=list(ids)).select_related("source").order_by("source_id", "id")
    for source, group in groupby(rows, key=lambda row: row.source):
        symbol, known = members.symbols_by_id()[source.library_id], dict[str, Rules]()
        read = [(row, read_again(row, known)) for row in group]
        good = [(row.pk, again) for row, again in read if isinstance(again, Read) and again.facts]
        now = timezone.now()
        with transaction.atomic():
            target = Target(0, source.pk, source.library_id, now, b"")
            stamp = storing.renew(good, target, now)
            # What the new rules cannot read keeps its old facts, but is not asked again and again.
            FactsRow.objects.filter(pk__in=[row.pk for row, _ in read]).update(rules=RULES)
            news.announce(
                kind="catalogue.changed",
                actor=MACHINE,
                object=Ref("source", source.code, symbol),
                at=now,
                facts={"stamp": stamp},
            )


def read_again(row: Record, known: dict[str, Rules] | None = None) -> Read | Refused:
    """The record's own bytes by today's rules and its source's settings, without hand edits.

    known: syntax -> settings, gathered for many records of one source.
    """
    if row.syntax == handmade.FORM:
        return handmade.read(row.local_id, bytes(row.raw))
    known = {} if known is None else known
    if row.syntax not in known:
        symbol = members.symbols_by_id()[row.library_id]
        known[row.syntax] = sources.rules(symbol, {**sources.settings_of(row.source), "syntax": row.syntax})
    rules = known[row.syntax]
    bench = Bench(rules, row.syntax)
    raw = bytes(row.raw)
    if row.syntax in TABLES:
        for cells in json.loads(raw):
            try:
                columns = columns_for(list(cells), rules.columns)
            except Unreadable:  # the mapping was changed since to headings this row has not
                columns = columns_for(list(cells), {})
            bench.row(Row(0, cells), columns)
        first = bench.tray.rows[0]
        if not isinstance(first, Read):
            return first
        copies = [copy for line in bench.tray.rows if isinstance(line, Read) for copy in line.copies]
        return first._replace(copies=tuple(copies), digest=bytes(row.digest), local_id=row.local_id)
    bench.marc(Piece(0, raw), parse(raw, Syntax(row.syntax), row.charset))
    return bench.tray.rows[0]


def facts_again(record: int) -> Facts:
    """For a row whose stored form is too old to be understood."""
    row = Record.objects.select_related("source").get(pk=record)
    again = read_again(row)
    if isinstance(again, Read) and again.facts:
        return facts_form.load(amending.over([again], row.source_id)[0].facts)
    return Facts(flavour="", title=row.local_id)
