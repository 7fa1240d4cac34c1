"""From files to rows ready to store: the part of loading that needs no database, so it can run apart.

Everything here is plain; `child.py` runs it in a process of its own. Reading never stops at a
record: what cannot be used becomes a `Refused` with its bytes, offset and reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Final

from commonshelf.catalogue.bench import Bench, clean_id
from commonshelf.catalogue.domain import columns as column_table
from commonshelf.catalogue.looking import sizes, syntax_of
from commonshelf.catalogue.rows import (
    DELETES,
    TABLES,
    Batch,
    Broken,
    Closed,
    Message,
    Named,
    Opened,
    Rules,
)
from commonshelf.wire.marc.outcome import Bad, Piece
from commonshelf.wire.marc.read import decide_charset, parse, pieces
from commonshelf.wire.marc.record import Syntax
from commonshelf.wire.source import Unreadable, open_source
from commonshelf.wire.table import read as table

BATCH_ROWS: Final = 1000
SAMPLE_RECORDS: Final = 1000
"""So many records at the head of a file are looked at before its character set is decided."""


def messages(
    files: Sequence[Named], rules: Rules, *, place: int = 0, start: int = 0, rows: int = BATCH_ROWS
) -> Iterator[Message]:
    """Everything the files hold from `start` of file number `place` on, in batches."""
    for number in range(place, len(files)):
        name = files[number].name
        try:
            yield from _file(number, files[number], rules, start if number == place else 0, rows)
        except Unreadable as trouble:
            yield Broken(number, trouble.code, {**trouble.facts, "file": name})
        except OSError as trouble:
            yield Broken(number, "unreadable", {"file": name, "problem": trouble.strerror or ""})


def _file(place: int, named: Named, rules: Rules, start: int, most: int) -> Iterator[Message]:
    path, name = named
    syntax = rules.syntax or syntax_of(path, name)
    bench = Bench(rules, syntax)
    size, unpacked = sizes(path)
    passed = start

    def parcel(end: int) -> Batch:
        nonlocal passed
        passed = passed + bench.tray.bytes if syntax in TABLES else end  # tables count rows, not bytes
        return Batch(place, end, min(size, passed * size // unpacked), bench.take())

    steps = _steps(bench, path, start)
    end = next(steps)  # what can only be known after looking (the charset, the columns) is known now
    yield Opened(place, syntax, bench.charset, size)
    nothing = not start
    try:
        for end in steps:
            nothing = False
            if bench.full(most):
                yield parcel(end)
    except (Unreadable, OSError):
        if bench.tray.rows:
            yield parcel(end)
        raise
    if nothing:
        # Said the wrong format or an export that failed: to a full load it would mean that all is gone.
        raise Unreadable("no-records", {"syntax": syntax})
    if bench.tray.rows:
        yield parcel(end)
    yield Closed(place, size)


def _steps(bench: Bench, path: Path, start: int) -> Iterator[int]:
    """Puts one record after the other on the bench and tells where to go on after each; `start` first."""
    if bench.syntax in TABLES:
        return _table(bench, path, start)
    return _deletes(bench, path, start) if bench.syntax == DELETES else _marc(bench, path, start)


def _marc(bench: Bench, path: Path, start: int) -> Iterator[int]:
    syntax = Syntax(bench.syntax)
    bench.charset = bench.rules.charset
    if syntax is Syntax.ISO2709:
        bench.charset = decide_charset(_samples(path, syntax), bench.rules.charset)
    yield start
    with open_source(path) as file:
        for found in pieces(file, syntax, start):
            if isinstance(found, Piece):
                piece = found
                bench.marc(piece, parse(piece.raw, syntax, bench.charset))
            else:
                piece, bad = found
                bench.refuse(piece.offset, bad.reason, bad.facts, piece.raw)
            yield piece.offset + len(piece.raw)


def _samples(path: Path, syntax: Syntax) -> list[bytes]:
    """The first records. Where the file cannot be read on, the reading proper says so in its turn, once
    what stands before is loaded.
    """
    found: list[bytes] = []
    with open_source(path) as file, suppress(Unreadable):
        found.extend(map(_raw, islice(pieces(file, syntax), SAMPLE_RECORDS)))
    return found


def _raw(found: Piece | tuple[Piece, Bad]) -> bytes:
    return found.raw if isinstance(found, Piece) else found[0].raw


def _table(bench: Bench, path: Path, start: int) -> Iterator[int]:
    syntax = Syntax(bench.syntax)
    bench.charset = bench.rules.charset
    columns = columns_for(table.headers(path, syntax, bench.charset), bench.rules.columns)
    yield start
    for row in table.rows(path, syntax, bench.charset, start):
        bench.row(row, columns)
        yield row.number


def columns_for(headers: Sequence[str], saved: Mapping[str, str]) -> dict[str, str]:
    """Fact -> header for this file. Raises Unreadable "no-column" for a header that is missing."""
    columns = dict(saved) or column_table.guess_columns(headers)
    wanted = {column.name: column.zh for column in column_table.COLUMNS if column.needed} | dict(saved)
    for fact, header in wanted.items():
        if columns.get(fact) not in headers:
            there = ", ".join(headers)[:300]
            raise Unreadable("no-column", {"column": header, "fact": fact, "there": there})
    return columns


def _deletes(bench: Bench, path: Path, start: int) -> Iterator[int]:
    yield start
    offset = 0
    with open_source(path) as file:
        for line in file:
            before, offset = offset, offset + len(line)
            local_id = clean_id(line.decode("utf-8-sig", "replace"))
            if local_id and before >= start:
                bench.gone(before, local_id, line)
            yield max(start, offset)
