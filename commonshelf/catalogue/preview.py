"""The head of an uploaded file as it would be read, before anybody decides to load it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Final

from commonshelf.catalogue import sources
from commonshelf.catalogue.cards import Preview, Sample
from commonshelf.catalogue.domain import columns as column_table
from commonshelf.catalogue.domain import facts as facts_form
from commonshelf.catalogue.files import refusal_of
from commonshelf.catalogue.looking import syntax_of
from commonshelf.catalogue.rows import (
    COPIES,
    TABLES,
    Batch,
    Broken,
    Named,
    Opened,
    Read,
    Refused,
    Rules,
)
from commonshelf.kernel.actor import Actor
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.wire.marc.record import Syntax
from commonshelf.wire.source import Unreadable

SHOWN: Final = 5


def preview(
    *,
    actor: Actor,
    library: str,
    path: Path,
    name: str = "",
    source: str = "main",
    syntax: str = "",
    charset: str = "",
    columns: Mapping[str, str] | None = None,
) -> Preview:
    """Read the first records and write nothing. Raises Absent, or a Refusal when it cannot be read.

    columns: None = as the source has saved, else guessed from the headings.
    """
    members.demand(actor=actor, action="catalogue.load", object=sources.ref(library, source))
    settings = sources.settings_of(sources.row_of(library, source))
    settings |= {"syntax": syntax or settings["syntax"], "charset": charset or settings["charset"]}
    name = name or path.name
    try:
        found = settings["syntax"] or syntax_of(path, name)
        headers, cells = _head(path, found, settings["charset"]) if found in TABLES else ((), ())
    except Unreadable as trouble:
        refusal = refusal_of(trouble)
        raise Refusal(refusal.code, {**refusal.facts, "file": name}) from trouble
    mapping = dict(settings["columns"] if columns is None else columns)
    mapping = {fact: header for fact, header in mapping.items() if header in headers}
    if columns is None and not mapping:
        mapping = column_table.guess_columns(headers)
    settings["columns"] = mapping
    told, flavour, samples = found if found in TABLES else "", "", tuple[Sample, ...]()
    if not headers or "title" in mapping:
        told, flavour, samples = _samples(Named(path, name), sources.rules(library, settings))
    return Preview(
        name, path.stat().st_size, str(found), told, flavour, samples, tuple(headers), mapping, tuple(cells)
    )


def _head(path: Path, syntax: str, charset: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    from commonshelf.wire.table import read as table  # late: commands that show no preview need no parser

    headers = table.headers(path, Syntax(syntax), charset)
    rows = islice(table.rows(path, Syntax(syntax), charset), SHOWN)
    return tuple(headers), tuple(tuple(row.cells.get(header, "") for header in headers) for row in rows)


def _samples(named: Named, rules: Rules) -> tuple[str, str, tuple[Sample, ...]]:
    from commonshelf.catalogue.reading import messages  # late, for the same reason

    charset = ""
    for message in messages([named], rules, rows=SHOWN):
        if isinstance(message, Broken):
            raise Refusal(f"catalogue.file-{message.code}", dict(message.facts))
        if isinstance(message, Opened):
            charset = message.charset
        if isinstance(message, Batch):
            rows = message.tray.rows[:SHOWN]
            told = message.tray.tally
            flavour = " ".join(told.get("flavour", {}))
            return charset or " ".join(told.get("charset", {})), flavour, tuple(_sample(row) for row in rows)
    return charset, "", ()


def _sample(row: Read | Refused) -> Sample:
    if isinstance(row, Read):
        facts = facts_form.load(row.facts) if row.facts else None
        return Sample(row.local_id, facts, sum(copy[COPIES] for copy in row.copies), "", {})
    return Sample(row.local_id, None, 0, row.reason, row.facts)
