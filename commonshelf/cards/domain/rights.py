"""May this reader do this here, now; if not, why, and what would help. Pure: all that counts is passed in.

Three questions, in this order, and the first "no" is the answer: does the card hold (`_standing`), does a
line allow it (`ruling`), does anything stop it for the moment (`_moment`)?
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from commonshelf.cards.domain.services import COSTING, ON_SITE, TAKEN_ALONG
from commonshelf.kernel.refusal import Fact

REASONS: Final[Mapping[str, str]] = {
    # reason -> what would help
    "ok": "",
    "no-card": "get-card",
    "card-unknown": "show-card",
    "card-lost": "get-new-card",
    "card-replaced": "use-new-card",
    "card-ended": "renew-card",
    "reader-closed": "register-again",
    "not-begun": "wait",
    "expired": "renew-card",
    "guardian-missing": "bring-guardian",
    "library-not-member": "another-library",
    "home-not-member": "register-elsewhere",
    "blocked": "ask-library",
    "no-rule": "ask-library",
    "rule-says-no": "ask-library",
    "closed-now": "come-when-open",
    "items-reached": "bring-back",
    "overdue": "bring-back-overdue",
    "owes": "pay",
    "deposit-needed": "pay-deposit",
}
AT_HOME: Final = "use-home"
"""Helps instead of asking where a guest may not what their home library may well let them."""


@dataclass(frozen=True, slots=True)
class Limits:
    """items at a time, days, renewals: None: no limit. fee (each time) and deposit in fen."""

    items: int | None = None
    days: int | None = None
    renewals: int | None = None
    fee: int = 0
    deposit: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A rule. What is empty or None holds for all; Symbols name libraries, group is a row id.

    library "": the alliance's; else that library's own, which counts there alone. firm (of an alliance
    line): no library may give less, or allow what it forbids. exempt (of a library's own line): the
    office let it go beside a firm one. active_to: the first day on which it no longer holds.
    """

    id: int
    service: str
    allowed: bool
    active_from: date
    active_to: date | None = None
    library: str = ""
    library_kind: str = ""
    home: str = ""
    home_kind: str = ""
    relation: str = ""
    group_kind: str = ""
    group: int | None = None
    firm: bool = False
    exempt: bool = False
    limits: Limits = field(default_factory=Limits)

    def holds(self, day: date) -> bool:
        return self.active_from <= day and (self.active_to is None or day < self.active_to)

    @property
    def telling(self) -> tuple[int, int, int]:
        """Who counts before where from, that before where. A line whose conditions are another's and
        more, or narrower, always has the greater one.
        """
        who = 2 * (self.group is not None) + bool(self.group_kind)
        home = 4 * bool(self.home) + 2 * bool(self.home_kind) + bool(self.relation)
        return who, home, bool(self.library_kind)


@dataclass(frozen=True, slots=True)
class Stop:
    """A block that is not lifted. library "": everywhere; services (): all."""

    library: str
    reason: str
    words: str
    services: tuple[str, ...]
    active_from: date
    active_to: date | None


@dataclass(frozen=True, slots=True)
class Holder:
    """What stands with a reader and their card. card: active, lost, replaced, ended, or "" (has none).

    state: active, closed. active_to: the first day on which the registration no longer holds.
    """

    card: str
    state: str
    active_from: date
    active_to: date | None
    guardian_missing: bool = False
    blocks: tuple[Stop, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """What a reader has in hand now. overdue: days by which the latest thing is over, 0: nothing is.

    owed: fen, at all members together; deposit: fen that lie at this library.
    """

    loans_here: int = 0
    loans_everywhere: int = 0
    requests: int = 0
    overdue: int = 0
    owed: int = 0
    deposit: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.loans_here + other.loans_here,
            self.loans_everywhere + other.loans_everywhere,
            self.requests + other.requests,
            max(self.overdue, other.overdue),
            self.owed + other.owed,
            self.deposit + other.deposit,
        )


