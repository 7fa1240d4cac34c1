"""Local notes: beside the shared facts, for everybody or the library's staff; they follow their record."""

from __future__ import annotations

import pytest

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.testing import load, marc
from commonshelf.cataloguing import api
from commonshelf.cataloguing.tests.conftest import ISBN
from commonshelf.kernel.refusal import Absent, Refusal


def write(shelf, text="课程指定读物", who="librarian", library="EAST", **more):
    return api.set_note(
        actor=getattr(shelf.cast, who), library=library, edition=shelf.edition, text=text,
        public=more.pop("public", False), **more,
    )  # fmt: skip


def seen(shelf, who):
    card = catalogue.edition(id=shelf.edition)
    return [note.text for note in api.notes_shown(actor=getattr(shelf.cast, who), card=card)]


def test_a_staff_note_is_the_librarys_own(shelf):
    write(shelf)
    for who in ("librarian", "cataloguer", "manager", "office", "auditor"):
        assert seen(shelf, who) == ["课程指定读物"]
    for who in ("reader", "partner", "stranger", "visitor"):
        assert seen(shelf, who) == []


def test_a_public_note_is_everybodys(shelf):
    write(shelf, public=True)
    write(shelf, "西馆缺一册", who="partner", library="WEST", public=True)
    assert sorted(seen(shelf, "visitor")) == ["西馆缺一册", "课程指定读物"]


@pytest.mark.parametrize("who", ["reader", "partner", "stranger", "visitor", "auditor"])
def test_nobody_else_writes_for_the_library(shelf, who):
    with pytest.raises(Absent):
        write(shelf, who=who)


def test_a_note_is_changed_and_taken_away(shelf):
    version = write(shelf)
    assert write(shelf, "新的话", version=version) == 2
    with pytest.raises(Refusal, match=r"cataloguing\.stale-note"):
        write(shelf, "旧的手", version=version)
    assert write(shelf, "", version=2) == 0
    assert seen(shelf, "librarian") == []
    with pytest.raises(Refusal, match=r"cataloguing\.no-text"):
        write(shelf, " ")
    with pytest.raises(Refusal, match=r"cataloguing\.too-long"):
        write(shelf, "长" * 1001)


def test_a_note_follows_its_record_to_another_edition(shelf):
    write(shelf, "西馆缺一册", who="partner", library="WEST", public=True)
    fields = {"title": "石头记", "author": "脂砚斋", "isbn": "", "year": "1754", "publisher": "抄本"}
    catalogue.amend(actor=shelf.cast.partner, record=shelf.theirs, fields=fields, version=0)
    moved = catalogue.record(id=shelf.theirs).edition
    assert moved != shelf.edition
    card = catalogue.edition(id=moved)
    assert [note.text for note in api.notes_shown(actor=shelf.cast.visitor, card=card)] == ["西馆缺一册"]
    assert seen(shelf, "visitor") == []


def test_a_library_without_a_record_writes_too_and_keeps_its_note_when_it_gets_one(shelf):
    edition = catalogue.record(id=shelf.alone).edition
    api.set_note(actor=shelf.cast.librarian, library="EAST", edition=edition, text="建议购买", public=False)
    (note,) = api.notes_of(library="EAST")
    assert note.record == shelf.alone
    load(marc("2", "城南旧事", "林海音", isbn="9787533910037", year="1983"))
    api.set_note(
        actor=shelf.cast.librarian, library="EAST", edition=edition, text="已购", public=False, version=1
    )
    (note,) = api.notes_of(library="EAST")
    assert (note.text, note.record != shelf.alone) == ("已购", True)


def test_the_shared_facts_stay_as_they_are(shelf):
    before = catalogue.edition(id=shelf.edition).facts
    write(shelf, public=True)
    (card,) = catalogue.by_isbn(isbn=ISBN)
    assert card.facts == before
