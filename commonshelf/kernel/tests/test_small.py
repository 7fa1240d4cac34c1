"""Small numbers are not told, and cannot be reckoned from the others."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from commonshelf.kernel.small import SMALLEST, told

CELLS = st.dictionaries(st.text(min_size=1, max_size=4), st.integers(1, 60), max_size=9)


@given(CELLS)
def test_no_small_number_is_told_and_none_is_the_only_gap(cells):
    lines = told(cells.items())
    assert {name for name, _ in lines} == set(cells)
    assert all(n is None or n == cells[name] >= SMALLEST for name, n in lines)
    gaps = [name for name, n in lines if n is None]
    assert len(gaps) != 1 or len(cells) == 1
    if not any(n < SMALLEST for n in cells.values()):
        assert gaps == []


def test_largest_first():
    assert told([("a", 7), ("b", 30), ("c", 12)]) == [("b", 30), ("c", 12), ("a", 7)]


def test_the_next_smallest_goes_with_a_lone_small_one():
    assert told([("a", 2), ("b", 30), ("c", 12)]) == [("b", 30), ("c", None), ("a", None)]
