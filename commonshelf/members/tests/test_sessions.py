"""Where people are signed in: listed, ended one by one or all at once, and over with the last affiliation."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commonshelf.kernel.actor import Role
from commonshelf.members import api, sessions, testing
from commonshelf.members.domain import browsers
from commonshelf.members.models import Affiliation, Library, Person
from commonshelf.members.signing import forget_sessions
from commonshelf.members.tests.doors import login
from commonshelf.news import api as news

pytestmark = [pytest.mark.django_db, pytest.mark.urls("commonshelf.members.tests.urls")]
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


@pytest.fixture(autouse=True)
def _no_earlier_guesses():
    cache.clear()


@pytest.fixture
def cast():
    return testing.cast()


def signed_in(name):
    client = Client(headers={"user-agent": FIREFOX})
    login(client, name)
    return client


def is_in(client):
    return client.get("/me").status_code == 200


class TestMine:
    def test_each_is_listed_and_can_be_ended(self, cast):
        here, there, other = (signed_in(name) for name in ("reader", "reader", "librarian"))
        rows = here.get("/accounts/sessions/").context["rows"]
        assert [(row.current, row.browser, row.system, row.address) for row in rows] == [
            (False, "Firefox", "Linux", "10.0.0.1"),
            (True, "Firefox", "Linux", "10.0.0.1"),
        ]
        assert here.post("/accounts/sessions/", {"session": rows[0].id}).status_code == 302
        assert (is_in(here), is_in(there), is_in(other)) == (True, False, True)
        assert len(here.get("/accounts/sessions/").context["rows"]) == 1
        assert news.happenings(person=cast.reader.key, rows=1)[0].kind == "members.end-sessions"

    def test_nobody_elses_can(self, cast):
        here, other = signed_in("reader"), signed_in("librarian")
        theirs = UserSession.objects.get(user=testing.user("librarian")).pk
        for which in (theirs, 999_999, "x", ""):
            assert here.post("/accounts/sessions/", {"session": which}).status_code == 404
        assert is_in(other)
        assert is_in(here)

    def test_all_others_at_once_and_this_one_gets_another_key(self, cast):
        here, there = signed_in("reader"), signed_in("reader")
        before = here.session.session_key
        assert here.post("/accounts/sessions/", {"session": "others"}).status_code == 302
        assert (is_in(here), is_in(there)) == (True, False)
        assert here.session.session_key != before
        assert [row.current for row in here.get("/accounts/sessions/").context["rows"]] == [True]

    def test_those_that_began_before_they_were_counted_end_too(self, cast):
        here, old = signed_in("reader"), signed_in("reader")
        UserSession.objects.filter(session_key=old.session.session_key).delete()
        here.post("/accounts/sessions/", {"session": "others"})
        assert not is_in(old)

    def test_a_new_password_ends_all_others(self, cast):
        here, there = signed_in("reader"), signed_in("reader")
        new = {"password1": "nine-green-boats", "password2": "nine-green-boats"}
        told = {"oldpassword": testing.PASSWORD, **new}
        assert here.post("/accounts/password/change/", told).status_code == 302
        assert (is_in(here), is_in(there)) == (True, False)
        assert not Session.objects.exclude(session_key=here.session.session_key).exists()
        assert [row.current for row in here.get("/accounts/sessions/").context["rows"]] == [True]

    def test_signing_out_leaves_nothing_for_whoever_sits_down_next(self, cast):
        here = signed_in("reader")
        key = here.session.session_key
        answer = here.post("/accounts/logout/")
        assert not Session.objects.filter(session_key=key).exists()
        assert sessions.sessions_of(person=cast.reader.key) == []
        assert answer["Cache-Control"] == "no-store"
        assert answer["Clear-Site-Data"] == '"cache", "storage"'

    def test_rows_of_sessions_that_ran_out_are_forgotten(self, cast):
        here = signed_in("reader")
        Session.objects.filter(session_key=here.session.session_key).update(
            expire_date=timezone.now() - timedelta(1)
        )
        forget_sessions(timezone.now())
        assert not UserSession.objects.exists()

    def test_a_list_of_twenty_asks_no_more_than_one_of_ten(self, cast):
        here = signed_in("reader")
        counts = []
        for more in (9, 10):
            for _ in range(more):
                signed_in("reader")
            here.get("/accounts/sessions/")
            with CaptureQueriesContext(connection) as asking:
                rows = here.get("/accounts/sessions/").context["rows"]
            counts.append((len(rows), len(asking)))
        assert [rows for rows, _ in counts] == [10, 20]
        assert counts[0][1] == counts[1][1]


class TestTheLastAffiliation:
    def test_with_it_every_session_ends_at_once(self, cast):
        here, there = signed_in("reader"), signed_in("reader")
        tie = api.person(name="reader").affiliations[0]
        api.end_affiliation(actor=cast.office, affiliation=tie.id, active_to=timezone.localdate())
        assert (is_in(here), is_in(there)) == (False, False)
        assert not UserSession.objects.filter(user=testing.user("reader")).exists()

    def test_while_another_holds_they_stay(self, cast):
        api.affiliate(actor=api.operator(), person="reader", role=Role.READER, library="WEST")
        here = signed_in("reader")
        tie = next(tie for tie in api.person(name="reader").affiliations if tie.library == "EAST")
        api.end_affiliation(actor=cast.office, affiliation=tie.id, active_to=timezone.localdate())
        assert is_in(here)

    def test_a_day_that_was_set_before_ends_them_too(self, cast):
        here = signed_in("reader")
        Affiliation.objects.filter(person=testing.user("reader")).update(
            active_from=timezone.localdate() - timedelta(9), active_to=timezone.localdate()
        )
        assert not is_in(here)

    def test_so_does_a_library_that_leaves(self, cast):
        here, other = signed_in("reader"), signed_in("partner")
        Library.objects.filter(symbol="EAST").update(active_to=timezone.localdate())
        assert (is_in(here), is_in(other)) == (False, True)

    def test_who_never_had_one_stays(self, cast):
        assert is_in(signed_in("stranger"))

    def test_a_closed_account_has_no_session(self, cast):
        here = signed_in("reader")
        Person.objects.filter(username="reader").update(is_active=False)
        assert not is_in(here)


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (FIREFOX, ("Firefox", "Linux")),
        ("(Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", ("Edge", "Windows")),
        ("(iPhone; CPU iPhone OS 17_5 like Mac OS X) Safari/604.1", ("Safari", "iPhone")),
        ("(Linux; Android 14) Chrome/126 MicroMessenger/8.0", ("WeChat", "Android")),
        ("curl/8.5", ("", "")),
        ("", ("", "")),
    ],
)  # fmt: skip
def test_browsers_are_called_what_people_call_them(header, said):
    assert browsers.said(header) == said
