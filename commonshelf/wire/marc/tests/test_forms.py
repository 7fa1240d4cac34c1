"""MARCXML, marcxchange and JSON read and written: round trips, schemas, other people's readers."""

from __future__ import annotations

import io
import json
import shutil
import subprocess

import pymarc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from commonshelf.conftest import shared_data
from commonshelf.wire.marc import write
from commonshelf.wire.marc.read import Bad, Good, Piece, parse, pieces
from commonshelf.wire.marc.record import Field, Marc, Syntax
from commonshelf.wire.marc.tests.make import (
    CHINESE,
    CNMARC_LEADER,
    ENGLISH,
    LEADER,
    MARCS,
    TRADITIONAL,
    control,
    data,
    put,
)

SIX = [
    Marc(LEADER, tuple(ENGLISH)),
    Marc(CNMARC_LEADER, tuple(CHINESE)),
    Marc(CNMARC_LEADER, tuple(TRADITIONAL)),
]
DIRTY = Marc(
    "0\x00\x07éxyz",
    (
        control("001", "a\x00b\x1fc"),
        control("FMT", "BK"),
        Field("2\x0145", "1é", (("a", "Ti\x07tle\ud800\ufffe"), ("é", "x"), ("", "y")), ""),
        data("245", "A@", "aBell\x07", " blank"),
        Field("500", "  ", (), ""),
        data("INST", "  ", "aX"),
    ),
)


def read_back(content: bytes, syntax: Syntax) -> list[Good]:
    outcomes = [
        parse(piece.raw, syntax) for piece in pieces(io.BytesIO(content), syntax) if isinstance(piece, Piece)
    ]
    assert all(isinstance(outcome, Good) for outcome in outcomes), outcomes
    return outcomes


def bare(marc: Marc) -> list[Field]:
    """Without data fields that hold nothing and with the control fields first, as the schemas have it."""
    return sorted(
        (field for field in marc.fields if field.subfields or not field.ind),
        key=lambda field: bool(field.ind),
    )


@given(MARCS)
def test_iso2709_there_and_back(marc):
    raw = write.iso2709(marc)
    good = parse(raw, Syntax.ISO2709)
    assert list(good.marc.fields) == list(marc.fields)
    assert (good.mended, int(good.marc.leader[:5])) == ((), len(raw))
    assert write.iso2709(good.marc) == raw


@given(MARCS)
def test_json_there_and_back(marc):
    form = write.json_form(marc)
    assert write.from_json(json.loads(json.dumps(form))) == marc
    (good,) = read_back(json.dumps(form, ensure_ascii=False).encode(), Syntax.JSON)
    assert (good.marc, good.mended) == (marc, ())


@settings(max_examples=40)
@given(st.lists(MARCS, min_size=1, max_size=3))
def test_xml_there_and_back(marcs):
    for written, syntax in (
        (write.marcxml(marcs), Syntax.MARCXML),
        (write.marcxchange(marcs), Syntax.MARCXCHANGE),
    ):
        goods = read_back(written, syntax)
        assert [list(good.marc.fields) for good in goods] == [bare(marc) for marc in marcs]
        assert all(good.mended == () for good in goods)


@given(MARCS)
def test_pymarc_reads_what_we_write(marc):
    record = pymarc.Record(write.iso2709(marc), force_utf8=True)
    assert [field.tag for field in record.fields] == [field.tag for field in marc.fields]
    assert write.json_form(marc)["fields"] == record.as_dict()["fields"]


@pytest.mark.shared
@settings(max_examples=40)
@given(st.lists(MARCS, max_size=3))
def test_slim_is_valid_whatever_goes_in(marcs):
    schema = etree.XMLSchema(file=str(shared_data("standards/MARC21slim.xsd")))
    schema.assertValid(etree.fromstring(write.marcxml([*marcs, *SIX, DIRTY])))


