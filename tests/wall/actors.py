"""Who asks: twenty people, described in the wall's own words and not in those of the permission table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from commonshelf.kernel.actor import Role
from commonshelf.members import api as members
from commonshelf.members import testing
from commonshelf.members.models import Affiliation, Agency, AgencyKind, Library

STAFF = frozenset({"librarian", "cataloguer", "manager"})


@dataclass(frozen=True, slots=True)
class Who:
    """roles: "role@SYMBOL" in force today. trusted: what EAST's agency delegated to them. belongs: to a
    library whose people have no rights now.
    """

    name: str
    roles: frozenset[str] = frozenset()
    office: bool = False
    auditor: bool = False
    trusted: frozenset[str] = field(default=frozenset())
    belongs: str = ""

    def at(self, library: str, *roles: str) -> bool:
        return any(f"{role}@{library}" in self.roles for role in roles or STAFF)

    @property
    def works(self) -> bool:
        return any(one.partition("@")[0] in STAFF for one in self.roles)


def _who(name: str, *roles: str, **more: object) -> Who:
    return Who(name, frozenset(roles), **more)  # type: ignore[arg-type]


ACTORS: Mapping[str, Who] = {
    one.name: one
    for one in (
        _who("visitor"),
        _who("stranger"),
        _who("reader", "reader@EAST"),
        _who("librarian", "librarian@EAST"),
        _who("cataloguer", "cataloguer@EAST"),
        _who("manager", "manager@EAST"),
        _who("guest", "reader@WEST"),
        _who("western", "librarian@WEST"),
        _who("partner", "manager@WEST"),
        _who("both", "librarian@EAST", "librarian@WEST"),
        _who("holder"),  # a reader with a card of EAST, who shares nothing
        _who("citizen"),  # a reader with a card of WEST, who shares nothing
        _who("sharer"),  # a reader of WEST, who shares name and contact with EAST
        _who("leaver"),  # a reader of EAST until the registration was closed
        _who("suspended", belongs="NORTH"),  # manages NORTH, whose membership rests
        _who("former"),  # managed EAST until yesterday
        _who("contact", belongs="SOUTH"),  # manages SOUTH, which has only applied
        _who("delegate", "librarian@WEST", trusted=frozenset({"members.set-hours", "cataloguing.decide"})),
        _who("auditor", auditor=True),
        _who("office", office=True),
    )
}
SYMBOLS = ("EAST", "WEST", "NORTH", "SOUTH")


def people() -> testing.Cast:
    """The house's own cast, and those it lacks."""
    cast = testing.cast()
    operator = members.operator()
    members.add_library(actor=operator, symbol="NORTH", name_zh="北馆", name_en="North Library")
    testing.someone("guest", (Role.READER, "WEST"))
    testing.someone("western", (Role.LIBRARIAN, "WEST"))
    testing.someone("both", (Role.LIBRARIAN, "EAST"), (Role.LIBRARIAN, "WEST"))
    testing.someone("suspended", (Role.MANAGER, "NORTH"))
    testing.someone("former", (Role.MANAGER, "EAST"))
    testing.someone("delegate", (Role.LIBRARIAN, "WEST"))
    testing.someone("contact")
    east = agency_of("EAST")
    for action in sorted(ACTORS["delegate"].trusted):
        members.delegate(actor=cast.manager, agency=east, person="delegate", action=action)
    return cast


def agency_of(symbol: str) -> int:
    return Agency.objects.get(library__symbol=symbol, kind=AgencyKind.MEMBER).pk


def end_some() -> None:
    """After the world is furnished: one library rests, one has applied, one tie is over."""
    yesterday = timezone.localdate() - timedelta(days=1)
    Affiliation.objects.filter(person__username="former").update(
        active_from=yesterday - timedelta(days=30), active_to=yesterday
    )
    members.suspend(actor=members.operator(), symbol="NORTH", reason="没有交会费")
    Affiliation.objects.create(
        person=testing.user("contact"),
        library=Library.objects.get(symbol="SOUTH"),
        role=Role.MANAGER,
        active_from=yesterday,
    )
