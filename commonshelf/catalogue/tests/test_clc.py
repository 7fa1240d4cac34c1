"""The tree of the Chinese classification: numbers find their place, and every place its name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.catalogue.domain import clc


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("I242.4", "I242.4"),
        (" i247.5-51 ", "I247.5"),
        ("{TP312}PY", "TP312"),
        ("[B82]", "B82"),
        ("K825.6=5", "K825.6"),
        ("O17/ABC", "O17"),
        ("T-1", "T"),
        ("E", "E"),
        ("PS3545", ""),  # Library of Congress
        ("QA76.73", ""),
        ("TX1", ""),
        ("L12", ""),
        ("823.912", ""),
        ("", ""),
    ],
)
def test_a_number_finds_its_place(number, code):
    assert clc.code_of(number) == code


def test_the_way_down_passes_every_class_above():
    assert clc.above("TP391.1") == ("T", "TP", "TP3", "TP39", "TP391", "TP391.1")
    assert clc.above("I") == ("I",)
    assert clc.above("nothing") == ()


def test_every_named_class_is_a_place_below_a_named_main_class():
    for code in clc.names():
        assert clc.code_of(code) == code
        assert clc.above(code)[-1] == code
        assert clc.above(code)[0] in clc.names()
    assert clc.name("I24", "zh-hans") == "小说"
    assert clc.name("I24", "en") == "Fiction"
    assert clc.name("I248", "en") == ""


def test_all_names_are_said_in_both_languages():
    assert all(chinese and english for chinese, english in clc.names().values())
    assert len([code for code in clc.names() if len(code) == 1]) == 22


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_is_not(text):
    code = clc.code_of(text)
    assert clc.above(code)[-1:] == ((code,) if code else ())
    assert clc.pointed(clc.bare(code)) == code
