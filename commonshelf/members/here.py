"""Where the reader is, whether a branch is open, how far it is: cards in, answers out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.utils import timezone

from commonshelf.kernel import worktime
from commonshelf.kernel.actor import Actor
from commonshelf.kernel.place import kilometres, read_place
from commonshelf.kernel.refusal import Absent
from commonshelf.members import calendars, directory
from commonshelf.members.cards import BranchCard, Here, Opening


def here_from(cookie: str, near: str) -> Here:
    """cookie: "SYMBOL/branch" (an unknown one counts as none); near: "lat,lon" of the device, which wins."""
    symbol, _, code = cookie.partition("/")
    place = read_place(near) if near else None
    if symbol:
        try:
            picked = directory.branch(symbol, code)
        except Absent:
            picked = None
        if picked:
            return Here(picked.library, picked.code, place or picked.place)
    return Here(place=place)


Home = Callable[[Actor], str]
_HOMES: Final[list[Home]] = []
"""From the room that knows readers: the Symbol of somebody's home library, "" for who has none."""


def register_home(find: Home) -> None:
    _HOMES[:] = [find]


def at_home(actor: Actor, here: Here) -> Here:
    """Who has picked nothing is where their card is from: their library's main branch."""
    if here.library or not actor.known:
        return here
    home = next(filter(None, (find(actor) for find in _HOMES)), "")
    try:
        branches = directory.library(home).branches if home else ()
    except Absent:  # it has left
        return here
    main = next((one for one in branches if one.main), None)
    return Here(main.library, main.code, here.place or main.place) if main else here


def branch_at(here: Here) -> BranchCard | None:
    if not here.library:
        return None
    try:
        return directory.branch(here.library, here.branch)
    except Absent:
        return None


def distances(here: Here) -> dict[str, float]:
    """Branch key -> kilometres, nearest first; branches without coordinates are left out."""
    if here.place is None:
        return {}
    found = [
        (kilometres(here.place, branch.place), branch.key)
        for library in directory.libraries()
        for branch in library.branches
        if branch.place
    ]
    return {key: km for km, key in sorted(found)}


def opening(branch: BranchCard, now: datetime) -> Opening:
    local = timezone.localtime(now, calendars.zone())
    ready = calendars.ready(branch, local.date())
    found = worktime.opening(ready.week, ready.spans, local)
    special = ready.special.get(found.exception) if found.exception else None
    return Opening(found.open, found.until, found.next, special.reason if special else None)
