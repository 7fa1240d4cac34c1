"""Numbers told by forms and addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.kernel.number import DIGITS, whole


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("007", 7), ("", 0), ("-7", 0), ("7.0", 0), (" 7", 0), ("七", 0), ("٧", 0), ("²", 0)],
)
def test_only_ascii_figures_count(text, number):
    assert whole(text) == number


@given(st.text(max_size=40) | st.from_regex(r"[0-9]{1,30}", fullmatch=True))
def test_whatever_is_sent_a_row_can_hold_it(text):
    assert 0 <= whole(text) < 10**DIGITS
    assert whole(text, otherwise=-1, digits=3) < 1000


def test_more_figures_than_python_reads_are_no_number():
    assert whole("9" * 5000, otherwise=3) == 3
