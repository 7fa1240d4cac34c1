"""Where rooms above say what a person or a library still holds, so that nobody leaves with it (house.md 5.2).

An act that ends a tie or a membership asks every holder, and hands all of it over in its own transaction,
or refuses. What a library takes along when it leaves is written by the rooms too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.members.cards import Said


@dataclass(frozen=True, slots=True)
class Held:
    """One open thing. url: where it can be looked at, "" where there is no page."""

    object: Ref
    title: Said
    url: str = ""


class Holder(Protocol):
    """What a room can say of its open things. person: a key; library: a Symbol; "" does not narrow."""

    def open_work(self, *, person: str = "", library: str = "") -> list[Held]: ...

    def hand_over(
        self, *, actor: Actor, person: str, library: str, to_person: str, to_library: str, at: datetime
    ) -> int:
        """Move all of it (to_person "": to whoever has the role at to_library); how many were moved.

        Called inside the ending act's transaction. Refuses, with a sentence, what cannot be moved.
        """
        ...


Export = Callable[[str, Path], None]
"""Writes what a library (its Symbol) owns into files in that folder."""

Eraser = Callable[[Collection[str], Collection[str]], Iterable[Path]]
"""(keys of one person, words by which a file can be searched for them) -> files that go with them.

For what the table of privacy cannot say: files. Called inside the erasing transaction, before rows go;
the files are deleted once that is certain.
"""

_holders: dict[str, Holder] = {}
_exports: dict[str, Export] = {}
_erasers: dict[str, Eraser] = {}


def register_holder(name: str, holder: Holder) -> None:
    """Called from a room's `apps.ready()`, once."""
    if name in _holders:
        raise ValueError(f"two holders named {name!r}")
    _holders[name] = holder


def register_export(name: str, export: Export) -> None:
    if name in _exports:
        raise ValueError(f"two exports named {name!r}")
    _exports[name] = export


def register_eraser(name: str, eraser: Eraser) -> None:
    if name in _erasers:
        raise ValueError(f"two erasers named {name!r}")
    _erasers[name] = eraser


def erasers() -> Iterator[Eraser]:
    yield from _erasers.values()


def open_work(*, person: str = "", library: str = "") -> list[Held]:
    """Everything still open, room by room."""
    return [held for holder in _holders.values() for held in holder.open_work(person=person, library=library)]


def hand_over(
    *, actor: Actor, person: str, library: str, to_person: str, to_library: str, at: datetime
) -> int:
    """Hand all of it over; the number of things moved."""
    return sum(
        holder.hand_over(
            actor=actor, person=person, library=library, to_person=to_person, to_library=to_library, at=at
        )
        for holder in _holders.values()
    )


def exports() -> Iterator[tuple[str, Export]]:
    """Name and writer of everything a library takes along."""
    yield from _exports.items()
