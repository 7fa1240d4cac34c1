"""Streams cut into pieces: nothing lost, nothing doubled, from any place, in any size of bites."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonshelf.wire.marc import split, write
from commonshelf.wire.marc.read import Bad, Good, Piece, Unreadable, parse, pieces, sniff
from commonshelf.wire.marc.record import Marc, Syntax
from commonshelf.wire.marc.tests.make import CHINESE, ENGLISH, LEADER, Drip, flat, iso

ONE = iso(flat(ENGLISH))
TWO = iso(flat(CHINESE), "00000nam0 2200000   450 ")
MARCS = [Marc(LEADER, tuple(ENGLISH)), Marc(LEADER, tuple(CHINESE))] * 3
XML = write.marcxml(MARCS)
ARRAY = json.dumps([write.json_form(marc) for marc in MARCS], ensure_ascii=False, indent=1).encode()
LINES = "\n".join(json.dumps(write.json_form(marc)) for marc in MARCS).encode()
FILES = [
    (Syntax.ISO2709, ONE + b"\r\n" + TWO + ONE + b"\n\n" + TWO + ONE + TWO + b"\x1d\x1d\x00\x1a"),
    (Syntax.MARCXML, XML),
    (Syntax.MARCXCHANGE, write.marcxchange(MARCS)),
    (Syntax.JSON, ARRAY),
    (Syntax.JSON, LINES),
    (Syntax.JSON, LINES.replace(b"\n", b"")),
]


@pytest.mark.parametrize(("syntax", "content"), FILES)
@settings(max_examples=12, deadline=None)
@given(step=st.integers(30, 700))
def test_every_piece_in_any_bites_and_from_any_boundary(syntax, content, step):
    whole = list(pieces(io.BytesIO(content), syntax))
    assert len(whole) == 6
    assert all(content[piece.offset : piece.offset + len(piece.raw)] == piece.raw for piece in whole)
    assert all(isinstance(parse(piece.raw, syntax), Good) for piece in whole)
    assert list(pieces(Drip(content, step), syntax)) == whole
    place = whole[step % 6]
    rest = [piece for piece in whole if piece.offset > place.offset]
    assert list(pieces(io.BytesIO(content), syntax, place.offset + len(place.raw))) == rest
    assert list(pieces(Drip(content, step), syntax, place.offset + len(place.raw))) == rest


@pytest.mark.parametrize(("syntax", "content"), FILES)
def test_told_by_the_first_bytes(syntax, content):
    assert sniff(content[:4096]) is syntax
    assert sniff(b"\xef\xbb\xbf\r\n" + content[:4096]) is syntax


def test_a_record_end_inside_a_field_is_not_the_end():
    inner = flat(ENGLISH)
    inner[4] = ("245", inner[4][1].replace(b"small", b"sm\x1dall"))
    content = TWO + iso(inner) + TWO
    found = list(pieces(io.BytesIO(content), Syntax.ISO2709))
    assert [piece.raw for piece in found] == [TWO, iso(inner), TWO]
    good = parse(found[1].raw, Syntax.ISO2709)
    assert isinstance(good, Good)
    assert list(good.marc.fields) == ENGLISH
    assert good.mended == ("controls",)


@pytest.mark.parametrize("between", [b"", b"\n", b"\r\n"])
def test_lost_record_ends_are_seen_by_the_next_leader(between):
    content = ONE[:-1] + between + TWO[:-1] + between + ONE[:-1] + between + TWO[:-1]
    goods = [parse(piece.raw, Syntax.ISO2709) for piece in pieces(io.BytesIO(content), Syntax.ISO2709)]
    assert [list(good.marc.fields) for good in goods] == [ENGLISH, CHINESE, ENGLISH, CHINESE]


def test_a_last_record_cut_off_is_told_with_its_bytes():
    """Half a record must not replace the whole one sent before; without its end marks alone it is whole."""
    *_, (piece, bad) = pieces(io.BytesIO(TWO + ONE[:-40]), Syntax.ISO2709)
    assert (piece.offset, piece.raw) == (len(TWO), ONE[:-40])
    assert (bad.reason, bad.facts) == ("truncated", {"bytes": len(ONE) - 40})
    for lacking in (1, 2):
        *_, last = pieces(io.BytesIO(TWO + ONE[:-lacking]), Syntax.ISO2709)
        assert list(parse(last.raw, Syntax.ISO2709).marc.fields) == ENGLISH


def test_half_a_record_is_still_mended_where_it_is_all_there_is():
    good = parse(ONE[:-40], Syntax.ISO2709)
    assert isinstance(good, Good)
    assert list(good.marc.fields)[:5] == ENGLISH[:5]
    assert {"terminator", "lost"} <= set(good.mended)


def test_a_piece_without_end_is_passed_over_in_small_memory(monkeypatch):
    monkeypatch.setattr(split, "MOST_PIECE", 1 << 20)
    content = ONE + b"A" * (3 << 20) + b"\x1d" + TWO
    first, (piece, bad), last = pieces(io.BytesIO(content), Syntax.ISO2709)
    assert (first.raw, last.raw) == (ONE, TWO)
    assert (piece.offset, bad.reason, bad.facts["bytes"]) == (len(ONE), "too-long", (3 << 20) + 1)
    assert len(piece.raw) <= split.KEPT


@pytest.mark.parametrize(
    "doctype",
    [
        b'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        b'<!DOCTYPE r SYSTEM "file:///etc/passwd">',
        b"<!doctype r>",
    ],
)
def test_a_doctype_is_refused_wherever_it_stands(doctype):
    late = XML.replace(b"</record><record>", b"</record>" + doctype + b"<record>", 1)
    for content in (doctype + XML, b"<?xml version='1.0'?>\n" + doctype + XML.partition(b"?>")[2], late):
        with pytest.raises(Unreadable, match="doctype"):
            list(pieces(Drip(content, 50), Syntax.MARCXML))
    with pytest.raises(Unreadable, match="doctype"):
        sniff(doctype.upper() + XML)


def test_one_bad_record_in_xml_does_not_lose_the_rest():
    broken = XML.replace(b"A winter of small", b"A winter <of small", 1)
    outcomes = [parse(piece.raw, Syntax.MARCXML) for piece in pieces(io.BytesIO(broken), Syntax.MARCXML)]
    assert [type(outcome) for outcome in outcomes] == [Bad, Good, Good, Good, Good, Good]
    assert outcomes[0].reason == "xml"
    assert {"line", "column", "what"} <= outcomes[0].facts.keys()


def test_xml_cut_off_tells_of_the_last_record():
    *goods, (piece, bad) = pieces(io.BytesIO(XML[:-100]), Syntax.MARCXML)
    assert len(goods) == 5
    assert bad.reason == "truncated"
    assert XML[piece.offset :].startswith(piece.raw)


def test_json_that_never_closes_is_given_up_at_the_next_line():
    lines = LINES.split(b"\n")
    lines[2] = lines[2][:-3]
    (*_,) = found = list(pieces(io.BytesIO(b"\n".join(lines)), Syntax.JSON))
    good = [piece for piece in found if isinstance(piece, Piece)]
    bad = [piece for piece in found if not isinstance(piece, Piece)]
    assert [piece.raw for piece in good] == [line for at, line in enumerate(lines) if at != 2]
    assert [told.reason for _, told in bad] == ["truncated"]


def test_records_harvested_by_oai_are_the_inner_ones():
    inner = XML.partition(b"<record>")[2].partition(b"</record>")[0]
    body = b"<OAI-PMH><ListRecords>" + b"".join(
        b"<record><header><identifier>x</identifier></header><metadata><marc:record xmlns:marc='http://www.loc.gov/MARC21/slim'>"
        + inner.replace(b"</", b"</marc:")
        .replace(b"<leader", b"<marc:leader")
        .replace(b"<controlfield", b"<marc:controlfield")
        .replace(b"<datafield", b"<marc:datafield")
        .replace(b"<subfield", b"<marc:subfield")
        + b"</marc:record></metadata></record>"
        for _ in range(3)
    )
    found = list(pieces(io.BytesIO(body), Syntax.MARCXML))
    goods = [parse(piece.raw, Syntax.MARCXML) for piece in found]
    assert [list(good.marc.fields) for good in goods] == [ENGLISH] * 3


@pytest.mark.parametrize(
    ("head", "name", "code"),
    [
        (b"", "a.mrc", "empty"),
        (b"\xef\xbb\xbf  \r\n", "a.mrc", "empty"),
        (b"%PDF-1.7", "a.mrc", "foreign-file"),
        (b"\xd0\xcf\x11\xe0\xa1", "a.xls", "foreign-file"),
        (b"PK\x03\x04 word/document.xml", "a.docx", "foreign-file"),
        (b"<html><body>404", "a.mrc", "foreign-file"),
        (b"=LDR  00000nam", "a.mrk", "foreign-file"),
        (b"nothing in particular", "a.bin", "unknown-syntax"),
    ],
)
def test_what_is_no_catalogue_is_refused(head, name, code):
    with pytest.raises(Unreadable) as refused:
        sniff(head, name)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("head", "name", "syntax"),
    [
        (b"PK\x03\x04....xl/workbook.xml", "a", Syntax.XLSX),
        ("题名,作者\n".encode(), "list", Syntax.CSV),
        ("题名\n".encode("gb18030"), "list.csv", Syntax.CSV),
        (b"Title\tAuthor\n", "x", Syntax.CSV),
        (b"00026     2200025   4500", "x", Syntax.ISO2709),
        (b'<collection xmlns="info:lc/xmlns/marcxchange-v1">', "x", Syntax.MARCXCHANGE),
    ],
)
def test_other_first_bytes(head, name, syntax):
    assert sniff(head, name) is syntax


def test_a_table_is_not_cut_into_pieces():
    with pytest.raises(Unreadable, match="not-marc"):
        pieces(io.BytesIO(b"a,b"), Syntax.CSV)
