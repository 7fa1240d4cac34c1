"""What a plan is made of: the reader's situation, the ways to a thing, and the ways that were ruled out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from commonshelf.kernel.place import Place
from commonshelf.kernel.refusal import Fact

KINDS: Final = ("online", "shelf", "shelf-elsewhere", "courier", "scan", "licensed-copy", "partner", "buy")
"""Read it now; take it off a shelf of the pick-up or home library; of another member; have it brought; have
a part of it copied; the same once a licence is granted; from outside the alliance; have it bought."""
FARTHEST: Final = timedelta(days=366)
"""A day beyond is no day anybody needs something by."""
HANDS: Final = ("online", "courier", "scan", "licensed-copy", "buy")
"""Kinds that stand for something to be placed or opened, not for a walk."""

Reason = tuple[str, Mapping[str, Fact]]
"""A code of `planning.words`, and what fills its sentence."""
Part = tuple[str, float, str]
"""What takes time, hours of the clock, where the figure comes from: measured, alliance, timetable, distance,
hours, prior."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The reader's situation, as far as they said.

    place: degrees. library, branch: where they would fetch it ("": at home). device: phone, desk or "".
    network: Symbol of the library in whose network or rooms they are, "". needed_date: the last day on which
    it is still of use. form: print, digital, any. part: pages or a chapter of it, "" the whole. farthest_km,
    most_cost (fen): None where they set none. any_edition: any edition of the work will do.
    """

    place: Place | None = None
    library: str = ""
    branch: str = ""
    device: str = ""
    network: str = ""
    needed_date: date | None = None
    form: str = "any"
    part: str = ""
    farthest_km: float | None = None
    most_cost: int | None = None
    any_edition: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """One way to it, naming resource, institution, environment and person (A56).

    supplier: a Symbol, "" nobody of the alliance. branch: "" its main one. service: Read, Visit, Loan, Copy,
    Buy. expected_hours, p80_hours: of the clock, from now until the reader has it; four of five times within
    the latter. measured: by what was seen here, else estimated. cost: fen to the reader. needs: what the
    reader has to do or have (codes). reasons: why it stands where it stands. parts: what the time is made of.
    environment: where and on what it is used (codes); person: whose hands it goes through (code). score:
    hours by which it was put in order.
    """

    kind: str
    supplier: str
    branch: str
    service: str
    expected_hours: float
    p80_hours: float
    measured: bool
    cost: int
    needs: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    parts: tuple[Part, ...] = ()
    facts: Mapping[str, Fact] = field(default_factory=dict)
    resource: str = ""
    environment: tuple[str, ...] = ()
    person: str = ""
    score: float = 0.0

    @property
    def partial(self) -> bool:
        """A part, offered to somebody who asked for the whole."""
        return bool(self.facts.get("partial"))


@dataclass(frozen=True, slots=True)
class RuledOut:
    """A way that is none, and why. reason: a code of `planning.words`; facts fill its sentence."""

    kind: str
    supplier: str
    reason: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    branch: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """ways: the soonest first, within what fairness may move. policy: version of the rules it was made by."""

    ways: tuple[Way, ...]
    ruled_out: tuple[RuledOut, ...]
    at: datetime
    policy: int = 0
    edition: int | None = None

    @property
    def first(self) -> Way | None:
        return self.ways[0] if self.ways else None


@dataclass(frozen=True, slots=True)
class Offer:
    """A supplier for a request, as its rota has it. parts: of the score, in hours: (name, hours, source)."""

    supplier: str
    service: str
    branch: str
    barcode: str
    shelf: str
    expected_hours: float
    p80_hours: float
    cost: int
    score: float
    parts: tuple[Part, ...] = ()
    needs: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    last_resort: bool = False
    asks: str = ""
    """Whose licence decision it takes, by a rule or by people: owner, agency; "": none."""
