"""Lists of one reader: filled, put in order, shared, ended; of everybody else they are not there."""

from __future__ import annotations

import pytest

from commonshelf.catalogue import testing as files
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.lists import api, keeping
from commonshelf.news import api as news
from commonshelf.search import api as search

pytestmark = pytest.mark.django_db


def titles(card):
    return [entry.title for entry in card.entries]


def test_the_first_book_begins_a_list(shelf):
    reader = shelf.people.reader
    card = api.keep(actor=reader, editions=[shelf.ids["边城"]])
    assert titles(card) == ["边城"]
    again = api.keep(actor=reader, editions=[shelf.ids["茶馆"], shelf.ids["边城"]])
    assert again.id == card.id
    assert titles(again) == ["边城", "茶馆"]
    assert api.kept(actor=reader) == {shelf.ids["边城"], shelf.ids["茶馆"]}


def test_what_never_was_an_edition_is_not_kept(shelf):
    card = api.keep(actor=shelf.people.reader, editions=[999_999, shelf.ids["家"]])
    assert titles(card) == ["家"]


def test_order_notes_and_taking_off(shelf):
    reader, ids = shelf.people.reader, shelf.ids
    card = api.keep(actor=reader, editions=[ids["边城"], ids["茶馆"], ids["子夜"]])
    card = api.move(actor=reader, list=card.id, edition=ids["子夜"], down=False)
    assert titles(card) == ["边城", "子夜", "茶馆"]
    card = api.move(actor=reader, list=card.id, edition=ids["边城"], down=False)
    assert titles(card) == ["边城", "子夜", "茶馆"]
    card = api.move(actor=reader, list=card.id, edition=ids["边城"], down=True)
    assert titles(card) == ["子夜", "边城", "茶馆"]
    card = api.set_note(actor=reader, list=card.id, edition=ids["边城"], note="  第三章 ")
    assert [entry.note for entry in card.entries] == ["", "第三章", ""]
    card = api.leave(actor=reader, list=card.id, edition=ids["子夜"])
    card = api.leave(actor=reader, list=card.id, edition=ids["子夜"])
    assert titles(card) == ["边城", "茶馆"]
    card = api.keep(actor=reader, editions=[ids["家"]], list=card.id)
    assert titles(card) == ["边城", "茶馆", "家"]


def test_a_form_sent_twice_is_one_act(shelf):
    reader = shelf.people.reader
    first = api.set_list(actor=reader, name="论文", key="k1")
    assert api.set_list(actor=reader, name="论文", key="k1").id == first.id
    api.keep(actor=reader, editions=[shelf.ids["家"]], list=first.id, key="k2")
    api.leave(actor=reader, list=first.id, edition=shelf.ids["家"])
    assert api.keep(actor=reader, editions=[shelf.ids["家"]], list=first.id, key="k2").n == 0
    api.end_list(actor=reader, list=first.id, key="k3")
    api.end_list(actor=reader, list=first.id, key="k3")
    assert api.lists(actor=reader) == ()


@pytest.mark.parametrize(
    ("name", "code"), [("  ", "lists.no-name"), ("x" * 121, "lists.long-name"), ("论文", "lists.name-taken")]
)
def test_names_that_cannot_be(shelf, name, code):
    api.set_list(actor=shelf.people.reader, name="论文")
    with pytest.raises(Refusal) as refused:
        api.set_list(actor=shelf.people.reader, name=name)
    assert refused.value.code == code


def test_two_readers_may_use_one_name(shelf):
    api.set_list(actor=shelf.people.reader, name="论文")
    assert api.set_list(actor=shelf.people.stranger, name="论文").name == "论文"


