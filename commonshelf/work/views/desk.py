"""My desk, and the queues of all members for the general agency."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonshelf.kernel.actor import Actor, Ref, Role
from commonshelf.members import api as members
from commonshelf.ui.api import Request
from commonshelf.work import api, words
from commonshelf.work.cards import ItemCard, Load

PAGE: Final = 100
OFFICE: Final = "-"
"""How the alliance office is named in addresses, where a Symbol stands for a library."""


@dataclass(frozen=True, slots=True)
class Row:
    """An item as a list shows it. from_whom: who asked, "" the machine; in_place: by delegation."""

    card: ItemCard
    kind: str
    opens_with: str
    library: str
    from_whom: str
    whom: str
    due: words.Due | None
    state: tuple[str, str]
    in_place: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """The load at one library, with its shares of the widest for drawing."""

    load: Load
    name: str
    code: str
    total: int


@require_safe
def desk(request: Request) -> HttpResponse:
    now = timezone.now()
    library, kind = request.GET.get("library"), request.GET.get("kind", "")
    chosen = None if not library else "" if library == OFFICE else library
    found = api.desk(actor=request.actor, now=now, library=chosen, kind=kind)
    everything = (*found.items, *found.asked, *found.taken)
    names = words.names_for(*everything, *found.entrusted)
    works = frozenset(_works(request.actor))
    loads = [
        Bar(one, names.library(one.library), one.library or OFFICE, one.in_hand + one.offered)
        for one in found.loads
    ]
    context = {
        "desk": found,
        "items": rows(found.items, names, now, works),
        "entrusted": rows(found.entrusted, names, now),
        "may_ask": bool(works),
        "asked": rows(found.asked, names, now),
        "taken": rows(found.taken, names, now),
        "late": sum(one.late for one in found.items),
        "loads": loads,
        "most": max((one.total for one in loads), default=0),
        "kinds": _tabs(found.kinds),
        "places": _places(request.actor, names),
        "library": library or "",
        "kind": kind,
        "unshown": found.total - len(found.items),
        "undoable": words.undo_line(found.undoable),
        "sees_queues": _sees_queues(request),
        "key": secrets.token_hex(8),
    }
    return render(request, "work/desk.html", context)


def rows(
    cards: Iterable[ItemCard], names: words.Names, now: datetime, works: frozenset[str] | None = None
) -> list[Row]:
    """works: where the reader works; an item from elsewhere is theirs by delegation."""
    found = []
    for card in cards:
        kind = api.kind(name=card.kind)
        asker = names.person(card.asked_by) if card.asked_by else ""
        found.append(
            Row(
                card,
                str(kind.label),
                str(kind.opens_with),
                names.library(card.library),
                asker,
                names.person(card.held_by) if card.held_by else names.whom(card.to),
                words.due(card, now),
                (str(words.STATES[card.state][0]), words.STATES[card.state][1]),
                works is not None and card.library not in works and card.state != "returned",
            )
        )
    return found


def _tabs(kinds: Any) -> list[tuple[str, str, int]]:
    return [(name, str(api.kind(name=name).label), n) for name, n in sorted(kinds.items())]


def _works(actor: Actor) -> set[str]:
    return {one.library for one in actor.standings if one.role not in {Role.READER, Role.AUDITOR}}


def _places(actor: Actor, names: words.Names) -> list[tuple[str, str]]:
    """Where this person works, or takes work by delegation, to filter by; one place is no choice."""
    work = _works(actor) | {one.library for one in actor.delegations if one.action == "work.take"}
    return [(one or OFFICE, names.library(one)) for one in sorted(work)] if len(work) > 1 else []


def _sees_queues(request: Request) -> bool:
    return members.allowed(actor=request.actor, action="work.read-queues", object=Ref("alliance", ""))


@require_safe
def queues(request: Request) -> HttpResponse:
    """Every member's queue at one look; with a library or kind, the items themselves."""
    now, asked = timezone.now(), request.GET
    library, kind, late = asked.get("library", ""), asked.get("kind", ""), asked.get("late") == "1"
    found = api.queues(actor=request.actor, now=now)
    chosen = None if not library else "" if library == OFFICE else library
    listing = bool(library or kind or late)
    items, total = (
        api.queue(actor=request.actor, library=chosen, kind=kind, late=late, now=now) if listing else ([], 0)
    )
    names = words.names_for(*items)
    kinds = [one for one in api.kinds() if any(one.name in queue.kinds for queue in found)]
    context = {
        "kinds": kinds,
        "queues": [
            (one, names.library(one.library), one.library or OFFICE, [one.kinds.get(k.name) for k in kinds])
            for one in found
            if one.open
        ],
        "idle": [names.library(one.library) for one in found if not one.open],
        "open": sum(one.open for one in found),
        "late_total": sum(one.late for one in found),
        "listing": listing,
        "items": rows(items, names, now),
        "total": total,
        "library": library,
        "library_name": names.library(chosen or "") if library else "",
        "kind": kind,
        "kind_label": str(api.kind(name=kind).label) if kind else "",
        "late": late,
    }
    return render(request, "work/queues.html", context)
