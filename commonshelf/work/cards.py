"""What crosses the door of the work room: frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from commonshelf.kernel.actor import Ref
from commonshelf.members.cards import Said


@dataclass(frozen=True, slots=True)
class Address:
    """Whom an item is offered to: a person ("" for nobody in particular), or a role at a library.

    library "": the alliance office.
    """

    library: str
    person: str = ""
    role: str = "librarian"
    agency: int = 0


@dataclass(frozen=True, slots=True)
class ItemCard:
    """A work item. state: see domain/states.py; due_at None: no hurry, or (left_minutes) its clock stands.

    steps: what the actor it was made for may do now, as (action, side). elsewhere: it is finished where
    `url` leads, not here. moved_*: the last step, who took it and when; words: what was written with it.
    """

    id: int
    kind: str
    about: Ref
    title: Said
    note: str
    url: str
    to: Address
    asking: str
    asked_by: str
    held_by: str
    state: str
    last_action: str
    moved_by: str
    moved_at: datetime
    was_with: str
    was_library: str
    words: str
    evidence: str
    due_at: datetime | None
    left_minutes: int | None
    answer_by_at: datetime | None
    late: bool
    visibility: str
    hands: int
    version: int
    opened_at: datetime
    closed_at: datetime | None
    elsewhere: bool = False
    steps: tuple[tuple[str, str], ...] = ()

    @property
    def library(self) -> str:
        """Whose people do it; "": the alliance office."""
        return self.to.library

    def can(self, action: str) -> bool:
        return any(action == name for name, _ in self.steps)


@dataclass(frozen=True, slots=True)
class Load:
    """How much lies where, at one library: in my hands, offered (to me or anybody there), late of both."""

    library: str
    in_hand: int
    offered: int
    late: int


@dataclass(frozen=True, slots=True)
class Desk:
    """One person's desk: what is theirs to do, from every library they work for; late first.

    kinds: how many of each; total: how many there are, of which `items` shows the first. asked: what
    they asked of others, open or closed within a week; taken: what was reassigned from them within a
    week; undoable: their last step, while it can be taken back; entrusted: what they may reassign in an
    agency's place.
    """

    items: tuple[ItemCard, ...]
    total: int
    kinds: Mapping[str, int]
    loads: tuple[Load, ...]
    asked: tuple[ItemCard, ...]
    taken: tuple[ItemCard, ...]
    undoable: ItemCard | None = None
    entrusted: tuple[ItemCard, ...] = ()


@dataclass(frozen=True, slots=True)
class Queue:
    """What lies open at one library, for the general agency. kinds: kind -> (open, late)."""

    library: str
    open: int
    late: int
    unanswered: int
    kinds: Mapping[str, tuple[int, int]] = field(default_factory=dict)
