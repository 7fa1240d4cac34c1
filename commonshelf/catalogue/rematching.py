"""Recomputing descriptions, links and editions by today's rules; and trying first what that would do.

Every record keeps its edition until its turn comes: what is not yet described by today's rules stands
with the others of its edition as one. Whole editions are taken at a time, so that none falls apart on
the way. Cut short, it goes on with what is left; the worker sees to that.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from commonshelf.catalogue import editions as shelf
from commonshelf.catalogue import joining
from commonshelf.catalogue.cards import Brief, Moving, Rematched
from commonshelf.catalogue.decision import Cause
from commonshelf.catalogue.domain.describing import RULES
from commonshelf.catalogue.models import Doubt, Facts, Passage
from commonshelf.catalogue.store import descriptions as rows
from commonshelf.catalogue.store.sql import on_a_copy
from commonshelf.catalogue.stored_facts import facts_from
from commonshelf.kernel.actor import MACHINE, Actor, Ref
from commonshelf.members import api as members
from commonshelf.news import api as news

REMATCH: Final = "catalogue.rematch"
WHOLE: Final = Ref("catalogue", "editions")
EDITIONS_AT_ONCE: Final = 200
BY_RULES: Final = Cause("rules")
BREATH: Final = 0.02
"""Seconds between two batches, in which others may write."""
SHOWN: Final = 8
"""Records shown of one edition in an example."""


def due() -> bool:
    """Whether some record is not described by today's rules."""
    return rows.made_by_others(RULES) or bool(rows.undescribed(1))


def catch_up() -> int:
    """Describe and join by today's rules whatever is not; how many records that were."""
    with transaction.atomic():
        if rows.made_by_others(RULES):
            rows.set_aside()
    done = 0
    for records in _batches():
        done += records
        if news.stopping():
            raise news.Interrupted
    return done


def rematch(*, actor: Actor) -> Rematched:
    """Everything, or the rest of what was begun."""
    members.demand(actor=actor, action=REMATCH, object=WHOLE)
    begun = due()
    before = _Count()

    def say() -> members.Done[None]:
        if not begun:
            rows.set_aside()
        return members.Done(None, {"rules": str(RULES), "again": begun})

    members.act(actor=actor, action=REMATCH, object=WHOLE, do=say)
    records = catch_up()
    return before.told(records)


def preview(*, actor: Actor, rows: int) -> Rematched:
    """The same on a copy of the database, which is thrown away."""
    members.demand(actor=actor, action=REMATCH, object=WHOLE)
    with on_a_copy():
        before = _Count()
        _begin()
        told = before.told(sum(_batches()))
        moved = list(before.passages().values_list("edition_id", "other_id", "what"))
        groups: dict[tuple[str, int], list[int]] = {}
        for edition, other, what in moved:
            groups.setdefault((what, edition), [edition]).append(other)
        shown = dict(sorted(groups.items())[:rows])
        after = _inside(id for ids in shown.values() for id in ids)
    now = _inside(id for ids in shown.values() for id in ids)
    examples = []
    for (what, edition), ids in shown.items():
        there = now if what == "joined" else after
        sets = tuple(there[id] for id in dict.fromkeys(ids) if id in there)
        examples.append(Moving("join" if what == "joined" else "part", edition, sets))
    return replace(told, examples=tuple(examples))


def _begin() -> None:
    with transaction.atomic():
        rows.set_aside()


def _batches() -> Iterator[int]:
    """Describe and join whole editions at a time; how many records each time."""
    while editions := rows.undescribed(EDITIONS_AT_ONCE):
        now = timezone.now()
        with transaction.atomic():
            records, stamp = joining.describe_anew(editions, BY_RULES, now)
            if stamp:
                facts = {"stamp": stamp}
                news.announce(kind="catalogue.changed", actor=MACHINE, object=WHOLE, at=now, facts=facts)
        yield records
        time.sleep(BREATH)


class _Count:
    """How things stand, to tell afterwards what has changed."""

    def __init__(self) -> None:
        self.editions = shelf.count()
        self.last = Passage.objects.aggregate(last=Max("id"))["last"] or 0
        self.waiting = self._waiting()

    @staticmethod
    def _waiting() -> set[int]:
        return set(Doubt.objects.filter(state__in=("open", "later")).values_list("pk", flat=True))

    def passages(self) -> QuerySet[Passage]:
        return Passage.objects.filter(pk__gt=self.last, cause=BY_RULES.kind).order_by("id")

    def told(self, records: int) -> Rematched:
        waiting, passed = self._waiting(), self.passages()
        return Rematched(
            records=records,
            editions_before=self.editions,
            editions_after=shelf.count(),
            joined=passed.filter(what="joined").count(),
            parted=passed.filter(what="parted").count(),
            queued=len(waiting - self.waiting),
            settled=len(self.waiting - waiting),
        )


def _inside(editions: Iterable[int]) -> dict[int, tuple[Brief, ...]]:
    """Edition -> its first records in a line each."""
    symbols = members.symbols_by_id()
    found: dict[int, list[Brief]] = {}
    rows_ = Facts.objects.filter(edition__in=set(editions)).order_by("record_id")
    for edition, record, library, local_id, data in rows_.values_list(
        "edition_id", "record_id", "library_id", "local_id", "data"
    ):
        there = found.setdefault(edition, [])
        if len(there) < SHOWN:
            there.append(Brief(symbols[library], local_id, facts_from(record, data).title))
    return {edition: tuple(there) for edition, there in found.items()}
