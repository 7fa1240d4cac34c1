"""Somebody comes through a door: counted once, and for a few days with their card."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Sum
from django.utils import timezone

from commonshelf.cards import api as cards
from commonshelf.cards.api import Right
from commonshelf.cards.cards import ReaderCard
from commonshelf.kernel.actor import MACHINE, Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.api import Done, act
from commonshelf.visits.cards import Visited
from commonshelf.visits.domain.counting import MOST_PEOPLE, SAME_VISIT
from commonshelf.visits.models import Visit

WAYS: Final = ("gate", "desk", "sip2")
REMEMBER: Final = "visits.remember-days"


def check_in(
    *,
    actor: Actor,
    library: str,
    branch: str,
    at: datetime,
    number: str = "",
    people: int = 1,
    group_kind: str = "",
    way: str = "desk",
    key: str = "",
) -> Visited:
    """Count one card, or people without one (a class, a guest), at this branch.

    A card that may not enter is not counted, and told why. The event says where, how many and which way,
    never who: whereabouts are forgotten after days, events are not (PIPL 28). Absent: no such branch, or
    not theirs. Refusals: visits.too-many, and those of a card's number.
    """
    gate = Ref("gate", branch, library)
    members.demand(actor=actor, action="visits.check-in", object=gate)
    _branch(library, branch)
    if not 1 <= people <= MOST_PEOPLE or (number and people != 1):
        raise Refusal("visits.too-many", {"field": "people", "most": MOST_PEOPLE})
    reader = cards.find_reader(number=number) if number else None
    right = _right(reader, number, library, branch, at)
    if right and not right.allowed:
        so_far = today(library=library, branch=branch, at=at)
        return Visited(False, right, again=False, people=0, today=so_far, at=at)

    def do() -> Done[Visited]:
        counted = 0 if reader and _seen(reader, library, branch, at) else people
        if counted:
            _keep(reader, library, branch, people=people, group_kind=group_kind, way=way, at=at)
        stored = [not counted, counted, today(library=library, branch=branch, at=at)]
        facts = {"people": counted, "way": way, "card": bool(reader)}
        return Done(_visited(stored, right, at), facts, stored=stored)

    return act(
        actor=actor,
        action="visits.check-in",
        object=gate,
        do=do,
        at=at,
        key=key,
        again=lambda stored: _visited(stored, right, at),
    )


def _keep(
    reader: ReaderCard | None,
    library: str,
    branch: str,
    *,
    people: int,
    group_kind: str,
    way: str,
    at: datetime,
) -> None:
    Visit.objects.create(
        library_id=members.library_id(symbol=library),
        branch=branch,
        reader_id=reader.id if reader else None,
        home_id=members.library_id(symbol=reader.home) if reader else None,
        group_kind=reader.group.kind if reader else group_kind,
        people=people,
        came_at=at,
        way=way,
    )


def _visited(stored: object, right: Right | None, at: datetime) -> Visited:
    again, people, so_far = stored if isinstance(stored, list) else (False, 0, 0)
    return Visited(True, right, again=bool(again), people=people, today=so_far, at=at)


def _branch(library: str, branch: str) -> None:
    if branch not in {one.code for one in members.library(symbol=library).branches}:
        raise Absent


def _right(reader: ReaderCard | None, number: str, library: str, branch: str, at: datetime) -> Right | None:
    """What the card may here; a door that is being passed is open, whatever the calendar says."""
    if reader is None:
        return None
    asked = cards.right(
        reader=reader.key, number=number, library=library, service="enter", at=at, branch=branch
    )
    return replace(asked, allowed=True, reason="ok") if asked.reason == "closed-now" else asked


def _seen(reader: ReaderCard | None, library: str, branch: str, at: datetime) -> bool:
    return Visit.objects.filter(
        library__symbol=library,
        branch=branch,
        reader__person__key=reader.key if reader else "",
        came_at__gt=at - SAME_VISIT,
        came_at__lte=at,
    ).exists()


def today(*, library: str, branch: str, at: datetime) -> int:
    """How many people came in at this branch on the day of `at`."""
    since = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    here = Visit.objects.filter(library__symbol=library, branch=branch, came_at__gte=since)
    total: int | None = here.filter(came_at__lt=since + timedelta(days=1)).aggregate(n=Sum("people"))["n"]
    return total or 0


def take_back(*, actor: Actor, library: str, branch: str, at: datetime, key: str = "") -> int:
    """The last count at this branch within ten minutes was a mistake. How many people it was; 0: none was."""

    def do() -> Done[int]:
        recent = Visit.objects.filter(library__symbol=library, branch=branch, came_at__gt=at - SAME_VISIT)
        row = recent.order_by("-pk").first()
        people = row.people if row else 0
        if row:
            row.delete()
        return Done(people, {"people": people})

    object = Ref("gate", branch, library)
    return act(actor=actor, action="visits.take-back", object=object, do=do, at=at, key=key)


def forget(*, now: datetime) -> int:
    """Take readers out of visits older than their library remembers (setting visits.remember-days).

    Returns how many. Counts stay as they were.
    """

    def do() -> Done[int]:
        n = 0
        with_reader = Visit.objects.filter(reader__isnull=False)
        for symbol in set(with_reader.values_list("library__symbol", flat=True)):
            days = int(str(members.setting(library=symbol, name=REMEMBER)))
            old = with_reader.filter(library__symbol=symbol, came_at__lt=now - timedelta(days=days))
            n += old.update(reader=None, unlinked_at=now)
        return Done(n, {"visits": n})

    if not Visit.objects.filter(reader__isnull=False).exists():
        return 0
    return act(actor=MACHINE, action="visits.forget", object=Ref("alliance", ""), do=do, at=now)
