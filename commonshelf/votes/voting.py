"""Casting a vote, and changing it until the deadline where the ballot allows that."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils import timezone

from commonshelf.kernel.actor import MACHINE, Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.votes.cards import BallotCard
from commonshelf.votes.closing import close, find
from commonshelf.votes.domain import states
from commonshelf.votes.models import Ballot, Elector, Paper, Vote
from commonshelf.votes.reading import card_of, votes_in_person

CONFLICT: Final = 409


def cast(
    *,
    actor: Actor,
    ballot: int,
    choice: str,
    library: str = "",
    key: str = "",
    at: datetime | None = None,
) -> BallotCard:
    """The first vote of an elector: of the library for which the actor acts, or (library "") the actor's own.

    Refused: votes.over, votes.voted-already, votes.bad-choice. Absent: not entitled, or not allowed to.
    """
    return _vote(actor=actor, ballot=ballot, choice=choice, library=library, key=key, at=at, again=False)


def recast(
    *,
    actor: Actor,
    ballot: int,
    choice: str,
    library: str = "",
    key: str = "",
    at: datetime | None = None,
) -> BallotCard:
    """Another choice instead of the first; votes.not-changeable where the ballot does not allow it."""
    return _vote(actor=actor, ballot=ballot, choice=choice, library=library, key=key, at=at, again=True)


def _vote(
    *, actor: Actor, ballot: int, choice: str, library: str, key: str, at: datetime | None, again: bool
) -> BallotCard:
    now = at or timezone.now()
    find(ballot)

    def do() -> members.Done[int]:
        fresh = find(ballot)
        elector = _elector(fresh, actor, library)
        states.takes_votes(state=states.State(fresh.state), deadline=fresh.deadline, now=now)
        if choice not in {one["key"] for one in fresh.choices}:
            raise Refusal("votes.bad-choice", {"field": "choice"})
        if again:
            _change(fresh, elector, choice, now)
        else:
            _first(fresh, elector, choice, now)
        elector.voted_at, elector.voted_by = now, actor.key
        elector.save(update_fields=["voted_at", "voted_by"])
        # Not what was chosen: the log is read by more people than a ballot, and before it is closed.
        return members.Done(fresh.pk, {"changed": again}, Ref("ballot", str(fresh.pk), library))

    object = Ref("ballot", str(ballot), library) if library else Ref("person", actor.key)
    with members.together():
        members.act(actor=actor, action="votes.cast", object=object, do=do, key=key, at=now)
        row = find(ballot)
        if row.early and row.state == states.State.OPEN and not row.electors.filter(voted_at=None).exists():
            close(actor=MACHINE, ballot=ballot, at=now)
    return card_of(find(ballot))


def _elector(row: Ballot, actor: Actor, library: str) -> Elector:
    if not library and not votes_in_person(actor):
        raise Absent
    who = {"library": library} if library else {"person": actor.key}
    found = row.electors.filter(**who).first()
    if found is None:
        raise Absent
    return found


def _first(row: Ballot, elector: Elector, choice: str, now: datetime) -> None:
    if elector.voted_at is not None:
        raise Refusal("votes.voted-already", {"changeable": row.changeable}, CONFLICT)
    if row.secret:
        Paper.objects.create(ballot=row, choice=choice)
    else:
        Vote.objects.create(elector=elector, choice=choice, at=now)


def _change(row: Ballot, elector: Elector, choice: str, now: datetime) -> None:
    if elector.voted_at is None:
        raise Refusal("votes.not-voted", status=CONFLICT)
    if not row.changeable:
        raise Refusal("votes.not-changeable", {"secret": row.secret}, CONFLICT)
    Vote.objects.filter(elector=elector).update(choice=choice, at=now)
