"""Whoever is too much is told so before a row is read; whoever is signed in goes on."""

from __future__ import annotations

import json
import threading
import time
from contextlib import ExitStack, contextmanager

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from commonshelf.members import testing
from commonshelf.ui.domain.addresses import caller, networks
from commonshelf.ui.domain.crawls import Pairs
from commonshelf.ui.domain.limits import Limits
from commonshelf.ui.gate import Gate
from commonshelf.ui.guard import KNOWN, Guard, filters_of

BACKEND = "django.contrib.auth.backends.ModelBackend"
MANY = "&".join(f"library=L{n}" for n in range(15))
ADDRESS = "203.0.113.7"


def guard_of(client) -> Guard:
    """The one in this client's chain of middleware."""
    if client.handler._middleware_chain is None:
        client.handler.load_middleware()
    layer = client.handler._middleware_chain
    while not isinstance(layer, Guard):
        layer = getattr(layer, "__wrapped__", None) or layer.get_response
    return layer


def full(guard: Guard) -> ExitStack:
    """Every place at work is taken by others, and the line is closed."""
    guard.pages = Gate(working=guard.limits.working, waiting=0, patience=0)
    taken = ExitStack()
    for _ in range(guard.limits.working):
        assert taken.enter_context(guard.pages.turn("198.51.100.1"))
    return taken


@contextmanager
def no_queries():
    with CaptureQueriesContext(connection) as asked:
        yield
    assert [query["sql"] for query in asked.captured_queries] == []


@pytest.fixture
def visitor():
    return Client(headers={"accept-language": "en"}, REMOTE_ADDR=ADDRESS)


@pytest.mark.django_db
def test_a_full_house_is_told_so_before_any_row_is_read(visitor):
    with full(guard_of(visitor)), no_queries():
        answer = visitor.get("/search?q=x&lang=en")
    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= 10
    assert answer["Cache-Control"] == "no-store"
    page = answer.content.decode()
    assert "Very many people are searching" in page
    assert '<div lang="zh-Hans"' in page
    assert "检索的人很多" in page
    assert 'href="/search?q=x&amp;lang=en"' in page
    assert answer.cookies == {}


@pytest.mark.django_db
def test_a_session_somebody_made_up_opens_nothing(visitor):
    visitor.cookies[settings.SESSION_COOKIE_NAME] = "made-up"
    visitor.cookies[KNOWN] = "f" * 64
    with full(guard_of(visitor)), no_queries():
        assert visitor.get("/search").status_code == 429


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "said"), [("zh-CN", "检索的人很多"), ("en", "Very many people")])
def test_programs_get_it_as_problem_json(language, said):
    client = Client(headers={"accept-language": language})
    with full(guard_of(client)), no_queries():
        answer = client.get("/api/v1/search?q=x")
    assert (answer.status_code, answer["Content-Type"]) == (429, "application/problem+json")
    told = json.loads(answer.content)
    assert told["code"] == "ui.busy"
    assert said in told["detail"]
    assert int(answer["Retry-After"]) == told["facts"]["seconds"]


@pytest.mark.django_db
def test_parts_of_a_page_get_a_part(visitor):
    with full(guard_of(visitor)):
        answer = visitor.get("/search", headers={"hx-request": "true"})
    assert answer.status_code == 429
    assert answer.content.decode().startswith('<div class="note no"')


@pytest.mark.django_db
def test_whoever_is_signed_in_goes_on_when_visitors_are_sent_away(visitor):
    testing.someone("ann")
    visitor.force_login(testing.user("ann"), backend=BACKEND)
    visitor.get("/me")
    assert visitor.cookies[KNOWN]["httponly"]
    with full(guard_of(visitor)):
        assert visitor.get("/libraries").status_code == 200
        assert visitor.get(f"/search?{MANY}").status_code == 200
        visitor.cookies.clear()
        assert visitor.get("/libraries").status_code == 429  # planted: it was the mark that let them in


