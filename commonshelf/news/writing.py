"""Writing an event together with the deliveries its subscribers will get."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import connection
from django.db.transaction import TransactionManagementError

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.news.models import Delivery, Event
from commonshelf.news.registry import registry


def write(
    *,
    kind: str,
    actor: Actor,
    object: Ref,
    at: datetime,
    facts: Mapping[str, object],
    reason: str,
    key: str | None,
    reply: object,
    skip: frozenset[str],
) -> int:
    """The event's id. Refuses to write outside a transaction: the event belongs to what it tells of."""
    if not connection.in_atomic_block:
        raise TransactionManagementError(f"{kind} announced outside the transaction it belongs to")
    event = Event.objects.create(
        at=at,
        kind=kind,
        person=actor.key,
        agent=actor.agent,
        object_kind=object.kind,
        object_id=object.id,
        library=object.library,
        reason=reason[:500],
        key=key,
        reply=reply,
        facts=dict(facts),
    )
    wanted = [name for name in registry.wanted.get(kind, ()) if name not in skip]
    Delivery.objects.bulk_create(Delivery(event=event, subscriber=name, due_at=at) for name in wanted)
    return event.pk
