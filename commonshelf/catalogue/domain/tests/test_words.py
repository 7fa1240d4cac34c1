"""Trimming, years, languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.catalogue.domain import words


@pytest.mark.parametrize(
    ("text", "trimmed"),
    [
        ("Hills /", "Hills"),
        ("Hills :", "Hills"),
        ("  Hills  of  song ;", "Hills of song"),
        ("Sample, J. R.", "Sample, J. R."),
        ("A song of hills.", "A song of hills"),
        ("Oxford Univ. Pr.", "Oxford Univ. Pr."),
        ("等等...", "等等..."),
        ("示范。", "示范"),
        ("= Hügel", "Hügel"),
        ("C++", "C++"),
        ("\u200b山海志\ufeff", "山海志"),
        ("", ""),
        ("/", ""),
    ],
)
def test_trim(text, trimmed):
    assert words.trim(text) == trimmed


@pytest.mark.parametrize(
    ("date", "year"),
    [
        ("2012.8", 2012),
        ("2012年8月", 2012),
        ("2012-8-1", 2012),
        ("c1998", 1998),
        ("[2003?]", 2003),
        ("201208", 2012),
        ("２０１２", 2012),
        ("一九八四年", 1984),
        ("二〇一二", 2012),
        ("民國二十年", 1931),
        ("民国78年", 1989),
        ("1998, c1993", 1998),
        ("12345678", None),
        ("[n.d.]", None),
        ("", None),
    ],
)
def test_years(date, year):
    assert words.year_of(date) == year


def test_languages():
    assert words.languages(["chi", "engfre", "zho", "中文", "und", "x", "English"]) == ("chi", "eng", "fre")


@given(st.text(max_size=40))
def test_any_text(text):
    assert words.clean(words.clean(text)) == words.clean(text)
    words.year_of(text)
    words.languages([text])
    assert "\u200b" not in words.trim(text)
