"""A request as a card: what each side may know of it, whose turn it is, what happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Prefetch
from django.utils import timezone

from commonshelf.cards import api as cards
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.news import api as news
from commonshelf.news.api import Happening
from commonshelf.sharing.cards import Again, Choice, Moment, Next, RequestCard, RequestLine, SupplyCard
from commonshelf.sharing.domain import life
from commonshelf.sharing.domain.life import TERMINAL, Side, State
from commonshelf.sharing.life import due, messages, outside, retrying, undoing, whom
from commonshelf.sharing.life.wanting import asks
from commonshelf.sharing.models import Message, Partner, PatronRequest, Supply

HISTORY = 200
_TURN = {
    State.REVIEW: (Side.REQUESTER, "send"),
    State.AWAITING_LICENCE: (Side.AGENCY, "approve"),
    State.QUEUED: (Side.CLOCK, "ask"),
    State.ASKED: (Side.SUPPLIER, "will-supply"),
    State.CONDITIONAL: (Side.REQUESTER, "agree"),
    State.WILL_SUPPLY: (Side.SUPPLIER, "ship"),
    State.CANCELLING: (Side.SUPPLIER, "allow-cancel"),
    State.SHIPPED: (Side.REQUESTER, "receive"),
    State.RECEIVED: (Side.READER, "fetch"),
    State.LENT: (Side.READER, "bring-back"),
    State.OVERDUE: (Side.READER, "bring-back"),
    State.RECALLED: (Side.READER, "bring-back"),
    State.CLAIMED: (Side.REQUESTER, "give-back"),
    State.BACK: (Side.REQUESTER, "ship-back"),
    State.RETURNING: (Side.SUPPLIER, "check-in"),
}
"""Whose turn it is in each state, and what is waited for."""


def request(*, actor: Actor, number: str, library: str = "", at: datetime | None = None) -> RequestCard:
    """library: at whose desk it is looked at; "": by the first of the actor's sides, the reader's own first.

    Absent: not there, or not for them.
    """
    with members.one_look():
        row = whom.find(number)
        seen = whom.at_desk(row, whom.sides(actor, row), library)
        if not seen:
            raise Absent
        return card(actor, row, seen[0], at or timezone.now())


def card(actor: Actor, row: PatronRequest, side: Side, now: datetime) -> RequestCard:
    supplies = whom.supplies_seen(actor, row, side)
    active = whom.active(row)
    mine = active if active is not None and active in supplies else None
    past = side is Side.SUPPLIER and mine is None
    again = None if side is Side.SUPPLIER else retrying.waited_for(row)
    key = whom.reader_key(row)
    knows = side is Side.READER or (side is Side.REQUESTER and whom.serves(actor, row))
    said = _state_seen(row, supplies, past=past)
    return RequestCard(
        number=row.number,
        state=said,
        why="" if past else row.why,
        side=side,
        title=Said(row.title_zh or row.number, row.title_en),
        service=row.service,
        kind=row.kind,
        level=row.level,
        home=whom.symbol(row.home_id),
        group_kind=row.group_kind,
        requester=whom.symbol(row.requester_id),
        pickup=whom.symbol(row.pickup_id),
        pickup_branch=row.pickup_branch,
        placed_at=row.placed_at,
        version=row.version,
        reader=_name(row, key) if knows and key else "",
        reader_key=key if knows else "",
        edition=row.edition,
        any_edition=row.any_edition,
        citation=row.citation,
        needed_date=row.needed_date,
        most_cost=row.most_cost if knows else 0,
        wanted=whom.symbol(row.wanted_id) if knows else "",
        due_date=None if past else row.due_date,
        supply=supply_card(mine) if mine else None,
        supplies=tuple(supply_card(one) for one in supplies),
        steps=() if past else steps(row, side, active),
        next=None if past else turn(row, active, now, again),
        again=again,
        history=history(row, side, supplies),
        messages=tuple(messages.card(one, side) for one in messages.seen_by(row, side, supplies)),
        undoable=undoing.undoable(actor, row, now),
        helped=row.helped,
        closed_at=row.closed_at,
        agreed_at=row.agreed_at,
    )


def _name(row: PatronRequest, key: str) -> str:
    """At home they are known by name, at another library's desk by their alias."""
    known = cards.readers_by_key(keys={key}).get(key)
    if known is None:
        return ""
    at_home = row.requester_id == row.home_id
    return (known.name.zh or known.name.en or known.alias) if at_home else known.alias


