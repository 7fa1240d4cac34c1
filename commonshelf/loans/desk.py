"""What a desk does: each act through the one path, answered again from the rows when it is repeated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any, cast

from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.loans import branches, lending, losing, outside, returning, showing, things, undoing
from commonshelf.loans.cards import LoanCard, Place, Returned, ThingCard
from commonshelf.loans.domain import due
from commonshelf.loans.lending import Asked
from commonshelf.loans.models import Step, Thing, Transit
from commonshelf.loans.outside import Act
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


def _copy(library: str, barcode: str) -> str:
    return f"{library}/{barcode}"


def check_out(
    actor: Actor, library: str, branch: str, asked: Asked, *, at: datetime | None, agent: str, key: str
) -> LoanCard:
    def lend(until: date | None = None, *, tell: Callable[[LoanCard], None] | None = None) -> Done[LoanCard]:
        """tell: whoever is to hear of it inside the act."""
        desk = at_desk(actor, library, branch, at, agent)
        card = showing.loan(lending.check_out(desk, asked, until))
        if tell:
            tell(card)
        facts = {"copy": _copy(card.thing.library, card.thing.barcode), "due": card.due_date.isoformat()}
        return Done(card, facts, desk.ref("loan", card.id), stored=card.id)

    act = Act(actor, "loans.check-out", ref(library, branch), key, _loan_again, asked.override)
    if not outside.is_far(_owner(library, branch, asked.barcode, asked.owner, back=False)):
        return act.do(lambda: lend(tell=lambda card: outside.tell_lent(card, asked.number)))
    known, card = outside.rehearse(act, lend)
    if known:
        return card
    reply = outside.lent(card, asked.number, insist=bool(asked.override))
    if reply is None:  # set aside by the librarian: the owner's people write it down
        return act.do(lambda: lend(tell=lambda card: outside.ask_to_lend(card, asked.number)))
    try:
        return act.do(lambda: lend(outside.until(card, reply)))
    except BaseException:  # whatever it was: what their system was told is to be taken back
        outside.not_lent(card, asked.number)
        raise


def _loan_again(told: Any) -> LoanCard:
    return showing.loan(int(told))


def _owner(library: str, branch: str, barcode: str, owner: str, *, back: bool) -> str:
    """Whose copy it seems to be, before anything is locked; "" where the act itself will say why not."""
    if not outside.any_far():
        return ""
    try:
        place = branches.place(library, branch)
        return things.scanned(barcode, place, timezone.now(), back=back, owner=owner).library
    except Refusal:
        return ""


def check_in(
    actor: Actor, library: str, branch: str, brought: Brought, *, at: datetime | None, agent: str, key: str
) -> Returned:
    def take(*, tell: Callable[[ThingCard, datetime], None] | None = None) -> Done[Returned]:
        """tell: whoever is to hear, inside the act, that a loan has ended."""
        desk = at_desk(actor, library, branch, at, agent)
        ended = returning.check_in(desk, brought)
        card = returned(ended)
        if card.loan and tell:
            tell(card.thing, desk.at)
        facts = {"next": ended.going, "to": ended.to.library, "branch": ended.to.branch}
        thing = desk.ref("thing", _copy(card.thing.library, card.thing.barcode))
        return Done(card, facts, thing, stored=_stored(ended))

    act = Act(actor, "loans.check-in", ref(library, branch), key, lambda told: returned(_read(told)))
    if not outside.is_far(_owner(library, branch, brought.barcode, brought.owner, back=True)):
        return act.do(lambda: take(tell=outside.tell_returned))
    known, card = outside.rehearse(act, take)
    if known or not card.loan:
        return card if known else act.do(take)
    reply = outside.returned(card.thing, timezone.now())
    if reply is None:  # the book is back all the same; people write it down there
        return act.do(lambda: take(tell=outside.ask_people))
    return replace(act.do(take), words=reply.words)


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
    """Whose it is may say so, who has it lying there, and where it should have come."""

    def change(desk: Desk, found: Scanned) -> int:
        awaited = Transit.objects.filter(thing=found.row.pk, arrived_at=None, to_library=desk.library_id)
        if desk.place.library not in {found.library, found.at.library} and not awaited.exists():
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
