"""The lines of access levels, kept in the process until one of them changes."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import cache
from secrets import token_hex
from typing import Final

from django.db.models import QuerySet

from commonshelf.members import api as members
from commonshelf.resources.domain.levels import Line
from commonshelf.resources.models import Level, LevelStamp

_LOCK: Final = threading.Lock()


@dataclass(slots=True)
class Held:
    """All lines, by the mark they were read under. by: owner (Symbol, "" the alliance)."""

    mark: str | None = None
    by: dict[str, tuple[Line, ...]] = field(default_factory=dict)


_held = Held()


def changed() -> None:
    """Call inside the act that changed a line."""
    LevelStamp.objects.update_or_create(pk=1, defaults={"mark": token_hex(8)})


def line_of(row: Level, symbols: dict[int, str]) -> Line:
    return Line(
        id=row.pk,
        owner=symbols[row.owner_id] if row.owner_id else "",
        scope=row.scope,
        value=row.value,
        service=row.service,
        level=row.level,
        active_from=row.active_from,
        active_to=row.active_to,
        resource=row.resource_id,
        widest=row.widest,
        narrowest=row.narrowest,
        groups=tuple(row.groups),
        embargo_days=row.embargo_days,
        most_pages=row.most_pages,
        share=row.share,
    )


@cache
def _mark() -> QuerySet[LevelStamp, str]:
    """Put together once, as every decision asks it."""
    return LevelStamp.objects.filter(pk=1).values_list("mark", flat=True)


def current() -> Held:
    global _held  # noqa: PLW0603  # swapped whole, so that nobody sees half of it
    mark = next(iter(_mark().all()), "")
    held = _held
    if held.mark != mark:
        symbols = members.symbols_by_id()
        by: dict[str, list[Line]] = {}
        for row in Level.objects.order_by("pk"):
            line = line_of(row, symbols)
            by.setdefault(line.owner, []).append(line)
        held = Held(mark, {owner: tuple(lines) for owner, lines in by.items()})
        with _LOCK:
            _held = held
    return held


def lines_for(owner: str, held: Held | None = None) -> tuple[Line, ...]:
    """The alliance's lines and that library's own."""
    found = held or current()
    own = found.by.get(owner, ()) if owner else ()
    return found.by.get("", ()) + own
