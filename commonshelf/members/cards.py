"""What crosses the members' door."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class Said:
    """The same words in both languages. `str()` is not defined on purpose: choose with `in_language`."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        chosen, other = (self.en, self.zh) if language.startswith("en") else (self.zh, self.en)
        return chosen or other


@dataclass(frozen=True, slots=True)
class LookCard:
    """How the alliance's pages look. mark: what stands in the seal, never "". words: may be empty."""

    colour: str
    mark: str
    chosen_mark: str
    words: Said


@dataclass(frozen=True, slots=True)
class Span:
    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Exceptional:
    """opens None: closed all day."""

    date: date
    opens: time | None
    closes: time | None
    reason: Said


@dataclass(frozen=True, slots=True)
class HolidayCard:
    """A line of the alliance's table of holidays. worked_as: the weekday (Monday 0) whose hours are kept,
    on a make-up day; None: a day off. by_hand: the office wrote it, so a prefill leaves it alone.
    """

    date: date
    name: Said
    worked_as: int | None
    by_hand: bool


@dataclass(frozen=True, slots=True)
class VacationCard:
    """A span of days, the last one included. branch "": all of the library's. opens None: closed."""

    id: int
    library: str
    branch: str
    first_date: date
    end_date: date
    opens: time | None
    closes: time | None
    name: Said

    @property
    def days(self) -> int:
        return (self.end_date - self.first_date).days + 1

    def covers(self, day: date) -> bool:
        return self.first_date <= day <= self.end_date


@dataclass(frozen=True, slots=True)
class BranchCard:
    """A building. place: (latitude, longitude) in degrees, or None.

    hours: its usual week; exceptions: days written by hand, from yesterday on; vacations: its own and
    the library's that are not over. What holds on a day is asked of the doors `opening` and `week`.
    """

    library: str
    code: str
    name: Said
    address: Said
    phone: str
    email: str
    place: tuple[float, float] | None
    floors: Said
    hours: tuple[Span, ...]
    exceptions: tuple[Exceptional, ...]
    main: bool
    vacations: tuple[VacationCard, ...] = ()

    @property
    def key(self) -> str:
        """ "SYMBOL/code": how a branch is named in URLs, facets and cookies."""
        return f"{self.library}/{self.code}"


@dataclass(frozen=True, slots=True)
class LibraryCard:
    symbol: str
    name: Said
    short: Said
    kind: str
    region: Said
    website: str
    aliases: tuple[str, ...]
    branches: tuple[BranchCard, ...]
    version: int = 1
    """Of its particulars: a form made from an older one is refused."""
    status: str = "active"
    """How far it is in the life of a membership: domain/membership.py."""


@dataclass(frozen=True, slots=True)
class Opening:
    """open now: until when; closed: when next (None: not within 14 days)."""

    open: bool
    until: datetime | None
    next: datetime | None
    reason: Said | None = None


@dataclass(frozen=True, slots=True)
class DayHours:
    """What holds at a branch on a day: (opens, closes) each, () closed; reason None: as in any week."""

    date: date
    spans: tuple[tuple[time, time], ...]
    reason: Said | None = None


@dataclass(frozen=True, slots=True)
class Here:
    """Where this reader is, as far as they said: the branch they picked, or their device's place.

    Never stored on the server: a cookie (branch) or the query (place).
    """

    library: str = ""
    branch: str = ""
    place: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class AffiliationCard:
    """active_to: the first day on which it no longer holds, or None. library "": the alliance.

    library_to: the first day on which the library is no longer a member, or None; a role ends with it.
    library_name: also of a library that has left.
    """

    id: int
    role: str
    library: str
    active_from: date
    active_to: date | None
    library_to: date | None = None
    library_name: Said | None = None

    @property
    def ends(self) -> date | None:
        """The first day on which it gives nothing any more, for either reason."""
        return min((day for day in (self.active_to, self.library_to) if day), default=None)

    @property
    def last_date(self) -> date | None:
        """The last day on which it holds, as people say it."""
        return self.ends - timedelta(days=1) if self.ends else None

    def holds(self, day: date) -> bool:
        return self.active_from <= day and (self.ends is None or day < self.ends)


@dataclass(frozen=True, slots=True)
class PersonCard:
    key: str
    username: str
    name: Said
    demo: bool
    affiliations: tuple[AffiliationCard, ...]
    reader_only: bool = False
    """Known to libraries as a reader: their pages are those of cards, and on no roll of people."""


@dataclass(frozen=True, slots=True)
class AgencyCard:
    """A managing office. library "": the general agency, of which all others are children."""

    library: str
    name: Said
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class DelegationCard:
    """What an agency lets a person (key) do in its place.

    library: the agency's, "" above members; within: the only libraries it is for, empty: all its
    agency manages. limit: in the action's unit (`permissions.DELEGABLE`), or None. active_to: the
    first day on which it no longer holds.
    """

    id: int
    agency: int
    library: str
    person: str
    action: str
    limit: int | None
    active_from: date
    active_to: date | None
    within: tuple[str, ...] = ()

    def holds(self, day: date) -> bool:
        return self.active_from <= day and (self.active_to is None or day < self.active_to)

    def over(self, day: date) -> bool:
        return self.active_to is not None and self.active_to <= day


@dataclass(frozen=True, slots=True)
class AgencyNode:
    """A managing office in the tree. kind: general, region, member, department. library "": above members.

    children: regions first, then by symbol and name. delegations: those in force or to come.
    """

    id: int
    kind: str
    library: str
    name: Said
    phone: str
    email: str
    children: tuple[AgencyNode, ...]
    delegations: tuple[DelegationCard, ...]

    def everything(self) -> Iterator[AgencyNode]:
        """Itself and all below, as the page shows them."""
        yield self
        for child in self.children:
            yield from child.everything()


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether somebody may do something, and why, or why not, in the reader's language."""

    allowed: bool
    reason: str


@dataclass(frozen=True, slots=True)
class IndicatorCard:
    """A yearly figure (A35). year None: the source names none. doubt: what is uncertain about it."""

    measure: str
    year: int | None
    value: int
    unit: Said
    definition: Said
    source: str
    doubt: Said


@dataclass(frozen=True, slots=True)
class InvitationCard:
    """kind: person or library. state: open, used, withdrawn, over. link: only when it was just written.

    library "": of the alliance. active_from None: from the day it is accepted. used_by: the person's key
    or the library's Symbol.
    """

    id: int
    kind: str
    email: str
    name: Said
    library: str
    library_name: Said | None
    role: str
    active_from: date | None
    active_to: date | None
    language: str
    invited_by: str
    invited_at: datetime
    expires_at: datetime
    used_at: datetime | None
    used_by: str
    state: str
    link: str = ""

    @property
    def last_date(self) -> date | None:
        return self.active_to - timedelta(days=1) if self.active_to else None
