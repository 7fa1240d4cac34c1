"""Addresses: read leniently, written canonically, and back again."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.search.asking import DEEPEST, FACETS, LONGEST, ROWS, SORTS, Asked, read

text = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)
values = st.lists(text, min_size=1, max_size=3, unique=True).map(tuple)
askeds = st.builds(
    Asked,
    words=text,
    facets=st.dictionaries(st.sampled_from(FACETS), values, max_size=4),
    sort=st.sampled_from(SORTS),
    page=st.integers(1, DEEPEST // ROWS),
)


@given(askeds)
def test_an_address_reads_back_as_the_same_question(asked):
    assert read(QueryDict(asked.query())) == asked
    assert read(QueryDict(asked.query())).url() == asked.url()


@given(st.text(max_size=400))
def test_nothing_in_an_address_breaks_the_reader(query):
    asked = read(QueryDict(query))
    assert asked.page * asked.rows <= DEEPEST
    assert len(asked.words) <= LONGEST


def codes(query):
    return [note.code for note in read(QueryDict(query)).notes]


@pytest.mark.parametrize(
    ("query", "noted"),
    [
        ("q=" + "红" * 10_000, ["search.too-long"]),
        ("q=a&sort=cheapest", ["search.unknown-sort"]),
        ("q=a&colour=red", ["search.unknown-facet"]),
        ("q=a&facet=colour%3Dred", ["search.unknown-facet"]),
        ("q=a&page=10000", ["search.too-deep"]),
        ("q=a&utm_source=x&lang=en&near=1,2", []),
        ("q=a&page=-3&rows=zz", []),
        ("&".join(f"x{n}=1" for n in range(50)), ["search.unknown-facet"] * 3),
    ],
)
def test_what_cannot_be_taken_literally_is_noted(query, noted):
    assert codes(query) == noted


def test_facets_by_name_and_by_pair_are_the_same():
    pair = read(QueryDict("facet=library%3DA&facet=format%3Abook"))
    assert pair.facets == read(QueryDict("library=A&format=book")).facets


def test_dropping_a_value_a_facet_and_everything():
    asked = Asked(words="x", facets={"library": ("A", "B"), "format": ("book",)}, page=3)
    assert asked.without("library", "A").facets == {"library": ("B",), "format": ("book",)}
    assert asked.without("library").facets == {"format": ("book",)}
    assert asked.wide().url() == "/search?q=x"
    assert asked.without("format", "book").page == 1


def test_the_canonical_address_has_no_order_page_or_place():
    asked = Asked(words="x", facets={"format": ("book",)}, sort="nearest", page=3, near="30.8,106.1")
    assert asked.canonical() == "/search?q=x&format=book"
