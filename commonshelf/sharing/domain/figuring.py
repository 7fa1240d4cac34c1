"""Figures of requests between libraries: shares, times, reasons, flow. Pure: rows in, numbers out.

Filled: of the requests of a period by the day they were placed, those the reader got, over those that ended
(what the reader or the desk cancelled is left out). Hours are of the clock.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from statistics import fmean, median
from typing import Final

from commonshelf.kernel import small
from commonshelf.sharing.domain.life import FILLED

EDGES: Final = (24.0, 48.0, 72.0)
"""Hours at which the buckets end (ReShare and the alliances report these); the last has no end."""
FEW: Final = small.SMALLEST
"""Of fewer, no times are shown: who knows one of them would know them all."""
MISSED: Final = frozenset({"unfilled", "expired"})
"""Ends that count against filling; what was cancelled or refused does not."""


@dataclass(frozen=True, slots=True)
class Row:
    """As models.Passage."""

    attempt: int
    requester: str
    supplier: str
    service: str
    placed_at: datetime
    asked_at: datetime | None
    answered_at: datetime | None
    shipped_at: datetime | None
    received_at: datetime | None
    outcome: str
    reason: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Times:
    """count: how many were timed. mean, median, p90: hours, None where they are too few to be shown.
    shares: per cent under 24, 48, 72 hours, and longer; () likewise.
    """

    count: int
    mean: float | None = None
    median: float | None = None
    p90: float | None = None
    shares: tuple[float, ...] = ()

    @property
    def grown(self) -> tuple[float, ...]:
        """Per cent within each bucket or an earlier one: for bars that lie one over the other."""
        return tuple(accumulate(self.shares))


@dataclass(frozen=True, slots=True)
class Supplying:
    """A library as it is asked, or "" for all. ship: from asked to sent off (a copy: delivered)."""

    library: str
    asked: int
    filled: int
    no: int
    late: int
    answer: Times
    ship: Times

    @property
    def share(self) -> float | None:
        """Per cent filled of what came to an end there."""
        ended = self.filled + self.no + self.late
        return 100 * self.filled / ended if ended else None


@dataclass(frozen=True, slots=True)
class Requesting:
    """A library as its readers ask, "" for all; or a service. reader: from placed to there for the reader."""

    library: str
    placed: int
    open: int
    filled: int
    missed: int
    reader: Times

    @property
    def share(self) -> float | None:
        ended = self.filled + self.missed
        return 100 * self.filled / ended if ended else None


@dataclass(frozen=True, slots=True)
class Pair:
    """What went from one library to another. receive: from sent off to arrived."""

    supplier: str
    requester: str
    filled: int
    receive: Times
    reader: Times


@dataclass(frozen=True, slots=True)
class Asking:
    """A kind of readers, as they ask. placed None: too few to be told, or told they would give a smaller kind
    away; then nothing else of it is told. share: per cent filled, None where too few have ended.
    """

    group: str
    placed: int | None
    share: float | None = None
    reader: Times = Times(0)


@dataclass(frozen=True, slots=True)
class Figures:
    whole: Requesting
    supplied: Supplying
    receive: Times
    services: tuple[Requesting, ...]
    requesters: tuple[Requesting, ...]
    suppliers: tuple[Supplying, ...]
    pairs: tuple[Pair, ...]
    reasons: tuple[tuple[str, int], ...]
    """Reason (ISO 18626 ReasonUnfilled, "late", "" none said) -> how often; most often first."""


def figures(rows: Iterable[Row]) -> Figures:
    requests: list[Row] = []
    asked: list[Row] = []
    for row in rows:
        (asked if row.attempt else requests).append(row)
    return Figures(
        whole=_requesting("", requests),
        supplied=_supplying("", asked),
        receive=times(_hours(one.shipped_at, one.received_at) for one in asked if one.service == "Loan"),
        services=tuple(_requesting(key, some) for key, some in _by(requests, "service")),
        requesters=tuple(_requesting(key, some) for key, some in _by(requests, "requester")),
        suppliers=tuple(_supplying(key, some) for key, some in _by(asked, "supplier")),
        pairs=tuple(sorted(_pairs(asked), key=lambda one: (-one.filled, one.supplier, one.requester))),
        reasons=tuple(_reasons(asked)),
    )


def groups(rows: Iterable[Row], library: str = "") -> tuple[Asking, ...]:
    """The kinds of a library's own readers ("": of all), by how much they ask; small ones are not told."""
    found = dict(_by((one for one in rows if not one.attempt and library in {"", one.requester}), "group"))
    counted = small.told((name, len(some)) for name, some in found.items())
    return tuple(_asking(name, placed, found[name]) for name, placed in counted)


def _asking(name: str, placed: int | None, requests: Sequence[Row]) -> Asking:
    if placed is None:
        return Asking(name, None)
    one = _requesting("", requests)
    ended = one.filled + one.missed
    return Asking(name, placed, one.share if ended >= FEW else None, one.reader)


def of(rows: Iterable[Row], library: str) -> list[Row]:
    """Those in which a library has a part: as requester, or asked."""
    return [one for one in rows if library in {one.requester, one.supplier}]


def times(hours: Iterable[float | None]) -> Times:
    some = sorted(one for one in hours if one is not None)
    if len(some) < FEW:
        return Times(len(some))
    counts = [0] * (len(EDGES) + 1)
    for one in some:
        counts[bisect_right(EDGES, one)] += 1
    shares = tuple(100 * one / len(some) for one in counts)
    return Times(len(some), fmean(some), median(some), _p90(some), shares)


def _p90(ordered: Sequence[float]) -> float:
    place = 0.9 * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def _hours(start: datetime | None, end: datetime | None) -> float | None:
    return (end - start).total_seconds() / 3600 if start and end else None


def _by(rows: Iterable[Row], name: str) -> list[tuple[str, list[Row]]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return sorted(found.items())


def _requesting(library: str, requests: Sequence[Row]) -> Requesting:
    return Requesting(
        library=library,
        placed=len(requests),
        open=sum(not one.outcome and one.received_at is None for one in requests),
        filled=sum(_got(one) for one in requests),
        missed=sum(one.outcome in MISSED and not _got(one) for one in requests),
        reader=times(_hours(one.placed_at, one.received_at) for one in requests),
    )


def _got(one: Row) -> bool:
    return one.received_at is not None or one.outcome in FILLED


def _supplying(library: str, asked: Sequence[Row]) -> Supplying:
    ends = Counter(one.outcome for one in asked)
    return Supplying(
        library=library,
        asked=len(asked),
        filled=ends["filled"],
        no=ends["no"],
        late=ends["late"],
        answer=times(_hours(one.asked_at, one.answered_at) for one in asked),
        ship=times(_hours(one.asked_at, one.shipped_at) for one in asked),
    )


def _pairs(asked: Iterable[Row]) -> Iterable[Pair]:
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for one in asked:
        if one.outcome == "filled":
            found[one.supplier, one.requester].append(one)
    for (supplier, requester), some in found.items():
        yield Pair(
            supplier=supplier,
            requester=requester,
            filled=len(some),
            receive=times(_hours(one.shipped_at, one.received_at) for one in some if one.service == "Loan"),
            reader=times(_hours(one.placed_at, one.received_at) for one in some),
        )


def _reasons(asked: Iterable[Row]) -> Iterable[tuple[str, int]]:
    told = Counter(
        "late" if one.outcome == "late" else one.reason for one in asked if one.outcome in {"no", "late"}
    )
    return sorted(told.items(), key=lambda one: (-one[1], one[0]))
