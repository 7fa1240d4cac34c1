"""Requests that wait for a licence decision, for the tests of the agency's desk."""

from __future__ import annotations

from dataclasses import dataclass

from commonshelf.kernel.actor import Actor, Role
from commonshelf.loans import testing as loans
from commonshelf.members import api as members
from commonshelf.members.testing import someone
from commonshelf.news.testing import built_once
from commonshelf.resources import api as resources
from commonshelf.resources.api import LevelGiven
from commonshelf.sharing.life import placing
from commonshelf.sharing.life.placing import Wanted
from commonshelf.sharing.models import Approval, PatronRequest


@dataclass(frozen=True, slots=True)
class Desk:
    """EAST's student asks WEST for W2, of whose copies WEST decides itself (level owner)."""

    shelves: loans.Shelves
    office: Actor
    east: Actor
    west: Actor
    clerk: Actor
    stranger: Actor


@built_once
def desk() -> Desk:
    shelves = loans.shelves()
    for service in ("Copy", "Loan"):
        resources.set_level(
            actor=members.operator(),
            owner="WEST",
            given=LevelGiven(scope="print", service=service, level="owner"),
        )
    return Desk(
        shelves,
        office=someone("g-office", (Role.OFFICE, "")),
        east=someone("g-east", (Role.MANAGER, "EAST")),
        west=someone("g-west", (Role.MANAGER, "WEST")),
        clerk=someone("g-clerk", (Role.LIBRARIAN, "WEST")),
        stranger=someone("g-stranger"),
    )


def ask(desk: Desk, *, service: str = "Copy", pages: str = "1-20", barcode: str = "W2") -> PatronRequest:
    """A request of EAST's student, as it stands afterwards."""
    wanted = Wanted(
        reader=desk.shelves.readers.student.key,
        edition=desk.shelves.editions[barcode],
        citation={"pages": pages} if service == "Copy" and pages else {},
        service=service,
        agreed_copyright=True,
    )
    number = placing.place(members.operator(), wanted)
    return PatronRequest.objects.get(number=number)


def approval(row: PatronRequest) -> Approval:
    return Approval.objects.filter(request=row).latest("pk")