def test_a_list_is_full_some_day_and_nothing_is_lost(shelf, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_ENTRIES", 2)
    reader, ids = shelf.people.reader, shelf.ids
    card = api.keep(actor=reader, editions=[ids["边城"]])
    with pytest.raises(Refusal) as refused:
        api.keep(actor=reader, editions=[ids["茶馆"], ids["子夜"]], list=card.id)
    assert (refused.value.code, refused.value.facts["more"]) == ("lists.full", 1)
    assert titles(api.reading_list(actor=reader, list=card.id)) == ["边城"]


def test_sharing_makes_a_link_and_stopping_kills_it_for_good(shelf):
    reader = shelf.people.reader
    card = api.keep(actor=reader, editions=[shelf.ids["家"]])
    assert card.secret == ""
    secret = api.share(actor=reader, list=card.id, on=True).secret
    assert len(secret) > 20
    assert api.share(actor=reader, list=card.id, on=True).secret == secret
    assert titles(api.shared_list(secret=secret)) == ["家"]
    api.share(actor=reader, list=card.id, on=False)
    other = api.share(actor=reader, list=card.id, on=True).secret
    assert other != secret
    for dead in (secret, "", "guessed"):
        with pytest.raises(Absent):
            api.shared_list(secret=dead)


@pytest.mark.parametrize(
    "who", ["office", "auditor", "manager", "librarian", "partner", "stranger", "visitor"]
)
def test_nobody_else_finds_it(shelf, who):
    reader, ids = shelf.people.reader, shelf.ids
    list = api.keep(actor=reader, editions=[ids["家"]]).id
    other = getattr(shelf.people, who)
    acts = (
        lambda: api.reading_list(actor=other, list=list),
        lambda: api.set_list(actor=other, name="mine", list=list),
        lambda: api.share(actor=other, list=list, on=True),
        lambda: api.keep(actor=other, editions=[ids["边城"]], list=list),
        lambda: api.set_note(actor=other, list=list, edition=ids["家"], note="x"),
        lambda: api.move(actor=other, list=list, edition=ids["家"], down=True),
        lambda: api.leave(actor=other, list=list, edition=ids["家"]),
        lambda: api.end_list(actor=other, list=list),
    )
    for act in acts:
        with pytest.raises(Absent):
            act()
    assert api.lists(actor=other) == ()
    assert api.kept(actor=other) == frozenset()
    assert titles(api.reading_list(actor=reader, list=list)) == ["家"]


def test_a_visitor_keeps_nothing_on_the_server(shelf):
    with pytest.raises(Absent):
        api.keep(actor=shelf.people.visitor, editions=[shelf.ids["家"]])


def test_what_happened_does_not_tell_what_is_read(shelf):
    reader, ids = shelf.people.reader, shelf.ids
    card = api.set_list(actor=reader, name="不可说", key="a")
    api.keep(actor=reader, editions=[ids["边城"]], list=card.id, key="b")
    api.set_note(actor=reader, list=card.id, edition=ids["边城"], note="秘密", key="c")
    api.save_search(actor=reader, query="q=边城", name="私事", key="d")
    told = news.happenings(kind="lists")
    assert {one.kind for one in told} == {
        "lists.set-list", "lists.keep", "lists.set-entry", "lists.save-search",
    }  # fmt: skip
    assert all(dict(one.facts) == {} for one in told)
    assert all((one.object.kind, one.object.id) == ("person", reader.key) for one in told)
    for row in told:
        assert not any(word in repr(row) for word in ("不可说", "边城", "秘密", "私事"))


def test_an_edition_that_is_gone_keeps_its_title_one_that_moved_leads_on(shelf, tmp_path):
    reader, ids = shelf.people.reader, shelf.ids
    card = api.keep(actor=reader, editions=[ids["子夜"], ids["家"]])
    path = tmp_path / "all.deletes"
    path.write_text("e2\n")
    files.load_file(path, library="EAST")
    search.drain()
    found = search.shelves_of(
        ids=[entry.edition for entry in card.entries], here=keeping.members.here_from(cookie="", near="")
    )
    assert [one.result is None for one in found] == [True, False]
    assert api.keep(actor=reader, editions=[ids["子夜"]], list=card.id).entries[0].title == "子夜"


# -- searches


def test_a_search_is_saved_counted_and_forgotten(shelf):
    reader = shelf.people.reader
    saved = api.save_search(actor=reader, query="q=边城&page=3&near=1,2")
    assert (saved.query, saved.name, saved.total) == ("q=%E8%BE%B9%E5%9F%8E", "边城", 1)
    again = api.save_search(actor=reader, query="q=边城", name="乡土")
    assert (again.id, again.name) == (saved.id, "乡土")
    files.load(files.marc("e9", "边城新编", "另一人"), library="EAST")
    search.drain()
    assert search.count(query=saved.query, here=keeping.members.here_from(cookie="", near="")) == 2
    assert api.saved_searches(actor=reader)[0].total == 1
    assert api.look_again(actor=reader, search=saved.id).total == 2
    for other in (shelf.people.office, shelf.people.stranger, shelf.people.visitor):
        assert api.saved_searches(actor=other) == ()
        with pytest.raises(Absent):
            api.look_again(actor=other, search=saved.id)
        with pytest.raises(Absent):
            api.end_search(actor=other, search=saved.id)
    api.end_search(actor=reader, search=saved.id, key="k")
    api.end_search(actor=reader, search=saved.id, key="k")
    assert api.saved_searches(actor=reader) == ()
