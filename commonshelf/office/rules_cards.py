"""Rules as they cross the office's door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from commonshelf.members.cards import Said


@dataclass(frozen=True, slots=True)
class VersionGiven:
    """What a version of a rule says. bound: {"least", "most"}, {"choices"} or, of a local rule, {"value"}."""

    title_zh: str
    title_en: str = ""
    text_zh: str = ""
    text_en: str = ""
    scope: str = "all"
    targets: Sequence[str] = ()
    setting: str = ""
    bound: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VersionCard:
    """state: draft, coming, in-force, replaced, repealed. resolution: the number of the one behind it."""

    id: int
    number: int
    title: Said
    text: Said
    scope: str
    targets: tuple[str, ...]
    setting: str
    bound: Mapping[str, Any]
    revision: int
    drafted_at: datetime
    adopted_date: date | None
    effective_date: date | None
    resolution: int | None
    resolution_number: str
    bound_at: datetime | None
    bound_problem: str
    state: str


@dataclass(frozen=True, slots=True)
class RuleCard:
    """versions: latest first. now: the one in force; draft: the one nobody has adopted."""

    id: int
    number: str
    level: str
    library: str
    under: int | None
    public: bool
    readers: str
    repealed_date: date | None
    repealed_why: str
    versions: tuple[VersionCard, ...]

    @property
    def now(self) -> VersionCard | None:
        return next((one for one in self.versions if one.state == "in-force"), None)

    @property
    def draft(self) -> VersionCard | None:
        return next((one for one in self.versions if one.state == "draft"), None)

    @property
    def shown(self) -> VersionCard:
        """The one in force, else the next to be, else the latest."""
        coming = [one for one in self.versions if one.state == "coming"]
        return self.now or (coming[-1] if coming else self.versions[0])

    @property
    def state(self) -> str:
        return self.shown.state


@dataclass(frozen=True, slots=True)
class ExceptionCard:
    """end_date: the last day. holds: today."""

    id: int
    rule: int
    rule_number: str
    library: str
    reason: str
    first_date: date
    end_date: date
    holds: bool


@dataclass(frozen=True, slots=True)
class ReaderCard:
    """Somebody who is to read a rule's version. read_at None: has not yet."""

    person: str
    name: Said
    library: str
    read_at: datetime | None
