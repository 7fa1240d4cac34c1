"""Who may read the columns of words about requests and those who supply them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commonshelf.sharing.models import Message, PatronRequest, Supply
from tests.wall import policy as p
from tests.wall.policy import CODE, DATA, KEY, STATE, See, Table, both, each


def suppliers(row: PatronRequest) -> set[str]:
    """Who was asked, and who decides whether it may be."""
    asked = row.supplies.filter(asked_at__isnull=False, supplier__isnull=False)
    owners = row.approvals.filter(owner__isnull=False)
    return {one.supplier.symbol for one in asked} | {one.owner.symbol for one in owners}


def desks(row: PatronRequest) -> str:
    return "+".join(sorted({row.requester.symbol} | suppliers(row)))


def of_request(row: PatronRequest) -> str:
    """The reader, the desk that looks after it, and those that were asked."""
    name = row.reader.person.username if row.reader else ""
    return f"{name}@{desks(row)}" if name else desks(row)


def of_supply(row: Supply) -> str:
    """Between two desks."""
    found = {row.request.requester.symbol} | ({row.supplier.symbol} if row.supplier else set())
    return "+".join(sorted(found))


def of_message(row: Message) -> str:
    """Between the two desks, or between the reader and their library."""
    if row.supply is not None:
        return of_supply(row.supply)
    name = row.request.reader.person.username if row.request.reader else ""
    return f"{name}@{row.request.requester.symbol}"


def about_request(row: Any) -> str:
    return of_request(row.request)


SHARING: Mapping[str, Table] = {
    "sharing.PatronRequest": Table(
        of_request,
        {
            **each(CODE, "number", "group_kind", "pickup_branch", "service", "kind", "level", "why", "agent"),
            **each(STATE, "state", "before_cancel"),
            "citation": "what a form said, with words of its own (getting.py)",
            **both(See.DESKS, "title"),
        },
    ),
    "sharing.Supply": Table(
        of_supply,
        {
            **each(CODE, "service", "reason", "barcode", "branch"),
            "state": STATE,
            **each(DATA, "score"),
            "reference": See.DESKS,
            "conditions": "its note holds a word of its own (getting.py)",
            **each(See.DESKS, "shelf", "condition_out", "condition_in"),
        },
    ),
    "sharing.Promise": Table(p.all_, {"barcode": CODE}),
    "sharing.Message": Table(of_message, {"side": CODE, "person": KEY, "text": See.DESKS}),
    "sharing.Slip": Table(p.all_, {"act": CODE, "person": KEY, "before": DATA}),
}
