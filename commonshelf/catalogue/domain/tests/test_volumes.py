"""Volume and edition numbers brought to one form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.catalogue.domain import numerals, volumes


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("三", 3),
        ("叁", 3),
        ("十", 10),
        ("二十", 20),
        ("廿三", 23),
        ("一百二十", 120),
        ("二〇一二", 2012),
        ("两", 2),
        ("III", 3),
        ("xiv", 14),
        ("third", 3),
        ("12", 12),
        ("mix", None),
        ("民", None),
        ("", None),
    ],
)
def test_numerals(text, number):
    assert numerals.any_number(text) == number


@pytest.mark.parametrize(
    "said",
    [
        "上",
        "上册",
        "（上）",
        "第一卷",
        "卷一",
        "壹",
        "1",
        "01",
        "Ⅰ",
        "I",
        "vol. 1",
        "v.1",
        "Bd. 1",
        "part one",
    ],
)
def test_first_volume_has_one_form(said):
    assert volumes.volume_number(said) == "1"


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("中册", "2"),
        ("下", "3"),
        ("下册", "3"),
        ("第三册", "3"),
        ("第2-3册", "2-3"),
        ("v.2-3", "2-3"),
        ("卷三 第二册", "3.2"),
        ("第四十三卷·上", "43.1"),
        ("上中下", ""),
        ("上、下", ""),
        ("全三册", ""),
        ("Teil 1, Abt. 2", "1.2"),
        ("甲编", "甲编"),
        ("Part A", "parta"),
        ("Book one-[two]", "1-2"),
    ],
)
def test_other_volumes(said, form):
    assert volumes.volume_number(said) == form


def test_middle_and_last_volume_never_meet():
    assert len({volumes.volume_number(said) for said in ("上册", "中册", "下册")}) == 3


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("第2版", "2"),
        ("2版", "2"),
        ("第1版", ""),
        ("初版", ""),
        ("第二版修订本", "2r"),
        ("修订版", "r"),
        ("2nd ed.", "2"),
        ("Second edition, revised", "2r"),
        ("1st American ed.", ""),
        ("3. Aufl.", "3"),
        ("2e éd.", "2"),
        ("5th rev. and enl. ed.", "5r"),
        ("2nd, rev. ed", "2r"),
        ("[2d ed. (rev. and re-set)]", "2r"),
        ("影印版", "photo"),
        ("Large print edition", "large"),
        ("原书第3版", "3"),
        ("", ""),
    ],
)
def test_editions(said, form):
    assert volumes.edition_number(said) == form


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("第1版", True),
        ("1st ed.", True),
        ("First edition", True),
        ("初版", True),
        ("1st American ed.", False),
        ("1st rev. ed.", False),
        ("2nd ed.", False),
        ("第11版", False),
        ("", False),
    ],
)
def test_first_editions_that_say_so(said, first):
    assert volumes.is_first_edition(said) == first


@pytest.mark.parametrize(
    ("subtitle", "found"),
    [
        ("Part third, for advanced scholars", ("Part third", "for advanced scholars")),
        ("Second series, Summer", ("Second series", "Summer")),
        ("vol. II", ("vol. II", "")),
        ("part of the way", None),
        ("a second series of hills", None),
        ("", None),
    ],
)
def test_a_subtitle_that_begins_with_a_volume(subtitle, found):
    assert volumes.leading_designation(subtitle) == found


@pytest.mark.parametrize(
    ("title", "core", "number"),
    [
        ("山海志（上）", "山海志", "1"),
        ("山海志 上册", "山海志", "1"),
        ("山海志第二卷", "山海志", "2"),
        ("山海志Ⅲ", "山海志", "3"),
        ("山海志3", "山海志", "3"),
        ("山海志·叁", "山海志", "3"),
        ("山海志（全三册）", "山海志", ""),
        ("山海志上下", "山海志", ""),
        ("Hill songs, vol. II", "Hill songs", "2"),
        ("Hill songs II", "Hill songs", "2"),
        ("山海志年鉴2003", "山海志年鉴", "2003"),
    ],
)
def test_a_title_gives_up_its_volume(title, core, number):
    parts = volumes.take_apart(title)
    assert (parts.core, parts.volume_number) == (core, number)


@pytest.mark.parametrize(
    "title",
    [
        "在路上",
        "天下",
        "1984",
        "PM2.5",
        "MP3",
        "全唐诗全集",
        "非洲中部",
        "一",
        "上",
        "f(x)",
        "Malcolm X",
        "B2B",
        "诗三百首",
    ],
)
def test_a_title_that_only_looks_so_stays_whole(title):
    assert volumes.take_apart(title).core == title


def test_a_number_at_the_end_is_still_shown():
    assert volumes.take_apart("山海志3").title == "山海志3"
    assert volumes.take_apart("山海志（上）").title == "山海志"


def test_edition_and_volume_in_one_title():
    parts = volumes.take_apart("示范数学（第六版）（下册）")
    assert (parts.title, parts.edition_number, parts.volume_number) == ("示范数学", "6", "3")
    parts = volumes.take_apart("示范数学第六版 下册")
    assert (parts.core, parts.edition_number, parts.volume_number) == ("示范数学", "6", "3")


@given(st.text(max_size=60))
def test_any_text_is_taken_apart(text):
    parts = volumes.take_apart(text)
    assert not text.strip() or parts.core
    volumes.volume_number(text)
    volumes.edition_number(text)


@given(st.integers(1, 999))
def test_every_way_to_write_a_number_is_one(n):
    forms = {volumes.volume_number(form) for form in (f"第{n}卷", f"v. {n}", f"{n}", f"（{n}）", f"Bd. {n}")}
    assert forms == {str(n)}
