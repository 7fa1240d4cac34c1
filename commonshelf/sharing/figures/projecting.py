"""Rows for figures, made from the event rows: one request as it goes on, or all anew from the log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.db import transaction

from commonshelf.news import api as news
from commonshelf.news.api import Happening
from commonshelf.sharing.domain.life import ACTIONS
from commonshelf.sharing.domain.tracing import Course, Told, traced
from commonshelf.sharing.models import Passage

KINDS: Final = tuple(f"sharing.{action}" for action in ("place", *ACTIONS, "undo"))
"""Events that move a request."""
MOST: Final = 1000
"""Events of one request that are read; its longest course has a tenth of that."""
BATCH: Final = 5000


def follow(happening: Happening) -> None:
    """The subscriber. Read from the log each time: twice, late or out of order makes the same rows."""
    if happening.object.kind == "request":
        project(happening.object.id)


def project(number: str) -> None:
    events = news.happenings(object=f"request:{number}", kind="sharing", rows=MOST)
    course = traced(_told(reversed(events)))
    with transaction.atomic():
        _write(number, course)


def rebuild() -> int:
    """All rows anew from the log alone; how many requests."""
    with transaction.atomic():
        Passage.objects.all().delete()
        count = 0
        for number, events in _by_request():
            _write(number, traced(_told(events)))
            count += 1
    return count


def _by_request() -> Iterator[tuple[str, list[Happening]]]:
    """Every request with its events, oldest first. The log is read newest first, page by page."""
    found: dict[str, list[Happening]] = {}
    before: int | None = None
    while page := news.happenings(kind="sharing", before_id=before, rows=BATCH):
        for one in page:
            if one.object.kind == "request" and one.kind in KINDS:
                found.setdefault(one.object.id, []).append(one)
        before = page[-1].id
    for number, events in found.items():
        events.reverse()
        yield number, events


def _told(events: Iterable[Happening]) -> Iterator[Told]:
    for one in events:
        if one.kind in KINDS:
            yield Told(one.kind.partition(".")[2], one.at, one.facts)


def _write(number: str, course: Course | None) -> None:
    Passage.objects.filter(request=number).delete()
    if course is not None:
        Passage.objects.bulk_create(Passage(request=number, **values) for values in _rows(course))


def _rows(course: Course) -> Iterator[dict[str, Any]]:
    common = {"requester": course.requester, "group_kind": course.group, "placed_at": course.placed_at}
    yield {
        **common,
        "attempt": 0,
        "supplier": course.supplier,
        "service": course.service,
        "received_at": course.filled_at,
        "outcome": course.outcome,
    }
    for one in course.attempts:
        yield {
            **common,
            "attempt": one.number,
            "supplier": one.supplier,
            "service": one.service,
            "asked_at": one.asked_at,
            "answered_at": one.answered_at,
            "shipped_at": one.shipped_at,
            "received_at": one.received_at,
            "outcome": one.outcome,
            "reason": one.reason,
        }