@pytest.mark.shared
def test_a_cnmarc_leader_is_mended_for_slim_and_kept_for_marcxchange():
    schema = etree.XMLSchema(file=str(shared_data("standards/MARC21slim.xsd")))
    slim, exchange = write.marcxml(SIX), write.marcxchange(SIX)
    schema.assertValid(etree.fromstring(slim))
    assert not schema.validate(etree.fromstring(slim.replace(b"4500</leader>", b"450 </leader>")))
    assert CNMARC_LEADER.encode() in exchange
    assert b'format="CNMARC" type="Bibliographic"' in exchange


def test_characters_xml_cannot_hold_are_left_out():
    for written in (write.marcxml([DIRTY]), write.marcxchange([DIRTY])):
        (good,) = read_back(written, Syntax.MARCXML)
        assert "Title" in {value for field in good.marc.fields for _, value in field.subfields}
    raw = write.iso2709(DIRTY)
    good = parse(raw, Syntax.ISO2709)
    assert good.marc.control("001") == "abc"
    assert good.marc.fields[2].first("a") == "Title"


def test_a_tag_slim_has_no_place_for_is_not_lost():
    (good,) = read_back(write.marcxml([DIRTY]), Syntax.MARCXML)
    assert data("999", "  ", "9FMT", "aBK") in good.marc.fields


@pytest.mark.parametrize(
    ("field", "tag"),
    [
        (data("520", "  ", "a" + "x" * 9_995), "520"),
        (data("520", "  ", "a" + "灯" * 3_332), "520"),
        (control("001", "x" * 9_999), "001"),
    ],
)
def test_a_field_too_long_is_refused_not_cut(field, tag):
    with pytest.raises(write.TooLong) as refused:
        write.iso2709(Marc(LEADER, (*ENGLISH, field)))
    assert (refused.value.tag, refused.value.limit) == (tag, 9_999)
    assert refused.value.size == 10_000 or tag == "520"


def test_the_longest_field_and_record_that_fit():
    full = data("520", "  ", "a" + "x" * 9_994)  # 9,999 bytes with indicators, mark, code and terminator
    assert list(parse(write.iso2709(Marc(LEADER, (full,))), Syntax.ISO2709).marc.fields) == [full]
    left = 99_999 - 25 - 12 * 10 - 9 * 9_999 - 1
    last = data("521", "  ", "a" + "x" * (left - 5))
    assert len(write.iso2709(Marc(LEADER, (*[full] * 9, last)))) == 99_999
    with pytest.raises(write.TooLong) as refused:
        write.iso2709(Marc(LEADER, (*[full] * 9, data("521", "  ", "a" + "x" * (left - 4)))))
    assert (refused.value.tag, refused.value.size, refused.value.limit) == ("", 100_000, 99_999)


@pytest.mark.skipif(shutil.which("yaz-marcdump") is None, reason="needs yaz-marcdump (apt install yaz)")
@settings(max_examples=10, deadline=None)
@given(st.lists(MARCS, min_size=1, max_size=20))
def test_yaz_reads_what_we_write(tmp_path_factory, marcs):
    path = put(tmp_path_factory.mktemp("yaz"), "out.mrc", b"".join(map(write.iso2709, marcs)))
    done = subprocess.run(["yaz-marcdump", "-o", "marcxchange", str(path)], capture_output=True, check=True)
    goods = read_back(done.stdout, Syntax.MARCXCHANGE)
    assert [list(good.marc.fields) for good in goods] == [list(marc.fields) for marc in marcs]
    assert done.stderr == b""


XML = """<record><leader>00000nam a2200000   4500</leader><controlfield tag="001">x1</controlfield>
<datafield tag="245" ind1="1" ind2="0"><subfield code="a">{}</subfield></datafield>
<datafield tag="300" ind1=" " ind2=" "><subfield code="a">1 v.</subfield></datafield></record>"""


