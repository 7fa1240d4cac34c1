"""Threads at a `Turns` queue: come in, wait for a while, or be sent away."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from commonshelf.ui.domain.turns import Said, Turns


@dataclass(slots=True, eq=False)
class _Ticket:
    admitted: bool = False
    told: threading.Event = field(default_factory=threading.Event)


class Gate:
    """One for each process. working, waiting: see `Turns`; patience: seconds anybody waits."""

    def __init__(self, *, working: int, waiting: int, patience: float) -> None:
        self._turns: Turns[_Ticket] = Turns(working, waiting)
        self._patience = patience
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, who: str) -> Iterator[bool]:
        """Whether it may work now. Give it back by leaving the context, soon."""
        admitted = self._enter(who)
        try:
            yield admitted
        finally:
            if admitted:
                self._leave(who)

    @property
    def counts(self) -> tuple[int, int]:
        """At work and waiting."""
        with self._lock:
            return self._turns.counts

    def _enter(self, who: str) -> bool:
        ticket = _Ticket()
        with self._lock:
            said, displaced = self._turns.arrive(who, ticket)
            if displaced is not None:
                displaced.told.set()
        if said is not Said.WAIT:
            return said is Said.WORK
        told = ticket.told.wait(self._patience)
        with self._lock:
            if not told and not ticket.told.is_set():
                self._turns.give_up(who, ticket)
            return ticket.admitted

    def _leave(self, who: str) -> None:
        with self._lock:
            follows = self._turns.leave(who)
            if follows is not None:
                follows.admitted = True
                follows.told.set()
