"""Whether a request may go out now, or waits in line; how many pages a citation asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from commonshelf.members import api as members
from commonshelf.sharing.domain.life import TERMINAL, State
from commonshelf.sharing.life import settings, whom
from commonshelf.sharing.models import PatronRequest

_SPAN: Final = re.compile(r"(\d+)\s*(?:[-–—~～至到]\s*(\d+))?")
MOST_PAGES: Final = 10_000
_WAITING: Final = (State.QUEUED, State.REVIEW)


def why_wait(row: PatronRequest) -> str:
    """Code of the limit that is reached, or requester-suspended; "": none. What came first goes first."""
    if not members.takes_part(symbol=whom.symbol(row.requester_id)):
        return "requester-suspended"
    rows = PatronRequest.objects.filter(closed_at=None).exclude(state__in=_WAITING).exclude(pk=row.pk)
    home, requester = whom.symbol(row.home_id), whom.symbol(row.requester_id)
    if rows.filter(reader=row.reader_id).count() >= settings.whole(home, settings.MOST_OPEN):
        return "over-limit"
    most = settings.whole(requester, settings.MOST_OPEN_HERE)
    if most and rows.filter(requester=row.requester_id).count() >= most:
        return "library-over-limit"
    return ""


def open_of(reader: int) -> int:
    """Requests of a reader (row id) that are not over."""
    return PatronRequest.objects.filter(reader=reader).exclude(state__in=TERMINAL).count()


def pages(citation: Mapping[str, object]) -> int | None:
    """How many pages are asked for, as far as it says: "12-20" is 9, "3, 5-6" is 3; None: it does not say."""
    told = str(citation.get("pages") or "")
    total = 0
    for first, last in _SPAN.findall(told):
        start, end = int(first), int(last or first)
        total += end - start + 1 if end >= start else 1
    return min(total, MOST_PAGES) or None
