"""What crosses the door of the visits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from commonshelf.cards.api import Right
from commonshelf.members.cards import Said


@dataclass(frozen=True, slots=True)
class Visited:
    """What a gate answers. let_in: the card's right to enter; right None: nobody's card was asked.

    again: the same card came through a moment ago, so nobody was counted twice. today: how many people
    came into this branch today, with these.
    """

    let_in: bool
    right: Right | None
    again: bool
    people: int
    today: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Count:
    """One line of a count: a kind of group ("": not asked) or a home library (Symbol, and its name).

    people None: fewer than five, not told, so that nobody is found out by a number.
    """

    what: str
    people: int | None
    name: Said | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """Who came to a library from the first day to the last. people: all; with_card: of these."""

    library: str
    first_date: date
    end_date: date
    people: int
    with_card: int
    days: tuple[tuple[date, int], ...]
    hours: tuple[tuple[int, int], ...]
    groups: tuple[Count, ...]
    homes: tuple[Count, ...]
