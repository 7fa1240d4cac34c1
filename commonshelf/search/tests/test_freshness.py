"""Visitors' pages may be kept, cost little to ask for again, and set no cookie; a change is seen at once."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonshelf.members import api as members
from commonshelf.members import testing
from commonshelf.search import api
from commonshelf.search.api import Ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("two")]
TEN = datetime(2099, 3, 2, 2, tzinfo=UTC)  # 10:00 in the alliance's time
SEARCH = "/search?q=红楼梦"
ONE_MORE = "9,红楼梦新证,周汝昌 著,示范出版社,1953,,红学,I207.411,chi,I207/9,on-shelf"


@pytest.fixture
def visitor():
    return Client(headers={"accept-language": "en"})


def pages() -> list[str]:
    edition = api.find(ask=Ask(words="红楼梦")).ids[0]
    return ["/", SEARCH, f"/edition/{edition}", f"/api/v1/editions/{edition}", "/api/v1/search?q=红楼梦"]


def again(client, path, mark, **more):
    return client.get(path, headers={"if-none-match": mark}, **more)


def test_visitors_pages_set_no_cookie_and_may_be_kept_by_anybody(visitor):
    for path in [*pages(), "/libraries", "/search?q=nothing-at-all", "/search?library=AAA"]:
        answer = visitor.get(path)
        assert answer.status_code == 200
        assert answer.cookies == {}, path
        assert answer["Cache-Control"] == "public, max-age=60", path


def test_who_has_the_page_is_told_so_for_a_handful_of_queries(visitor):
    for path in pages():
        first = visitor.get(path)
        with CaptureQueriesContext(connection) as asked:
            second = again(visitor, path, first["ETag"])
        assert second.status_code == 304, path
        assert second.content == b""
        assert second["ETag"] == first["ETag"]
        assert second["Cache-Control"] == first["Cache-Control"]
        assert {"Accept-Language", "Cookie"} <= set(second["Vary"].split(", "))
        assert len(asked) <= 5, [query["sql"] for query in asked]


def test_another_language_question_place_or_part_is_another_page(visitor):
    mark = visitor.get(SEARCH)["ETag"]
    marks = {
        mark,
        visitor.get(SEARCH, headers={"accept-language": "zh-CN"})["ETag"],
        visitor.get(SEARCH, headers={"hx-request": "true"})["ETag"],
        visitor.get(f"{SEARCH}&page=2")["ETag"],
    }
    visitor.cookies["here"] = "BBB/main"
    answer = again(visitor, SEARCH, mark)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, max-age=60"
    marks.add(answer["ETag"])
    assert len(marks) == 5


def test_a_change_is_seen_at_once(visitor, load):
    pages_before = {path: visitor.get(path)["ETag"] for path in pages()}

    load("AAA", ONE_MORE)
    api.drain()
    assert {again(visitor, path, mark).status_code for path, mark in pages_before.items()} == {200}

    pages_before = {path: visitor.get(path)["ETag"] for path in pages()}
    assert again(visitor, SEARCH, pages_before[SEARCH]).status_code == 304
    members.set_alliance(actor=members.operator(), name_zh="改了名的联盟", name_en="Renamed Alliance")
    assert {again(visitor, path, mark).status_code for path, mark in pages_before.items()} == {200}


def test_what_is_loaded_and_not_yet_indexed_is_another_page_than_what_is(visitor, load):
    load("AAA", ONE_MORE)
    before = visitor.get(SEARCH)["ETag"]
    api.drain()
    assert again(visitor, SEARCH, before).status_code == 200


def test_a_library_that_closes_changes_the_page_and_an_hour_alone_does_not(visitor):
    spans = [(day, time(8), time(12)) for day in range(7)]
    members.set_hours(actor=members.operator(), library="AAA", branch="main", spans=spans)
    with time_machine.travel(TEN) as clock:
        mark = visitor.get("/")["ETag"]
        clock.shift(3600)
        assert again(visitor, "/", mark).status_code == 304
        clock.shift(3600 + 60)
        closed = again(visitor, "/", mark)
        assert closed.status_code == 200
        mark = closed["ETag"]
        clock.shift(13 * 3600)  # past midnight: what was tomorrow is today
        assert again(visitor, "/", mark).status_code == 200


def test_people_devices_places_and_changes_of_language_get_no_mark(visitor):
    for path in (f"{SEARCH}&near=30.8,106.1", f"{SEARCH}&lang=en", "/libraries", "/here"):
        assert "ETag" not in visitor.get(path), path
    testing.someone("ann")
    visitor.force_login(testing.user("ann"), backend="django.contrib.auth.backends.ModelBackend")
    assert "ETag" not in visitor.get(SEARCH)
    assert again(visitor, SEARCH, "*").status_code == 200


def test_nothing_that_failed_is_marked(visitor):
    assert "ETag" not in visitor.get("/edition/999999")
