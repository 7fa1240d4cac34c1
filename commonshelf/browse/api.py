"""The door of browsing: ordered tables that follow the catalogue, and what stands around a term."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from commonshelf.browse import feeding
from commonshelf.catalogue.cards import EditionChange

__all__ = ["catch_up", "clear", "cursor", "take"]


def take(changes: Sequence[EditionChange]) -> None:
    """Take changes in, in the order of their stamps; those before them that are missing come first.

    For the one process that writes the index, with the changes it has read anyway.
    """
    feeding.take(changes)


def cursor() -> int:
    """Stamp of the last change that is in the tables."""
    return feeding.cursor()


def catch_up(*, stop: Callable[[], bool] | None = None) -> int:
    """Take in everything the catalogue knows by now, or until told to stop. How many changes that were."""
    return feeding.catch_up(stop or _never)


def _never() -> bool:
    return False


def clear() -> None:
    """Wipe the tables: they fill again with the next change, from the first edition on."""
    feeding.clear()
