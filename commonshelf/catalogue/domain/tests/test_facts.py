"""The stored form of facts."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.catalogue.domain.facts import Class, Facts, Link, Name, dump, load

TEXT = st.text(max_size=20)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
FACTS = st.builds(
    Facts,
    flavour=TEXT,
    title=TEXT,
    subtitle=TEXT,
    other_titles=TEXTS,
    volume=TEXT,
    volume_number=TEXT,
    names=st.lists(st.builds(Name, TEXT, TEXT, st.booleans(), TEXT), max_size=3).map(tuple),
    year=st.none() | st.integers(0, 2100),
    isbns=TEXTS,
    classes=st.lists(st.builds(Class, TEXT, TEXT), max_size=2).map(tuple),
    links=st.lists(st.builds(Link, TEXT, TEXT), max_size=2).map(tuple),
    component=st.booleans(),
    format=TEXT,
    notes=TEXTS,
)


@given(FACTS)
def test_what_is_stored_comes_back(facts):
    assert load(dump(facts)) == facts


def test_the_unsaid_takes_no_room():
    assert json.loads(dump(Facts("cnmarc", "山海志"))) == {"_": 1, "flavour": "cnmarc", "title": "山海志"}


def test_another_form_is_refused():
    with pytest.raises(ValueError, match="renew"):
        load('{"_":99,"flavour":"x","title":"y"}')
    with pytest.raises(ValueError, match="renew"):
        load('{"flavour":"x","title":"y"}')
