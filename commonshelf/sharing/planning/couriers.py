"""Couriers between libraries: the office writes their timetables, one by one or as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.api import Done
from commonshelf.sharing.domain import couriers as domain
from commonshelf.sharing.domain.couriers import Given, Misread, Read
from commonshelf.sharing.models import Route
from commonshelf.sharing.planning import knowledge
from commonshelf.sharing.planning.cards import RouteCard

CONFLICT: Final = 409
PAGE: Final = 50
READ: Final = "sharing.read-routes"
WRITE: Final = "sharing.set-route"
EVERY: Final = Ref("route", "")


@dataclass(frozen=True, slots=True)
class Found:
    """A page of lines and how many there are in all."""

    routes: tuple[RouteCard, ...]
    total: int


def routes(*, actor: Actor, library: str = "", past: bool = False, page: int = 1) -> Found:
    """By who sends and who receives. library: only what begins or ends there. past: what is over."""
    members.demand(actor=actor, action=READ, object=EVERY)
    rows = _rows(past=past)
    if library:
        id = members.library_id(symbol=library)
        rows = rows.filter(Q(from_library=id) | Q(to_library=id))
    begin = (max(page, 1) - 1) * PAGE
    return Found(tuple(_card(row) for row in rows[begin : begin + PAGE]), rows.count())


def _rows(*, past: bool) -> QuerySet[Route]:
    over = Q(active_to__lte=timezone.localdate())
    rows = Route.objects.filter(over) if past else Route.objects.exclude(over)
    order = ("from_library__symbol", "to_library__symbol", "from_branch", "to_branch", "leaves_at", "pk")
    return rows.order_by(*order)


def route(*, actor: Actor, id: int) -> RouteCard:
    members.demand(actor=actor, action=READ, object=EVERY)
    return _card(_row(id))


def _row(id: int) -> Route:
    row = Route.objects.filter(pk=id).first()
    if row is None:
        raise Absent
    return row


def _card(row: Route) -> RouteCard:
    symbols = members.symbols_by_id()
    return RouteCard(
        id=row.pk,
        name=row.name,
        start=(symbols[row.from_library_id], row.from_branch),
        end=(symbols[row.to_library_id], row.to_branch),
        weekdays=row.weekdays,
        leaves_at=row.leaves_at,
        hours=float(row.hours),
        cost=row.cost,
        active_from=row.active_from,
        active_to=row.active_to,
        version=row.version,
    )


def set_route(
    *, actor: Actor, given: Given, id: int | None = None, version: int = 0, key: str = ""
) -> RouteCard:
    """A new line, or (id, with the version that was read) another wording of one.

    Refusals sharing.cell-… with the field, sharing.changed-meanwhile.
    """

    def do() -> Done[RouteCard]:
        _checked(given)
        row = Route() if id is None else _row(id)
        if id is not None and row.version != version:
            raise Refusal("sharing.changed-meanwhile", {}, CONFLICT)
        return _written(row, given)

    return members.act(
        actor=actor, action=WRITE, object=Ref("route", str(id or "")), do=do, key=key, again=_again
    )


def _again(stored: object) -> RouteCard:
    return _card(_row(int(str(stored))))


def _checked(given: Given) -> None:
    try:
        domain.check(given)
        for end in (given.start, given.end):
            domain.end("/".join(end), places())
    except Misread as fault:
        raise Refusal(
            f"sharing.cell-{fault.code}", {**fault.facts, "field": fault.facts.get("column", "to")}
        ) from None


def _written(row: Route, given: Given) -> Done[RouteCard]:
    row.from_library_id, row.from_branch = members.library_id(symbol=given.start[0]), given.start[1]
    row.to_library_id, row.to_branch = members.library_id(symbol=given.end[0]), given.end[1]
    row.weekdays, row.leaves_at, row.hours = given.weekdays, given.leaves_at, given.hours
    row.cost, row.name = given.cost, given.name
    row.active_from, row.active_to = given.active_from, given.active_to
    row.version = row.version + 1 if row.pk else 1
    row.save()
    knowledge.changed()
    card = _card(Route.objects.get(pk=row.pk))
    facts = {"from": given.start[0], "to": given.end[0], "weekdays": given.weekdays}
    return Done(card, facts, Ref("route", str(row.pk)), stored=row.pk)


def end_route(*, actor: Actor, id: int, last_date: date, version: int, key: str = "") -> RouteCard:
    """It runs for the last time on that day; before it began: it never runs."""

    def do() -> Done[RouteCard]:
        row = _row(id)
        if row.version != version:
            raise Refusal("sharing.changed-meanwhile", {}, CONFLICT)
        row.active_to = max(last_date + timedelta(days=1), row.active_from)
        row.version += 1
        row.save(update_fields=["active_to", "version"])
        knowledge.changed()
        facts = {"from": _card(row).start[0], "to": _card(row).end[0], "last": last_date.isoformat()}
        return Done(_card(row), facts, stored=row.pk)

    return members.act(
        actor=actor, action="sharing.end-route", object=Ref("route", str(id)), do=do, key=key, again=_again
    )


# -- a table


def places() -> dict[str, tuple[str, ...]]:
    """Symbol -> codes of its branches, of today's members."""
    return {one.symbol: tuple(branch.code for branch in one.branches) for one in members.libraries()}


def look(*, actor: Actor, rows: Sequence[Sequence[str]]) -> list[Read]:
    """What these lines would be. Refusals sharing.no-columns (which are missing), sharing.too-many-lines."""
    members.demand(actor=actor, action=WRITE, object=EVERY)
    if len(rows) > domain.MOST:
        raise Refusal("sharing.too-many-lines", {"lines": len(rows), "most": domain.MOST})
    found, missing = domain.read(rows, places(), timezone.localdate())
    if missing:
        raise Refusal("sharing.no-columns", {"columns": ", ".join(missing)})
    return found


def take(*, actor: Actor, lines: Sequence[Read], key: str = "") -> tuple[int, int]:
    """Those without a fault, all or none of them: (new, changed). A line between the same branches, on the
    same days at the same time, is the one we have: it is changed, and one that says nothing new is left.
    """

    def do() -> Done[tuple[int, int]]:
        held = {_same(_given(row)): row for row in Route.objects.exclude(active_to__lte=timezone.localdate())}
        new = changed = 0
        for line in lines:
            given = line.given
            if given is None:
                continue
            row = held.get(_same(given))
            if row is not None and _given(row) == given:
                continue
            new, changed = new + (row is None), changed + (row is not None)
            held[_same(given)] = row = row or Route()
            _written(row, given)
        return Done((new, changed), {"new": new, "changed": changed}, EVERY, stored=[new, changed])

    return members.act(
        actor=actor, action="sharing.bring-routes", object=EVERY, do=do, key=key, again=_counts
    )


def _counts(stored: object) -> tuple[int, int]:
    new, changed = stored if isinstance(stored, list) else (0, 0)
    return int(new), int(changed)


def _given(row: Route) -> Given:
    card = _card(row)
    return Given(
        card.start,
        card.end,
        card.weekdays,
        card.leaves_at,
        card.hours,
        card.active_from,
        card.active_to,
        card.cost,
        card.name,
    )


def _same(given: Given) -> tuple[object, ...]:
    return given.start, given.end, given.weekdays, given.leaves_at
