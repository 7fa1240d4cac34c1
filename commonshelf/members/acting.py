"""The one path every act takes: permission, one transaction, one event, one effect per key."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar, cast

from django.db import transaction
from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import FORBIDDEN, Absent, Refusal
from commonshelf.members import directory
from commonshelf.members.action_words import UNITS
from commonshelf.members.domain import deciding, permissions, reasons
from commonshelf.news import api as news

log = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """What an act did. facts: for the event. object: where it is only known afterwards (a new id).

    stored: the JSON form of `reply` that a repeat of the same key is answered with, when reply
    itself is not JSON; `again` of `act` turns it back. skip: see `news.api.announce`.
    """

    reply: T
    facts: Mapping[str, Any] = field(default_factory=dict)
    object: Ref | None = None
    stored: Any = None
    skip: Collection[str] = ()


def allowed(*, actor: Actor, action: str, object: Ref | None, amount: int | None = None) -> bool:
    """May this actor do (or read) this? An action missing in the table is a bug and is logged as one.

    amount: see `permissions.permits`; a page that shows a form asks with 0.
    """
    if action not in permissions.TABLE:
        log.error("the action %r is not in members/domain/permissions.py, so nobody may do it", action)
    return permissions.permits(actor=actor, action=action, object=object, amount=amount)


def demand(*, actor: Actor, action: str, object: Ref | None, amount: int | None = None) -> None:
    """Absent (404) unless allowed: who may not see a thing is not told that it is there.

    Who may do it, but not so much, is told how much (members.over-limit).
    """
    if allowed(actor=actor, action=action, object=object, amount=amount):
        return
    given = deciding.why(actor=actor, action=action, object=object, amount=0).delegated
    if amount and given:
        unit = str(UNITS[permissions.DELEGABLE[given.action]])
        facts = {"limit": given.limit, "amount": amount, "unit": unit}
        raise Refusal("members.over-limit", facts, FORBIDDEN)
    raise Absent


def act(
    *,
    actor: Actor,
    action: str,
    object: Ref | None,
    do: Callable[[], Done[T]],
    at: datetime | None = None,
    key: str = "",
    reason: str = "",
    again: Callable[[object], T] | None = None,
    amount: int | None = None,
) -> T:
    """Do it once, wholly or not at all, and write down who did it.

    key: the caller's idempotency key (a form's one-use key, a message id); the same person
    repeating the same action with it gets the stored reply, and `do` does not run again.
    amount: how much it is of what a delegation of this action may limit (`permissions.DELEGABLE`).
    What `do` tells of a person is their key, never a name or an address; a reason is people's words,
    see `reasons.kept`.
    Raises Absent when the actor may not, and whatever `do` raises; then nothing has happened.
    """
    with transaction.atomic(), directory.one_look():
        demand(actor=actor, action=action, object=object, amount=amount)
        digest = _digest(actor, action, key) if key else None
        if digest and (earlier := news.reply_to(key=digest)):
            return again(earlier[0]) if again else cast("T", earlier[0])
        done = do()
        stored = done.reply if done.stored is None else done.stored
        news.announce(
            kind=action,
            actor=actor,
            object=done.object or cast("Ref", object),  # demand refuses None
            at=at or timezone.now(),
            facts=done.facts,
            reason=reasons.kept(reason),
            key=digest,
            reply=stored if digest else None,
            skip=done.skip,
        )
        return done.reply


def replied(*, actor: Actor, action: str, key: str) -> object | None:
    """What was stored of this person's act with that key; None: it was not done. For pages that would
    otherwise refuse what the first press itself has changed.
    """
    earlier = news.reply_to(key=_digest(actor, action, key)) if key else None
    return earlier[0] if earlier else None


def together() -> AbstractContextManager[None]:
    """Several acts that happen wholly or not at all."""
    return cast("AbstractContextManager[None]", transaction.atomic())


def _digest(actor: Actor, action: str, key: str) -> str:
    who = actor.key or actor.agent
    return hashlib.sha256(f"{who}\0{action}\0{key}".encode()).hexdigest()