@dataclass(frozen=True, slots=True)
class Door:
    """Whether it is open now; until: while open, None: round the clock; next: while closed."""

    open: bool
    until: datetime | None = None
    next: datetime | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """Who asks for what where, and when. holder None: anybody of that home and group, no card to judge.

    member, home_member: whether those libraries take part today. door None: hours do not count (told
    none, or another day is asked about). overdue_blocks: days, owed_blocks: fen, most: loans at all
    members together; 0: never stops.
    """

    service: str
    day: date
    library: str
    home: str
    library_kind: str = ""
    home_kind: str = ""
    group_kind: str = ""
    group: int | None = None
    member: bool = True
    home_member: bool = True
    holder: Holder | None = None
    door: Door | None = None
    counts: Counts = field(default_factory=Counts)
    overdue_blocks: int = 0
    owed_blocks: int = 0
    most: int = 0

    @property
    def relation(self) -> str:
        return "own" if self.home == self.library else "guest"


@dataclass(frozen=True, slots=True)
class Right:
    """The answer. reason: ok or why not; help: what would help, "" where nothing is wanted.

    facts: what fills the sentence (Symbols, ISO days and instants, numbers). rule: the id of the line
    that decided; None: none did.
    """

    service: str
    allowed: bool
    reason: str = "ok"
    facts: Mapping[str, Fact] = field(default_factory=dict)
    help: str = ""
    limits: Limits = field(default_factory=Limits)
    rule: int | None = None


def refused(service: str, reason: str, facts: Mapping[str, Fact] | None = None) -> Right:
    return Right(service, allowed=False, reason=reason, facts=dict(facts or {}), help=REASONS[reason])


def decide(situation: Situation, rules: Sequence[Line]) -> Right:
    """The one answer of the house. The order of the rules does not matter."""
    for ask in _STANDING:
        if no := ask(situation):
            return no
    ruled = ruling(situation, rules)
    if ruled is None:
        return _unruled(situation, refused(situation.service, "no-rule"))
    line, limits = ruled
    if not line.allowed:
        return _unruled(situation, replace(refused(situation.service, "rule-says-no"), rule=line.id))
    for ask_now in _MOMENT:
        if no := ask_now(situation, limits):
            return replace(no, limits=limits, rule=line.id)
    facts = _while_open(situation)
    return Right(situation.service, allowed=True, facts=facts, limits=limits, rule=line.id)


def _unruled(situation: Situation, right: Right) -> Right:
    return replace(right, help=AT_HOME) if situation.relation == "guest" else right


# -- which line decides


def applies(line: Line, s: Situation) -> bool:
    """Whether it speaks of this at all."""
    return (
        line.service == s.service
        and line.library in {"", s.library}
        and line.library_kind in {"", s.library_kind}
        and line.home in {"", s.home}
        and line.home_kind in {"", s.home_kind}
        and line.relation in {"", s.relation}
        and line.group_kind in {"", s.group_kind}
        and line.group in {None, s.group}
        and line.holds(s.day)
    )


def _rank(line: Line) -> tuple[tuple[int, int, int], bool, date, int]:
    # Between equals the stricter, then the younger.
    return line.telling, not line.allowed, line.active_from, line.id


def ruling(situation: Situation, rules: Iterable[Line]) -> tuple[Line, Limits] | None:
    """The line that decides, and the limits that hold; None: no line speaks of this.

    The library's most telling line goes before the alliance's most telling one, unless that one is firm:
    then the library's can add to what it gives, and nothing else.
    """
    told = [line for line in rules if applies(line, situation)]
    ours = max((line for line in told if not line.library), key=_rank, default=None)
    own = max((line for line in told if line.library), key=_rank, default=None)
    if own is None or ours is None:
        line = own or ours
        return (line, line.limits) if line else None
    if own.exempt or not ours.firm:
        return own, own.limits
    if not ours.allowed or not own.allowed:
        return ours, ours.limits
    both = best(own.limits, ours.limits)
    return (own if both == own.limits else ours), both


def below(line: Line, firm: Line) -> bool:
    """Whether a library's line would give less than the firm one, or allow what that forbids."""
    if not firm.allowed or not line.allowed:
        return firm.allowed != line.allowed
    return best(line.limits, firm.limits) != line.limits