def _state_seen(row: PatronRequest, supplies: list[Supply], *, past: bool) -> str:
    """A library that was asked in vain sees how its own part ended, and nothing of what came after."""
    return supplies[-1].state if past and supplies else row.state


def steps(row: PatronRequest, side: Side, supply: Supply | None) -> tuple[Choice, ...]:
    """The buttons of a side."""
    service = supply.service if supply else ""
    return tuple(
        Choice(step.action, step.primary, step.closing, asks(step.action, service))
        for step in life.choices(row.state, side, service, row.why, giver=whom.giver(supply))
    )


def turn(row: PatronRequest, supply: Supply | None, now: datetime, again: Again | None = None) -> Next | None:
    """Whose turn it is. None: it has ended."""
    state = State(row.state)
    if state in TERMINAL:
        return None
    who, what = _TURN[state]
    if state == State.WILL_SUPPLY and supply is not None and supply.service == "Copy":
        what = "deliver"
    if state == State.REVIEW and row.edition is None:
        what = "match"
    library = {Side.SUPPLIER: whom.symbol(supply.supplier_id) if supply else "", Side.REQUESTER: ""}.get(
        who, ""
    )
    if who is Side.REQUESTER:
        library = whom.symbol(row.requester_id)
    if again is not None and row.why == retrying.LATER:
        what, library = "ask-again", again.supplier
    by = None if row.why == outside.NO_WORD else _by(row)  # when its desk is reminded again is no promise
    return Next(who, what, by, library, late=_late(row, now), partner=_outside(who, supply))


def _by(row: PatronRequest) -> datetime | None:
    """Of what was called back the day on which it is due, before which the clock only reminds."""
    if row.state == State.RECALLED and row.due_date:
        return due.ends(row.due_date)
    return row.next_at


def _late(row: PatronRequest, now: datetime) -> bool:
    """Past its time; of a partner outside also once its desk was reminded of it."""
    by = _by(row)
    return (by is not None and by < now) or row.state == State.OVERDUE or row.why == outside.NO_WORD


def _outside(who: Side, supply: Supply | None) -> Said | None:
    return partner_name(supply.partner) if supply is not None and who is Side.SUPPLIER else None


def partner_name(partner: Partner | None) -> Said | None:
    return Said(partner.name_zh, partner.name_en) if partner is not None else None


def supply_card(row: Supply) -> SupplyCard:
    return SupplyCard(
        id=row.pk,
        attempt=row.attempt,
        supplier=whom.symbol(row.supplier_id),
        service=row.service,
        state=row.state,
        partner=partner_name(row.partner),
        partner_id=row.partner_id,
        reference=row.reference,
        reader_fee=row.reader_fee,
        reason=row.reason,
        conditions=row.conditions,
        cost=row.cost,
        barcode=row.barcode,
        branch=row.branch,
        shelf=row.shelf,
        condition_out=row.condition_out,
        condition_in=row.condition_in,
        document=row.document,
        score=row.score,
        policy=row.policy,
        asked_at=row.asked_at,
        answer_by_at=row.answer_by_at,
        answered_at=row.answered_at,
        shipped_at=row.shipped_at,
        received_at=row.received_at,
        returned_at=row.returned_at,
        home_at=row.home_at,
        closed_at=row.closed_at,
        printed_at=row.printed_at,
    )


