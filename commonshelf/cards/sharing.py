"""What a card lets other members see (PIPL 23): chosen by the reader, shown, taken back at any time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from commonshelf.cards.domain import sharing as domain
from commonshelf.cards.models import Reader, Share
from commonshelf.members import api as members


def give(reader: Reader, library: str, what: Collection[str], *, by: str, at: datetime) -> None:
    """In place of what was shared with that library before; nothing chosen takes it back."""
    kinds = domain.chosen(what)
    place = members.library_id(symbol=members.library(symbol=library).symbol)
    if place == reader.home_id:
        return
    now_shared = Share.objects.filter(reader=reader, library_id=place, withdrawn_at=None)
    before = now_shared.first()
    if before is not None and before.what == kinds and before.notice == domain.NOTICE:
        return
    now_shared.update(withdrawn_at=at)
    if kinds:
        Share.objects.create(
            reader=reader, library_id=place, what=kinds, notice=domain.NOTICE, given_at=at, given_by=by
        )
