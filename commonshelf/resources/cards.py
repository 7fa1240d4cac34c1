"""What crosses the door of resources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from commonshelf.kernel.refusal import Fact
from commonshelf.members.cards import Said
from commonshelf.resources.domain.levels import Line
from commonshelf.resources.domain.terms import Terms


@dataclass(frozen=True, slots=True)
class LevelCard:
    """How freely one holder's thing may be had. whose: the Symbol whose rule it is, "" the alliance's;
    line None: the usual one, which nobody wrote. until: the first day after an embargo, while one holds.
    bounded: the alliance's bound moved what the owner said.
    """

    level: str
    groups: tuple[str, ...] = ()
    embargo_days: int = 0
    until: date | None = None
    most_pages: int | None = None
    share: int | None = None
    whose: str = ""
    line: int | None = None
    bounded: bool = False


@dataclass(frozen=True, slots=True)
class Linked:
    """What the last check of a link found. state: unknown, ok, moved, restricted, broken."""

    state: str
    status: int | None = None
    why: str = ""
    moved_to: str = ""
    checked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ResourceCard:
    """owner: a Symbol, "" the alliance. state: active, coming, over, ended. active_to: exclusive."""

    id: int
    owner: str
    kind: str
    name: Said
    about: Said
    provider: str
    url: str
    classes: tuple[str, ...]
    terms: Terms
    open_access: bool
    active_from: date | None
    active_to: date | None
    state: str
    link: Linked
    titles: int
    version: int

    @property
    def last_date(self) -> date | None:
        return self.active_to - timedelta(days=1) if self.active_to else None


@dataclass(frozen=True, slots=True)
class OnlineWay:
    """One way to read online. answer: yes, no, sign-in, ask-owner, ask-agency, go-there; allowed: it is yes.

    why: a code of `words.WHY`; facts fill its sentence. needs: codes of what somebody has to do first. url ""
    where there is nothing to follow (yet). level: of Read; embargo as KBART writes it. title: id, None where
    the resource itself was found.
    """

    resource: int
    resource_name: Said
    owner: str
    title: int | None
    title_name: str
    url: str
    level: str
    answer: str
    why: str
    needs: tuple[str, ...] = ()
    facts: Mapping[str, Fact] = field(default_factory=dict)
    open_access: bool = False
    seats: int | None = None
    copy: LevelCard | None = None
    link: str = "unknown"
    coverage: tuple[Mapping[str, str], ...] = ()
    embargo: str = ""

    @property
    def allowed(self) -> bool:
        return self.answer == "yes"


@dataclass(frozen=True, slots=True)
class TitleCard:
    """access: F free, P paid, "" not said. edition None, matched_by "hand": we have none, somebody said."""

    id: int
    resource: int
    title_id: str
    title: str
    print_id: str
    online_id: str
    coverage: tuple[Mapping[str, str], ...]
    embargo: str
    url: str
    author: str
    kind: str
    access: str
    line: Mapping[str, str]
    edition: int | None
    matched_by: str
    link: Linked


@dataclass(frozen=True, slots=True)
class FaultCard:
    """number: of the line; raw: its bytes where it was rejected, with its first fault."""

    number: int
    column: str
    code: str
    value: str
    raw: bytes | None = None


@dataclass(frozen=True, slots=True)
class ArrivalCard:
    """A KBART file that was brought in. state: waiting, looked, taking, done, failed, dropped."""

    id: int
    resource: int
    owner: str
    state: str
    name: str
    whole: bool
    lines: int
    titles: int
    added: int
    changed: int
    gone: int
    matched: int
    rejected: int
    told: int
    examples: tuple[Mapping[str, str], ...]
    refused: Mapping[str, object]
    at: datetime
    by: str
    done_at: datetime | None
    version: int

    @property
    def unchanged(self) -> int:
        return self.titles - self.added - self.changed


@dataclass(frozen=True, slots=True)
class RuleCard:
    """A line of access levels as it stands."""

    line: Line
    note: Said
    article: str
    set_by: str
    set_at: datetime
    version: int

    @property
    def id(self) -> int:
        return self.line.id

    @property
    def last_date(self) -> date | None:
        return self.line.active_to - timedelta(days=1) if self.line.active_to else None
