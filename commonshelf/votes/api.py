"""The door of votes: ballots opened, cast, closed, counted.

A vote after the deadline is refused whether or not anybody has closed the ballot yet. What was voted in
a secret ballot is nobody's to ask, not even this door's.
"""

from __future__ import annotations

from commonshelf.votes.cards import BallotCard, Choice, Elector, Line, Result, Voice
from commonshelf.votes.closing import close, close_due, withdraw
from commonshelf.votes.fsck import problems
from commonshelf.votes.opening import members_entitled, open_ballot
from commonshelf.votes.reading import ballot, ballots, own_choice, voices
from commonshelf.votes.voting import cast, recast

__all__ = [
    "BallotCard",
    "Choice",
    "Elector",
    "Line",
    "Result",
    "Voice",
    "ballot",
    "ballots",
    "cast",
    "close",
    "close_due",
    "members_entitled",
    "open_ballot",
    "own_choice",
    "problems",
    "recast",
    "voices",
    "withdraw",
]
