"""Whether a request may go out now, or waits in line; how many pages a citation asks for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from commonshelf.members import api as members
from commonshelf.sharing.domain.life import State
from commonshelf.sharing.domain.supplying import pages_in
from commonshelf.sharing.life import settings, whom
from commonshelf.sharing.models import PatronRequest

MOST_PAGES: Final = 10_000
RENEWED_WITHIN: Final = timedelta(days=14)
"""So long a request waits for its reader's registration to be renewed."""
_WAITING: Final = (State.QUEUED, State.REVIEW)


def why_wait(row: PatronRequest, at: datetime) -> str:
    """Code of the limit that is reached, requester-suspended or card-over; "": none. What came first goes
    first.
    """
    if not members.takes_part(symbol=whom.symbol(row.requester_id)):
        return "requester-suspended"
    if _registration_over(row, at):
        return "card-over"
    rows = PatronRequest.objects.filter(closed_at=None).exclude(state__in=_WAITING).exclude(pk=row.pk)
    home, requester = whom.symbol(row.home_id), whom.symbol(row.requester_id)
    if rows.filter(reader=row.reader_id).count() >= members.number(library=home, name=settings.MOST_OPEN):
        return "over-limit"
    most = members.number(library=requester, name=settings.MOST_OPEN_HERE)
    if most and rows.filter(requester=row.requester_id).count() >= most:
        return "library-over-limit"
    return ""


def _registration_over(row: PatronRequest, at: datetime) -> bool:
    reader = row.reader
    return reader is not None and reader.active_to is not None and reader.active_to <= timezone.localdate(at)


def not_renewed(row: PatronRequest, at: datetime) -> bool:
    """Its reader's registration ended so long ago that it is waited for no more."""
    return _registration_over(row, at - RENEWED_WITHIN)


def pages(citation: Mapping[str, object]) -> int | None:
    """How many pages are asked for, counted as plans count them; None: it does not say."""
    found = pages_in(str(citation.get("pages") or ""))
    return None if found is None else min(found, MOST_PAGES)
