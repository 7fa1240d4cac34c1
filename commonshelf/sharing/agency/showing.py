"""A licence decision as programs read it."""

from __future__ import annotations

from typing import Any

from commonshelf.sharing.ruling.cards import ApprovalCard


def as_json(card: ApprovalCard) -> dict[str, Any]:
    """Codes, Symbols, fen and instants; no reader. decided_by: a person's key, "" a rule or the clock."""
    return {
        "id": card.id,
        "request": card.request,
        "state": card.state,
        "agency": card.library or "alliance",
        "owner": card.owner,
        "level": card.level,
        "service": card.service,
        "resource": card.resource,
        "title": card.title.zh or card.title.en,
        "group": card.group,
        "home": card.home,
        "pages": card.pages,
        "pages_this_year": card.a_year,
        "cost_fen": card.cost,
        "asked_at": card.asked_at,
        "decide_by": card.decide_by_at,
        "late": card.late,
        "decided_at": card.decided_at,
        "decided_by": card.decided_by,
        "rule": card.rule,
        "policy": card.policy,
        "limits": card.limits.as_json(),
        "reason": card.reason,
        "appeal_of": card.appeal_of,
    }
