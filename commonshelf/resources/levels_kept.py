"""The lines of access levels, kept in the process until one of them changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from commonshelf.members import api as members
from commonshelf.resources.domain.levels import Line
from commonshelf.resources.models import Level, LevelStamp


@dataclass(slots=True)
class Held:
    """All lines. by: owner (Symbol, "" the alliance)."""

    by: dict[str, tuple[Line, ...]] = field(default_factory=dict)


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


def _read(_mark: str) -> Held:
    symbols = members.symbols_by_id()
    by: dict[str, list[Line]] = {}
    for row in Level.objects.order_by("pk"):
        line = line_of(row, symbols)
        by.setdefault(line.owner, []).append(line)
    return Held({owner: tuple(lines) for owner, lines in by.items()})


_kept: Final = members.Stamped(LevelStamp, _read)
current, changed = _kept.now, _kept.changed


def lines_for(owner: str, held: Held | None = None) -> tuple[Line, ...]:
    """The alliance's lines and that library's own."""
    found = held or current()
    own = found.by.get(owner, ()) if owner else ()
    return found.by.get("", ()) + own
