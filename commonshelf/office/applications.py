"""A library's admission put to the vote of the members, and what the vote does."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Final

from django.utils import timezone

from commonshelf.kernel.actor import MACHINE, Actor, Ref
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.news import api as news
from commonshelf.votes import api as votes

log = logging.getLogger(__name__)
KIND: Final = "membership"
"""What such a ballot is about: this kind, and the library's Symbol."""
CHOICES: Final = (
    votes.Choice("yes", Said("接纳", "Accept")),
    votes.Choice("no", Said("不接纳", "Decline")),
    votes.Choice("abstain", Said("弃权", "Abstain")),
)
DECIDED: Final = {"accepted": True, "declined": False}
"""A ballot without quorum, or taken back, decides nothing: the trial goes on."""

LEFT: Final = "图书馆已退出联盟。The library left the alliance."
"""Kept with the ballot, where it is read in either language."""


def put_to_vote(
    *, actor: Actor, symbol: str, days: int, quorum: int, pass_mark: int, words: str = "", key: str = ""
) -> votes.BallotCard:
    """Ask every member once. quorum: percent of all; pass_mark: percent of those who decide."""
    name = members.membership_of(actor=actor, symbol=symbol).name
    question = Said(
        f"是否接纳“{name.zh or name.en}”为联盟成员？",
        f"Shall {name.en or name.zh} become a member of the alliance?",
    )
    with members.together():
        ballot = votes.open_ballot(
            actor=actor,
            about=Ref(KIND, symbol, symbol),
            question=question,
            choices=CHOICES,
            electorate=votes.members_entitled(without=symbol),
            per="member",
            quorum=quorum,
            pass_mark=pass_mark,
            deadline=timezone.now() + timedelta(days=days),
            early=True,
            words=Said(words, words) if words.strip() else None,
            key=key,
        )
        members.put_to_vote(actor=actor, symbol=symbol, ballot=str(ballot.id), key=key)
    return ballot


def decided(happening: news.Happening) -> None:
    """The members have voted; called again for the same ballot it changes nothing."""
    about, _, symbol = str(happening.facts.get("about", "")).partition(":")
    outcome = str(happening.facts.get("outcome", ""))
    if about != KIND or outcome not in DECIDED:
        return
    ballot = happening.object.id
    try:
        members.voted(
            actor=MACHINE, symbol=symbol, accepted=DECIDED[outcome], ballot=ballot, key=f"ballot {ballot}"
        )
    except Refusal as refusal:
        # It left, or was suspended, while the others voted: the vote has nothing to decide any more.
        if refusal.code != "members.membership-step":
            raise
        log.info("ballot %s on %s came too late: %s", ballot, symbol, refusal)


def left(happening: news.Happening) -> None:
    """A library that leaves while the members vote on it is asked about no more."""
    symbol = happening.object.id
    found, _number = votes.ballots(actor=MACHINE, state="open", about=Ref(KIND, symbol, symbol))
    for card in found:
        try:
            votes.withdraw(actor=MACHINE, ballot=card.id, reason=LEFT, at=happening.at)
        except Refusal as refusal:
            if refusal.code not in {"votes.over", "votes.closed"}:
                raise
