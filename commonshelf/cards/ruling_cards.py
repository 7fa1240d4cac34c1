"""Rules of rights as they cross the door."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from commonshelf.cards.domain.rights import Limits, Line
from commonshelf.cards.domain.usual import SINCE
from commonshelf.members.cards import Said


@dataclass(frozen=True, slots=True)
class RuleGiven:
    """What somebody writes; "" or None: for all. See `domain.rights.Line` and `models.RightRule`.

    active_from None: from today. exempt_why: of a library's own rule that goes below a firm one, why the
    office lets it.
    """

    service: str
    allowed: bool
    library_kind: str = ""
    home: str = ""
    home_kind: str = ""
    relation: str = ""
    group_kind: str = ""
    group: int | None = None
    firm: bool = False
    limits: Limits = field(default_factory=Limits)
    active_from: date | None = None
    active_to: date | None = None
    note: Said = field(default_factory=lambda: Said("", ""))
    article: str = ""
    exempt_why: str = ""


@dataclass(frozen=True, slots=True)
class RuleCard:
    """A rule as it stands. line.library "": the alliance's. set_by: a key; "": it came with the program.

    group: name of the group it speaks of, where it is one.
    """

    line: Line
    note: Said
    article: str
    exempt_why: str
    group: Said | None
    set_by: str
    set_at: datetime | None
    version: int

    @property
    def id(self) -> int:
        return self.line.id

    @property
    def always(self) -> bool:
        """One of the usual ones, which hold since before there was an alliance."""
        return self.line.active_from <= SINCE and self.line.active_to is None

    @property
    def last_date(self) -> date | None:
        return self.line.active_to - timedelta(days=1) if self.line.active_to else None
