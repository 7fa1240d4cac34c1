"""How much of a work one copy may be: by its level, else by the alliance's rules; said, and kept to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.testing import copy, data, load, marc
from commonshelf.members import api as members
from commonshelf.sharing import api, copying
from commonshelf.sharing.api import Asked
from commonshelf.sharing.domain.extents import let, pages_of
from commonshelf.sharing.domain.policy import DEFAULT, faults
from commonshelf.sharing.domain.sources import Access, Ruled, Shelf
from commonshelf.sharing.tests import agency_rows as rows
from commonshelf.sharing.tests.test_getting import of, text
from commonshelf.sharing.tests.test_plan import holder, make, situation


@pytest.mark.parametrize(
    ("extent", "pages"),
    [
        ("321页", 321), ("12, 321页", 321), ("xii, 321 p. : ill.", 321), ("321 pages", 321),
        ("3册(1200页)", 1200),
        ("2册", None), ("", None), ("v.", None), ("1 sheet", None),
    ],
)  # fmt: skip
def test_pages_of_a_work(extent, pages):
    assert pages_of(extent) == pages


@given(st.integers(1, 10_000), st.integers(1, 100))
def test_a_share_is_never_nothing_and_never_more_than_it_says(pages, percent):
    assert 1 <= let(pages, percent) <= max(1, pages * percent / 100)


@pytest.mark.parametrize(
    ("level", "percent", "most"),
    [
        (Access(), 30, 96),
        (Access(share=50), 30, 160),  # the owner knows better
        (Access(most_pages=20), 30, 20),
        (Access(most_pages=200), 30, 96),
        (Access(), None, None),
        (Access(most_pages=20), None, 20),
    ],
)
def test_the_least_holds(level, percent, most):
    shelf = Shelf("main", "on-shelf", copy=level)
    whole = replace(situation(part="1-15"), pages=321)
    found = make(holder(shelves=(shelf,)), to=whole, ruled=Ruled(copy_percent=percent))
    (way,) = [one for one in found.ways if one.kind == "scan"]
    assert way.facts["most_pages"] == most
    asked = replace(whole, asked=Asked(part="1-200"))
    found = make(holder(shelves=(shelf,)), to=asked, ruled=Ruled(copy_percent=percent))
    out = [one for one in found.ruled_out if one.kind == "scan"]
    assert [one.reason for one in out] == ([] if most is None else ["too-many-pages"])
    assert all(one.facts["most"] == most for one in out)


def test_a_new_alliance_has_a_limit_and_may_set_another():
    assert DEFAULT.limits.copy_percent == 30
    assert not list(faults({"limits": {"copy_percent": None}}))
    assert [one.code for one in faults({"limits": {"copy_percent": 101}})] == ["number"]


# -- on real rows


@pytest.fixture
def book(db):
    """WEST has a work of 200 pages."""
    desk = rows.desk()
    whole = marc("W-7", "水经注", "郦道元", copy("W7"), data("300", ("a", "200页")))
    load(whole, library="WEST")
    return desk


def edition(barcode: str) -> int:
    return catalogue.labelled(barcode=barcode, library="WEST")[0].edition


def test_the_notice_before_the_press_says_what_the_plan_reckons_with(book):
    number = edition("W7")
    student = book.shelves.readers.student
    found = api.plan(reader=student.key, edition=number, situation=Asked(part="1-70", form="digital"))
    assert {(one.reason, one.facts.get("most")) for one in found.ruled_out} >= {("too-many-pages", 60)}
    page = text(of(student, "en").get(f"/get/{number}/ask?way=licensed-copy&supplier=WEST"))
    assert "Of this work at most 60 pages may be copied for you (30 % of it)." in page
    assert "It can be opened for 30 days, then it is deleted." in page
    assert "The library that gives it to you reads it, too" in page
    rows.in_force(book, [], limits={"copy_percent": 10})
    found = api.plan(reader=student.key, edition=number, situation=Asked(part="1-70", form="digital"))
    assert {one.facts.get("most") for one in found.ruled_out} >= {20}


def test_the_blank_form_says_the_rule_and_the_desk_keeps_it(book):
    student = book.shelves.readers.student
    assert "at most 30 % may be copied" in text(of(student, "en").get("/get"))
    rows.in_force(book, [], limits={"copy_percent": None})
    assert "may be copied, unless" not in text(of(student, "en").get("/get"))


def test_the_desk_that_uploads_is_held_to_the_same(book):
    card = api.place(
        actor=members.operator(),
        reader=book.shelves.readers.student.key,
        edition=edition("W7"),
        service="Copy",
        citation={"pages": "1-20"},
        agreed_copyright=True,
    )
    assert copying.most_pages(card, "WEST") == 60
    rows.in_force(book, [], limits={"copy_percent": None})
    assert copying.most_pages(card, "WEST") == 100  # the library's own setting
