"""Codings told by their bytes, for a record and for a file; nothing broken passes as whole."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonshelf.wire.marc import charset, legacy
from commonshelf.wire.marc.read import Bad, Good, Unreadable, decide_charset, parse
from commonshelf.wire.marc.record import Syntax
from commonshelf.wire.marc.tests.make import (
    CHINESE,
    CNMARC_LEADER,
    ENGLISH,
    TRADITIONAL,
    data,
    flat,
    iso,
)

MARC8_LEADER = "00000nam  2200000   4500"
UTF8 = iso(flat(CHINESE), CNMARC_LEADER)
GB = iso(flat(CHINESE, "gb18030"), CNMARC_LEADER)
BIG5 = iso(flat(TRADITIONAL, "big5"), CNMARC_LEADER)
GB_TRADITIONAL = iso(flat(TRADITIONAL, "gb18030"), CNMARC_LEADER)
MARC8 = iso(
    [("001", b"m8"), ("245", b"10\x1faCaf\xe2e, na\xe8ive, \xf0cedille"), ("500", b"  \x1faLucia\xeb\xec")],
    MARC8_LEADER,
)
EACC = iso([("245", b"10\x1fa\x1b$1!2H!?5\x1b(B")], MARC8_LEADER)
LATIN = iso([("245", b"10\x1faG\xe4vle och Nyk\xf6ping p\xe5 v\xe4g")], "00000nam a2200000   4500")
ISO5426 = iso([("200", b"1 \x1faPr\xc2ejug\xc2es en g\xc2en\xc2eral, la fl\xc1eche")], CNMARC_LEADER)
CYRILLIC = iso([("200", "1 \x1faМаленькие лампы зимы".encode("cp1251"))], CNMARC_LEADER)
ASCII = iso([("245", b"10\x1faPlain words")])


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (UTF8, "utf-8"),
        (GB, "gb18030"),
        (BIG5, "big5"),
        (GB_TRADITIONAL, "gb18030"),
        (MARC8, "marc8"),
        (EACC, "marc8"),
        (LATIN, "latin1"),
        (ISO5426, "iso5426"),
        (CYRILLIC, "cp1251"),
        (ASCII, "utf-8"),
    ],
)
def test_a_record_tells_its_own_coding(raw, told):
    good = parse(raw, Syntax.ISO2709)
    assert isinstance(good, Good)
    assert good.charset == told
    assert not good.doubtful


def test_what_they_say():
    texts = {raw: parse(raw, Syntax.ISO2709).marc.fields for raw in (LATIN, ISO5426, CYRILLIC, MARC8)}
    assert texts[LATIN][0].first("a") == "Gävle och Nyköping på väg"
    assert texts[ISO5426][0].first("a") == "Préjugés en général, la flèche"
    assert texts[CYRILLIC][0].first("a") == "Маленькие лампы зимы"
    assert texts[MARC8][1].first("a") == "Café, naïve, çedille"


@pytest.mark.parametrize(
    ("samples", "declared", "answer"),
    [
        ([UTF8, ASCII], "", "utf-8"),
        ([ASCII], "", "utf-8"),
        ([], "", "utf-8"),
        ([GB] * 5 + [ASCII], "", "gb18030"),
        ([BIG5] * 5, "", "big5"),
        ([MARC8, EACC, ASCII], "", "marc8"),
        ([MARC8, UTF8], "", ""),
        ([GB, UTF8], "", ""),
        ([GB] * 5, "GBK", "gb18030"),
        ([UTF8] * 9 + [LATIN], "utf8", "utf-8"),
        ([ASCII], "marc-8", "marc8"),
        ([CYRILLIC], "windows-1251", "cp1251"),
    ],
)
def test_one_coding_for_a_file_or_each_for_itself(samples, declared, answer):
    assert decide_charset(samples, declared) == answer


@pytest.mark.parametrize(
    ("samples", "declared", "likely"),
    [
        ([GB] * 3, "utf-8", "gb18030"),
        ([BIG5] * 3, "utf-8", "big5"),
        ([UTF8] * 3, "gb18030", "utf-8"),
        ([BIG5] * 3, "gb18030", "big5"),
        ([GB] * 3, "big5", "gb18030"),
        ([UTF8], "latin1", "utf-8"),
    ],
)
def test_a_declared_coding_that_cannot_be_is_refused_with_a_sample(samples, declared, likely):
    with pytest.raises(Unreadable) as refused:
        decide_charset(samples, declared)
    assert refused.value.code == "wrong-charset"
    facts = refused.value.facts
    assert facts["likely"] == likely
    assert "图书馆" in facts["sample"] or "圖書館" in facts["sample"]
    assert facts["sample"] != facts["sample_declared"]


def test_a_coding_nobody_knows_is_refused():
    with pytest.raises(Unreadable, match="unknown-charset"):
        decide_charset([UTF8], "klingon")


def test_a_file_half_and_half_is_refused_with_both_readings():
    with pytest.raises(Unreadable) as refused:
        decide_charset([GB, BIG5] * 3)
    assert refused.value.code == "charset-undecided"
    assert "图书馆" in refused.value.facts["sample_gb18030"]
    assert "圖書館" in refused.value.facts["sample_big5"]


def test_the_declared_coding_wins_where_both_read():
    """Two bytes of GB18030 that are good UTF-8 by accident."""
    thin = iso([("200", "1 \x1fa联通".encode("gb18030"))], CNMARC_LEADER)
    assert parse(thin, Syntax.ISO2709, "gb18030").marc.fields[0].first("a") == "联通"


def test_a_record_of_another_coding_in_a_declared_file_is_read_and_told():
    good = parse(GB, Syntax.ISO2709, "utf-8")
    assert (good.charset, good.mended) == ("gb18030", ("charset",))
    assert list(good.marc.fields) == CHINESE
    good = parse(UTF8, Syntax.ISO2709, "gb18030")
    assert (good.charset, list(good.marc.fields)) == ("utf-8", CHINESE)


def test_a_broken_character_is_told_where_it_is():
    broken = flat(CHINESE)
    broken[5] = ("200", broken[5][1].replace("小".encode(), "小".encode()[:2]))
    good = parse(iso(broken, CNMARC_LEADER), Syntax.ISO2709, "utf-8")
    assert good.doubtful == (5,)
    assert good.mended == ("characters",)
    assert "\ufffd" in good.marc.fields[5].first("a")
    assert good.marc.fields[5].first("e") == "图书馆学基础教程"


def test_marc8_that_claims_utf8_and_is_not():
    raw = MARC8[:9] + b"a" + MARC8[10:]
    good = parse(raw, Syntax.ISO2709)
    assert (good.charset, good.mended) == ("marc8", ("charset",))
    assert good.marc.fields[1].first("a") == "Café, naïve, çedille"


@settings(max_examples=150)
@given(
    st.lists(st.binary(max_size=40).map(lambda part: part.replace(b"\x1d", b"")), min_size=1, max_size=5),
    st.sampled_from(["", *charset.CHARSETS]),
)
def test_whatever_the_bytes_a_broken_character_is_in_a_doubtful_field(parts, declared):
    outcome = parse(
        iso([("001", b"x"), *(("500", b"  \x1fa" + part) for part in parts)]), Syntax.ISO2709, declared
    )
    if isinstance(outcome, Bad):
        return
    for at, field in enumerate(outcome.marc.fields):
        text = field.data + "".join(value for _, value in field.subfields)
        assert ("\ufffd" not in text) or at in outcome.doubtful
        assert not any(char < " " or "\x7f" <= char < "\xa0" for char in text)
        assert text.encode("utf-8", "strict") is not None


def test_lost_escapes_come_back_only_for_chinese():
    assert legacy.restore_escapes("245-01/$1 costs $15.00 (Brown)") == "245-01/$1 costs $15.00 (Brown)"
    assert legacy.restore_escapes("$1!2H!?5!T2!2/!X((B now $1!2H(B") == "傲慢與偏見 now 傲"


def test_gaps_of_iso5426_are_told():
    text, whole = legacy.iso5426(b"a\xa0\xc2")
    assert "\ufffd" in text
    assert not whole


def test_private_characters_of_gbk_pass():
    field = data("200", "1 ", "a\ue5e5题名")
    good = parse(iso(flat([field], "gb18030"), CNMARC_LEADER), Syntax.ISO2709, "gb18030")
    assert good.marc.fields[0] == field


def test_english_in_every_declared_coding_stays_english():
    plain = [field for field in ENGLISH if all(value.isascii() for _, value in field.subfields)]
    for declared in ("", *charset.CHARSETS):
        assert list(parse(iso(flat(plain)), Syntax.ISO2709, declared).marc.fields) == plain
