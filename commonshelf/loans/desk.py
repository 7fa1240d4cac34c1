"""What a desk does: each act through the one path, answered again from the rows when it is repeated."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.loans import branches, lending, losing, returning, showing, things, undoing
from commonshelf.loans.cards import LoanCard, Place, Returned, ThingCard
from commonshelf.loans.domain import due
from commonshelf.loans.lending import Asked
from commonshelf.loans.models import Step, Thing
from commonshelf.loans.returning import Brought, Ended
from commonshelf.loans.stepping import Desk
from commonshelf.loans.things import Scanned
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


def wrong_with_it(words: str) -> str:
    """Refusal loans.no-words."""
    if not words.strip():
        raise Refusal("loans.no-words", {"field": "words"})
    return words


# -- about a thing alone


def about_thing(
    actor: Actor,
    action: str,
    place: tuple[str, str],
    barcode: str,
    change: Callable[[Desk, Scanned], int],
    *,
    owner: str,
    key: str,
) -> ThingCard:
    """owner: whose copy it is, "": this library's own."""
    library, branch = place

    def do() -> Done[ThingCard]:
        desk = at_desk(actor, library, branch)
        card = thing(change(desk, things.look(barcode, owner or library, desk.at)))
        return Done(card, {}, desk.ref("thing", _copy(card.library, card.barcode)), stored=card.id)

    return members.act(
        actor=actor,
        action=action,
        object=ref(library, branch),
        do=do,
        key=key,
        again=lambda told: thing(cast("int", told)),
    )


def thing(id: int) -> ThingCard:
    return showing.thing_card(Thing.objects.get(pk=id))


def miss(actor: Actor, place: tuple[str, str], barcode: str, owner: str, key: str) -> ThingCard:
    """Whose it is may say so, and who has it lying there."""

    def change(desk: Desk, found: Scanned) -> int:
        if desk.place.library not in {found.library, found.at.library}:
            raise Absent
        return losing.miss(desk, found)

    return about_thing(actor, "loans.miss", place, barcode, change, owner=owner, key=key)


def mend(actor: Actor, place: tuple[str, str], barcode: str, key: str) -> ThingCard:
    return about_thing(actor, "loans.mend", place, barcode, losing.mend, owner="", key=key)


def undo(actor: Actor, place: tuple[str, str], step: int, key: str) -> ThingCard:
    """A step of this library's own desks."""
    library, branch = place

    def do() -> Done[ThingCard]:
        desk = at_desk(actor, library, branch)
        row = Step.objects.filter(pk=step, library=desk.library_id).first()
        if row is None:
            raise Absent
        card = thing(undoing.undo(desk, row))
        what = desk.ref("thing", _copy(card.library, card.barcode))
        return Done(card, {"act": row.act}, what, stored=card.id)

    return members.act(
        actor=actor,
        action="loans.undo",
        object=ref(library, branch),
        do=do,
        key=key,
        again=lambda told: thing(cast("int", told)),
    )
