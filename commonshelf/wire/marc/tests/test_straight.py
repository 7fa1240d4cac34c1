"""Sound records: read whole, equal to pymarc, the fast way equal to the careful one."""

from __future__ import annotations

import pymarc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.wire.marc import iso2709, mend
from commonshelf.wire.marc.read import Good, parse
from commonshelf.wire.marc.record import Field, Flavour, Syntax
from commonshelf.wire.marc.tests.make import (
    CHINESE,
    CNMARC_LEADER,
    ENGLISH,
    FIELDS,
    TRADITIONAL,
    data,
    flat,
    iso,
)


def read(raw: bytes, charset: str = "") -> Good:
    outcome = parse(raw, Syntax.ISO2709, charset)
    assert isinstance(outcome, Good), outcome
    return outcome


def by_pymarc(raw: bytes, coding: str = "utf-8") -> list[Field]:
    record = pymarc.Record(raw, file_encoding=coding, hide_utf8_warnings=True)
    return [
        Field(field.tag, "", (), field.data)
        if field.control_field
        else Field(
            field.tag, "".join(field.indicators), tuple((s.code, s.value) for s in field.subfields), ""
        )
        for field in record.fields
    ]


@pytest.mark.parametrize(
    ("fields", "leader", "coding", "flavour"),
    [
        (ENGLISH, "00000nam a2200000   4500", "utf-8", Flavour.MARC21),
        (CHINESE, CNMARC_LEADER, "utf-8", Flavour.CNMARC),
        (CHINESE, CNMARC_LEADER, "gb18030", Flavour.CNMARC),
        (TRADITIONAL, CNMARC_LEADER, "big5", Flavour.CNMARC),
        (ENGLISH[:3] + ENGLISH[5:], "00000nam a2200000   4500", "utf-8", Flavour.MARC21),
    ],
)
def test_a_sound_record_is_read_as_it_is(fields, leader, coding, flavour):
    good = read(iso(flat(fields, coding), leader), coding)
    assert list(good.marc.fields) == fields
    assert (good.flavour, good.charset, good.mended, good.doubtful) == (flavour, coding, (), ())
    assert len(good.marc.leader) == 24


def test_unimarc_from_elsewhere_is_not_taken_for_chinese():
    fields = [
        data("100", "  ", "a20190101d2018    m  y0frey5003    ba"),
        data("200", "1 ", "aPetites lampes", "fA. Port"),
        data("801", " 0", "aFR", "bDEMO"),
    ]
    assert read(iso(flat(fields), CNMARC_LEADER)).flavour is Flavour.UNIMARC


def test_an_authority_in_unimarc_is_told_by_its_coded_field():
    fields = [
        data("100", "  ", "a20190101achiy50      ea"),
        data("210", "02", "a示范图书馆"),
        data("801", " 0", "aCN"),
    ]
    assert read(iso(flat(fields), "00000nx  j2200000   45  ")).flavour is Flavour.CNMARC


def test_directory_order_is_kept_where_it_is_not_the_order_of_the_bytes():
    raw = iso(flat(ENGLISH))
    base = int(raw[12:17])
    lines = [raw[at : at + 12] for at in range(24, base - 1, 12)]
    good = read(raw[:24] + b"".join(reversed(lines)) + raw[base - 1 :])
    assert list(good.marc.fields) == ENGLISH[::-1]
    assert good.mended == ()


@given(FIELDS)
def test_equal_to_pymarc_and_to_the_careful_way(fields):
    raw = iso(flat(fields))
    fast, careful = iso2709._straight(raw, ""), mend.read(raw, "utf-8")
    assert fast is not None
    assert isinstance(careful, Good)
    assert list(fast.marc.fields) == list(careful.marc.fields) == by_pymarc(raw)
    assert careful.mended == ()


@given(FIELDS)
def test_gb18030_equal_to_pymarc(fields):
    raw = iso(flat(fields, "gb18030"), "00000nam  2200000   4500")
    assert list(read(raw, "gb18030").marc.fields) == by_pymarc(raw, "gb18030")


@given(
    st.lists(
        st.binary(max_size=20).map(lambda raw: raw.translate(None, bytes(range(32)))), min_size=1, max_size=6
    )
)
def test_marc8_equal_to_pymarc(values):
    fields = [("245", b"10" + b"".join(b"\x1fa" + value for value in values))]
    raw = iso(fields, "00000nam  2200000   4500")
    good = read(raw, "marc8")
    # Bytes that are UTF-8 throughout are read so whatever the leader claims; pymarc believes the leader.
    told_as_utf8 = good.charset != "marc8" or "charset" in good.mended
    if not told_as_utf8 and not set(good.mended) & {"controls", "entities", "subfields"}:
        assert list(good.marc.fields) == by_pymarc(raw, "iso8859-1")


def test_marc8_in_rust_and_in_python_are_one():
    from pymarc.marc8 import marc8_to_unicode as in_python
    from rmarc.marc8 import marc8_to_unicode as in_rust

    for lead in (*range(0x21, 0x7F), *range(0xA1, 0xFF)):
        for value in (
            bytes([lead]) + b"ea",
            b"\x1b$1!" + bytes([lead & 0x7F]) + b"0!0!\x1b(B",
            b"\x1b(N" + bytes([lead & 0x7F]),
        ):
            assert in_python(value, True) == in_rust(value, True)


def test_marc8_chinese_and_accents():
    fields = [
        ("245", b"10\x1faCaf\xe2e \x1b$1!2H!?5!T2!2/!X(\x1b(B /\x1fcE. D\xe8ub\xe8os."),
    ]
    good = read(iso(fields, "00000nam  2200000   4500"))
    assert good.marc.fields[0].subfields == (("a", "Café 傲慢與偏見 /"), ("c", "E. Dübös."))
    assert (good.charset, good.mended) == ("marc8", ())
