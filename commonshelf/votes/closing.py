"""Closing a ballot: by the clock, by its last vote, by the office; counting it; taking it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from commonshelf.kernel.actor import MACHINE, Actor
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.votes.cards import BallotCard
from commonshelf.votes.domain import counting, states
from commonshelf.votes.domain.counting import Mark, Option, Share, Side
from commonshelf.votes.models import Ballot, Elector, Paper, Vote
from commonshelf.votes.reading import card_of, ref

CONFLICT: Final = 409
LONGEST_REASON: Final = 500


def recount(row: Ballot) -> dict[str, Any]:
    """The votes counted from the rows, in the form in which a ballot keeps its result."""
    rules = counting.Rules(
        tuple(Option(one["key"], Side(one["side"])) for one in row.choices),
        Share(row.quorum_parts, row.quorum_of),
        Share(row.pass_parts, row.pass_of),
    )
    if row.secret:
        # Electors of a secret ballot all weigh the same, or a sum would name them.
        weight = Elector.objects.filter(ballot=row).values_list("weight", flat=True).first() or 1
        marks = [Mark(choice, weight) for choice in row.papers.values_list("choice", flat=True)]
    else:
        cast = Vote.objects.filter(elector__ballot=row).values_list("choice", "elector__weight")
        marks = [Mark(choice, weight) for choice, weight in cast]
    electors = Elector.objects.filter(ballot=row).count()
    told = counting.count(rules=rules, marks=marks, entitled=row.entitled, electors=electors)
    return {
        "outcome": told.outcome.value,
        "leading": told.leading,
        "weights": dict(told.weights),
        "heads": dict(told.heads),
    }


def close(*, actor: Actor, ballot: int, key: str = "", at: datetime | None = None) -> BallotCard:
    """Count it and say what came of it. Before the deadline only when everybody has voted."""
    now = at or timezone.now()
    row = find(ballot)

    def do() -> members.Done[int]:
        fresh = find(ballot)
        missing = fresh.electors.filter(voted_at=None).count()
        if fresh.state == states.State.OPEN and now < fresh.deadline and missing:
            raise Refusal("votes.not-all", {"missing": missing}, CONFLICT)
        result = recount(fresh)
        after = states.advance(states.State(fresh.state), states.BY_OUTCOME[result["outcome"]])
        fresh.state, fresh.result = after.value, result
        fresh.closed_at, fresh.closed_by = now, actor.key
        fresh.save(update_fields=["state", "result", "closed_at", "closed_by"])
        return members.Done(fresh.pk, told(fresh), ref(fresh))

    members.act(actor=actor, action="votes.close", object=ref(row), do=do, key=key, at=now)
    return card_of(find(ballot))


def told(row: Ballot) -> dict[str, object]:
    """What the event says: whom it concerns reads everything there."""
    result = row.result or {}
    return {
        "about": f"{row.about_kind}:{row.about_id}",
        "about_library": row.about_library,
        "outcome": row.state,
        "choice": result.get("leading", ""),
        "weights": result.get("weights", {}),
        "entitled": row.entitled,
        "told": row.facts,
    }


def withdraw(
    *, actor: Actor, ballot: int, reason: str, key: str = "", at: datetime | None = None
) -> BallotCard:
    """The office takes the question back, with a reason everybody reads; nothing is counted."""
    now = at or timezone.now()
    row = find(ballot)

    def do() -> members.Done[int]:
        why = reason.strip()
        if not why:
            raise Refusal("votes.no-reason", {"field": "reason"})
        fresh = find(ballot)
        after = states.advance(states.State(fresh.state), "withdraw")
        if now >= fresh.deadline:
            raise Refusal("votes.over", {"deadline": fresh.deadline.isoformat()}, CONFLICT)
        fresh.state, fresh.reason = after.value, why[:LONGEST_REASON]
        fresh.closed_at, fresh.closed_by = now, actor.key
        fresh.save(update_fields=["state", "reason", "closed_at", "closed_by"])
        Paper.objects.filter(ballot=fresh).delete()
        Vote.objects.filter(elector__ballot=fresh).delete()
        return members.Done(fresh.pk, told(fresh), ref(fresh))

    members.act(
        actor=actor, action="votes.withdraw", object=ref(row), do=do, key=key, at=now, reason=reason[:500]
    )
    return card_of(find(ballot))


def close_due(now: datetime) -> None:
    """The turn of the clock: every ballot whose deadline is past. Each by itself, oldest first."""
    due = Ballot.objects.filter(state=states.State.OPEN, deadline__lte=now).order_by("deadline", "pk")
    for id in list(due.values_list("pk", flat=True)):
        try:
            close(actor=MACHINE, ballot=id, at=now)
        except Refusal as refusal:
            if refusal.code != "votes.closed":  # somebody closed it between the two lines above
                raise


def find(id: int) -> Ballot:
    row = Ballot.objects.filter(pk=id).first()
    if row is None:
        raise Absent
    return row
