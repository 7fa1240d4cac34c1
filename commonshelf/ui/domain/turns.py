"""A bounded queue that is fair among callers: whoever holds most of it waits longest and loses first."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

Ticket = TypeVar("Ticket")


class Said(StrEnum):
    """What becomes of somebody who comes in."""

    WORK = "work"
    WAIT = "wait"
    REFUSED = "refused"


@dataclass(slots=True)
class Turns(Generic[Ticket]):
    """working: how many may be at work at a time; waiting: how many more may wait for that.

    A caller (an address) is told apart from others only to be fair to them: alone it may use all
    there is. When the room is full, a caller who holds less takes the place of the last to come of
    the caller who holds most; so one crawler turns away itself and not its neighbours.
    """

    working: int
    waiting: int
    _at_work: Counter[str] = field(default_factory=Counter)
    _lines: dict[str, deque[Ticket]] = field(default_factory=dict)
    _waiting: int = 0
    _turn: int = 0
    _last_turn: dict[str, int] = field(default_factory=dict)

    def arrive(self, who: str, ticket: Ticket) -> tuple[Said, Ticket | None]:
        """What becomes of this one, and who is sent away for it."""
        if self._at_work.total() < self.working:
            self._begin(who)
            return Said.WORK, None
        if self._waiting < self.waiting:
            self._enqueue(who, ticket)
            return Said.WAIT, None
        most = max(self._lines, key=self._held, default=None)
        if most is None or self._held(who) + 1 >= self._held(most):
            return Said.REFUSED, None
        displaced = self._lines[most].pop()
        self._dequeued(most)
        self._enqueue(who, ticket)
        return Said.WAIT, displaced

    def leave(self, who: str) -> Ticket | None:
        """Somebody's work is done; who works next."""
        self._at_work[who] -= 1
        follows, ticket = None, None
        if self._lines:
            # The fewest at work first; among equals the one whose turn was longest ago.
            follows = min(self._lines, key=lambda name: (self._at_work[name], self._last_turn.get(name, 0)))
            ticket = self._lines[follows].popleft()
            self._dequeued(follows)
            self._begin(follows)
        self._forget(who)
        return ticket

    def give_up(self, who: str, ticket: Ticket) -> None:
        """Somebody waits no longer."""
        self._lines[who].remove(ticket)
        self._dequeued(who)

    @property
    def counts(self) -> tuple[int, int]:
        """At work and waiting."""
        return self._at_work.total(), self._waiting

    def _begin(self, who: str) -> None:
        self._at_work[who] += 1
        self._turn += 1
        self._last_turn[who] = self._turn

    def _forget(self, who: str) -> None:
        """A caller who has gone leaves nothing behind: the queue runs for months."""
        if not self._held(who):
            self._at_work.pop(who, None)
            self._last_turn.pop(who, None)

    def _held(self, who: str) -> int:
        return self._at_work[who] + len(self._lines.get(who, ()))

    def _enqueue(self, who: str, ticket: Ticket) -> None:
        self._lines.setdefault(who, deque()).append(ticket)
        self._waiting += 1

    def _dequeued(self, who: str) -> None:
        self._waiting -= 1
        if not self._lines[who]:
            del self._lines[who]
            self._forget(who)
