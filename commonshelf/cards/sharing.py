"""What a card lets other members see (PIPL 23): chosen by the reader, shown, taken back at any time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.utils import timezone

from commonshelf.cards.cards import ShareCard
from commonshelf.cards.domain import sharing as domain
from commonshelf.cards.models import Reader, Share
from commonshelf.cards.readers import about, row, share_card
from commonshelf.kernel.actor import Actor
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.members.api import Done

CONFLICT: Final = 409


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


def share(*, actor: Actor, reader: str, library: str, what: Collection[str], key: str = "") -> None:
    """With one member; in place of what was shared with it before. By the reader, or as they said it at
    their home library's desk. Refusals cards.bad-share, cards.reader-closed; Absent: no member.
    """
    found = row(reader)

    def do() -> Done[None]:
        kinds = domain.chosen(what)
        row_now = row(reader)
        if row_now.state != "active":
            raise Refusal("cards.reader-closed", status=CONFLICT)
        give(row_now, library, kinds, by=actor.key, at=timezone.now())
        return Done(None, {"with": library, "what": ",".join(kinds)})

    home = members.symbols_by_id()[found.home_id]
    members.act(actor=actor, action="cards.share", object=about(reader, home), do=do, key=key)


def stop_sharing(*, actor: Actor, reader: str, library: str, key: str = "") -> None:
    """At once; what that library wrote down meanwhile is its own duty to erase."""
    found = row(reader)

    def do() -> Done[None]:
        place = members.library_id(symbol=library)
        open_now = Share.objects.filter(reader=found, library_id=place, withdrawn_at=None)
        open_now.update(withdrawn_at=timezone.now())
        return Done(None, {"with": library})

    home = members.symbols_by_id()[found.home_id]
    members.act(actor=actor, action="cards.stop-sharing", object=about(reader, home), do=do, key=key)


def shares_of(*, reader: str) -> list[ShareCard]:
    """What is shared now and what was, latest first."""
    found = Share.objects.filter(reader__person__key=reader).order_by("-pk")
    return [share_card(one, reader) for one in found]
