"""What rooms above know of a reader: what is still open, and how much they have of what is limited."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Final

from commonshelf.members import api as members
from commonshelf.members.api import Held
from commonshelf.members.cards import Said

Open = Callable[[str], list[Held]]
"""Key of a reader -> their open loans, requests, fees."""
Moved = Callable[[str, str], None]
"""(from key, to key): all of one reader's becomes the other's; called inside the merging act."""
Busy = Callable[[Collection[str]], set[str]]
"""Of many keys those with anything open: for spreadsheets, where asking one by one takes long."""


@dataclass(frozen=True, slots=True)
class _Business:
    open: Open
    moved: Moved
    busy: Busy


_BUSINESS: Final[dict[str, _Business]] = {}


def register_business(name: str, open: Open, moved: Moved, busy: Busy | None = None) -> None:
    """Called from a room's `apps.ready()`, once. busy: where it can tell of many in a few questions."""
    if name in _BUSINESS:
        raise ValueError(f"business named {name!r} twice")
    _BUSINESS[name] = _Business(open, moved, busy or (lambda keys: {key for key in keys if open(key)}))


def open_business(*, reader: str, library: str = "") -> list[Held]:
    """Everything a reader still holds, owes or waits for, room by room.

    library: at whose desk it is read, "": by the reader. What a reader has elsewhere is told a desk without
    its title.
    """
    found = [held for one in _BUSINESS.values() for held in one.open(reader)]
    return [_as_seen(held, library) for held in found] if library else found


def _as_seen(held: Held, library: str) -> Held:
    at = held.object.library
    if at == library:
        return held
    name = members.library(symbol=at).name
    return replace(held, title=Said(f"{name.zh}的未结事项", f"Something open at {name.en}"), url="")


def busy(keys: Collection[str]) -> set[str]:
    """Of these readers those who still hold, owe or wait for something, in whatever room."""
    found: set[str] = set()
    for one in _BUSINESS.values():
        left = set(keys) - found
        found |= one.busy(left) if left else set()
    return found


def move_business(from_key: str, to_key: str) -> None:
    for one in _BUSINESS.values():
        one.moved(from_key, to_key)
