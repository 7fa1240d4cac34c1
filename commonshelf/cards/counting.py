"""What rooms above tell of what a reader has in hand: numbers added up, and open requests counted at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.db.models import QuerySet

from commonshelf.cards.domain.rights import Counts

Counting = Callable[[str, str, frozenset[str]], Counts]
Requests = Callable[[str], "QuerySet[Any, Any]"]
COUNTED: Final = frozenset({"loans", "requests", "owed", "deposit"})
_counts: Final[dict[str, Counting]] = {}
_requests: Final[dict[str, Requests]] = {}


def register_counts(name: str, count: Counting) -> None:
    """Called from an upper room's `apps.ready()`: what a reader (key) has in hand at a library (Symbol).

    Asked with the names of what is wanted: loans (overdue with them), owed, deposit. Each room fills what it
    knows of that and leaves the others 0; they are added up, of `overdue` the greatest counts.
    """
    if _counts.get(name, count) is not count:
        raise ValueError(f"two counts named {name!r}")
    _counts[name] = count


def register_requests(name: str, rows: Requests) -> None:
    """The same for what a reader (key) has asked for and not got, wherever: the room's rows of one column.

    Rows and no number, so that all rooms together are asked once.
    """
    if _requests.get(name, rows) is not rows:
        raise ValueError(f"two kinds of requests named {name!r}")
    _requests[name] = rows


def counted(reader: str, library: str, wanted: frozenset[str]) -> Counts:
    """reader: their key. Of `COUNTED` what is wanted; the others are 0."""
    found = sum((count(reader, library, wanted) for count in _counts.values()), Counts())
    return found + Counts(requests=requests_of(reader)) if "requests" in wanted else found


def requests_of(reader: str) -> int:
    """How many requests of any kind a reader (key) has open."""
    kinds = [rows(reader).values_list("pk") for rows in _requests.values()]
    return kinds[0].union(*kinds[1:], all=True).count() if kinds else 0
