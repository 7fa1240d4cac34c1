"""A month of two libraries is settled: the debtor says that it is paid, the creditor that it came."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db.models import Q
from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.ledger import api as ledger
from commonshelf.ledger.api import Account
from commonshelf.members import api as members
from commonshelf.members.api import Done
from commonshelf.sharing.agency import statements
from commonshelf.sharing.agency.statements import PURPOSE, SETTLED, Settled
from commonshelf.sharing.models import Charge, Settlement

CONFLICT: Final = 409


def say_paid(
    *, actor: Actor, library: str, creditor: str, month: date, words: str, amount: int, key: str
) -> Settled:
    """By the debtor, once the month is over. amount: fen as the page showed it.

    Refusals sharing.month-runs, sharing.owes-nothing, sharing.changed-meanwhile, sharing.said-already.
    """

    def do() -> Done[int]:
        now = timezone.now()
        card = statements.statement_of(library, month, timezone.localdate(now))
        if not card.over:
            raise Refusal("sharing.month-runs", {}, CONFLICT)
        pair = next((one for one in card.pairs if one.counterpart == creditor), None)
        if pair is None or pair.net >= 0:
            raise Refusal("sharing.owes-nothing", {}, CONFLICT)
        if -pair.net != amount:
            raise Refusal("sharing.changed-meanwhile", {}, CONFLICT)
        if pair.settled.state in {"paid", "confirmed"}:
            raise Refusal("sharing.said-already", {}, CONFLICT)
        row, _made = Settlement.objects.get_or_create(
            month=month,
            debtor_id=members.library_id(symbol=library),
            creditor_id=members.library_id(symbol=creditor),
            defaults={"amount": amount, "version": 0},
        )
        row.amount, row.paid_at, row.paid_by = amount, now, actor.key
        row.words, row.version = words.strip()[:200], row.version + 1
        row.save()
        facts = {"month": month.isoformat(), "creditor": creditor, "fen": amount}
        return Done(row.pk, facts, Ref("settlement", str(row.pk), library))

    object = Ref("statement", month.isoformat(), library)
    made = members.act(actor=actor, action="sharing.say-paid", object=object, do=do, key=key)
    return statements.settled_card(_row(made))


def confirm(*, actor: Actor, settlement: int, version: int, key: str) -> Settled:
    """By the creditor: it came. The ledger is even for these two and this month from then on."""
    debtor, creditor = _sides(_row(settlement))

    def do() -> Done[None]:
        now = timezone.now()
        row = _paid(settlement, version)
        lines = [
            (Account("library", debtor, PURPOSE), row.amount),
            (Account("library", creditor, PURPOSE), -row.amount),
        ]
        row.transfer = ledger.post(
            kind=SETTLED,
            postings=lines,
            at=now,
            about=("settlement", str(row.pk)),
            library=creditor,
            person=actor.key,
        )
        row.confirmed_at, row.confirmed_by, row.version = now, actor.key, row.version + 1
        row.save()
        start, end = statements.span(row.month)
        both = Q(debtor=row.debtor_id, creditor=row.creditor_id)
        both |= Q(debtor=row.creditor_id, creditor=row.debtor_id)
        Charge.objects.filter(both, at__gte=start, at__lt=end).update(settled_at=now)
        return Done(None, {"month": row.month.isoformat(), "debtor": debtor, "fen": row.amount})

    object = Ref("settlement", str(settlement), creditor)
    members.act(actor=actor, action="sharing.confirm-paid", object=object, do=do, key=key)
    return statements.settled_card(_row(settlement))


def doubt(*, actor: Actor, settlement: int, reason: str, version: int, key: str) -> Settled:
    """By the creditor: nothing came, or not that much. The debtor reads why, and may say it again."""
    debtor, creditor = _sides(_row(settlement))

    def do() -> Done[None]:
        if not reason.strip():
            raise Refusal("sharing.no-doubt", {"field": "reason"})
        row = _paid(settlement, version)
        row.paid_at, row.paid_by, row.doubt = None, "", reason.strip()[:500]
        row.version += 1
        row.save()
        return Done(None, {"month": row.month.isoformat(), "debtor": debtor})

    object = Ref("settlement", str(settlement), creditor)
    members.act(
        actor=actor, action="sharing.doubt-paid", object=object, do=do, key=key, reason=reason.strip()
    )
    return statements.settled_card(_row(settlement))


def _row(id: int) -> Settlement:
    row = Settlement.objects.filter(pk=id).first()
    if row is None:
        raise Absent
    return row


def _sides(row: Settlement) -> tuple[str, str]:
    symbols = members.symbols_by_id()
    return symbols[row.debtor_id], symbols[row.creditor_id]


def _paid(id: int, version: int) -> Settlement:
    """As the debtor left it, inside the act. Refusals sharing.not-said, sharing.changed-meanwhile."""
    row = _row(id)
    if row.confirmed_at is not None or row.paid_at is None:
        raise Refusal("sharing.not-said", {}, CONFLICT)
    if row.version != version:
        raise Refusal("sharing.changed-meanwhile", {}, CONFLICT)
    return row
