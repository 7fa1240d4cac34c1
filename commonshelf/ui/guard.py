"""Keeps the box open when everybody comes at once: decided before any session, account or row is read.

Visitors' pages are worked on a few at a time and wait in a short line that is fair among addresses;
whoever is signed in passes it by. What is too much is told so at once (429), in both languages.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver
from django.utils.crypto import constant_time_compare, salted_hmac

from commonshelf.kernel.refusal import FORBIDDEN, Refusal
from commonshelf.ui.api import filters_at
from commonshelf.ui.domain.addresses import caller
from commonshelf.ui.domain.crawls import Pairs
from commonshelf.ui.domain.limits import Limits
from commonshelf.ui.gate import Gate
from commonshelf.ui.sent_away import sent_away

log = logging.getLogger(__name__)

KNOWN: Final = "known"
"""Cookie of whoever is signed in: a signature over their session's key, checked without a query."""
OPEN: Final = frozenset({"/robots.txt"})
DOORS: Final = "/accounts/"
TOO_MANY: Final = 429
MINUTE: Final = 60.0
SOON: Final = 2
"""Seconds after which whoever was sent away may try again, and up to three more, by address."""


class Guard:
    """Middleware; the first after those that only write headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        _ = get_resolver().url_patterns  # with their addresses the rooms say which parameters are filters
        self.limits: Limits = settings.GUARD
        limits = self.limits
        self.pages = Gate(working=limits.working, waiting=limits.waiting, patience=limits.patience)
        self.doors = Gate(working=limits.door_working, waiting=limits.door_waiting, patience=limits.patience)
        self.people = _Each(limits.each)
        self.of_one = Pairs(limits.pair_of_one)
        self.of_all = Pairs(limits.pair_of_all)
        self._lock = Lock()
        self._sent_away, self._told_at = 0, time.monotonic()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._answer(request)
        if response.status_code == TOO_MANY:
            self._count()
        return response

    def _count(self) -> None:
        """One line a minute for the operator, whose addresses nobody keeps."""
        now = time.monotonic()
        with self._lock:
            self._sent_away += 1
            if now - self._told_at < MINUTE:
                return
            count, minutes = self._sent_away, (now - self._told_at) / MINUTE
            self._sent_away, self._told_at = 0, now
        log.warning("%d requests were sent away within %.0f minute(s): too many at once.", count, minutes)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if not self.limits.on or request.path in OPEN:
            return self.get_response(request)
        if is_known(request):
            who = request.COOKIES[settings.SESSION_COOKIE_NAME]
            with self.people.turn(who) as admitted:
                return self._let_in(request) if admitted else _busy(request, who)
        who = caller(
            request.META.get("REMOTE_ADDR", ""),
            request.META.get("HTTP_X_FORWARDED_FOR", ""),
            self.limits.proxies,
        )
        if too_much := self._too_much(request, who):
            return sent_away(request, *too_much)
        gate = self.doors if request.path.startswith(DOORS) else self.pages
        with gate.turn(who) as admitted:
            return self._let_in(request) if admitted else _busy(request, who)

    def _let_in(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        keep_known(request, response)
        return response

    def _too_much(self, request: HttpRequest, who: str) -> tuple[Refusal, int] | None:
        """Why the question itself is one that only people who are signed in may ask, and for how many
        seconds (0: for ever).
        """
        filters = filters_of(request)
        limits = self.limits
        if len(filters) > limits.filters:
            return Refusal("ui.too-many-filters", {"most": limits.filters}, FORBIDDEN), 0
        if len(filters) < 2:
            return None
        now = time.monotonic()
        with self._lock:
            # Without an address everybody would be taken for one.
            alone = self.of_one.seen(who, filters, now) if who else 0.0
            together = self.of_all.seen("", filters, now) if len(filters) > limits.shallow else 0.0
        if alone:
            return Refusal("ui.crawl", {"minutes": 1 + int(alone // 60)}, TOO_MANY), 1 + int(alone)
        if together:
            return Refusal("ui.crawled", {"most": limits.shallow}, TOO_MANY), 1 + int(together)
        return None


class _Each:
    """So many at once of each, and nobody waits."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._now: Counter[str] = Counter()
        self._lock = Lock()

    @contextmanager
    def turn(self, who: str) -> Iterator[bool]:
        with self._lock:
            admitted = self._now[who] < self._most
            self._now[who] += admitted
        try:
            yield admitted
        finally:
            with self._lock:
                self._now[who] -= admitted
                if not self._now[who]:
                    del self._now[who]


def filters_of(request: HttpRequest) -> list[tuple[str, str]]:
    """The filters this request combines, each once; none where the address takes none."""
    known = filters_at(path=request.path)
    given = {(name, value) for name in known for value in request.GET.getlist(name) if value.strip()}
    return sorted(given)


def is_known(request: HttpRequest) -> bool:
    """Whether this was given to somebody signed in. The session may have ended since; then the page
    says so, and takes it back.
    """
    session, given = request.COOKIES.get(settings.SESSION_COOKIE_NAME), request.COOKIES.get(KNOWN)
    return bool(session and given and constant_time_compare(given, _sign(session)))


def keep_known(request: HttpRequest, response: HttpResponse) -> None:
    """Give it at signing in, renew it with the session's key, take it back with the session."""
    cookie = settings.SESSION_COOKIE_NAME
    given = request.COOKIES.get(KNOWN)
    if not given and cookie not in request.COOKIES and cookie not in response.cookies:
        return  # a visitor, for whom no row is to be read
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        if given:
            response.delete_cookie(KNOWN, samesite="Lax")
            response["Cache-Control"] = "no-store"
            # On a terminal that others use next, nothing of this person stays behind.
            response["Clear-Site-Data"] = '"cache", "storage"'
        return
    wanted = _sign(request.session.session_key or "")
    if given != wanted:
        response.set_cookie(
            KNOWN,
            wanted,
            max_age=settings.SESSION_COOKIE_AGE,
            secure=settings.TLS,
            httponly=True,
            samesite="Lax",
        )


def _sign(session: str) -> str:
    return salted_hmac("commonshelf.ui.guard", session, algorithm="sha256").hexdigest()


def _busy(request: HttpRequest, who: str) -> HttpResponse:
    seconds = SOON + sum(who.encode()) % 4  # so that not all come back in the same second
    return sent_away(request, Refusal("ui.busy", {"seconds": seconds}, TOO_MANY), seconds)
