"""Working at one of several libraries: a default, never a right; and the session's key changes."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from commonshelf.kernel.actor import Actor, Role, Standing
from commonshelf.members import api, testing
from commonshelf.members.desks import desk_of
from commonshelf.news import api as news

pytestmark = [pytest.mark.django_db, pytest.mark.urls("commonshelf.members.tests.urls")]


@pytest.fixture
def both():
    testing.cast()
    api.affiliate(actor=api.operator(), person="librarian", role=Role.LIBRARIAN, library="WEST")
    client = Client(headers={"accept-language": "en"})
    client.force_login(testing.user("librarian"))
    return client


def desk(client):
    return client.get("/libraries").wsgi_request.desk


def test_the_menu_says_where_and_another_is_chosen_without_signing_in_again(both):
    assert desk(both) == "EAST"
    assert "Working at East Library" in both.get("/libraries").content.decode()
    before = both.session.session_key
    answer = both.post("/working-at", {"library": "WEST", "next": "/libraries"})
    assert answer["Location"] == "/libraries"
    assert desk(both) == "WEST"
    assert both.session.session_key != before
    assert UserSession.objects.get().session_key == both.session.session_key
    assert news.happenings(rows=1)[0].kind == "members.work-at"
    both.cookies["sessionid"] = before
    assert both.get("/me").status_code == 302  # the key of before is worth nothing


@pytest.mark.parametrize("library", ["", "NOWHERE", "NORTH", "'; --"])
def test_nobody_chooses_a_library_they_do_not_work_at(both, library):
    api.add_library(actor=api.operator(), symbol="NORTH", name_en="North Library")
    before = both.session.session_key
    assert both.post("/working-at", {"library": library}).status_code == 404
    assert (desk(both), both.session.session_key) == ("EAST", before)


def test_it_gives_no_right(both):
    both.post("/working-at", {"library": "WEST"})
    assert both.get("/library/WEST/edit").status_code == 404
    assert both.get("/library/EAST/hours/main").status_code == 200


def test_whose_affiliation_there_ends_works_at_another(both):
    both.post("/working-at", {"library": "WEST"})
    testing.user("librarian").affiliations.filter(library__symbol="WEST").delete()
    assert desk(both) == "EAST"


def test_readers_visitors_and_the_office_work_at_none(client):
    testing.cast()
    assert desk(client) == ""
    for name in ("reader", "office", "stranger"):
        client.force_login(testing.user(name))
        assert desk(client) == ""
        assert "/working-at" not in client.get("/libraries").content.decode()


def test_the_way_back_stays_on_this_site(both):
    assert both.post("/working-at", {"library": "WEST", "next": "//evil.example"})["Location"] == "/"


def test_an_actor_of_one_library_needs_no_choice():
    one = Actor(key="a", standings=(Standing(Role.MANAGER, "EAST"), Standing(Role.READER, "WEST")))
    assert desk_of(one) == desk_of(one, "WEST") == desk_of(one, "x") == "EAST"


def test_forms_begin_with_it(client):
    testing.cast()
    api.affiliate(actor=api.operator(), person="manager", role=Role.MANAGER, library="WEST")
    client.force_login(testing.user("manager"))
    for library in ("EAST", "WEST"):
        client.post("/working-at", {"library": library})
        for path in ("/people/invite", f"/people/{testing.user('reader').key}"):
            assert client.get(path).context["role"]["library"].value() == library, path
