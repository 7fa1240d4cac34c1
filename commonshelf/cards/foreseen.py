"""What a change of the rules would do, before anybody makes it: which readers, where, from what to what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils import timezone

from commonshelf.cards import rights_kept as kept
from commonshelf.cards import ruling
from commonshelf.cards.domain import cells
from commonshelf.cards.domain.cells import Book, Touched
from commonshelf.cards.domain.rights import Line
from commonshelf.cards.models import Reader
from commonshelf.cards.ruling_cards import RuleGiven


@dataclass(frozen=True, slots=True)
class Foreseen:
    """readers: how many registered ones are touched somewhere. day: as of which it is told.

    lifted: rules of libraries that would give less than the firm one, so that the firm one holds there.
    """

    day: date
    touched: list[Touched]
    readers: int
    lifted: tuple[int, ...]


def would_change(*, library: str, given: RuleGiven | None, rule: int | None = None) -> Foreseen:
    """If this were said, on its first day; given None: if that rule ended. Refuses what cannot be said."""
    lines = kept.current().lines
    row = next((one for one in lines if one.id == rule), None)
    today = timezone.localdate()
    others = [one for one in lines if one.id != rule]
    line = ruling.line_from(library, given, row) if given else None
    day = max(today, line.active_from if line else today)
    kinds, groups = ruling.library_kinds(), ruling.groups()
    changed = [one for one in (row, line) if one]
    touched = []
    for one in sorted({each.service for each in changed}):
        before = Book(one, day, lines, kinds)
        after = Book(one, day, [*others, *([line] if line else [])], kinds)
        touched += cells.change(before, after, changed, groups)
    lifted = _lifted(line, others, kinds, groups) if line and line.firm else ()
    return Foreseen(day, touched, _readers(touched, tuple(kinds)), lifted)


def _lifted(
    line: Line, others: list[Line], kinds: dict[str, str], groups: list[cells.Group]
) -> tuple[int, ...]:
    mine = [one for one in others if one.service == line.service]
    ours = [one for one in mine if not one.library]
    found = []
    for own in (one for one in mine if one.library and not one.exempt):
        beside = [one for one in mine if one.library == own.library and one.id != own.id]
        if line.id in cells.undercut(own, [*ours, *beside, line], kinds, groups):
            found.append(own.id)
    return tuple(found)


def _readers(touched: Iterable[Touched], members: tuple[str, ...]) -> int:
    """Registered readers who would meet another answer at one library or more."""
    kinds: set[tuple[str, str]] = set()
    groups: set[int] = set()
    for one in touched:
        homes: Iterable[str] = one.homes
        if one.own:
            homes = one.libraries
        elif one.others:
            homes = (
                members if len(one.libraries) > 1 else [home for home in members if home not in one.libraries]
            )
        kinds |= {(home, kind) for home in homes for kind in one.kinds}
        groups |= set(one.groups)
    if not kinds and not groups:
        return 0
    rows = (
        Reader.objects.filter(state="active")
        .values_list("home__symbol", "group__kind", "group_id")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return sum(n for home, kind, group, n in rows if (home, kind) in kinds or group in groups)
