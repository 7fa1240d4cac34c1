"""The door of the work room: opening items, the steps of their life, my desk, the queues of all members."""

from __future__ import annotations

from commonshelf.work.cards import Address, Desk, ItemCard, Load, Queue
from commonshelf.work.closing import settle
from commonshelf.work.desk import desk, queue, queues, waiting_for
from commonshelf.work.holding import problems, run_clock
from commonshelf.work.items import ask, item, open_about, open_item
from commonshelf.work.kinds import Kind, kind, kinds, register_kind
from commonshelf.work.steps import (
    UNDO,
    accept,
    decline,
    finish,
    hand_on,
    offer,
    put_back,
    reassign,
    reopen,
    resume,
    undo,
    wait,
    withdraw,
)

__all__ = [
    "UNDO",
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
    "open_about",
    "open_item",
    "problems",
    "put_back",
    "queue",
    "queues",
    "reassign",
    "register_kind",
    "reopen",
    "resume",
    "run_clock",
    "settle",
    "undo",
    "wait",
    "waiting_for",
    "withdraw",
]
