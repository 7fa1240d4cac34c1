"""Real damage gathered by other tools: the figures of issue 2, reached and printed (pytest -s)."""

from __future__ import annotations

import html
import io
import logging
import sys
import unicodedata
import warnings
from collections import Counter
from functools import cache
from pathlib import Path

import pymarc
import pytest

from commonshelf.conftest import shared_data
from commonshelf.wire.marc.read import Bad, Good, Piece, decide_charset, open_source, parse, pieces, sniff
from commonshelf.wire.marc.record import Marc, Syntax

pytestmark = pytest.mark.shared
DAMAGED = "marc4j__pride-and-prejudice-with-many-errors.mrc.gz"
TWIN = "marc4j__pride-and-prejudice-fixed.mrc.gz"
# Of the 20 other refusals these cannot be a record: a directory of nothing and a tail of blanks.
OTHER_REFUSALS, READ_AT_LEAST = 20, 13


def files() -> list[Path]:
    return sorted(path for path in shared_data("data/bad-records").iterdir() if "__" in path.name)


@cache
def content(path: Path) -> bytes:
    with open_source(path) as file:
        return file.read()


@cache
def ours(path: Path) -> list[tuple[int, Good | Bad]]:
    syntax = sniff(content(path)[:8192], path.name)
    found = list(pieces(io.BytesIO(content(path)), syntax))
    charset = decide_charset(piece.raw for piece in found if isinstance(piece, Piece))
    return [
        (piece.offset, parse(piece.raw, syntax, charset))
        if isinstance(piece, Piece)
        else (piece[0].offset, piece[1])
        for piece in found
    ]


@cache
def theirs(path: Path) -> list[tuple[int, pymarc.Record | None]]:
    """(offset, record or None), as pymarc steps through an ISO 2709 file."""
    logging.disable(logging.CRITICAL)
    reader = pymarc.MARCReader(io.BytesIO(content(path)), hide_utf8_warnings=True)
    steps, offset = [], 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for record in reader:
            steps.append((offset, record))
            offset += len(reader.current_chunk or b"")
    logging.disable(logging.NOTSET)
    return steps


def figure(text: str) -> None:
    """Shown with pytest -s."""
    sys.stdout.write(f"\n  {text}\n")


def plain(text: str) -> str:
    return unicodedata.normalize("NFC", html.unescape(text))


def fields(marc: Marc) -> Counter[tuple[object, ...]]:
    """The twin was written in composed and decomposed letters, without entities and empty subfields."""
    return Counter(
        (
            field.tag,
            field.ind,
            plain(field.data),
            tuple((code, plain(value)) for code, value in field.subfields if value),
        )
        for field in marc.fields
    )


def test_every_file_is_read_without_an_error():
    outcomes = {path.name: ours(path) for path in files()}
    assert len(outcomes) == 32
    good = sum(isinstance(outcome, Good) for found in outcomes.values() for _, outcome in found)
    bad = [
        (name, at, outcome.reason)
        for name, found in outcomes.items()
        for at, outcome in found
        if isinstance(outcome, Bad)
    ]
    figure(f"{len(outcomes)} files, {good} records read, {len(bad)} rejected: {bad}")
    assert good >= 1200


def test_every_record_pymarc_reads_is_read():
    compared = same = 0
    for path in files():
        if sniff(content(path)[:8192], path.name) is not Syntax.ISO2709:
            continue
        mine = dict(ours(path))
        for offset, record in theirs(path):
            if record is None:
                continue
            assert isinstance(mine.get(offset), Good), (path.name, offset)
            compared += 1
            same += [field.tag for field in record.fields] == [
                field.tag for field in mine[offset].marc.fields
            ]
    figure(f"pymarc reads {compared}, so do we; the same fields in {same}")
    assert same == compared >= 880


def test_the_records_pymarc_refuses_equal_the_repaired_twin():
    folder = shared_data("data/bad-records")
    refused = [at for at, (_, record) in enumerate(theirs(folder / DAMAGED)) if record is None]
    assert len(refused) == 85
    damaged, twin = ours(folder / DAMAGED), ours(folder / TWIN)
    total = equal = whole = 0
    for at in refused:
        mine, right = fields(damaged[at][1].marc), fields(twin[at][1].marc)
        total += right.total()
        equal += (mine & right).total()
        whole += mine == right
    shares = f"{equal / total:.1%} of fields, {whole / 85:.1%} of whole records"
    figure(f"85 refused records: {equal} of {total} fields and {whole} records equal the twin ({shares})")
    assert equal >= 0.99 * total
    assert whole >= 78


def test_most_of_the_other_refusals_are_read():
    read, known = 0, 0
    for path in files():
        if path.name == DAMAGED or sniff(content(path)[:8192], path.name) is not Syntax.ISO2709:
            continue
        mine = dict(ours(path))
        refusals = [offset for offset, record in theirs(path) if record is None]
        known += len(refusals)
        read += sum(isinstance(mine.get(offset), Good) for offset in refusals)
    figure(f"of {known} other refusals {read} read")
    assert known == OTHER_REFUSALS
    assert read >= READ_AT_LEAST


def test_a_broken_character_stands_only_in_a_field_told_as_mended():
    told = 0
    for path in files():
        for offset, outcome in ours(path):
            if isinstance(outcome, Bad):
                continue
            for at, field in enumerate(outcome.marc.fields):
                broken = any(
                    "\ufffd" in value for value in (field.data, *(value for _, value in field.subfields))
                )
                assert not broken or (at in outcome.doubtful and "characters" in outcome.mended), (
                    path.name,
                    offset,
                )
                told += broken
    figure(f"{told} fields hold U+FFFD, all of them told")


def test_the_record_with_lines_lost_keeps_its_title():
    found = ours(shared_data("data/bad-records") / "solrmarc-sw__combineBibMhld_b1badb3.mrc")
    assert [outcome.marc.control("001") for _, outcome in found][::2] == ["a1", "a3"]
    titles = [field.first("a") for field in found[1][1].marc.get("245")]
    assert len(titles) == 1
    assert titles[0].startswith("Na")


@pytest.mark.parametrize(
    "name",
    [
        "zh-four-libraries/library-A.mrc.gz",
        "zh-four-libraries/library-B.mrc.gz",
        "zh-four-libraries/library-D.mrc.gz",
        "crkn-canadiana/records.mrc.gz",
        "uva-solrmarc/records.mrc.gz",
    ],
)
def test_real_catalogues_equal_pymarc(name):
    """Every field of the first 1,500 records of each, in UTF-8, GB18030 and MARC-8."""
    path = shared_data(f"data/{name}")
    with open_source(path) as file:
        raws = [piece.raw for _, piece in zip(range(1500), pieces(file, Syntax.ISO2709), strict=False)]
    charset = decide_charset(raws)
    coding = charset if charset == "gb18030" else "iso8859-1"
    for raw in raws:
        record = pymarc.Record(raw, file_encoding=coding, hide_utf8_warnings=True)
        mine = [
            (field.tag, field.data) if not field.ind else (field.tag, tuple(field.ind), list(field.subfields))
            for field in parse(raw, Syntax.ISO2709, charset).marc.fields
        ]
        assert mine == [
            (field.tag, field.data)
            if field.control_field
            else (field.tag, tuple(field.indicators), [(part.code, part.value) for part in field.subfields])
            for field in record.fields
        ]
