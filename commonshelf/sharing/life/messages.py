"""Words from one desk of a request to the other, and between a reader and their library."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils import timezone

from commonshelf.kernel.actor import Actor
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.api import Done
from commonshelf.sharing.cards import MessageCard
from commonshelf.sharing.domain.life import Side
from commonshelf.sharing.life import whom
from commonshelf.sharing.models import Message, PatronRequest, Supply

LONGEST: Final = 2000


def message(
    *,
    actor: Actor,
    request: str,
    text: str,
    to: str = "",
    library: str = "",
    key: str = "",
    at: datetime | None = None,
) -> None:
    """to: supplier or reader, of a requester's words; "": the supplier, where one is at work on it.

    A reader writes to their library, a supplier to the requester. library: at whose desk.
    Refusals sharing.empty-message, sharing.too-long, sharing.nobody-to-tell.
    """
    row = whom.find(request)
    seen = whom.at_desk(row, whom.sides(actor, row), library)
    if not seen:
        raise Absent
    mine = seen[0]
    said = text.strip()
    if not said:
        raise Refusal("sharing.empty-message", {"field": "text"})
    if len(said) > LONGEST:
        raise Refusal("sharing.too-long", {"field": "text", "most": LONGEST})

    now = at or timezone.now()

    def once() -> Done[int]:
        fresh = whom.find(request)
        supply = _about(actor, fresh, mine, to)
        library = "" if mine is Side.READER else whom.side_library(fresh, mine)
        made = Message.objects.create(
            request=fresh,
            supply=supply,
            side=mine,
            library_id=members.library_id(symbol=library) if library else None,
            person=actor.key,
            text=said,
            at=now,
        )
        told = "supplier" if supply is not None and mine is not Side.SUPPLIER else "requester"
        facts = {"side": str(mine), "to": "reader" if to == "reader" else told, "message": made.pk}
        return Done(made.pk, facts, whom.ref(fresh, library))

    members.act(
        actor=actor,
        action="sharing.message",
        object=whom.object_of(row, mine),
        do=once,
        at=now,
        key=f"{key} {request}" if key else "",
    )


def _about(actor: Actor, row: PatronRequest, side: Side, to: str) -> Supply | None:
    """The supply both desks talk about; None: between the reader and their library."""
    if side is Side.READER or to == "reader":
        return None
    if side is Side.SUPPLIER:
        return whom.supplies_seen(actor, row, side)[-1]
    supply = whom.active(row) or Supply.objects.filter(request=row, asked_at__isnull=False).last()
    if supply is None or supply.partner_id is not None:
        raise Refusal("sharing.nobody-to-tell", {"field": "text"})
    return supply


def seen_by(row: PatronRequest, side: Side, supplies: list[Supply]) -> list[Message]:
    """What this side may read: a reader nothing of what the desks say to one another."""
    rows = Message.objects.filter(request=row).order_by("at", "pk")
    if side is Side.READER:
        return list(rows.filter(supply=None))
    if side is Side.SUPPLIER:
        return list(rows.filter(supply__in=[one.pk for one in supplies]))
    return list(rows)


def read(*, actor: Actor, request: str, library: str = "", at: datetime | None = None) -> int:
    """Whoever looks at the page has read what the others wrote; how many were new."""
    row = whom.find(request)
    seen = whom.at_desk(row, whom.sides(actor, row), library)
    if not seen:
        raise Absent
    side = seen[0]
    ids = [one.pk for one in seen_by(row, side, whom.supplies_seen(actor, row, side))]
    fresh = Message.objects.filter(pk__in=ids, read_at=None).exclude(side=side)
    return fresh.update(read_at=at or timezone.now())


def card(row: Message, side: Side) -> MessageCard:
    return MessageCard(
        id=row.pk,
        side=row.side,
        library=whom.symbol(row.library_id),
        text=row.text,
        at=row.at,
        read_at=row.read_at,
        mine=row.side == side,
    )
