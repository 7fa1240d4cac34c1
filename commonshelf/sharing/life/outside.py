"""Asking a partner outside the alliance: what the requester's desk does where no member can supply.

A partner has no desk here and no account in the ledger. What it asks for stands on the supply (`cost`) and on
the page of the month's money, outside the books between members: those go on summing to zero, because nothing
of it is ever posted there. What the reader agreed to pay of it is a fee of the reader at their own library.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db.models import Max, Q

from commonshelf.kernel.refusal import Refusal
from commonshelf.sharing.domain import outside
from commonshelf.sharing.domain.life import CONFLICT, State, Step
from commonshelf.sharing.domain.sources import Outside
from commonshelf.sharing.life import charging, whom
from commonshelf.sharing.life.stepping import Taking, effect
from commonshelf.sharing.models import Partner, PatronRequest, Supply
from commonshelf.sharing.planning import knowledge

SERVICES: Final = ("Loan", "Copy")
NO_MEMBER: Final = "no-member"
NO_WORD: Final = "no-word"
"""A partner has said nothing for longer than it should."""
REFERENCE: Final = 80
NO: Final = frozenset({"", "0", "no", "none", "false"})


def theirs(row: PatronRequest, at: datetime) -> list[Outside]:
    """Partners of the desk that looks after it that could do it and were not asked yet, the soonest first."""
    said = Supply.objects.filter(request=row, partner__isnull=False).exclude(reason="Undone")
    tried = set(said.values_list("partner_id", "service"))
    wanted = SERVICES if row.service == "CopyOrLoan" else (row.service,)
    found = knowledge.known(at).outside(whom.symbol(row.requester_id))
    some = (one for one in found if one.service in wanted and (one.id, one.service) not in tried)
    return sorted(some, key=lambda one: (one.pace.mean, one.fee))


def of_desk(library: str, at: datetime) -> Iterable[Outside]:
    """All that a library's desk may ask, whatever for."""
    return knowledge.known(at).outside(library)


@effect("look-outside")
def look_outside(taking: Taking, _step: Step) -> None:
    taking.why = taking.reason = str(taking.facts.get("why") or NO_MEMBER)


@effect("ask-partner")
def ask_partner(taking: Taking, _step: Step) -> None:
    """partner: its number in the register. service: "": the request's own. cost: fen it asks, "": as usual;
    reader_fee: fen of it the reader pays, likewise. agreed: the reader was asked, where that is more than
    they had confirmed. Refusals sharing.no-partner, sharing.partner-does-not, sharing.reader-not-asked.
    """
    row, at = taking.row, taking.at
    partner = _partner(taking)
    service = taking.words("service", 8) or (row.service if row.service in SERVICES else "Loan")
    terms = next(
        (one for one in of_desk(_desk(row), at) if (one.id, one.service) == (partner.pk, service)), None
    )
    if terms is None:
        raise Refusal("sharing.partner-does-not", {"field": "service"}, CONFLICT)
    reader_fee = _agreed(taking, charging.fen(taking.facts, "reader_fee", terms.reader_fee))
    attempt = Supply.objects.filter(request=row).aggregate(last=Max("attempt"))["last"] or 0
    taking.supply = made = Supply.objects.create(
        request=row,
        partner=partner,
        reference=taking.words("reference", REFERENCE),
        service=service,
        attempt=attempt + 1,
        state=State.ASKED,
        score={
            "expected_hours": terms.pace.mean,
            "p80_hours": terms.pace.p80,
            "parts": [["partner", terms.pace.mean, terms.pace.source]],
        },
        cost=charging.fen(taking.facts, "cost", terms.fee),
        reader_fee=reader_fee,
        asked_at=at,
        answer_by_at=outside.ask_after(at, terms.pace.mean),
    )
    taking.new("supplies", made.pk)


def _desk(row: PatronRequest) -> str:
    return whom.symbol(row.requester_id)


def _partner(taking: Taking) -> Partner:
    """Refusal sharing.no-partner: none such, ended, or another library's."""
    told = str(taking.facts.get("partner") or "")
    mine = Q(keeper=None) | Q(keeper=taking.row.requester_id)
    found = Partner.objects.filter(mine, pk=int(told), ended_at=None).first() if told.isdecimal() else None
    if found is None:
        raise Refusal("sharing.no-partner", {"field": "partner"}, CONFLICT)
    return found


def _agreed(taking: Taking, fen: int) -> int:
    """What the reader pays is what they confirmed when they placed it, unless the desk has asked them."""
    row = taking.row
    if fen and row.fee + fen > row.most_cost and not _yes(taking.facts.get("agreed")):
        facts = {
            "field": "agreed",
            "yuan": charging.yuan(row.fee + fen),
            "most_yuan": charging.yuan(row.most_cost),
        }
        raise Refusal("sharing.reader-not-asked", facts, CONFLICT)
    return fen


def _yes(told: object) -> bool:
    """As a form, a program or the command line says it."""
    return str(told or "").lower() not in NO
