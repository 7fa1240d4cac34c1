"""Links of resources and titles, looked at one after another, politely, in a thread of the worker's own."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from itertools import chain
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.utils import timezone

from commonshelf.kernel.actor import MACHINE, Actor, Ref
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.resources.cards import Linked
from commonshelf.resources.domain.links import BAD, PERMANENT, RESTRICTED, Answer, judged
from commonshelf.resources.models import Resource, Title
from commonshelf.resources.setting import owner_of
from commonshelf.resources.showing import linked
from commonshelf.wire import outbound

Ask = Callable[[str, str], outbound.Reply]
"""(url, HEAD or GET) -> what one hop said; raises outbound.Refused."""
HOPS: Final = 6
TIMEOUT: Final = 10.0
PAUSE: Final = 2.0
"""Seconds between two questions, so that no host hears from us more often."""
ROUND: Final = 50
OF_ONE_HOST: Final = 10
"""In one round: a host with twenty thousand titles does not keep all others waiting."""
REST: Final = 60.0
_SIGN_IN: Final = ("login", "signin", "sign-in", "sso", "shibboleth", "idp", "openathens", "cas")
_KEPT: Final = ("link_state", "link_status", "link_why", "strikes", "moved_to", "checked_at", "check_at")

log = logging.getLogger(__name__)


def _asked(url: str, method: str) -> outbound.Reply:
    return outbound.ask(url, method, timeout=TIMEOUT, also=settings.LINK_NETWORKS)


def look(url: str, ask: Ask = _asked) -> Answer:
    """Follow it to its end, every hop checked anew. HEAD first; GET of one byte where that is not liked."""
    here, lasting, seen = url, "", set()
    permanent = True
    for _ in range(HOPS):
        try:
            reply = ask(here, "HEAD")
            if reply.status >= BAD and reply.status not in RESTRICTED | {404, 410}:
                reply = ask(here, "GET")
            elif reply.status in {403, 404, 410}:
                reply = ask(here, "GET")  # many hosts say so to HEAD alone
        except outbound.Refused as refused:
            return Answer(None, refused.code)
        if not reply.to:
            why = "asks-to-sign-in" if here != url and _signs_in(here) and reply.status < BAD else ""
            return Answer(reply.status, why, lasting)
        permanent = permanent and reply.status in PERMANENT
        if reply.to in seen:
            break
        seen.add(reply.to)
        here = reply.to
        lasting = here if permanent else lasting
    return Answer(None, "too-many-redirects")


def _signs_in(url: str) -> bool:
    parts = urlsplit(url)
    words = [*(parts.hostname or "").split("."), *parts.path.casefold().strip("/").split("/")]
    return any(word.partition(".")[0] in _SIGN_IN for word in words)


def judge(row: Resource | Title, answer: Answer, now: datetime) -> None:
    """Write down what the answer makes of this link, if it is still the one that was asked about."""
    found = judged(row.link_state, row.strikes, row.url, answer, now)
    row.link_state, row.link_status, row.link_why = found.state, found.status, found.why
    row.strikes, row.moved_to = found.strikes, found.moved_to[:500]
    row.checked_at, row.check_at = now, found.next
    type(row).objects.filter(pk=row.pk, url=row.url).update(**{name: getattr(row, name) for name in _KEPT})


def check_now(*, actor: Actor, resource: int, key: str = "") -> Linked:
    """The resource's own link, at once; what it is now. Asking a host may take some seconds."""
    row = Resource.objects.filter(pk=resource, closed_at=None).first()
    if row is None:
        raise Absent
    where = Ref("resource", str(resource), owner_of(row))
    members.demand(actor=actor, action="resources.check-link", object=where)
    answer = look(row.url)

    def do() -> members.Done[None]:
        judge(row, answer, timezone.now())
        return members.Done(None, {"state": row.link_state, "status": row.link_status})

    members.act(actor=actor, action="resources.check-link", object=where, do=do, key=key)
    return linked(row)


# -- by itself


def due(now: datetime) -> list[Resource | Title]:
    """What is to be looked at now: resources before titles, of each host a few."""
    resources = Resource.objects.filter(closed_at=None, check_at__lte=now).order_by("check_at")[:ROUND]
    titles = (
        Title.objects.filter(check_at__lte=now, gone_at=None, resource__closed_at=None)
        .exclude(url="")
        .order_by("check_at")[: ROUND * OF_ONE_HOST]
    )
    hosts: Counter[str] = Counter()
    found: list[Resource | Title] = []
    for row in chain[Resource | Title](resources, titles):
        host = urlsplit(row.url).netloc.casefold()
        hosts[host] += 1
        if hosts[host] <= OF_ONE_HOST:
            found.append(row)
    return found[:ROUND]


def check_round(now: datetime, ask: Ask = _asked, wait: Callable[[float], bool] = lambda _: False) -> int:
    """Look at what is due, one after another; how many. wait(seconds): True when told to end.

    Two links to one address are asked for once.
    """
    told: dict[str, Answer] = {}
    states: Counter[str] = Counter()
    for row in due(now):
        if row.url not in told:
            if told and wait(PAUSE):
                break
            told[row.url] = look(row.url, ask)
        judge(row, told[row.url], now)
        states[row.link_state] += 1
    if states:
        _write_down(states)
    return states.total()


def _write_down(states: Counter[str]) -> None:
    members.act(
        actor=MACHINE,
        action="resources.links-checked",
        object=Ref("resource", "all"),
        do=lambda: members.Done(None, dict(states)),
    )


def keep_checking(*, stop: threading.Event) -> None:
    """Until told to end. A thread of its own: a host that is silent holds nothing else up."""
    while not stop.wait(REST):
        try:
            while check_round(timezone.now(), wait=stop.wait) and not stop.is_set():
                time.sleep(0)
        except Exception:
            # A full disk or a locked file must not end it: say so, and look again later.
            log.exception("checking links stumbled")
        finally:
            connection.close()


def broken(*, owner: str, rows: int = 200) -> tuple[list[Resource], list[Title]]:
    """Resources and titles of this owner ("" the alliance) whose links are broken or moved."""
    whose = {"owner": members.library_id(symbol=owner)} if owner else {"owner": None}
    states = ("broken", "moved")
    resources = Resource.objects.filter(closed_at=None, link_state__in=states, **whose).order_by("pk")
    of_them = {f"resource__{name}": value for name, value in whose.items()}
    titles = Title.objects.filter(gone_at=None, resource__closed_at=None, link_state__in=states, **of_them)
    titles = titles.select_related("resource").order_by("resource", "folded")
    return list(resources[:rows]), list(titles[:rows])
