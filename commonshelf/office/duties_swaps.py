"""Swaps of turns: both stay as they are until the other says yes."""

from __future__ import annotations

from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.office.duties_reading import symbol
from commonshelf.office.duties_turns import (
    CONFLICT,
    KIND,
    about,
    ahead,
    close_swap,
    free,
    in_both,
    rota_url,
    save,
    swap_row,
    told,
    turn,
    whose,
)
from commonshelf.office.models import DutySwap
from commonshelf.work import api as work


def propose_swap(*, actor: Actor, mine: int, theirs: int, key: str = "") -> int:
    """My turn for yours: both stay as they are until the other says yes; the proposal's id."""
    row = turn(mine)

    def do() -> members.Done[int]:
        one, other = turn(mine), turn(theirs)
        ahead(one)
        ahead(other)
        if one.duty_id != other.duty_id or not other.person or other.person == actor.key:
            raise Refusal("office.no-swap", {"field": "theirs"})
        if DutySwap.objects.filter(mine=one, theirs=other, state="open").exists():
            raise Refusal("office.swap-open", status=CONFLICT)
        made = DutySwap.objects.create(
            mine=one, theirs=other, proposed_by=actor.key, proposed_at=timezone.now()
        )
        _ask_swap(made, actor)
        return members.Done(made.pk, {**told(one), "for": told(other)}, about(one))

    return members.act(actor=actor, action="office.give-up-shift", object=whose(row), do=do, key=key)


def answer_swap(*, actor: Actor, swap: int, yes: bool, key: str = "") -> None:
    """By whose turn was asked for: yes exchanges the two persons."""
    row = swap_row(swap)

    def do() -> members.Done[None]:
        fresh = swap_row(swap)
        if fresh.state != "open":
            raise Refusal("office.swap-over", status=CONFLICT)
        if yes:
            _exchange(fresh)
        close_swap(fresh, "accepted" if yes else "declined", actor)
        return members.Done(None, {**told(fresh.mine), "yes": yes}, about(fresh.mine))

    members.act(actor=actor, action="office.answer-swap", object=whose(row.theirs), do=do, key=key)


def withdraw_swap(*, actor: Actor, swap: int, key: str = "") -> None:
    """By who proposed it."""
    row = swap_row(swap)

    def do() -> members.Done[None]:
        fresh = swap_row(swap)
        if fresh.state != "open":
            raise Refusal("office.swap-over", status=CONFLICT)
        close_swap(fresh, "withdrawn", actor)
        return members.Done(None, told(fresh.mine), about(fresh.mine))

    members.act(actor=actor, action="office.give-up-shift", object=whose(row.mine), do=do, key=key)


def _exchange(swap: DutySwap) -> None:
    """Each takes the other's turn; refused when either has something else then, or the turns moved on."""
    one, other = swap.mine, swap.theirs
    ahead(one)
    ahead(other)
    if one.person != swap.proposed_by:
        raise Refusal("office.swap-over", status=CONFLICT)
    free(other.person, one.date, one.starts, one.ends, but=other.pk)
    free(one.person, other.date, other.starts, other.ends, but=one.pk)
    first, second = (one.person, one.library_id), (other.person, other.library_id)
    one.person = ""  # out of the way, so that no moment has one person twice at one time
    save(one)
    other.person, other.library_id = first
    save(other)
    one.person, one.library_id = second
    save(one)


def _ask_swap(swap: DutySwap, actor: Actor) -> None:
    theirs = swap.theirs
    work.open_item(
        actor=actor,
        kind=KIND,
        about=Ref("swap", str(swap.pk)),
        title=in_both(theirs, taking=False),
        url=rota_url(theirs),
        library=symbol(theirs.library_id),
        to_person=theirs.person,
        asked_by=actor.key,
        at=timezone.now(),
    )
