"""How the sources do: when each last brought something, how often it usually does, what stands still."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Final

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from commonshelf.catalogue.cards import Feed
from commonshelf.catalogue.models import Load, Source
from commonshelf.catalogue.sources import DESK
from commonshelf.members import api as members

REMEMBERED: Final = 8
"""Loads of a source from which its habit is told."""
LOOKED_BACK: Final = timedelta(days=400)
OPEN: Final = ("waiting", "running")


def feeds(*, now: datetime, library: str = "") -> list[Feed]:
    """Every source of files of today's members (or of one), by library; always two queries."""
    today = {one.symbol for one in members.libraries()}
    symbols = {
        id: symbol
        for id, symbol in members.symbols_by_id().items()
        if symbol in today and library in ("", symbol)
    }
    sources = Source.objects.filter(library_id__in=symbols).exclude(code=DESK)
    latest: dict[int, list[Load]] = defaultdict(list)
    for load in _latest(list(symbols), now):
        latest[load.source_id].append(load)
    found = [
        _feed(source, symbols[source.library_id], latest[source.pk])
        for source in sources.only("pk", "library_id", "code")
    ]
    return sorted(found, key=lambda feed: (feed.library, feed.source))


def _latest(libraries: list[int], now: datetime) -> list[Load]:
    """The last few of each source, and all that are not over; newest first."""
    place = Window(RowNumber(), partition_by=F("source_id"), order_by=F("id").desc())
    loads = Load.objects.filter(
        library_id__in=libraries, dry_run=False, created_at__gte=now - LOOKED_BACK
    ).annotate(place=place)
    few = loads.filter(Q(place__lte=REMEMBERED) | Q(state__in=OPEN))
    return list(few.only("pk", "source_id", "state", "created_at", "finished_at").order_by("-pk"))


def _feed(source: Source, symbol: str, loads: list[Load]) -> Feed:
    done = [load.finished_at for load in loads if load.state == "done" and load.finished_at]
    last = loads[0] if loads else None
    open = [load for load in loads if load.state in OPEN]
    return Feed(
        library=symbol,
        source=source.code,
        done_at=tuple(done),
        last_load=last.pk if last else 0,
        last_state=last.state if last else "",
        last_at=(last.finished_at or last.created_at) if last else None,
        open_load=open[-1].pk if open else 0,
        open_state=open[-1].state if open else "",
        open_since=open[-1].created_at if open else None,
    )
