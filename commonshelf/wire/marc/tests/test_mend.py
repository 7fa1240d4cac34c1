"""Every kind of damage planted in a sound record: the fields come out as they went in, and it is told."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonshelf.wire.marc.read import Bad, Good, Piece, parse, pieces
from commonshelf.wire.marc.record import Syntax
from commonshelf.wire.marc.tests.make import CHINESE, CNMARC_LEADER, ENGLISH, FIELDS, data, flat, iso


def lines_of(raw: bytes) -> tuple[list[bytes], bytes]:
    """Directory lines, and everything from the terminator of the directory on."""
    base = int(raw[12:17])
    return [raw[at : at + 12] for at in range(24, base - 1, 12)], raw[base - 1 :]


def with_lines(raw: bytes, lines: list[bytes], rest: bytes) -> bytes:
    return raw[:24] + b"".join(lines) + rest


def numbers(line: bytes, length: int = 0, start: int = 0) -> bytes:
    return line[:3] + b"%04d%05d" % (int(line[3:7]) + length, int(line[7:]) + start)


def length_wrong(raw: bytes) -> bytes:
    return b"%05d" % (int(raw[:5]) + 7) + raw[5:]


def length_letters(raw: bytes) -> bytes:
    return b"0x12 " + raw[5:]


def base_wrong(raw: bytes) -> bytes:
    return raw[:12] + b"99937" + raw[17:]


def base_zero(raw: bytes) -> bytes:
    return raw[:12] + b"00000" + raw[17:]


def leader_short(raw: bytes) -> bytes:
    return raw[:23] + raw[24:]


def leader_long(raw: bytes) -> bytes:
    return raw[:10] + b" " + raw[10:]


def leader_bytes(raw: bytes) -> bytes:
    return raw[:18] + b"\xc3" + raw[19:]


def no_record_end(raw: bytes) -> bytes:
    return raw[:-1]


def no_last_end(raw: bytes) -> bytes:
    return raw[:-2] + b"\x1d"


def line_breaks(raw: bytes) -> bytes:
    return b"\r\n" + raw + b"\r\n"


def starts_shifted(raw: bytes) -> bytes:
    lines, rest = lines_of(raw)
    return with_lines(raw, [numbers(line, start=3) for line in lines], rest)


def lengths_off(raw: bytes) -> bytes:
    lines, rest = lines_of(raw)
    return with_lines(raw, [numbers(line, length=1 + at % 3) for at, line in enumerate(lines)], rest)


def characters_counted(raw: bytes) -> bytes:
    """Lengths and starts of characters, not bytes: the commonest fault of home-made exports."""
    lines, rest = lines_of(raw)
    segments = rest[1:-2].split(b"\x1e")
    out, start = [], 0
    for line, segment in zip(lines, segments, strict=True):
        length = len(segment.decode()) + 1
        out.append(line[:3] + b"%04d%05d" % (length, start))
        start += length
    return with_lines(raw, out, rest)


def directory_end_lost(raw: bytes) -> bytes:
    base = int(raw[12:17])
    return raw[: base - 1] + raw[base:]


def letter_in_directory(raw: bytes) -> bytes:
    return raw[:28] + b"\xd0" + raw[29:]


def byte_too_many_in_directory(raw: bytes) -> bytes:
    return raw[:42] + b"0" + raw[42:]


def byte_missing_in_directory(raw: bytes) -> bytes:
    return raw[:42] + raw[43:]


def end_between_fields_lost(raw: bytes) -> bytes:
    """0x1E between two data fields gone, everything after it one byte nearer."""
    _, rest = lines_of(raw)
    ends = [found.start() for found in re.finditer(b"\x1e", rest)]
    at = len(raw) - len(rest) + ends[-3]
    return raw[:at] + raw[at + 1 :]


def junk_before(raw: bytes) -> bytes:
    return b"exported by nobody in particular\n" + raw


FAULTS = [
    (length_wrong, "length"),
    (length_letters, "length"),
    (base_wrong, "length"),
    (base_zero, "length"),
    (leader_short, "leader"),
    (leader_long, "leader"),
    (leader_bytes, "leader"),
    (no_record_end, "terminator"),
    (no_last_end, "terminator"),
    (line_breaks, "length"),
    (starts_shifted, "directory"),
    (lengths_off, "directory"),
    (characters_counted, "directory"),
    (directory_end_lost, "length"),
    (letter_in_directory, "directory"),
    (byte_too_many_in_directory, "directory"),
    (byte_missing_in_directory, "directory"),
    (end_between_fields_lost, "directory"),
    (junk_before, "leader"),
]


@pytest.mark.parametrize(("fault", "code"), FAULTS, ids=[fault.__name__ for fault, _ in FAULTS])
@pytest.mark.parametrize(
    "made", [(ENGLISH, "00000nam a2200000   4500"), (CHINESE, CNMARC_LEADER)], ids=["en", "zh"]
)
def test_fields_come_out_as_they_went_in(fault, code, made):
    fields, leader = made
    good = parse(fault(iso(flat(fields), leader)), Syntax.ISO2709)
    assert isinstance(good, Good)
    assert list(good.marc.fields) == fields
    assert code in good.mended
    assert "lost" not in good.mended
    assert len(good.marc.leader) == 24


@settings(max_examples=60)
@given(
    FIELDS,
    st.sampled_from(
        [length_wrong, base_wrong, starts_shifted, characters_counted, no_record_end, line_breaks]
    ),
)
def test_any_record_stands_these(fields, fault):
    good = parse(fault(iso(flat(fields))), Syntax.ISO2709)
    assert isinstance(good, Good)
    assert list(good.marc.fields) == fields


def test_a_stray_terminator_inside_a_field_is_a_blank():
    sound = flat(ENGLISH)
    sound[4] = ("245", sound[4][1].replace(b"small lamps", b"small\x1elamps"))
    good = parse(iso(sound), Syntax.ISO2709)
    assert isinstance(good, Good)
    assert list(good.marc.fields) == ENGLISH
    assert "directory" in good.mended


def test_a_field_over_9999_bytes_widens_its_line():
    long = data("520", "  ", "a" + "冬天的小灯" * 1000)
    good = parse(iso(flat([*ENGLISH[:4], long, *ENGLISH[4:]])), Syntax.ISO2709)
    assert isinstance(good, Good)
    assert good.marc.fields == (*ENGLISH[:4], long, *ENGLISH[4:])
    assert "directory" in good.mended


def test_a_record_over_99999_bytes_is_read():
    many = [
        data("952", "  ", "aNCU", f"p{number:08d}", "zkept in the long gallery") for number in range(3000)
    ]
    raw = iso(flat([*ENGLISH, *many]))
    good = parse(b"99999" + raw[6:13] + b"99999" + raw[18:], Syntax.ISO2709)
    assert isinstance(good, Good)
    assert good.marc.fields == (*ENGLISH, *many)


def test_lines_that_lost_their_way_do_not_drag_the_others_along():
    """Eight lines collapsed into fifteen bytes, as one library's export did."""
    raw = iso(flat(ENGLISH))
    lines, rest = lines_of(raw)
    good = parse(with_lines(raw, [b"001000000", *lines[4:]], rest), Syntax.ISO2709)
    assert isinstance(good, Good)
    assert list(good.marc.fields)[-4:] == ENGLISH[4:]
    assert {"directory", "lost"} <= set(good.mended)