@pytest.mark.django_db
def test_signing_in_stays_open_when_the_pages_are_full(visitor):
    with full(guard_of(visitor)):
        assert visitor.get("/accounts/login/").status_code == 200


@pytest.mark.django_db
def test_the_mark_ends_with_the_session(visitor):
    testing.someone("ann")
    visitor.post("/accounts/login/", {"login": "ann", "password": testing.PASSWORD})
    assert visitor.cookies[KNOWN].value
    signed_out = visitor.post("/accounts/logout/")
    assert not visitor.cookies[KNOWN].value
    assert signed_out["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in visitor.get("/libraries")
    # a session that ended elsewhere: the mark is taken back, and that answer kept by nobody
    testing.someone("bob")
    visitor.post("/accounts/login/", {"login": "bob", "password": testing.PASSWORD})
    visitor.session.flush()
    answer = visitor.get("/libraries")
    assert not visitor.cookies[KNOWN].value
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_one_person_cannot_take_all_threads(visitor):
    testing.someone("ann")
    visitor.force_login(testing.user("ann"), backend=BACKEND)
    visitor.get("/me")
    guard, session = guard_of(visitor), visitor.cookies[settings.SESSION_COOKIE_NAME].value
    with ExitStack() as taken:
        for _ in range(guard.limits.each):
            assert taken.enter_context(guard.people.turn(session))
        assert visitor.get("/me").status_code == 429
    assert visitor.get("/me").status_code == 200


@pytest.mark.django_db
def test_filters_by_the_dozen_are_for_people_who_sign_in(visitor):
    with no_queries():
        answer = visitor.get(f"/search?q=红楼&{MANY}")
        as_program = visitor.get(f"/api/v1/search?{MANY}")
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Up to 14 filters can be combined without signing in." in page
    assert 'href="/search?q=%E7%BA%A2%E6%A5%BC"' in page
    assert "/accounts/login/?next=%2Fsearch%3Fq%3D" in page
    assert "<h1>Too many filters</h1>" in page
    assert as_program.json()["code"] == "ui.too-many-filters"
    # as many as may be; the same one twice is one; elsewhere the words mean nothing
    fourteen = MANY.rpartition("&")[0]
    for fine in (f"/search?{fourteen}", f"/search?{fourteen}&library=L0", f"/libraries?{MANY}"):
        assert visitor.get(fine).status_code == 200


def test_filters_are_counted_however_they_are_written():
    made = RequestFactory().get("/search?q=x&library=A&library=A&facet=format:book&page=2&sort=newest&clc=")
    assert filters_of(made) == [("facet", "format:book"), ("library", "A")]


@pytest.mark.django_db
def test_the_same_filters_a_thousand_times_from_one_address_are_a_crawler(visitor):
    guard = guard_of(visitor)
    guard.of_one.most = 5
    asked = "/search?language=chi&format=book&page={}"
    answers = [visitor.get(asked.format(n)).status_code for n in range(1, 7)]
    assert answers == [200] * 5 + [429]
    with no_queries():
        refused = visitor.get(asked.format(7))
    assert "Search without filters, sign in, or come back in 60 minutes." in refused.content.decode()
    assert 3_590 <= int(refused["Retry-After"]) <= 3_601
    # plain questions from there, and the same one from elsewhere, are answered
    assert visitor.get("/search?q=x&language=chi").status_code == 200
    assert visitor.get(asked.format(1), REMOTE_ADDR="203.0.113.8").status_code == 200


@pytest.mark.django_db
def test_a_crawl_from_many_addresses_narrows_what_visitors_may_combine(visitor):
    guard = guard_of(visitor)
    guard.of_all.most = 5
    deep = "/search?language=chi&format=book&clc=I&decade=19{}0"
    answers = [
        visitor.get(deep.format(n % 10), REMOTE_ADDR=f"203.0.113.{n}").status_code for n in range(20, 27)
    ]
    assert answers == [200] * 5 + [429] * 2
    assert "up to 3 filters can be combined" in visitor.get(deep.format(1)).content.decode()
    assert visitor.get("/search?language=chi&format=book&clc=I").status_code == 200


def test_pairs_are_forgotten_by_the_hour_and_do_not_fill_the_memory():
    pairs = Pairs(most=2, span=100, room=50)
    book = (("format", "book"), ("language", "chi"))
    assert [pairs.seen("a", book, now) for now in (1000, 1010, 1020)] == [0, 0, 80]
    assert pairs.seen("a", book[::-1], 1030) == 70, "the order of the filters is nothing"
    assert pairs.seen("b", book, 1030) == 0
    for n in range(500):
        pairs.seen("c", (("decade", n), ("clc", n)), 1040)
    assert len(pairs._seen) <= 51
    assert pairs.seen("a", book, 1050) == 50, "what is seen most is kept"
    assert pairs.seen("a", book, 1101) == 0


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxies", "found"),
    [
        ("203.0.113.7", "", [], "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", [], "203.0.113.7"),  # nobody we trust says so
        ("127.0.0.1", "198.51.100.1", ["127.0.0.0/8"], "198.51.100.1"),
        ("127.0.0.1", "1.1.1.1, 198.51.100.1", ["127.0.0.0/8"], "198.51.100.1"),  # the first is made up
        ("10.0.0.2", "198.51.100.1, 10.0.0.1", ["10.0.0.0/8"], "198.51.100.1"),
        ("::1", "2001:db8:1:2:3::4", ["::1"], "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::9", "", [], "2001:db8:1:2::"),
        ("::ffff:203.0.113.7", "", [], "203.0.113.7"),
        ("127.0.0.1", "", [], ""),
        ("127.0.0.1", "", ["127.0.0.0/8"], ""),
        ("127.0.0.1", "<script>", ["127.0.0.0/8"], ""),
        ("", "198.51.100.1", [], ""),
    ],
)
def test_who_is_counted(peer, forwarded, proxies, found):
    assert caller(peer, forwarded, networks(proxies)) == found


