"""The worker: claims deliveries and turns by conditional UPDATE, runs their handlers, keeps leases.

A killed worker blocks nothing: its leases run out and the reaper puts the work back. The rows
are the truth; nothing is kept in memory that a restart would miss.
"""

from __future__ import annotations

import contextlib
import logging
import random
import threading
import zoneinfo
from collections.abc import Collection, Iterator
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import F, Q
from django.utils import timezone

from commonshelf.news.domain.retry import TRIES, Interrupted, next_try
from commonshelf.news.domain.turns import next_turn, passed_over
from commonshelf.news.models import Delivery, Turn
from commonshelf.news.reading import card
from commonshelf.news.registry import Scheduled, registry

LEASE: Final = timedelta(seconds=30)
PAUSE: Final = 0.25
"""Seconds between two looks at an empty queue."""
BATCH: Final = 50
DIED: Final = "the worker ended while doing this"

log = logging.getLogger(__name__)
_DICE = random.SystemRandom()
_stop: ContextVar[threading.Event | None] = ContextVar("stop", default=None)


def stopping() -> bool:
    """Whether the worker that runs this handler has been asked to end."""
    stop = _stop.get()
    return stop is not None and stop.is_set()


def work(
    *, stop: threading.Event, include: Collection[str] | None, exclude: Collection[str], turns: bool
) -> None:
    _stop.set(stop)
    try:
        while not stop.is_set():
            try:
                tried = work_once(now=timezone.now(), include=include, exclude=exclude, turns=turns)
            except Exception:
                # A full disk or a locked file must not end the worker: say so, breathe, go on.
                log.exception("the worker stumbled")
                tried = 0
                connection.close()
            if not tried:
                stop.wait(PAUSE)
    finally:
        _stop.set(None)
        connection.close()


def work_once(
    *, now: datetime, include: Collection[str] | None, exclude: Collection[str], turns: bool
) -> int:
    mine = [
        name for name in registry.handlers if (include is None or name in include) and name not in exclude
    ]
    _reap(now)
    tried = _take_turns(now) if turns else 0
    due = Delivery.objects.filter(
        subscriber__in=mine, done_at=None, given_up_at=None, lease_until=None, due_at__lte=now
    )
    for pk in list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:BATCH]):
        if stopping():
            break
        tried += _deliver(pk, now)
    return tried


def try_again(delivery: int, now: datetime) -> bool:
    changed = Delivery.objects.filter(pk=delivery, given_up_at__isnull=False).update(
        given_up_at=None, attempts=0, due_at=now, lease_until=None
    )
    return changed == 1


def _deliver(pk: int, now: datetime) -> int:
    claimed = Delivery.objects.filter(
        pk=pk, done_at=None, given_up_at=None, lease_until=None, due_at__lte=now
    ).update(lease_until=_after(now) + LEASE, attempts=F("attempts") + 1)
    if not claimed:
        return 0
    delivery = Delivery.objects.select_related("event").get(pk=pk)
    # The attempt's number is the fence: whoever lost the lease can no longer write its outcome.
    mine = Q(pk=pk, attempts=delivery.attempts, done_at=None, given_up_at=None)
    try:
        with _lease_kept(Delivery, mine):
            registry.handlers[delivery.subscriber](card(delivery.event))
    except Interrupted:
        Delivery.objects.filter(mine).update(lease_until=None, attempts=F("attempts") - 1)
    except Exception as error:
        log.warning("%s failed at event %s: %s", delivery.subscriber, delivery.event_id, error, exc_info=True)
        _failed(mine, delivery.attempts, _after(now), error)
    else:
        Delivery.objects.filter(mine).update(done_at=_after(now), lease_until=None, problem="")
    return 1


def _after(now: datetime) -> datetime:
    """The moment it is by now: `now` is when the round began, and a handler before this one may have
    taken long. Never before `now`, which is the caller's to choose.
    """
    return max(now, timezone.now())


def _failed(mine: Q, attempts: int, now: datetime, error: Exception | None) -> None:
    again = next_try(attempt=attempts, now=now, chance=_DICE.random(), error=error)
    problem = f"{type(error).__name__}: {error}"[:2000] if error else DIED
    if again is None:
        changed = Delivery.objects.filter(mine).update(lease_until=None, given_up_at=now, problem=problem)
        if changed:
            log.error("a delivery was given up: %s", problem)
    else:
        Delivery.objects.filter(mine).update(lease_until=None, due_at=again, problem=problem)


def _reap(now: datetime) -> None:
    """Put back what a dead worker held; count its death as an attempt."""
    for row in Delivery.objects.filter(lease_until__lt=now, done_at=None, given_up_at=None):
        mine = Q(
            pk=row.pk, attempts=row.attempts, lease_until=row.lease_until, done_at=None, given_up_at=None
        )
        _failed(mine, row.attempts, now, None)


@contextlib.contextmanager
def _lease_kept(model: type[Delivery | Turn], mine: Q) -> Iterator[None]:
    """Prolong the lease while a long handler runs, from a thread with its own connection."""
    ended = threading.Event()

    def prolong() -> None:
        try:
            while not ended.wait(LEASE.total_seconds() / 3):
                held = model.objects.filter(mine, lease_until__isnull=False)
                try:
                    held.update(lease_until=timezone.now() + LEASE)
                except DatabaseError as error:  # a long writer is in the way: next time
                    log.warning("a lease could not be prolonged: %s", error)
        finally:
            connection.close()

    keeper = threading.Thread(target=prolong, name="lease", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join()


def _take_turns(now: datetime) -> int:
    return sum(_take_turn(task, now) for task in registry.turns.values() if not stopping())


def _take_turn(task: Scheduled, now: datetime) -> int:
    zone = zoneinfo.ZoneInfo(settings.TIME_ZONE)
    turn, _made = Turn.objects.get_or_create(
        name=task.name, defaults={"due_at": next_turn(task.cron, now, zone)}
    )
    if turn.due_at > now or (turn.lease_until and turn.lease_until > now):
        return 0
    due, skipped = passed_over(task.cron, turn.due_at, now, zone)
    claimed = Turn.objects.filter(
        Q(lease_until=None) | Q(lease_until__lte=now), pk=turn.pk, due_at=turn.due_at, attempts=turn.attempts
    ).update(lease_until=_after(now) + LEASE, attempts=F("attempts") + 1, due_at=due)
    if not claimed:
        return 0
    if skipped:
        log.warning("%s: %s turns before %s were missed and are passed over", task.name, skipped, due)
    mine = Q(pk=turn.pk, due_at=due, attempts=turn.attempts + 1)
    after = {"due_at": next_turn(task.cron, due, zone), "attempts": 0, "lease_until": None}
    if turn.attempts >= TRIES:  # this turn has killed its worker every time
        Turn.objects.filter(mine).update(problem=DIED, **after)
        return 1
    try:
        with _lease_kept(Turn, mine):
            task.handler(due)
    except Interrupted:
        Turn.objects.filter(mine).update(lease_until=None, attempts=F("attempts") - 1)
    except Exception as error:
        log.warning("the task %s failed", task.name, exc_info=True)
        problem = f"{type(error).__name__}: {error}"[:2000]
        ended = _after(now)
        again = next_try(attempt=turn.attempts + 1, now=ended, chance=_DICE.random(), error=error)
        held = {"lease_until": again} if again else after
        Turn.objects.filter(mine).update(problem=problem, **held)
    else:
        Turn.objects.filter(mine).update(ran_at=_after(now), problem="", **after)
    return 1