@pytest.mark.parametrize(
    ("field", "read", "code"),
    [
        (b"\x1faTitle", data("245", "  ", "aTitle"), "indicators"),
        (b"1\x1faTitle", data("245", "1 ", "aTitle"), "indicators"),
        (b"10 \x1faTitle", data("245", "10", "aTitle"), "indicators"),
        (b"10Title\x1fbrest", data("245", "10", "aTitle", "brest"), "subfields"),
        (b"10\x1f\xc3\xa1Title", data("245", "10", "aTitle"), "subfields"),
        (b"10\x1f\xc2\xbfbTitle", data("245", "10", "bTitle"), "subfields"),
        (b"10\x1faTi\x00t\x02le", data("245", "10", "aTitle"), "controls"),
        (b"10\x1faA\tB\r\nC", data("245", "10", "aA B  C"), "controls"),
        (b"10\x1faTom &amp; Ann &#x51AC;", data("245", "10", "aTom & Ann 冬"), "entities"),
        (b"10\x1fa$1!2H!?5(B now", data("245", "10", "a傲慢 now"), "characters"),
        (b"10\x1faTi\xfftle \xe5\x86\xac", data("245", "10", "aTi\ufffdtle 冬"), "characters"),
    ],
)
def test_a_field_mended(field, read, code):
    good = parse(iso([("001", b"x1"), ("245", field)]), Syntax.ISO2709)
    assert isinstance(good, Good)
    assert good.marc.fields[1] == read
    assert code in good.mended
    assert (1 in good.doubtful) == (code in {"controls", "characters"})


def test_a_control_field_with_subfields_gives_its_number():
    good = parse(iso([("001", b"00\x1fa9 181 423 4\x1fb710100"), ("245", b"10\x1faTitle")]), Syntax.ISO2709)
    assert isinstance(good, Good)
    assert good.marc.control("001") == "9 181 423 4"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "no-directory"),
        (b"\x1d", "no-directory"),
        (b"It was a dark and stormy night; no directory stood anywhere.\x1e\x1d", "no-directory"),
        (b"00026     2200025   4500\x1e\x1d", "no-directory"),
        (b"00038     2200037   4500245000000000\x1e\x1d", "no-fields"),
        (b"\x1e" * 500, "no-directory"),
    ],
)
def test_what_cannot_be_read_says_why(raw, reason):
    outcome = parse(raw, Syntax.ISO2709)
    assert isinstance(outcome, Bad)
    assert outcome.reason == reason
    assert outcome.facts


def test_a_file_of_all_faults_loses_no_record():
    raws = [fault(iso(flat(ENGLISH))) for fault, _ in FAULTS if fault is not no_record_end]
    found = [
        piece for piece in pieces(io.BytesIO(b"".join(raws)), Syntax.ISO2709) if isinstance(piece, Piece)
    ]
    assert len(found) == len(raws)
    outcomes = [parse(piece.raw, Syntax.ISO2709) for piece in found]
    assert all(isinstance(good, Good) and list(good.marc.fields) == ENGLISH for good in outcomes)
