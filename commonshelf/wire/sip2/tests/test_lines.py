"""Lines as terminals write them, well and badly, and lines as we write them, in every charset."""

from __future__ import annotations

import dataclasses

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pysip2 import calculate_checksum, decode_message
from pysip2.models import (
    CheckoutRequest,
    LoginResponse,
    PatronStatusRequest,
    PatronStatusResponse,
    RequestSCResend,
    SIPRequest,
    SIPResponse,
    spec_for_id,
)

from commonshelf.wire.sip2 import lines
from commonshelf.wire.sip2.denials import deny
from commonshelf.wire.sip2.split import Splitter
from commonshelf.wire.sip2.values import CHARSETS, LONGEST, can_say, clean

NOW = "20261122    093000"
REQUESTS = ("01", "09", "11", "15", "17", "19", "23", "25", "29", "35", "37", "63", "65", "93", "97", "99")
charsets = st.sampled_from(CHARSETS)


def checked(body: str, charset: str = "ascii") -> bytes:
    raw = body.encode(charset) + b"AY3AZ"
    return raw + calculate_checksum(raw).encode() + b"\r"


@given(st.binary(max_size=400), charsets)
def test_whatever_comes_is_read_or_said_to_be_unreadable(raw, charset):
    line = lines.read(raw, charset)
    assert (line.message is None) == bool(line.problem)


@given(st.sampled_from(REQUESTS), st.binary(max_size=300), charsets)
def test_nothing_behind_a_known_code_raises(code, rest, charset):
    line = lines.read(code.encode() + rest, charset)
    assert line.problem in {"", "checksum", "unreadable"}
    if line.message is not None:
        assert isinstance(line.message, SIPRequest)
        answer = deny(line.message, words="不", now=NOW, institution="EAST")
        assert isinstance(answer, SIPResponse)
        assert lines.read(lines.write(answer, charset), charset, answers=True).message is not None


@given(st.text(max_size=300), charsets)
def test_what_we_write_we_can_read_and_so_can_pysip2(name, charset):
    reply = PatronStatusResponse(
        patron_status=" " * 14,
        language="019",
        transaction_date=NOW,
        institution_id="EAST",
        patron_identifier="2000000000008",
        personal_name=name,
        screen_message=(name, "再见"),
    )
    raw = lines.write(reply, charset, sequence=7, checked=True)
    assert raw.count(b"\r") == 1
    assert raw.endswith(b"\r")
    line = lines.read(raw, charset, answers=True)
    assert (line.problem, line.sequence, line.checked) == ("", 7, True)
    assert line.message.personal_name == clean(name, charset)
    if charset in {"utf-8", "ascii", "cp850", "iso8859-1"}:
        assert decode_message(raw, encoding=charset).message == line.message


@given(st.text(max_size=400), charsets)
def test_a_clean_value_tears_nothing(text, charset):
    fit = clean(text, charset)
    raw = fit.encode(charset)  # nothing in it that the charset lacks
    assert not set(b"|\r\n\0") & set(raw)
    assert len(fit.encode()) <= LONGEST
    assert clean(fit, charset) == fit


def test_a_vertical_bar_in_a_name_stays_visible():
    assert clean("王|小明", "utf-8") == "王｜小明"
    assert clean("王|小明", "gb18030") == "王｜小明"
    assert clean("Wang|Xiaoming\r\n", "cp850") == "Wang/Xiaoming"


def test_a_character_that_holds_the_byte_of_a_bar_is_not_sent():
    torn = "倈"  # a character of GB18030 whose second byte is that of a bar
    assert b"|" in torn.encode("gb18030")
    assert clean(f"李{torn}", "gb18030") == "李?"
    assert clean(f"李{torn}", "utf-8") == f"李{torn}"


def test_what_a_charset_lacks_is_marked_and_can_be_asked():
    assert clean("红楼梦 Dream", "cp850") == "??? Dream"
    assert not can_say("红", "cp850")
    assert can_say("红楼 梦", "big5") is False
    assert can_say("紅樓夢", "big5")


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "big5"])
def test_chinese_goes_both_ways(charset):
    said = "資料庫" if charset == "big5" else "数据库"
    raw = f"1100{NOW}{NOW}AOEAST|AA1|AB{said}|AC|".replace("1100", "11NN").encode(charset)
    assert lines.read(raw, charset).message.item_identifier == said


def test_a_bar_within_a_character_does_not_end_a_field():
    raw = f"11NN{NOW}{NOW}AOEAST|AA1|AB倈|AC|".encode("gb18030")
    assert lines.read(raw, "gb18030").message.item_identifier == "倈"