def test_a_flood_costs_little_and_the_door_opens_again_afterwards():
    """Four hundred at once on a slow view: a few are answered, the others told at once."""
    begun = threading.Event()

    def slow(_request):
        begun.wait(10)
        return HttpResponse("done")

    guard = Guard(slow)
    guard.pages._patience = 0.05
    statuses: list[int] = []

    def visit(n):
        request = RequestFactory().get("/search", REMOTE_ADDR=f"203.0.113.{n % 200}")
        statuses.append(guard(request).status_code)

    threads = [threading.Thread(target=visit, args=(n,)) for n in range(60)]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 60
    while len(statuses) < 60 - guard.limits.working and time.monotonic() < deadline:
        time.sleep(0.01)
    begun.set()
    for thread in threads:
        thread.join(timeout=60)
    assert statuses.count(429) == 60 - guard.limits.working
    assert guard.pages.counts == (0, 0)
    assert guard(RequestFactory().get("/search")).status_code == 200


@pytest.mark.django_db
def test_lifted_limits_are_lifted(visitor, settings):
    settings.GUARD = Limits(on=False)
    assert visitor.get(f"/search?{MANY}").status_code == 200


@pytest.mark.django_db
def test_the_operator_is_told_once_a_minute_how_many_and_nobodys_address(visitor, caplog):
    guard = guard_of(visitor)
    with full(guard), caplog.at_level("INFO"):
        for _ in range(5):
            visitor.get("/search")
        assert "sent away" not in caplog.text
        guard._told_at -= 61
        visitor.get("/search")
    told = [record.getMessage() for record in caplog.records if record.name == "commonshelf.ui.guard"]
    assert told == ["6 requests were sent away within 1 minute(s): too many at once."]
    assert ADDRESS not in caplog.text
