"""Duties as they cross the office's door: frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from commonshelf.members.cards import Said


@dataclass(frozen=True, slots=True)
class Post:
    """Somebody by name at a library, or (person "") the library as such. library "": the alliance office."""

    library: str
    person: str = ""


@dataclass(frozen=True, slots=True)
class HoldingCard:
    """backup None: there is none, which is allowed and shown. active_to: the first day it no longer holds."""

    id: int
    holder: Post
    backup: Post | None
    active_from: date
    active_to: date | None
    said_by: str

    def holds(self, day: date) -> bool:
        return self.active_from <= day and (self.active_to is None or day < self.active_to)


@dataclass(frozen=True, slots=True)
class TransferCard:
    """A proposal to give it to somebody else. state: open, accepted, declined, no-quorum, withdrawn."""

    id: int
    to: Post
    first_date: date
    ballot: int
    state: str
    reason: str
    proposed_by: str
    proposed_at: datetime


@dataclass(frozen=True, slots=True)
class DutyCard:
    """holdings: those in force or to come; past: ended ones, latest first; transfer: the open proposal."""

    id: int
    code: str
    name: Said
    about: Said
    place: int
    ended: bool
    version: int
    holdings: tuple[HoldingCard, ...]
    past: tuple[HoldingCard, ...] = ()
    transfer: TransferCard | None = None

    def held_on(self, day: date) -> tuple[HoldingCard, ...]:
        return tuple(one for one in self.holdings if one.holds(day))


@dataclass(frozen=True, slots=True)
class ShiftCard:
    """A turn. person "": nobody yet; given_up: still theirs until somebody takes it."""

    id: int
    duty: int
    duty_name: Said
    date: date
    starts: time
    ends: time
    holder: Post
    given_up: bool
    reason: str
    version: int


@dataclass(frozen=True, slots=True)
class SwapCard:
    """Mine for theirs, proposed by who has `mine`."""

    id: int
    mine: ShiftCard
    theirs: ShiftCard
    state: str
    proposed_at: datetime
