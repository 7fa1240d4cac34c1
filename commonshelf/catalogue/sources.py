"""Sources: where a library's records come from and how they are read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import Count, Max

from commonshelf.catalogue import progress
from commonshelf.catalogue.cards import SourceCard
from commonshelf.catalogue.domain import columns as column_table
from commonshelf.catalogue.domain.profiles import PROFILES
from commonshelf.catalogue.models import Load, Record, Source
from commonshelf.catalogue.rows import BIB, DELETES, Rules
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.wire.marc.record import Syntax
from commonshelf.wire.source import Unreadable

SYNTAXES: Final = (*(str(syntax) for syntax in Syntax), DELETES)
CHARSETS: Final = ("utf-8", "gb18030", "big5", "marc8")
DESK: Final = "desk"
"""Code of the source that holds what was made by hand: no file is loaded there."""
_LOCAL_ID: Final = re.compile(r"0\d\d|\d{3}[0-9a-z]|[0-9A-Z]{3}[0-9a-z]?")
_CODE: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_STALE: Final = 409


def ref(library: str, code: str) -> Ref:
    return Ref("source", code, library)


def row_of(library: str, code: str) -> Source:
    """The source, saved or about to be."""
    owner = members.library_id(symbol=library)
    found = Source.objects.filter(library_id=owner, code=code).first()
    if found is None and not _CODE.fullmatch(code):
        raise Refusal("catalogue.bad-source-code", {"code": code[:40]})
    return found or Source(library_id=owner, code=code)


def of_a_member(library: str) -> None:
    """Refuse to take anything in for a library that is not (any more) a member."""
    if not members.keeps_records(symbol=library):
        raise Refusal("catalogue.no-member", {"library": library[:40]}, _STALE)


def of_files(code: str) -> None:
    """Refuse the desk where a source of files is meant."""
    if code == DESK:
        raise Refusal("catalogue.desk-source", {"code": code})


def checked(
    *,
    syntax: str = "",
    charset: str = "",
    local_id: str = "001",
    holdings: Mapping[str, Any] | None = None,
    columns: Mapping[str, str] | None = None,
) -> None:
    """Refuse settings nobody can read by, naming the choices."""  # fmt: skip
    if syntax and syntax not in SYNTAXES:
        raise Refusal("catalogue.unknown-syntax", {"syntax": syntax[:40], "known": ", ".join(SYNTAXES)})
    if charset:
        # Late: only who names a character set needs the decoders.
        from commonshelf.wire.marc.charset import named as charset_named

        try:
            charset_named(charset)
        except Unreadable:
            facts = {"charset": charset[:40], "known": ", ".join(CHARSETS)}
            raise Refusal("catalogue.unknown-charset", facts) from None
    if not _LOCAL_ID.fullmatch(local_id):
        raise Refusal("catalogue.bad-local-id", {"local_id": local_id[:40]})
    profile = str((holdings or {}).get("profile", ""))
    if profile and profile not in PROFILES:
        raise Refusal("catalogue.unknown-profile", {"profile": profile[:40], "known": ", ".join(PROFILES)})
    names = {column.name for column in column_table.COLUMNS}
    for fact in columns or {}:
        if fact not in names:
            raise Refusal("catalogue.unknown-column", {"fact": fact[:40], "known": ", ".join(sorted(names))})


def rules(library: str, settings: Mapping[str, Any]) -> Rules:
    """As the reading process needs them. settings: what `Load.rules` keeps."""
    others = frozenset(symbol.casefold() for symbol in members.symbols_by_id().values() if symbol != library)
    return Rules(own=library, others=others - {library.casefold()}, **settings)


def settings_of(source: Source) -> dict[str, Any]:
    return {
        "syntax": source.syntax,
        "charset": source.charset,
        "local_id": source.local_id,
        "holdings": source.holdings,
        "columns": source.columns,
    }


def set_source(
    *,
    actor: Actor,
    library: str,
    code: str = "main",
    syntax: str = "",
    charset: str = "",
    local_id: str = "001",
    holdings: Mapping[str, Any] | None = None,
    columns: Mapping[str, str] | None = None,
    version: int | None = None,
    key: str = "",
) -> SourceCard:
    """Make or change a source. version: as the form was filled from; another one is refused (409)."""

    def do() -> members.Done[None]:
        of_files(code)
        row = row_of(library, code)
        checked(syntax=syntax, charset=charset, local_id=local_id, holdings=holdings, columns=columns)
        if version is not None and row.pk and row.version != version:
            raise Refusal("catalogue.stale-source", {"code": code}, status=_STALE)
        row.syntax, row.charset, row.local_id = syntax, charset, local_id
        row.holdings, row.columns = dict(holdings or {}), dict(columns or {})
        row.version += 1 if row.pk else 0
        row.save()
        return members.Done(None, settings_of(row))

    members.act(actor=actor, action="catalogue.set-source", object=ref(library, code), do=do, key=key)
    return source(actor=actor, library=library, code=code)


def source(*, actor: Actor, library: str, code: str = "main") -> SourceCard:
    members.demand(actor=actor, action="catalogue.read-source", object=ref(library, code))
    row = Source.objects.filter(library_id=members.library_id(symbol=library), code=code).first()
    if row is None:
        raise Absent
    return _card(row)


def source_or_default(*, actor: Actor, library: str, code: str = "main") -> SourceCard:
    """The source, or how it would be read before anybody has said anything about it."""
    members.demand(actor=actor, action="catalogue.read-source", object=ref(library, code))
    row = row_of(library, code)
    if row.pk is None and code != "main":
        raise Absent
    return _card(row)


def sources(*, actor: Actor, library: str = "") -> list[SourceCard]:
    """Of one library, or of all whose sources this actor may see; the desks are no sources of files."""
    symbols = members.symbols_by_id()
    seen = {
        id: symbol
        for id, symbol in symbols.items()
        if (not library or symbol == library)
        and members.allowed(actor=actor, action="catalogue.read-source", object=ref(symbol, ""))
    }
    found = Source.objects.filter(library_id__in=seen).exclude(code=DESK)
    rows = list(found.order_by("library_id", "code"))
    return _cards(rows, symbols)


def _card(row: Source) -> SourceCard:
    return _cards([row], members.symbols_by_id())[0]


def _cards(rows: Sequence[Source], symbols: Mapping[int, str]) -> list[SourceCard]:
    """As many questions to the database for one as for all."""
    ids = [row.pk for row in rows if row.pk]
    living = Record.objects.filter(source__in=ids, kind=BIB, deleted_at=None).values("source")
    counts = dict(living.annotate(n=Count("pk")).values_list("source", "n"))
    latest = Load.objects.filter(source__in=ids).values("source").annotate(last=Max("pk")).values("last")
    loads = {load.source_id: load for load in Load.objects.filter(pk__in=latest).select_related("source")}
    return [
        _of(row, symbols[row.library_id], counts.get(row.pk, 0), loads.get(row.pk) if row.pk else None)
        for row in rows
    ]


def _of(row: Source, symbol: str, records: int, last: Load | None) -> SourceCard:
    return SourceCard(
        id=row.pk or 0,
        library=symbol,
        code=row.code,
        version=row.version,
        records=records,
        last_load=progress.card(last, symbol) if last else None,
        **settings_of(row),
    )
