"""What each library does of each service for others: its pace, its day, its queue, its fee."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db.models import Count, Q, Sum
from django.utils import timezone

from commonshelf.members import api as members
from commonshelf.sharing.domain.sources import Trade
from commonshelf.sharing.models import Charge, Supply
from commonshelf.sharing.planning.knowledge import Known
from commonshelf.sharing.ruling.cards import PolicyCard

SERVICES: Final = ("Loan", "Copy")


def trades_of(
    libraries: Sequence[str], requester: str, known: Known, policy: PolicyCard, now: datetime
) -> dict[str, dict[str, Trade]]:
    """Library -> service -> trade."""
    ids = {id: symbol for id, symbol in members.symbols_by_id().items() if symbol in set(libraries)}
    loads = _loads(ids, now)
    limits = policy.rules.limits
    usual = {"Loan": limits.loans_a_day, "Copy": limits.copies_a_day}
    fees = any(
        known.capacities.get((one, service), (None, 0))[1] for one in libraries for service in SERVICES
    )
    owed = _owed(requester, now) if fees and requester and limits.month_ceiling is not None else 0
    found: dict[str, dict[str, Trade]] = {}
    for library in libraries:
        of_library = found[library] = {}
        for service in SERVICES:
            a_day, fee = known.capacities.get((library, service), (usual[service], 0))
            waiting, today = loads.get((library, service), (0, 0))
            of_library[service] = Trade(
                handling=known.pace(library, service, "ship"),
                a_day=a_day,
                usual_a_day=float(a_day or usual[service] or 40),
                asked_today=today,
                open=waiting,
                fee=fee,
                chance=known.chance(library, service),
                no_hours=known.pace(library, service, "answer").mean,
                owed=owed,
            )
    return found


def _loads(ids: dict[int, str], now: datetime) -> dict[tuple[str, str], tuple[int, int]]:
    """(library, service) -> waiting for it now (asked, not yet on the way), and asked since midnight."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    waiting = Q(closed_at=None, asked_at__isnull=False, shipped_at=None)
    today = Q(asked_at__gte=midnight)
    asked = Supply.objects.filter(Q(supplier__in=ids) & (waiting | today)).order_by()
    told = asked.values_list("supplier_id", "service").annotate(
        open=Count("pk", filter=waiting), since=Count("pk", filter=today)
    )
    return {(ids[id], service): (open, since) for id, service, open, since in told}


def _owed(requester: str, now: datetime) -> int:
    """Fen that the requesting library owes all others for this month's supplies."""
    first = timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    debtor = members.library_id(symbol=requester)
    return Charge.objects.filter(debtor=debtor, at__gte=first).aggregate(total=Sum("amount"))["total"] or 0
