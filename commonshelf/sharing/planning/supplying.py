"""What a library does for others: how many requests a day, for which fee, at which learned pace."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.members.api import Done
from commonshelf.sharing.models import Capacity
from commonshelf.sharing.planning import knowledge
from commonshelf.sharing.planning.cards import SupplyCard
from commonshelf.sharing.ruling.policies import policy_now

CONFLICT: Final = 409
SERVICES: Final = ("Loan", "Copy")
MOST: Final = 10_000
"""Requests a day."""


def supplying(*, actor: Actor, library: str, now: datetime | None = None) -> tuple[SupplyCard, ...]:
    """Both services, as plans reckon with them. Absent for whoever has no business there."""
    members.demand(actor=actor, action="sharing.read-capacity", object=Ref("capacity", "", library))
    return tuple(_card(library, service, now or timezone.now()) for service in SERVICES)


def _card(library: str, service: str, now: datetime) -> SupplyCard:
    row = Capacity.objects.filter(library=members.library_id(symbol=library), service=service).first()
    known = knowledge.known(now)
    limits = policy_now(now=now).rules.limits
    usual = limits.loans_a_day if service == "Loan" else limits.copies_a_day
    return SupplyCard(
        library=library,
        service=service,
        own=row is not None,
        a_day=row.a_day if row else usual,
        usual=usual,
        fee=row.fee if row else 0,
        version=row.version if row else 0,
        most_fee=limits.supply_ceiling,
        pace=known.pace(library, service, "ship"),
        seen=known.seen(library, service),
        chance=known.chance(library, service),
    )


def set_capacity(
    *,
    actor: Actor,
    library: str,
    service: str,
    a_day: int | None,
    fee: int,
    version: int,
    key: str = "",
) -> SupplyCard:
    """a_day None: as many as are asked; 0: none at all. fee: fen asked of the other library for each.

    Refusals sharing.fee-too-high (most), sharing.bad-capacity, sharing.changed-meanwhile.
    """

    def do() -> Done[SupplyCard]:
        now = timezone.now()
        _checked(service, a_day, fee, now)
        id = members.library_id(symbol=library)
        row = Capacity.objects.filter(library=id, service=service).first()
        if (row.version if row else 0) != version:
            raise Refusal("sharing.changed-meanwhile", {}, CONFLICT)
        row = row or Capacity(library_id=id, service=service, version=0)
        before = {"a_day": row.a_day, "fee": row.fee}
        row.a_day, row.fee, row.version = a_day, fee, row.version + 1
        row.save()
        knowledge.changed()
        facts = {"service": service, "a_day": a_day, "fee": fee, "before": before}
        return Done(_card(library, service, now), facts, stored=service)

    return members.act(
        actor=actor,
        action="sharing.set-capacity",
        object=Ref("capacity", service, library),
        do=do,
        key=key,
        again=lambda stored: _card(library, str(stored), timezone.now()),
    )


def _checked(service: str, a_day: int | None, fee: int, now: datetime) -> None:
    if service not in SERVICES or (a_day is not None and not 0 <= a_day <= MOST) or fee < 0:
        raise Refusal("sharing.bad-capacity", {"most": MOST})
    most = policy_now(now=now).rules.limits.supply_ceiling
    if fee > most:
        facts = {"fee": f"{fee / 100:.2f}", "most": f"{most / 100:.2f}", "field": "fee"}
        raise Refusal("sharing.fee-too-high", facts)
