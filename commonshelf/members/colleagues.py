"""Who works where: the colleagues somebody can be handed work by name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q

from commonshelf.kernel.actor import Role
from commonshelf.members.cards import Said
from commonshelf.members.models import Affiliation
from commonshelf.members.people import in_force, said_of

STAFF: Final = (Role.LIBRARIAN, Role.CATALOGUER, Role.MANAGER, Role.OFFICE)
"""Those who have work to do; readers and auditors have none handed to them."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody with one or more staff roles in force at one library ("": the alliance office)."""

    key: str
    name: Said
    library: str
    roles: frozenset[str]


def staff(
    *, day: date, libraries: Collection[str] | None = None, keys: Collection[str] | None = None
) -> list[Colleague]:
    """By library and username. libraries None: all; "" among them: the alliance office; keys: only these."""
    found = in_force(day).filter(role__in=STAFF, person__is_active=True)
    if libraries is not None:
        places = Q(library__symbol__in=[one for one in libraries if one])
        found = found.filter(places | Q(library=None) if "" in libraries else places)
    if keys is not None:
        found = found.filter(person__key__in=set(keys))
    return list(_grouped(found.select_related("person", "library")))


def _grouped(ties: Iterable[Affiliation]) -> Iterator[Colleague]:
    roles: dict[tuple[str, str, str], set[str]] = {}
    names: dict[str, Said] = {}
    for tie in ties:
        person, symbol = tie.person, tie.library.symbol if tie.library else ""
        roles.setdefault((symbol, person.username, person.key), set()).add(tie.role)
        names[person.key] = said_of(person)
    for (symbol, _username, key), held in sorted(roles.items()):
        yield Colleague(key, names[key], symbol, frozenset(held))
