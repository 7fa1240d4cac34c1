"""The door of the work room: opening items, the steps of their life, my desk, the queues of all members."""

from __future__ import annotations

from commonshelf.work.cards import Address, Desk, ItemCard, Load, Queue
from commonshelf.work.desk import desk, queue, queues, waiting_for
from commonshelf.work.items import ask, item, open_item
from commonshelf.work.kinds import Kind, kind, kinds, register_kind
from commonshelf.work.steps import (
    accept,
    decline,
    finish,
    hand_on,
    offer,
    put_back,
    reassign,
    reopen,
    resume,
    settle,
    wait,
    withdraw,
)

__all__ = [
    "Address",
    "Desk",
    "ItemCard",
    "Kind",
    "Load",
    "Queue",
    "accept",
    "ask",
    "decline",
    "desk",
    "finish",
    "hand_on",
    "item",
    "kind",
    "kinds",
    "offer",
    "open_item",
    "put_back",
    "queue",
    "queues",
    "reassign",
    "register_kind",
    "reopen",
    "resume",
    "settle",
    "wait",
    "waiting_for",
    "withdraw",
]
