"""Branches and their open days, as loans ask: where somebody stands, and on which days things may be due."""

from __future__ import annotations

from datetime import date

from commonshelf.kernel.refusal import Refusal
from commonshelf.loans.cards import Place
from commonshelf.loans.domain.due import IsOpen
from commonshelf.members import api as members


def place(library: str, branch: str = "") -> Place:
    """The branch by its own code: "" becomes that of the main one. Absent: no member of today.

    Refusal loans.no-such-branch.
    """
    found = members.library(symbol=library)
    codes = [one.code for one in found.branches]
    if not branch:
        return Place(found.symbol, codes[0] if codes else "")
    if branch not in codes:
        raise Refusal("loans.no-such-branch", {"library": found.symbol, "branch": branch[:40]})
    return Place(found.symbol, branch)


def known_place(library: str, branch: str = "") -> Place:
    """The same for what a file or an old row says: a branch that is no more gives way to the main one."""
    try:
        return place(library, branch)
    except Refusal:
        try:
            return place(library)
        except Refusal:  # a library that left the alliance
            return Place(library, branch)


def open_days(library: str, branch: str = "") -> IsOpen:
    """Whether that branch ("": any) of the library is open on a day; every day where it is unknown or never
    open.
    """
    try:
        calendar = members.work_calendar(library=library, branch=branch)
    except Refusal:  # it left the alliance; its loans go on
        return lambda _: True
    if not any(calendar.week.values()):
        return lambda _: True

    def is_open(day: date) -> bool:
        return bool(calendar.exceptions.get(day, calendar.week.get(day.weekday(), ())))

    return is_open
