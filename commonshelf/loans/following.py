"""Rooms above hear, inside the act, what a desk did with a copy: one scan, and both rooms know it.

What a follower refuses, does not happen here either.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from commonshelf.kernel.actor import Actor
from commonshelf.loans.cards import LoanCard, Place, ThingCard
from commonshelf.loans.models import Loan, Thing
from commonshelf.loans.showing import loan_card, thing_card
from commonshelf.loans.stepping import Desk, Taking


@dataclass(frozen=True, slots=True)
class Followed:
    """What was done. act: check-out, check-in, renew, claim, find, lose, miss, lapse (a hold ran out), undo.

    place: at which desk; lapse: where it was kept. going: of a check-in, as `Returned.next`. loan: the one
    that began, changed or ended with it. step: for `undo`; of an undo, the one that was taken back. lapsed:
    of a check-in, that it was kept for somebody until a day that is past.
    """

    act: str
    thing: ThingCard
    place: Place
    at: datetime
    actor: Actor
    agent: str
    going: str = ""
    loan: LoanCard | None = None
    step: int = 0
    lapsed: bool = False


Follower = Callable[[Followed], None]
_FOLLOWERS: Final[dict[str, Follower]] = {}


def register_follower(*, name: str, follow: Follower) -> None:
    """Called from an upper room's `apps.ready()`, once. `follow` runs in the transaction of the act."""
    if _FOLLOWERS.get(name, follow) is not follow:
        raise ValueError(f"two followers named {name!r}")
    _FOLLOWERS[name] = follow


def tell(step: Taking, act: str, *, loan: Loan | None = None, going: str = "") -> int:
    """Write the step down, and tell it; its number."""
    number = step.done(act)
    heard(step.desk, act, step.thing, loan=loan, going=going, step=number, lapsed=step.lapsed)
    return number


def heard(
    desk: Desk,
    act: str,
    thing: Thing,
    *,
    loan: Loan | None = None,
    going: str = "",
    step: int = 0,
    lapsed: bool = False,
) -> None:
    if not _FOLLOWERS:
        return
    told = Followed(
        act=str(act),
        thing=thing_card(thing),
        place=desk.place,
        at=desk.at,
        actor=desk.actor,
        agent=desk.agent,
        going=str(going),
        loan=loan_card(loan) if loan else None,
        step=step,
        lapsed=lapsed,
    )
    for follow in _FOLLOWERS.values():
        follow(told)
