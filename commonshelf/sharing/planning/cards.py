"""What crosses the door of planning: frozen, without a database behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from commonshelf.sharing.domain.times import Pace, Seen
from commonshelf.sharing.domain.ways import HANDS, KINDS, Asked, Offer, Part, Plan, Reason, RuledOut, Way

__all__ = [
    "HANDS",
    "KINDS",
    "Asked",
    "Offer",
    "Part",
    "Plan",
    "Reason",
    "RouteCard",
    "RuledOut",
    "SupplyCard",
    "Way",
]


@dataclass(frozen=True, slots=True)
class RouteCard:
    """A courier's line. start, end: (Symbol, branch code or "" for wherever it is needed). weekdays: digits 1
    (Monday) to 7. hours: from leaving to arriving. cost: fen a parcel. active_to: exclusive.
    """

    id: int
    name: str
    start: tuple[str, str]
    end: tuple[str, str]
    weekdays: str
    leaves_at: time
    hours: float
    cost: int
    active_from: date
    active_to: date | None
    version: int

    @property
    def last_date(self) -> date | None:
        return self.active_to - timedelta(days=1) if self.active_to else None


@dataclass(frozen=True, slots=True)
class SupplyCard:
    """One service of a library for others. own: it chose this itself; usual: what holds where it did not.

    a_day None: no limit; 0: it does not supply. fee, most_fee: fen. pace: in its working hours; seen: what
    it was learned from; chance: that it fills what it is asked for.
    """

    library: str
    service: str
    own: bool
    a_day: int | None
    usual: int | None
    fee: int
    most_fee: int
    version: int
    pace: Pace
    seen: Seen
    chance: float

    @property
    def supplies(self) -> bool:
        return self.a_day != 0
