"""A request for programs: codes, Symbols, days and instants in ISO 8601; no name of anybody."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from commonshelf.members.cards import Said
from commonshelf.sharing.cards import Moment, Next, RequestCard, RequestLine
from commonshelf.sharing.domain.life import Side


def as_json(card: RequestCard, steps: Iterable[str] | None = None) -> dict[str, Any]:
    """steps: actions that can be taken now; None: those of the side the card was made for."""
    return {
        "number": card.number,
        "state": card.state,
        "why": card.why,
        "title": card.title.zh or card.title.en,
        "service": card.service,
        "kind": card.kind,
        "level": card.level,
        "edition": card.edition,
        "home": card.home,
        "group": card.group_kind,
        "requester": card.requester,
        "pickup": f"{card.pickup}/{card.pickup_branch}",
        "supplier": card.supplier,
        "partner": name(card.partner),
        "reference": card.supply.reference if card.supply and card.side != Side.READER else "",
        "attempt": card.attempt,
        "barcode": card.supply.barcode if card.supply else "",
        "due": card.due_date.isoformat() if card.due_date else None,
        "needed": card.needed_date.isoformat() if card.needed_date else None,
        "version": card.version,
        "steps": [one.action for one in card.steps] if steps is None else list(steps),
        "next": _next(card.next) if card.next else None,
        "history": [_moment(one) for one in card.history],
    }


def name(partner: Said | None) -> str:
    """Of a partner outside the alliance, which has no Symbol here; "": none."""
    return (partner.zh or partner.en) if partner else ""


def _next(turn: Next) -> dict[str, Any]:
    return {
        "who": turn.who,
        "what": turn.what,
        "library": turn.library,
        "by_when": turn.by_when.isoformat() if turn.by_when else None,
        "late": turn.late,
    }


def _moment(one: Moment) -> dict[str, Any]:
    return {
        "at": one.at.isoformat(),
        "action": one.action,
        "before": one.before,
        "after": one.after,
        "side": one.side,
        "library": one.library,
        "supplier": one.supplier,
        "partner": name(one.partner),
        "attempt": one.attempt,
        "reason": one.reason,
    }


def line_as_json(line: RequestLine) -> dict[str, Any]:
    """As in a list."""
    return {
        "number": line.number,
        "state": line.state,
        "why": line.why,
        "title": line.title.zh or line.title.en,
        "service": line.service,
        "edition": line.edition,
        "requester": line.requester,
        "supplier": line.supplier,
        "partner": name(line.partner),
        "pickup": f"{line.pickup}/{line.pickup_branch}",
        "placed_at": line.placed_at.isoformat(),
        "closed_at": line.closed_at.isoformat() if line.closed_at else None,
        "due": line.due_date.isoformat() if line.due_date else None,
        "needed": line.needed_date.isoformat() if line.needed_date else None,
        "version": line.version,
        "steps": [one.action for one in line.steps],
    }
