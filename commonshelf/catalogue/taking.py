"""What of the catalogue is a library's own, as files to take along: its records as they came, its copies."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Final

from commonshelf.catalogue.domain import facts as facts_form
from commonshelf.catalogue.domain.facts import Facts
from commonshelf.catalogue.models import Amendment, ClassLine, Item, Record, Source
from commonshelf.catalogue.models import Facts as FactsRow
from commonshelf.members import api as members
from commonshelf.wire.marc.record import Syntax
from commonshelf.wire.table.write import csv_into

_AT_ONCE: Final = 2_000
_XML: Final = {
    Syntax.MARCXML: "http://www.loc.gov/MARC21/slim",
    Syntax.MARCXCHANGE: "info:lc/xmlns/marcxchange-v2",
}


def write_own(symbol: str, folder: Path) -> None:
    """Living records of each source as received, and as tables what a spreadsheet can show."""
    owner = members.library_id(symbol=symbol)
    sources = list(Source.objects.filter(library=owner).order_by("code"))
    for source in sources:
        _records(source, folder)
    told = [{name: getattr(one, name) for name in _SOURCE} for one in sources]
    _json(folder / "sources.json", told)
    csv_into(folder / "titles.csv", _TITLES, map(_title, _facts_of(owner)))
    csv_into(folder / "copies.csv", _COPIES, _copies(owner))
    classes = ClassLine.objects.filter(library=owner).order_by("key").values_list("local", "clc", "note")
    csv_into(folder / "classes.csv", ("own class", "alliance class", "note"), classes)
    edits = Amendment.objects.filter(library=owner).order_by("source", "kind", "local_id")
    _json(folder / "hand-edits.json", list(edits.values("source__code", *_EDITS)))


_SOURCE: Final = ("code", "syntax", "charset", "local_id", "holdings", "columns")
_EDITS: Final = ("kind", "local_id", "host", "changes", "copies", "at")


def _records(source: Source, folder: Path) -> None:
    """One file for each way in which this source's records were written."""
    with ExitStack() as stack:
        files: dict[tuple[str, str], IO[bytes]] = {}
        for syntax, charset, raw in (
            Record.objects.filter(source=source, deleted_at=None)
            .order_by("pk")
            .values_list("syntax", "charset", "raw")
            .iterator(_AT_ONCE)
        ):
            kind = syntax, charset or "utf-8"
            if kind not in files:
                files[kind] = stack.enter_context(_opened(folder, source.code, *kind))
            _write(files[kind], syntax, bytes(raw))
        for (syntax, _), file in files.items():
            if syntax in _XML:
                file.write(b"</collection>\n")


def _opened(folder: Path, code: str, syntax: str, charset: str) -> IO[bytes]:
    ending = "mrc" if syntax == Syntax.ISO2709 else "xml" if syntax in _XML else "jsonl"
    file = (folder / f"records.{code}.{syntax}.{charset}.{ending}").open("wb")
    if syntax in _XML:
        space = _XML[Syntax(syntax)]
        head = (
            f'<?xml version="1.0" encoding="{charset}"?>\n<collection xmlns="{space}" xmlns:marc="{space}">\n'
        )
        file.write(head.encode("ascii"))
    return file


def _write(file: IO[bytes], syntax: str, raw: bytes) -> None:
    """As received; what is JSON in one line each."""
    if syntax == Syntax.ISO2709:
        file.write(raw)
    elif syntax in _XML:
        file.write(raw + b"\n")
    else:
        file.write(b" ".join(raw.splitlines()) + b"\n")


_TITLES: Final = (
    *("number", "edition", "title", "subtitle", "volume", "makers", "edition statement", "place"),
    *("publisher", "year", "isbn", "issn", "class", "subjects", "language", "kind"),
)


def _facts_of(owner: int) -> Iterable[tuple[str, int, Facts]]:
    rows = (
        FactsRow.objects.filter(library=owner).order_by("record").values_list("local_id", "edition", "data")
    )
    for local_id, edition, data in rows.iterator(_AT_ONCE):
        try:
            yield local_id, edition, facts_form.load(data)
        except ValueError:  # of an older version: it stands among the records all the same
            continue


def _title(told: tuple[str, int, Facts]) -> Sequence[object]:
    local_id, edition, facts = told
    return (
        *(local_id, edition, facts.title, facts.subtitle, facts.volume),
        *("; ".join(one.name for one in facts.names), facts.edition, facts.place, facts.publisher),
        *(facts.year, "; ".join(facts.isbns), "; ".join(facts.issns)),
        *("; ".join(one.number for one in facts.classes), "; ".join(facts.subjects)),
        *("; ".join(facts.languages), facts.format),
    )


_COPIES: Final = (
    *("record", "branch", "shelving location", "call number", "barcode", "volume"),
    *("copies", "status", "loan policy", "address", "as of"),
)


def _copies(owner: int) -> Iterable[Sequence[object]]:
    rows = Item.objects.filter(library=owner).order_by("pk")
    return rows.values_list(
        *("record__local_id", "branch", "shelving_location", "call_number", "barcode", "volume"),
        *("copies", "status", "loan_policy", "url", "as_of"),
    ).iterator(_AT_ONCE)


def _json(path: Path, told: object) -> None:
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")