def history(row: PatronRequest, side: Side, supplies: Iterable[Supply]) -> tuple[Moment, ...]:
    """From the log, oldest first; a supplier reads its own attempts alone."""
    found = news.happenings(object=f"request:{row.number}", kind="sharing", rows=HISTORY)
    outside = {one.attempt: partner_name(one.partner) for one in supplies}
    attempts = set(outside)
    moments = [_moment(one, side, outside) for one in reversed(found) if "after" in one.facts]
    if side is not Side.SUPPLIER:
        return tuple(moments)
    return tuple(one for one in moments if one.attempt in attempts)


FOR_READERS = frozenset({"refuse-review", "refuse", "limit", "appeal", "fill-locally", "close"})
"""Steps whose words are written for the reader; between desks, words stay between them."""
_OWN = {"before", "after", "side", "supplier", "requester", "attempt", "reason", "service"}


def _moment(told: Happening, side: Side, outside: Mapping[int, Said | None]) -> Moment:
    facts, action = told.facts, told.kind.partition(".")[2]
    words = told.reason if side is not Side.READER or action in FOR_READERS else ""
    same = str(facts.get("side", "")) == side
    attempt = int(facts.get("attempt", 0) or 0)
    return Moment(
        at=told.at,
        action=action,
        before=str(facts.get("before", "")),
        after=str(facts.get("after", "")),
        side=str(facts.get("side", "")),
        library=told.object.library,
        supplier=str(facts.get("supplier", "")),
        partner=outside.get(attempt),
        attempt=attempt,
        reason=str(facts.get("reason", "") or facts.get("why", "")),
        note=words,
        person=told.person if same else "",
        agent=told.agent,
        facts={name: value for name, value in facts.items() if name not in _OWN} | {"words": words},
    )


def requests_of(*, actor: Actor, reader: str, library: str = "", rows: int = 200) -> list[RequestLine]:
    """A reader's (key) own, open ones first, then the latest; those over for long are forgotten.

    library: at whose desk, "": the reader's own act; a desk sees what it looks after.
    """
    object = Ref("desk", "", library) if library else Ref("reader", reader)
    action = "sharing.read-desk" if library else "sharing.read"
    members.demand(actor=actor, action=action, object=object)
    mine = PatronRequest.objects.filter(reader__person__key=reader)
    found = mine.filter(requester__symbol=library) if library else mine
    asked = Supply.objects.filter(asked_at__isnull=False).select_related("partner").order_by("attempt")
    unread = Message.objects.filter(request=OuterRef("pk"), supply=None, read_at=None).exclude(
        side=Side.READER
    )
    shown = (
        found.prefetch_related(Prefetch("supplies", queryset=asked, to_attr="asked"))
        .annotate(unread=Exists(unread))
        .order_by(F("closed_at").desc(nulls_first=True), "-placed_at", "-pk")[:rows]
    )
    side = Side.REQUESTER if library else Side.READER
    with members.one_look():
        return [line(row, row.asked, side, unread=int(row.unread)) for row in shown]


def line(row: PatronRequest, asked: list[Supply], side: Side, *, unread: int = 0) -> RequestLine:
    """asked: its supplies by attempt."""
    last = asked[-1] if asked else None
    active = last if last is not None and last.closed_at is None else None
    return RequestLine(
        number=row.number,
        state=row.state,
        why=row.why,
        title=Said(row.title_zh or row.number, row.title_en),
        service=row.service,
        level=row.level,
        requester=whom.symbol(row.requester_id),
        supplier=whom.symbol(last.supplier_id) if last else "",
        partner=partner_name(last.partner) if last else None,
        attempt=last.attempt if last else 0,
        side=side,
        placed_at=row.placed_at,
        pickup=whom.symbol(row.pickup_id),
        pickup_branch=row.pickup_branch,
        home=whom.symbol(row.home_id),
        group_kind=row.group_kind,
        by_when=_by(row),
        late=row.state == State.OVERDUE,
        asked_at=last.asked_at if last else None,
        shipped_at=last.shipped_at if last else None,
        due_date=row.due_date,
        needed_date=row.needed_date,
        closed_at=row.closed_at,
        citation=row.citation,
        edition=row.edition,
        unread=unread,
        version=row.version,
        steps=steps(row, side, active),
    )