def best(one: Limits, other: Limits) -> Limits:
    """Of each the more generous."""
    return Limits(
        _more(one.items, other.items),
        _more(one.days, other.days),
        _more(one.renewals, other.renewals),
        min(one.fee, other.fee),
        min(one.deposit, other.deposit),
    )


def _more(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else max(one, other)


# -- whether the card holds


def _card(s: Situation) -> Right | None:
    card = s.holder.card if s.holder else "active"
    if card == "active":
        return None
    return refused(s.service, f"card-{card}" if card else "no-card")


def _registration(s: Situation) -> Right | None:
    if s.holder is None:
        return None
    if s.holder.state != "active":
        return refused(s.service, "reader-closed")
    if s.day < s.holder.active_from:
        return refused(s.service, "not-begun", {"from": s.holder.active_from.isoformat()})
    if s.holder.active_to is not None and s.holder.active_to <= s.day:
        return refused(s.service, "expired", {"to": s.holder.active_to.isoformat(), "home": s.home})
    if s.holder.guardian_missing:
        return refused(s.service, "guardian-missing", {"home": s.home})
    return None


def _members(s: Situation) -> Right | None:
    if not s.member:
        return refused(s.service, "library-not-member", {"library": s.library})
    return None if s.home_member else refused(s.service, "home-not-member", {"home": s.home})


def _blocks(s: Situation) -> Right | None:
    found = [one for one in (s.holder.blocks if s.holder else ()) if _stops(one, s)]
    if not found:
        return None
    # The one that lasts longest is the one to tell.
    last = max(found, key=lambda one: (one.active_to is None, one.active_to or one.active_from, one.reason))
    until = last.active_to.isoformat() if last.active_to else ""
    facts = {"library": last.library, "block": last.reason, "words": last.words, "until": until}
    return refused(s.service, "blocked", facts)


def _stops(block: Stop, s: Situation) -> bool:
    here = block.library in {"", s.library} and (not block.services or s.service in block.services)
    return here and block.active_from <= s.day and (block.active_to is None or s.day < block.active_to)


_STANDING: Final[tuple[Callable[[Situation], Right | None], ...]] = (_card, _registration, _members, _blocks)


# -- whether anything stops it for the moment


def _doors(s: Situation, _: Limits) -> Right | None:
    if s.service not in ON_SITE or s.door is None or s.door.open:
        return None
    return refused(s.service, "closed-now", {"next": s.door.next.isoformat() if s.door.next else ""})


def _while_open(s: Situation) -> dict[str, Fact]:
    if s.service in ON_SITE and s.door and s.door.until:
        return {"until": s.door.until.isoformat()}
    return {}


def _late(s: Situation, _: Limits) -> Right | None:
    if s.service not in TAKEN_ALONG or not s.overdue_blocks or s.counts.overdue < s.overdue_blocks:
        return None
    return refused(s.service, "overdue", {"days": s.counts.overdue, "from_days": s.overdue_blocks})


def _debts(s: Situation, _: Limits) -> Right | None:
    if s.service not in COSTING or not s.owed_blocks or s.counts.owed < s.owed_blocks:
        return None
    return refused(s.service, "owes", {"owed": s.counts.owed, "from_owed": s.owed_blocks})


def _items(s: Situation, limits: Limits) -> Right | None:
    if s.service not in TAKEN_ALONG:
        return None
    here = s.counts.loans_here if s.service == "borrow" else s.counts.requests
    if limits.items is not None and here >= limits.items:
        return refused(s.service, "items-reached", {"items": limits.items, "has": here, "everywhere": False})
    if s.service == "borrow" and s.most and s.counts.loans_everywhere >= s.most:
        facts = {"items": s.most, "has": s.counts.loans_everywhere, "everywhere": True}
        return refused(s.service, "items-reached", facts)
    return None


def _deposit(s: Situation, limits: Limits) -> Right | None:
    if s.holder is None or s.counts.deposit >= limits.deposit:
        return None
    return refused(s.service, "deposit-needed", {"deposit": limits.deposit, "has": s.counts.deposit})


_MOMENT: Final[tuple[Callable[[Situation, Limits], Right | None], ...]] = (
    _doors,
    _late,
    _debts,
    _items,
    _deposit,
)
