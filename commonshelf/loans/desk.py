"""What a desk does: each act through the one path, answered again from the rows when it is repeated."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.loans import branches, lending, returning, showing
from commonshelf.loans.cards import LoanCard, Place, Returned
from commonshelf.loans.domain import due
from commonshelf.loans.lending import Asked
from commonshelf.loans.models import Thing
from commonshelf.loans.returning import Brought, Ended
from commonshelf.loans.stepping import Desk
from commonshelf.members import api as members
from commonshelf.members.api import Done


def at_desk(actor: Actor, library: str, branch: str, at: datetime | None = None, agent: str = "desk") -> Desk:
    """Where and when; at: when it happened, if not now."""
    now = timezone.now()
    return Desk(
        actor, branches.place(library, branch), due.moment(at, now, late_entry=agent == "paper"), agent
    )


def ref(library: str, branch: str) -> Ref:
    """The object of an act at a desk, before it is known what it is about. Events name no reader."""
    return Ref("desk", branch[:40], library[:40])


def check_out(
    actor: Actor, library: str, branch: str, asked: Asked, *, at: datetime | None, agent: str, key: str
) -> LoanCard:
    def do() -> Done[LoanCard]:
        desk = at_desk(actor, library, branch, at, agent)
        card = showing.loan(lending.check_out(desk, asked))
        facts = {"copy": _copy(card.thing.library, card.thing.barcode), "due": card.due_date.isoformat()}
        return Done(card, facts, desk.ref("loan", card.id), stored=card.id)

    return members.act(
        actor=actor,
        action="loans.check-out",
        object=ref(library, branch),
        do=do,
        key=key,
        reason=asked.override,
        again=lambda told: showing.loan(cast("int", told)),
    )


def _copy(library: str, barcode: str) -> str:
    return f"{library}/{barcode}"


def check_in(
    actor: Actor, library: str, branch: str, brought: Brought, *, at: datetime | None, agent: str, key: str
) -> Returned:
    def do() -> Done[Returned]:
        desk = at_desk(actor, library, branch, at, agent)
        ended = returning.check_in(desk, brought)
        card = returned(ended)
        facts = {"next": ended.going, "to": ended.to.library, "branch": ended.to.branch}
        thing = desk.ref("thing", _copy(card.thing.library, card.thing.barcode))
        return Done(card, facts, thing, stored=_stored(ended))

    return members.act(
        actor=actor,
        action="loans.check-in",
        object=ref(library, branch),
        do=do,
        key=key,
        again=lambda told: returned(_read(told)),
    )


def returned(ended: Ended) -> Returned:
    """As a card; the rows as they are now."""
    return Returned(
        thing=showing.thing_card(Thing.objects.get(pk=ended.thing)),
        loan=showing.loan(ended.loan) if ended.loan else None,
        next=ended.going,
        to_library=ended.to.library,
        to_branch=ended.to.branch,
        hold=showing.hold(ended.hold) if ended.hold else None,
        fees=showing.fees_by(ended.fees),
        lost=ended.lost,
        step=ended.step,
    )


def _stored(ended: Ended) -> dict[str, Any]:
    return {
        "thing": ended.thing,
        "loan": ended.loan,
        "going": ended.going,
        "to": [ended.to.library, ended.to.branch],
        "hold": ended.hold,
        "fees": ended.fees,
        "lost": ended.lost,
        "step": ended.step,
    }


def _read(told: object) -> Ended:
    values = dict(cast("dict[str, Any]", told))
    return Ended(**{**values, "to": Place(*values["to"])})
