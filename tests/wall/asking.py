"""Asks one address as one person and brings back what a browser would get; nothing asked changes anything."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.urls import Resolver404, get_resolver, resolve, reverse

from commonshelf.members import testing
from tests.wall.actors import ACTORS
from tests.wall.canaries import in_bytes
from tests.wall.world import ABSENT

BACKEND = "django.contrib.auth.backends.ModelBackend"
CHINESE, ENGLISH = "zh-hans", "en"
METHODS = ("GET", "HTMX", "JSON", "HEAD", "OPTIONS", "POST")
READING = ("GET", "HTMX", "JSON")
_HEADERS: Mapping[str, Mapping[str, str]] = {
    "HTMX": {"HTTP_HX_REQUEST": "true"},
    "JSON": {"HTTP_ACCEPT": "application/json"},
}
# Written for one answer alone: the form's token and one-use key, the script's nonce.
_ONCE = re.compile(rb'(?:name="(?:csrfmiddlewaretoken|key)" value|nonce)="[^"]*"')


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    headers: Mapping[str, str]
    words: frozenset[str]
    changed: tuple[str, ...]
    problem: str = ""

    @property
    def kept_nowhere(self) -> bool:
        return "no-store" in self.headers.get("Cache-Control", "")

    @property
    def plain(self) -> bytes:
        return _ONCE.sub(b"", self.body)

    @property
    def letter(self) -> str:
        """As the table of addresses says it: o open, a absent, l to the sign-in page, p posted only."""
        if self.status in {403, 404, 405}:
            return "p" if self.status == 405 else "a"
        to_login = self.status in {301, 302} and "/accounts/login" in self.headers.get("Location", "")
        return "l" if to_login else "o" if self.status < 500 else "!"


class Asker:
    """Everybody signed in, each with their own cookies."""

    def __init__(
        self, secrets: Mapping[str, tuple[str, str]], desks: Mapping[str, Mapping[str, Any]]
    ) -> None:
        """secrets: what opens something by itself -> (whose, who may read it). desks: who -> what their
        browser's session remembers of whoever stands at their desk.
        """
        self.secrets = secrets
        self.handler = ClientHandler(enforce_csrf_checks=False)
        self.factory = RequestFactory()
        self.asked = 0
        self.cookies: dict[str, str] = {}
        self.sessions: dict[str, str] = {}
        for name in ACTORS:
            client = Client()
            if name != "visitor":
                client.force_login(testing.user(name), backend=BACKEND)
                session = client.session
                session.update(desks.get(name, {}))
                session.save()
                self.sessions[session.session_key or ""] = name
            self.cookies[name] = "; ".join(f"{one.key}={one.value}" for one in _kept(client.cookies))
        self.before = digests()

    def ask(
        self,
        who: str,
        at: str,
        method: str = "GET",
        fields: Mapping[str, Any] | None = None,
        lang: str = CHINESE,
    ) -> Answer:
        """method: one of METHODS. fields: of a form that is sent."""
        self.asked += 1
        more: dict[str, Any] = {
            "HTTP_ACCEPT_LANGUAGE": lang,
            "HTTP_COOKIE": self.cookies[who],
            **_HEADERS.get(method, {}),
        }
        verb = method if method in {"HEAD", "OPTIONS", "POST"} else "GET"
        if verb == "POST":
            request = self.factory.post(at, dict(fields or {}), **more)
        else:
            request = self.factory.generic(verb, at, **more)
        environ = {**request.environ, "PATH_INFO": request.path_info.encode().decode("latin-1")}
        with _trouble() as told, _undone(self.before) as wrote:
            response = self.handler(environ)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            response.close()
            changed = wrote()
        headers = dict(response.headers)
        everything = body + "\n".join(f"{name}: {said}" for name, said in headers.items()).encode()
        words = in_bytes(everything) if body or len(headers) > 9 else frozenset()
        return Answer(response.status_code, body, headers, frozenset(words), changed, "".join(told))

    def session_in(self, answer: Answer) -> str:
        """Whose session's key stands in the bytes; there is no page on which even one's own may."""
        text = answer.body.decode("utf-8", "replace")
        return next((owner for key, owner in self.sessions.items() if key in text), "")


def _kept(cookies: SimpleCookie) -> Iterator[Any]:
    return iter(cookies.values())


@contextmanager
def _trouble() -> Iterator[list[str]]:
    told: list[str] = []

    def listen(sender: object, **_: object) -> None:
        told.append(repr(sys.exc_info()[1]))

    got_request_exception.connect(listen)
    try:
        yield told
    finally:
        got_request_exception.disconnect(listen)


NOT_OURS = frozenset({"django_session", "cache", "usersessions_usersession"})
"""Tables of sessions and counters, which a mere look may write."""


def digests() -> dict[str, str]:
    """Table -> a digest of all its rows."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - NOT_OURS):
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            found[table] = hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()
    return found


@contextmanager
def _undone(before: Mapping[str, str]) -> Iterator[Any]:
    """What is done in here is taken back; in which tables it left another row is told before."""
    written: list[str] = []

    def watch(execute: Any, sql: str, params: Any, *more: Any) -> Any:
        if sql[:6].upper() in {"INSERT", "UPDATE", "DELETE", "REPLAC"}:
            written.append(sql)
        return execute(sql, params, *more)

    def changed() -> tuple[str, ...]:
        return tuple(table for table, now in digests().items() if before[table] != now) if written else ()

    with transaction.atomic(), connection.execute_wrapper(watch):
        yield changed
        transaction.set_rollback(True)


def address(name: str, given: Mapping[str, Any]) -> str:
    """The path of a named address; what is not given is one that exists for everybody. "?": parameters."""
    spaces, last = name.rpartition(":")[0], name.rpartition(":")[2]
    resolver = get_resolver()
    for space in filter(None, spaces.split(":")):
        resolver = resolver.namespace_dict[space][1]
    [(_, wanted), *_] = resolver.reverse_dict.getlist(last)[0][0]
    path = reverse(name, kwargs={word: given.get(word, USUAL.get(word)) for word in wanted})
    return f"{path}?{given['?']}" if "?" in given else path


def takes(name: str) -> frozenset[str]:
    """What the address is made of."""
    spaces, last = name.rpartition(":")[0], name.rpartition(":")[2]
    resolver = get_resolver()
    for space in filter(None, spaces.split(":")):
        resolver = resolver.namespace_dict[space][1]
    return frozenset(resolver.reverse_dict.getlist(last)[0][0][0][1])


USUAL: Mapping[str, Any] = {
    "form": "csv", "n": 1, "name": "author", "uidb36": "1", "key": "k", "code": "I", "term": "制图", "pk": 1,
    "provider_id": "nowhere", "secret": "x" * 20, "id": 1, "edition": 1,
}  # fmt: skip
NOWHERE: Mapping[str, Any] = {
    "id": ABSENT, "record": ABSENT, "edition": ABSENT, "load": ABSENT, "reject": ABSENT, "said_by": ABSENT,
    "thing": ABSENT, "symbol": "NOWHERE", "key": "f" * 16, "secret": "x" * 20,
}  # fmt: skip
"""The same address for something that never was."""
FORMS: Mapping[str, tuple[str, ...]] = {
    "lists:": ("ris", "bib", "csl.json"),
    "": ("csv", "xlsx"),
}


def known(path: str) -> str:
    """The name of an address, "" for none."""
    try:
        return resolve(path.partition("?")[0]).view_name
    except Resolver404:
        return ""
