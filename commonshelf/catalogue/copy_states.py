"""What is true of a copy now, told by the room that lends it, over what its library's file said."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import count
from typing import Final

from django.db import transaction

from commonshelf.catalogue.cards import CopyNow
from commonshelf.catalogue.domain.status import ON_SHELF, REFERENCE
from commonshelf.catalogue.store import editions as stored

Key = tuple[str, str]
"""Symbol of the library, barcode."""
States = Callable[[Collection[Key]], Mapping[Key, CopyNow]]
"""Of these copies, what is known better than by the catalogue; the others are left out."""

_STATES: Final[list[States]] = []


def register(states: States) -> None:
    """Called from an upper room's `apps.ready()`."""
    if states not in _STATES:
        _STATES.append(states)


def now(keys: Iterable[Key]) -> dict[Key, CopyNow]:
    """Copies without a barcode are nobody's."""
    asked = {key for key in keys if key[1]}
    found: dict[Key, CopyNow] = {}
    for states in _STATES if asked else ():
        found.update(states(asked))
    return found


def status(said: str, now: CopyNow) -> str:
    """Over what the file said; a copy for reading in the house stays one when it is back on the shelf."""
    return said if now.status == ON_SHELF and said == REFERENCE else now.status


def touch(ids: Collection[int]) -> None:
    """New stamps for these editions, so that the index hears of their copies."""
    if not ids:
        return
    with transaction.atomic():
        numbers = count(stored.latest_stamp() + 1)
        stored.stamp_editions([(next(numbers), id) for id in sorted(ids)])