@pytest.mark.parametrize(
    "sloppy",
    [
        f"23001{NOW}AOEAST|AA12345|AC|AD",  # the last field without its bar
        f"23001{NOW}AA12345|",  # fields left out
        f"23001{NOW}AOEAST|AOWEST|AA12345|AA678|ACpw|AD|ZZwhat|",  # twice, and one nobody knows
        f"23   {NOW}|AOEAST||AA12345|AC|AD|",  # no language, empty fields
        "2300120261122CST 093000AOEAST|AA12345|AC|AD|",
        f"\n23001{NOW}AOEAST|AA12345|AC|AD|AY1",  # numbered, but no checksum
    ],
)
def test_what_terminals_write_sloppily_is_understood(sloppy):
    line = lines.read(sloppy.encode(), "utf-8")
    assert line.problem == ""
    assert isinstance(line.message, PatronStatusRequest)
    assert line.message.patron_identifier == "12345"


def test_blanks_where_a_letter_or_date_should_stand_are_the_careful_answer():
    message = lines.read(b"11  " + b" " * 36 + b"AA1|AB2|BOx|BIY|", "utf-8").message
    assert isinstance(message, CheckoutRequest)
    assert (message.sc_renewal_policy, message.no_block) == ("N", "N")
    assert (message.fee_acknowledged, message.cancel) == (None, "Y")


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"", "unknown"),
        (b"4", "unknown"),
        (b"XX whatever", "unknown"),
        (b"24              001", "unknown"),  # an answer, not a request
        (b"\xff\xfe23", "unknown"),
        (b"23001", "unreadable"),
        (b"9900302.00AY1AZFCA6", "checksum"),
        (checked(f"23001{NOW}AA1|")[:-2] + b"0\r", "checksum"),
    ],
)
def test_what_cannot_be_read_says_why(raw, problem):
    assert lines.read(raw, "utf-8").problem == problem


def test_checksums_over_bytes_and_over_characters_are_both_right():
    body = f"23001{NOW}AO东馆|AA1|AC|AD|AY4AZ"
    over_bytes = calculate_checksum(body.encode())
    over_characters = f"{-sum(map(ord, body)) & 0xFFFF:04X}"
    assert over_bytes != over_characters
    for told in (over_bytes, over_characters):
        line = lines.read((body + told).encode(), "utf-8")
        assert (line.problem, line.sequence, line.checked) == ("", 4, True)


def test_lines_are_numbered_only_for_those_who_number_theirs():
    assert lines.write(LoginResponse(ok="1"), "utf-8") == b"941\r"
    assert lines.write(LoginResponse(ok="1"), "utf-8", sequence=3, checked=True) == b"941AY3AZFDFA\r"
    assert lines.write(RequestSCResend(), "utf-8", checked=True) == b"96AZFEF6\r"


@given(st.lists(st.binary(max_size=30), max_size=8), st.lists(st.integers(1, 9), min_size=1, max_size=40))
def test_lines_are_the_same_in_whatever_portions_they_come(bodies, portions):
    stream = b"".join(body + b"\r\n" for body in bodies)
    whole = Splitter(longest=20).feed(stream)
    splitter, found = Splitter(longest=20), []
    at = turn = 0
    while at < len(stream):
        step = portions[turn % len(portions)]
        found += splitter.feed(stream[at : at + step])
        at, turn = at + step, turn + 1
    assert found == whole
    assert not splitter.half


def test_a_line_too_long_is_told_once_and_the_next_one_is_read():
    splitter = Splitter(longest=10)
    assert splitter.feed(b"x" * 30) == []
    assert splitter.swallowed == 30
    assert splitter.feed(b"x\r9900302.\r") == [None, b"9900302."]
    splitter.feed(b"half")
    assert splitter.half
    splitter.drop()
    assert splitter.feed(b"97\r") == [b"97"]


def test_every_request_has_a_no_of_its_own():
    """Whatever pysip2 adds in a later release stands out here."""
    for code in set(REQUESTS) - {"97", "99"}:
        width = sum(field.width or 0 for field in spec_for_id(code).fields if field.field_id is None)
        fixed = ("+" if code == "15" else "") + " " * (width - (code == "15"))
        line = lines.read(f"{code}{fixed}".encode(), "utf-8")
        assert line.problem == "", code
        answer = deny(line.message, words="no", now=NOW, institution="EAST")
        assert not isinstance(answer, RequestSCResend), code
        assert msgspec.to_builtins(answer)


def test_a_line_is_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        lines.read(b"97", "utf-8").code = "99"
