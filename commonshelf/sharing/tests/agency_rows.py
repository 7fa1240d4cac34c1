"""Requests that wait for a licence decision, for the tests of the agency's desk."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from commonshelf.kernel.actor import Actor, Role
from commonshelf.loans import testing as loans
from commonshelf.members import api as members
from commonshelf.members.testing import someone
from commonshelf.news.testing import built_once
from commonshelf.resources import api as resources
from commonshelf.resources.api import LevelGiven
from commonshelf.sharing.life import placing
from commonshelf.sharing.life.placing import Wanted
from commonshelf.sharing.models import Approval, PatronRequest, Policy
from commonshelf.sharing.ruling import deciding


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


def ask(
    desk: Desk, *, service: str = "Copy", pages: str = "1-20", barcode: str = "W2", reader: str = "student"
) -> PatronRequest:
    """A request of EAST's student (or teacher), as it stands afterwards."""
    wanted = Wanted(
        reader=getattr(desk.shelves.readers, reader).key,
        edition=desk.shelves.editions[barcode],
        citation={"pages": pages} if service == "Copy" and pages else {},
        service=service,
        agreed_copyright=True,
    )
    number = placing.place(members.operator(), wanted)
    return PatronRequest.objects.get(number=number)


def approval(row: PatronRequest) -> Approval:
    return Approval.objects.filter(request=row).latest("pk")


def copies(row: PatronRequest, count: int) -> None:
    """So many more that wait for the same decision."""
    one = approval(row)
    for _ in range(count):
        row.pk, row.number = None, f"Q{secrets.randbelow(10**12)}"
        row.save(force_insert=True)
        one.pk, one.request_id = None, row.pk
        one.save(force_insert=True)


def in_force(desk: Desk, approvals: list[dict[str, object]], **rules: object) -> int:
    """A version of the rules that holds since an hour ago; its number."""
    number = Policy.objects.count() + 1
    then = timezone.now() - timedelta(hours=1)
    Policy.objects.create(
        number=number,
        rules={"approvals": approvals, **rules},
        words="因为",
        effective_at=then,
        made_by=desk.office.key,
        made_at=then,
    )
    return number


def asked_of(library: str, number: str) -> int:
    """A decision that this library's agency has to take on the request; its id."""
    row = PatronRequest.objects.get(number=number)
    with members.together():
        routed = deciding.route(
            actor=members.operator(),
            request=row.pk,
            level="owner",
            owner=library,
            service="Copy",
            at=timezone.now(),
        )
    return routed.approval or 0
