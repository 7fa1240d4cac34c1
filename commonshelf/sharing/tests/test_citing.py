"""What a citation needs by its kind, and which numbers cannot be any."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.sharing.domain import citing


@pytest.mark.parametrize(
    ("kind", "told", "missing"),
    [
        ("Book", {}, ("title",)),
        ("Book", {"isbn": "9787020002207"}, ()),
        ("Article", {"title": "红楼梦的版本"}, ("journal", "year", "pages")),
        ("Article", {"doi": "10.1000/182"}, ()),
        ("Article", {"title": "甲", "journal": "乙", "year": "2020"}, ("pages",)),
        ("Chapter", {"title": "红楼梦"}, ("chapter", "pages")),
        ("Chapter", {"title": "红楼梦", "pages": "3-9"}, ()),
        ("Thesis", {"title": "论红楼梦"}, ("author",)),
        ("Report", {}, ("title",)),
        ("Other", {"note": "蓝色封面的一本"}, ()),
        ("no such kind", {}, ("title",)),
    ],
)
def test_what_is_still_needed(kind, told, missing):
    assert citing.missing(kind, told) == missing


def test_every_kind_says_what_it_needs():
    assert set(citing.REQUIRED) == set(citing.KINDS)
    assert {name for groups in citing.REQUIRED.values() for group in groups for name in group} <= set(
        citing.FIELDS
    )


@pytest.mark.parametrize(
    ("told", "broken"),
    [
        ({"isbn": "978-7-02-000220-7"}, ()),
        ({"isbn": "978-7-02-000220-8"}, ("isbn",)),
        ({"issn": "0378-5955"}, ()),
        ({"issn": "0378-5956"}, ("issn",)),
        ({"doi": "10.1000/182"}, ()),
        ({"doi": "182"}, ("doi",)),
        ({"year": "2020"}, ()),
        ({"year": "20"}, ("year",)),
        ({"year": "二〇"}, ("year",)),
    ],
)
def test_numbers_that_cannot_be_any(told, broken):
    assert citing.broken(told) == broken


def test_what_was_typed_is_tidied():
    told = {"doi": "https://doi.org/10.1000/182", "isbn": "7-02-000220-X 精装", "title": "  红楼梦\n 上 "}
    assert citing.cleaned(told)["doi"] == "10.1000/182"
    assert citing.cleaned(told)["title"] == "红楼梦 上"
    assert citing.cleaned({"isbn": "978-7-02-000220-7"}) == {"isbn": "9787020002207"}
    assert citing.cleaned({"note": "a\nb", "pages": None}) == {"note": "a\nb"}


def test_it_is_called_by_the_best_there_is():
    assert citing.named({"journal": "乙", "title": "甲"}) == "甲"
    assert citing.named({"doi": "10.1000/182"}) == "10.1000/182"
    assert citing.named({}) == ""


@given(st.dictionaries(st.sampled_from(sorted(citing.FIELDS)), st.text()))
def test_anything_typed_is_tidied_within_bounds(told):
    once = citing.cleaned(told)
    assert citing.cleaned(once).keys() <= once.keys()
    assert all(0 < len(text) <= citing.FIELDS[name] for name, text in once.items())
    citing.broken(once)
    assert set(citing.missing("Article", once)).isdisjoint(once)
