"""The door of news: announce what happened, subscribe to it, run by the clock, read it again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.news import reading, worker, writing
from commonshelf.news.cards import Backlog, Happening, Stuck, TurnCard
from commonshelf.news.domain.retry import Interrupted, Permanent, Temporary
from commonshelf.news.models import Event
from commonshelf.news.registry import registry
from commonshelf.news.worker import stopping

__all__ = [
    "Backlog",
    "Happening",
    "Interrupted",
    "Permanent",
    "Stuck",
    "Temporary",
    "TurnCard",
    "announce",
    "backlog",
    "given_up",
    "happenings",
    "problems",
    "reply_to",
    "schedule",
    "stopping",
    "subscribe",
    "try_again",
    "turns",
    "work",
    "work_once",
]


def announce(
    *,
    kind: str,
    actor: Actor,
    object: Ref,
    at: datetime,
    facts: Mapping[str, object] | None = None,
    reason: str = "",
    key: str | None = None,
    reply: object = None,
    skip: Collection[str] = (),
) -> int:
    """Write the event, in the transaction in which it happens, and a delivery for each subscriber.

    skip: subscribers that need not hear of this one (the caller does their work itself).
    """
    return writing.write(
        kind=kind,
        actor=actor,
        object=object,
        at=at,
        facts=facts or {},
        reason=reason,
        key=key,
        reply=reply,
        skip=frozenset(skip),
    )


def reply_to(*, key: str) -> tuple[object] | None:
    """The reply stored under this digest, in a one-tuple (a reply may be None); None: no such key."""
    found = Event.objects.filter(key=key).values_list("reply", flat=True).first()
    if found is None and not Event.objects.filter(key=key).exists():
        return None
    return (found,)


def subscribe(*, kinds: Iterable[str], subscriber: str, handler: Callable[[Happening], None]) -> None:
    """From now on `handler` gets every event of these kinds, at least once each, oldest due first.

    It must stand being called twice with the same event. It raises Temporary (try again, no
    sooner than `after`), Permanent (never again), or anything else (try again); a long one asks
    `stopping()` now and then and raises Interrupted to be continued after the restart.
    """
    registry.subscribe(kinds, subscriber, handler)


def schedule(*, name: str, cron: str, handler: Callable[[datetime], None]) -> None:
    """Run `handler` at each turn the cron line names (Shanghai time); it is given the turn's moment.

    A turn missed while nothing ran is made up for; one that was cut short runs again, so the
    handler must stand being called twice with the same moment.
    """
    registry.schedule(name, cron, handler)


def work(
    *,
    stop: threading.Event,
    include: Collection[str] | None = None,
    exclude: Collection[str] = (),
    turns: bool = True,
) -> None:
    """Deliver until told to stop. include/exclude: which subscribers; turns: run the schedule too."""
    worker.work(stop=stop, include=include, exclude=exclude, turns=turns)


def work_once(
    *,
    now: datetime,
    include: Collection[str] | None = None,
    exclude: Collection[str] = (),
    turns: bool = True,
) -> int:
    """Deliver what is due now, and take the turns that are due; how many were tried."""
    return worker.work_once(now=now, include=include, exclude=exclude, turns=turns)


def happenings(
    *,
    person: str = "",
    people: Collection[str] | None = None,
    library: str = "",
    kind: str = "",
    object: str = "",
    words: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    before_id: int | None = None,
    rows: int = 50,
) -> list[Happening]:
    """Who did what, newest first; page on with before_id = the last id seen.

    person: one key; people: any of these keys; library: Symbol; kind: an action or a room;
    object: "kind:id" or an id; words: all must occur; since inclusive, until exclusive.
    """
    return reading.search(
        people={person} if person else people,
        library=library,
        kind=kind,
        object=object,
        words=words,
        since=since,
        until=until,
        before_id=before_id,
        rows=rows,
    )


def given_up(*, rows: int = 50) -> list[Stuck]:
    """Deliveries that were given up, latest first: somebody has to look."""
    return reading.given_up(rows)


def backlog(*, now: datetime) -> Backlog:
    """What is due and still waits: more than a moment's work says that no worker runs, or is busy."""
    return reading.backlog(now)


def turns() -> list[TurnCard]:
    """The tasks that run by the clock, by name; one that was never due yet is not among them."""
    return reading.turns()


def try_again(*, delivery: int, now: datetime) -> bool:
    """Put a given-up delivery back in the queue, with its attempts forgotten."""
    return worker.try_again(delivery, now)


def problems() -> Iterator[str]:
    """What fsck must never find here."""
    yield from reading.problems()
