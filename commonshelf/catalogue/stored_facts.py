"""Facts as they are stored; those in a form too old to be read are read from their originals instead."""

from __future__ import annotations

from collections.abc import Callable

from commonshelf.catalogue.domain import facts as facts_form
from commonshelf.catalogue.domain.facts import Facts

_again: list[Callable[[int], Facts]] = []


def read_again_by(reader: Callable[[int], Facts]) -> None:
    """Who reads the originals stands above who stores; it says so when the room opens."""
    _again[:] = [reader]


def facts_from(record: int, data: str) -> Facts:
    """Data "": of a record that is gone, from its bytes."""
    try:
        return facts_form.load(data)
    except ValueError:
        return _again[0](record)
