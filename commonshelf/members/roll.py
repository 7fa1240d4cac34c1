"""The roll of people: found by name, library, role and day, in an order that stays."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref, Role
from commonshelf.members.acting import allowed
from commonshelf.members.cards import PersonCard
from commonshelf.members.models import Affiliation, Person
from commonshelf.members.people import card, in_force

SOON: Final = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Asked:
    """library "-": the alliance itself. state now: holds today; soon: ends within 60 days; coming: is to
    begin; none: holds nothing today.
    """

    words: str = ""
    library: str = ""
    role: str = ""
    state: str = ""


EVERYBODY: Final = Asked()


@dataclass(frozen=True, slots=True)
class Page:
    """after: what to ask with for the people that follow; "": these were the last."""

    people: tuple[PersonCard, ...]
    total: int
    after: str


def own_places(actor: Actor) -> Collection[str] | None:
    """None: everybody; else the Symbols of the libraries whose people the actor looks after."""
    if allowed(actor=actor, action="members.read-person", object=Ref("person", "")):
        return None
    return [one.library for one in actor.standings if one.role is Role.MANAGER and one.library]


def people_of(*, actor: Actor, asked: Asked = EVERYBODY, after: str = "", rows: int = 50) -> Page:
    """By user name. All for the office, for a manager those who stand or stood at their libraries."""
    found = _found(own_places(actor), asked, timezone.localdate())
    total = found.count()
    if after:
        found = found.filter(username__gt=after)
    some = list(found.prefetch_related("affiliations__library").order_by("username")[: rows + 1])
    further = some[rows - 1].username if len(some) > rows else ""
    return Page(tuple(card(one) for one in some[:rows]), total, further)


def _found(own: Collection[str] | None, asked: Asked, today: date) -> QuerySet[Person]:
    found = Person.objects.filter(Q(reader_only=False) | Exists(_of(Affiliation.objects.all())))
    if own is not None:
        found = found.filter(Exists(_of(Affiliation.objects.filter(library__symbol__in=own))))
    for word in asked.words.split():
        found = found.filter(
            Q(username__icontains=word) | Q(name_zh__icontains=word) | Q(name_en__icontains=word)
        )
    if asked.state == "none":
        return found.exclude(Exists(_of(_narrowed(in_force(today), own, asked))))
    if asked.state or asked.library or asked.role:
        found = found.filter(Exists(_of(_narrowed(_at(asked.state, today), own, asked))))
    return found


def _of(ties: QuerySet[Affiliation]) -> QuerySet[Affiliation]:
    return ties.filter(person=OuterRef("pk"))


def _at(state: str, today: date) -> QuerySet[Affiliation]:
    if state == "now":
        return in_force(today)
    if state == "soon":
        return in_force(today).filter(active_to__lte=today + SOON)
    if state == "coming":
        return Affiliation.objects.filter(active_from__gt=today)
    return Affiliation.objects.all()


def _narrowed(
    ties: QuerySet[Affiliation], own: Collection[str] | None, asked: Asked
) -> QuerySet[Affiliation]:
    if own is not None:
        ties = ties.filter(library__symbol__in=own)
    if asked.library:
        at = Q(library=None) if asked.library == "-" else Q(library__symbol=asked.library)
        ties = ties.filter(at)
    return ties.filter(role=asked.role) if asked.role else ties
