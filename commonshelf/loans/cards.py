"""What crosses the door of the loans room: frozen, and of people their random key alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from commonshelf.members.cards import Said


@dataclass(frozen=True, slots=True)
class Place:
    """A branch: Symbol of the library and code of the branch, "" = its main one."""

    library: str
    branch: str = ""


@dataclass(frozen=True, slots=True)
class ThingCard:
    """A copy that has passed a desk. library: whose it is. state: domain/life.State. at: where it is or was
    last seen. edition: its number in the catalogue, None: unknown. condition: what is wrong with it, or "".
    """

    id: int
    library: str
    barcode: str
    title: Said
    call_number: str
    state: str
    home_branch: str
    at: Place
    edition: int | None = None
    condition: str = ""
    price: int | None = None
    moved_at: datetime | None = None
    version: int = 1

    @property
    def home(self) -> Place:
        return Place(self.library, self.home_branch)


@dataclass(frozen=True, slots=True)
class FeeCard:
    """What a reader owes a library. reader: their key, "" once forgotten. kind: overdue, lost, damaged,
    lending, credit. amount, open: fen; of a credit below 0. title: of the book, None: not about one.
    """

    id: int
    reader: str
    library: str
    kind: str
    amount: int
    open: int
    at: datetime
    title: Said | None = None
    loan: int | None = None


@dataclass(frozen=True, slots=True)
class LoanCard:
    """One borrowing. reader: their key, "" once forgotten. place: at whose desk it was lent. due_date: the
    last day on which it may come back. most_renewals None: no limit. state: open, claimed, returned, lost,
    undone. days_over: open days of the lending library since the due date, 0 in time. accrued: fen that would
    be charged if it came back now.
    """

    id: int
    thing: ThingCard
    reader: str
    home: str
    group_kind: str
    place: Place
    lent_at: datetime
    due_date: date
    renewals: int
    most_renewals: int | None
    state: str
    days_over: int = 0
    accrued: int = 0
    renewed_at: datetime | None = None
    closed_at: datetime | None = None
    returned: Place | None = None
    reminded_at: datetime | None = None
    agent: str = "desk"
    wanted: bool = False
    """Somebody waits for it: it cannot be renewed."""

    @property
    def open(self) -> bool:
        return self.closed_at is None

    @property
    def renewable(self) -> bool:
        """As far as the loan itself tells; a right may still say no."""
        left = self.most_renewals is None or self.renewals < self.most_renewals
        return self.state == "open" and left and not self.wanted


@dataclass(frozen=True, slots=True)
class ItemNow:
    """What everybody may know of a copy. thing.id 0: it never passed a desk. due_date: while it is out.

    holds: how many wait for its edition.
    """

    thing: ThingCard
    due_date: date | None = None
    holds: int = 0


@dataclass(frozen=True, slots=True)
class HoldCard:
    """A reader waits. place: where they fetch it. state: waiting, coming, ready, fetched, over, withdrawn.

    position: in the queue, from 1; 0 when not waiting. thing: what is kept or on its way for them.
    """

    id: int
    reader: str
    edition: int | None
    title: Said
    place: Place
    state: str
    placed_at: datetime
    position: int = 0
    thing: ThingCard | None = None
    ready_at: datetime | None = None
    fetch_by_date: date | None = None
    closed_at: datetime | None = None

    @property
    def open(self) -> bool:
        return self.closed_at is None


@dataclass(frozen=True, slots=True)
class TransitCard:
    """A thing on its way. for_hold: to whoever waits for it there, else home."""

    id: int
    thing: ThingCard
    start: Place
    end: Place
    sent_at: datetime
    for_hold: bool
    arrived_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StepCard:
    """What a desk just did. undoable: it can be taken back now."""

    id: int
    act: str
    thing: ThingCard
    place: Place
    at: datetime
    undoable: bool


@dataclass(frozen=True, slots=True)
class Returned:
    """What became of a thing that was scanned as a return.

    loan None: nobody had borrowed it, which is no mistake. next: shelf, hold (keep it here for who waits),
    send (to to_library, to_branch: home, or to who waits), aside (something is wrong with it). hold: for whom
    it is kept or sent. fees: those that came with it. lost: it had been declared lost or missing. step: for
    `undo`.
    """

    thing: ThingCard
    loan: LoanCard | None
    next: str
    to_library: str
    to_branch: str
    hold: HoldCard | None = None
    fees: tuple[FeeCard, ...] = ()
    lost: bool = False
    step: int = 0
    words: str = ""
    """What the own system of the library whose book it is wants the desk to read."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """To be taken off the shelf for whoever waits first, or for the request it was promised to.

    call_number, location: as the catalogue says.
    """

    hold: HoldCard
    barcode: str
    title: Said
    call_number: str
    location: str


@dataclass(frozen=True, slots=True)
class DeskState:
    """What a branch has in hand.

    ready: kept for readers. clear: on the hold shelf for nobody any more (given up, or not fetched in time):
    scan them as returns. fetch: holds that a copy on this branch's own shelves can fill, with that copy: take
    it off the shelf and scan it as a return. lent, overdue: loans of this branch that are open.
    """

    place: Place
    ready: tuple[HoldCard, ...]
    clear: tuple[ThingCard, ...]
    fetch: tuple[Fetch, ...]
    coming: tuple[TransitCard, ...]
    going: tuple[TransitCard, ...]
    lent: int
    overdue: int
    steps: tuple[StepCard, ...]
