"""The rules of rights, kept in the process until one of them changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from commonshelf.cards.domain.rights import Limits, Line
from commonshelf.cards.domain.usual import USUAL
from commonshelf.cards.models import RightRule, RightsStamp
from commonshelf.members import api as members


@dataclass(slots=True)
class Held:
    """All lines that are not over long since. by: (library, service)."""

    lines: tuple[Line, ...] = ()
    by: dict[tuple[str, str], tuple[Line, ...]] = field(default_factory=dict)
    deposits: frozenset[str] = frozenset()
    """Services for which some line wants one."""


def begun() -> bool:
    """Whether anybody ever changed a rule here; until then the usual ones hold."""
    return RightsStamp.objects.exists()


def line_of(row: RightRule, symbols: dict[int, str]) -> Line:
    return Line(
        id=row.pk,
        service=row.service,
        allowed=row.allowed,
        active_from=row.active_from,
        active_to=row.active_to,
        library=symbols[row.library_id] if row.library_id else "",
        library_kind=row.library_kind,
        home=symbols[row.home_id] if row.home_id else "",
        home_kind=row.home_kind,
        relation=row.relation,
        group_kind=row.group_kind,
        group=row.group_id,
        firm=row.firm,
        exempt=bool(row.exempt_why),
        limits=Limits(row.items, row.days, row.renewals, row.fee, row.deposit),
    )


def held_from(lines: Iterable[Line]) -> Held:
    held = Held(tuple(lines))
    by: dict[tuple[str, str], list[Line]] = {}
    for line in held.lines:
        by.setdefault((line.library, line.service), []).append(line)
    held.by = {where: tuple(found) for where, found in by.items()}
    held.deposits = frozenset(line.service for line in held.lines if line.limits.deposit)
    return held


def _read(mark: str) -> Held:
    symbols = members.symbols_by_id()
    return held_from([line_of(row, symbols) for row in RightRule.objects.order_by("pk")] if mark else USUAL)


_kept: Final = members.Stamped(RightsStamp, _read)
current, changed = _kept.now, _kept.changed


def lines_for(library: str, service: str, held: Held | None = None) -> tuple[Line, ...]:
    """The alliance's lines on this service, and that library's own."""
    found = held or current()
    return found.by.get(("", service), ()) + found.by.get((library, service), ())