@pytest.mark.parametrize(
    ("inside", "text", "code"),
    [
        (b"A\x07B", "AB", "controls"),
        (b"A&#x1F;B", "AB", "controls"),
        (b"A&#31;B", "AB", "controls"),
        (b"A & B", "A & B", "entities"),
        (b"A &nbsp; B", "A &nbsp; B", "entities"),
        (b"\xe5\x86\xac\xff\xe5\x86\xac", "冬\ufffd冬", "characters"),
        (b"A\x00B", "AB", "controls"),
    ],
)
def test_what_xml_does_not_allow_is_mended_in_its_field_only(inside, text, code):
    good = parse(XML.encode().replace(b"{}", inside), Syntax.MARCXML)
    assert isinstance(good, Good), good
    assert good.marc.fields[1].first("a") == text
    assert code in good.mended
    assert good.doubtful == (() if code == "entities" else (1,))


def test_gb18030_inside_xml_is_seen():
    raw = XML.replace("{}", "图书馆学基础教程：新编").encode("gb18030")
    for declared in ("", "gb18030"):
        good = parse(raw, Syntax.MARCXML, declared)
        assert good.marc.fields[1].first("a") == "图书馆学基础教程：新编"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (('tag="245"', 'tag="45"'), "tags"),
        (('tag="245"', 'tag="INST"'), "lost"),
        (('tag="245" ', ""), "lost"),
        (('code="a">{', 'code="">{'), "subfields"),
        (('<subfield code="a">{}</subfield>', "{}"), "subfields"),
        (('ind1="1"', 'ind1="é"'), "indicators"),
        (("00000nam a2200000   4500", "nam"), "leader"),
        (("<leader>00000nam a2200000   4500</leader>", ""), "leader"),
    ],
)
def test_an_odd_element_does_not_lose_the_record(change, code):
    good = parse(XML.replace(*change).replace("{}", "Title").encode(), Syntax.MARCXML)
    assert isinstance(good, Good)
    assert code in good.mended
    assert good.marc.control("001") == "x1"


@pytest.mark.parametrize(
    ("raw", "syntax", "reason"),
    [
        (b"<record></record>", Syntax.MARCXML, "no-fields"),
        (b"<record><header status='deleted'/></record>", Syntax.MARCXML, "no-fields"),
        (b"<record><a></record>", Syntax.MARCXML, "xml"),
        (b"<record>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</record>", Syntax.MARCXML, "xml"),
        (b"not xml", Syntax.MARCXML, "xml"),
        (b"", Syntax.MARCXML, "xml"),
        (b"{}", Syntax.JSON, "json"),
        (b'{"fields": 5}', Syntax.JSON, "json"),
        (b'{"fields": [[]]}', Syntax.JSON, "json"),
        (b'{"fields": []}', Syntax.JSON, "no-fields"),
        (b'{"fields": [{"245": {"subfields": 5}}]}', Syntax.JSON, "json"),
        (b"[" * 100_000, Syntax.JSON, "json"),
        (b"", Syntax.JSON, "json"),
    ],
)
def test_what_is_no_record_says_why(raw, syntax, reason):
    outcome = parse(raw, syntax)
    assert isinstance(outcome, Bad)
    assert outcome.reason == reason


def test_json_of_a_stranger_is_made_fit():
    form = {
        "leader": "x\u0000é",
        "fields": [
            {"1": "a\u0001"},
            {"245": {"ind1": "é", "subfields": [{"a": "\ud800T"}, {"ß": "\ufffd"}]}},
            {"weird": "x"},
        ],
    }
    good = parse(json.dumps(form).encode(), Syntax.JSON)
    assert good.marc.fields == (control("001", "a"), Field("245", "  ", (("a", "T"), (" ", "\ufffd")), ""))
    assert set(good.mended) == {"leader", "tags", "lost", "controls", "characters", "subfields", "indicators"}
    assert good.doubtful == (0, 1)
    assert write.iso2709(good.marc)


def test_from_json_refuses_another_form():
    with pytest.raises(ValueError, match="not MARC-in-JSON"):
        write.from_json({"fields": [{"245": {"subfields": 7}}]})
