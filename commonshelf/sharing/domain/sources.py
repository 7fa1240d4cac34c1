"""What a plan is made from: everything that was gathered, as plain facts. Instants are hours (`clocks`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from commonshelf.kernel.refusal import Fact
from commonshelf.sharing.domain.clocks import Timetable, WorkClock
from commonshelf.sharing.domain.policy import AutoRule
from commonshelf.sharing.domain.ranking import Weights
from commonshelf.sharing.domain.times import Pace
from commonshelf.sharing.domain.ways import Asked


@dataclass(frozen=True, slots=True)
class Access:
    """What an access level is for this reader. answer: yes, no, ask-owner, ask-agency, go-there, sign-in.

    why: a code where it is no plain yes. most_pages, share (per cent): of a copy; None: no limit said.
    """

    answer: str = "yes"
    level: str = "alliance"
    why: str = ""
    most_pages: int | None = None
    share: int | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def approval(self) -> str:
        """Whose decision is waited for: owner, agency, or ""."""
        return self.answer.removeprefix("ask-") if self.answer.startswith("ask-") else ""


YES = Access()


@dataclass(frozen=True, slots=True)
class Allowed:
    """A right of the reader, as the cards room says it: reason and what would help, with their facts."""

    ok: bool = True
    reason: str = ""
    help: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    fee: int = 0
    """Fen each time."""


@dataclass(frozen=True, slots=True)
class Building:
    """A branch as the reader meets it. km: from where they are, None: unknown. travel: hours to get there.

    reach: the instant at which they can stand at its shelves, None: not within two weeks. closes_at: of that
    day; opens_at: where they would have to wait for it to open.
    """

    code: str
    km: float | None = None
    travel: float = 0.0
    reach: float | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """One copy as its library tells. status: as of the catalogue's `Copy`."""

    branch: str
    status: str
    barcode: str = ""
    call_number: str = ""
    location: str = ""
    volume: str = ""
    due_date: date | None = None
    waiting: int = 0
    loan: Access = YES
    copy: Access = YES
    read: Access = YES


@dataclass(frozen=True, slots=True)
class Trade:
    """What a library does of one service for others. a_day: it takes on a day, None: no limit; 0: it does not
    supply. usual_a_day: what it gets done, for its queue. fee: fen it asks of the other library.
    """

    handling: Pace
    a_day: int | None = None
    usual_a_day: float = 20.0
    asked_today: int = 0
    open: int = 0
    fee: int = 0
    chance: float = 1.0
    no_hours: float = 0.0
    """Working hours until it says no."""
    owed: int = 0
    """Fen that the requesting library owes all others for this month already."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A library with something of it. takes_part: not suspended. works_at: its next working instant.

    road, parcel: the courier to the pick-up place and what it costs (fen); transit: where none has a
    timetable; neither: it is there already. balance: of the window, see ranking. borrow, read, request:
    rights there (request: to have something kept).
    """

    symbol: str
    shelves: tuple[Shelf, ...]
    buildings: Mapping[str, Building]
    clock: WorkClock
    trades: Mapping[str, Trade]
    takes_part: bool = True
    day_hours: float = 8.0
    road: Timetable | None = None
    transit: Pace | None = None
    parcel: int = 0
    balance: float = 0.0
    last_resort: bool = False
    borrow: Allowed = Allowed()
    read: Allowed = Allowed()
    request: Allowed = Allowed()


@dataclass(frozen=True, slots=True)
class Online:
    """An electronic way, as the resources room offers it. answer, why: as of `Access`.

    owner "": the alliance. facts: with `library` where it is to be read in somebody's rooms only.
    """

    resource: str
    owner: str
    url: str
    level: str
    answer: str = "yes"
    why: str = ""
    needs: tuple[str, ...] = ()
    open_access: bool = False
    link_state: str = "ok"
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outside:
    """A partner outside the alliance and one service of it. pace: hours of the clock from asking to arrival.

    fee: fen it asks of the library; reader_fee: what of it the reader pays.
    """

    id: int
    name_zh: str
    name_en: str
    service: str
    pace: Pace
    fee: int = 0
    reader_fee: int = 0


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the thing would be fetched: of the requesting library.

    supplies: which services it gives others.
    """

    library: str
    branch: str
    clock: WorkClock
    shelving: Pace
    supplies: frozenset[str] = frozenset({"Loan", "Copy"})


@dataclass(frozen=True, slots=True)
class Ruled:
    """What the alliance's rules in force say of plans. ceilings in fen; None: none."""

    weights: Weights = field(default_factory=Weights)
    version: int = 0
    closed_hours: float = 96.0
    """A library that does not work for so long is passed over, not waited for."""
    reader_ceiling: int | None = None
    supply_ceiling: int | None = None
    month_ceiling: int | None = None
    copy_percent: int | None = None
    """Of a printed work, where its access level says no other share."""
    approvals: tuple[AutoRule, ...] = ()
    """What is decided of licences without a person."""
    reciprocal: bool = False
    """Who does not supply a service is supplied with it only for a fee."""


@dataclass(frozen=True, slots=True)
class Situation:
    """Who asks, and from where. home: a Symbol, "" a visitor without a card. needed: the instant by which.

    request: the right to request, at home. deciding: "" (the alliance's agency) or an owner -> how long a
    licence decision takes there, and its clock.
    """

    asked: Asked
    home: str
    desk: Desk
    request: Allowed
    needed: float | None = None
    title: str = ""
    pages: int | None = None
    """Of the whole work, where its catalogues tell."""
    group: str = ""
    """The reader's kind of group, as licence rules name it."""
    deciding: Mapping[str, tuple[Pace, WorkClock]] = field(default_factory=dict)
    buyable: bool = False


@dataclass(frozen=True, slots=True)
class Sources:
    """Where it is. edition: its number in the catalogue, None: a citation only."""

    holders: tuple[Holder, ...] = ()
    online: tuple[Online, ...] = ()
    partners: tuple[Outside, ...] = ()
    """Of the library where it would be fetched, and those the agency keeps for all."""
    edition: int | None = None
