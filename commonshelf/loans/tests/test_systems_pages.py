"""The pages of systems and terminals: who sees them, what is shown once, what a library chooses."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonshelf.loans import systems, terminals
from commonshelf.loans.models import LibrarySystem, Terminal
from commonshelf.loans.tests.machine import add
from commonshelf.members import api as members
from commonshelf.members import testing
from commonshelf.members.testing import user

pytestmark = pytest.mark.django_db
PAGE = "/systems/EAST"


@pytest.fixture
def cast():
    return testing.cast()


@pytest.fixture
def at(client, cast, settings):
    """Sign in as somebody, in English."""
    del cast
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    def enter(username):
        client.force_login(user(username))
        return client

    return enter


NEW = {"name": "EAST-1", "branch": "main", "charset": "gb18030", "language": "zh-hans", "key": "k1"}


def test_a_manager_adds_a_terminal_and_sees_its_password_once(at):
    page = at("manager").post(f"{PAGE}/terminals/new", NEW)
    [password] = re.findall(r"<code>([a-z2-9]{20})</code>", page.content.decode())
    assert terminals.sign_in(name="EAST-1", password=password).charset == "gb18030"
    assert "no-store" in page.headers["Cache-Control"]
    again = at("manager").post(f"{PAGE}/terminals/new", NEW)
    assert password not in again.content.decode()
    assert Terminal.objects.count() == 1
    assert password not in str(Terminal.objects.values())
    assert "EAST-1" in at("librarian").get(PAGE).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "图书馆一号"},
        {"name": "x y"},
        {"name": "a" * 41},
        {"charset": "utf-16"},
        {"branch": "elsewhere"},
        {"language": "fr"},
    ],
)
def test_what_a_terminal_cannot_be_is_told_at_its_field(at, wrong):
    page = at("manager").post(f"{PAGE}/terminals/new", {**NEW, **wrong})
    assert page.status_code == 400
    assert b'class="errorlist"' in page.content
    assert not Terminal.objects.exists()


def test_two_terminals_have_two_names(at):
    add("east-1", "WEST")
    page = at("manager").post(f"{PAGE}/terminals/new", NEW)
    assert page.status_code == 400
    assert Terminal.objects.count() == 1


def test_a_terminal_is_switched_off_and_given_another_password(at):
    new = add()
    address = f"{PAGE}/terminals/{new.terminal.id}"
    page = at("manager").get(address)
    assert page.status_code == 200
    told = {"branch": "main", "charset": "utf-8", "language": "en", "version": "1", "key": "k2"}
    assert at("manager").post(address, told).status_code == 302
    assert terminals.sign_in(name="EAST-1", password=new.password) is None
    page = at("manager").post(address, {**told, "active": "on", "key": "k3"})
    assert page.status_code == 409  # somebody changed it meanwhile
    assert (
        at("manager").post(address, {**told, "active": "on", "version": "2", "key": "k4"}).status_code == 302
    )
    page = at("manager").post(f"{address}/password", {"key": "k5"})
    [password] = re.findall(r"<code>([a-z2-9]{20})</code>", page.content.decode())
    assert terminals.sign_in(name="EAST-1", password=password)
    assert terminals.sign_in(name="EAST-1", password=new.password) is None


@pytest.mark.parametrize("username", ["partner", "stranger", "reader"])
def test_other_libraries_see_nothing_of_it(at, username):
    new = add()
    client = at(username)
    for address in (PAGE, f"{PAGE}/terminals/new", f"{PAGE}/terminals/{new.terminal.id}", f"{PAGE}/connect"):
        assert client.get(address).status_code == 404
    assert client.post(f"{PAGE}/choose", {"adapter": "manual", "version": "0"}).status_code == 404
    assert client.post(f"{PAGE}/terminals/{new.terminal.id}/password").status_code == 404
    assert terminals.sign_in(name="EAST-1", password=new.password)
    assert not LibrarySystem.objects.exists()


def test_a_librarian_reads_and_changes_nothing(at):
    new = add()
    assert at("librarian").get(PAGE).status_code == 200
    assert at("librarian").get(f"{PAGE}/terminals/{new.terminal.id}").status_code == 404
    assert at("librarian").post(f"{PAGE}/choose", {"adapter": "manual", "version": "0"}).status_code == 404


def test_a_terminal_of_one_library_is_not_found_at_another(at):
    west = add("WEST-1", "WEST").terminal
    assert at("manager").get(f"{PAGE}/terminals/{west.id}").status_code == 404
    assert at("manager").post(f"{PAGE}/terminals/{west.id}/password").status_code == 404


def test_a_manager_chooses_and_the_office_connects(at):
    assert at("manager").post(f"{PAGE}/choose", {"adapter": "sip2", "version": "0"}).status_code == 302
    assert b"alliance office" in at("manager").get(PAGE).content
    assert at("manager").post(f"{PAGE}/choose", {"adapter": "manual", "version": "0"}).status_code == 302
    assert LibrarySystem.objects.get().adapter == "manual"
    told = {"host": "127.0.0.1", "port": "6001", "charset": "utf-8", "user": "", "version": "1", "key": "k"}
    assert at("manager").post(f"{PAGE}/connect", told).status_code == 404
    page = at("office").post(f"{PAGE}/connect", {**told, "host": "sip.example.edu.cn"})
    assert page.status_code == 400
    assert b"TLS" in page.content
    assert at("office").post(f"{PAGE}/connect", told).status_code == 302
    assert at("manager").post(f"{PAGE}/choose", {"adapter": "sip2", "version": "2"}).status_code == 302
    assert systems.system(actor=members.operator(), library="EAST").adapter == "sip2"


@pytest.mark.parametrize(
    ("host", "port"), [("", "6001"), ("a b", "6001"), ("127.0.0.1", "0"), ("127.0.0.1", "x")]
)
def test_an_address_that_is_none_is_told(at, host, port):
    told = {"host": host, "port": port, "charset": "utf-8", "version": "0"}
    assert at("office").post(f"{PAGE}/connect", told).status_code == 400
    assert not LibrarySystem.objects.exists()


def test_nobody_there_is_a_sentence(at):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    told = {"host": "127.0.0.1", "port": str(port), "charset": "utf-8", "version": "0", "key": "k"}
    at("office").post(f"{PAGE}/connect", told)
    assert at("manager").post(f"{PAGE}/choose", {"do": "try", "key": "t"}).status_code == 302
    assert b"Nothing listens at that port" in at("manager").get(PAGE).content
    assert LibrarySystem.objects.get().problem == "closed"


def test_who_sees_one_library_comes_straight_to_it(at):
    page = at("manager").get("/systems")
    assert (page.status_code, page.url) == (302, PAGE)
    office = at("office").get("/systems").content.decode()
    assert "/systems/EAST" in office
    assert "/systems/WEST" in office
    assert at("stranger").get("/systems").status_code == 404


@pytest.mark.parametrize("address", ["/systems", PAGE])
def test_as_many_queries_for_many_as_for_few(at, address):
    client = at("office")
    add("T0")
    client.get(address)
    counts = []
    for first in (1, 11):
        for number in range(first, first + 10):
            add(f"T{number}", "EAST" if number % 2 else "WEST")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_clock_that_is_wrong_is_said(at):
    new = add()
    Terminal.objects.update(skew_seconds=-8 * 3600, seen_at=new.terminal.added_at)
    assert b"8 hours slow" in at("manager").get(PAGE).content
