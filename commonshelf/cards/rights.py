"""May this reader do this here, now? What pages, terminals, programs and the desk all ask."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any, Final, NamedTuple

from django.db.models import FilteredRelation, Q, QuerySet
from django.utils import timezone

from commonshelf.cards import counting
from commonshelf.cards import rights_kept as kept
from commonshelf.cards.domain.age import is_child
from commonshelf.cards.domain.numbers import clean
from commonshelf.cards.domain.rights import (
    Counts,
    Door,
    Holder,
    Right,
    Situation,
    Stop,
    decide,
    refused,
)
from commonshelf.cards.domain.services import COSTING, ON_SITE, SERVICES, TAKEN_ALONG
from commonshelf.cards.models import Card, Reader
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.members.cards import LibraryCard

FEN: Final = 100


@dataclass(frozen=True, slots=True)
class Who:
    """Whom the rules are asked about. key "": anybody of that home and group. home: a Symbol."""

    home: str
    group_kind: str
    group: int | None = None
    key: str = ""
    holder: Holder | None = None


def right(
    *, reader: str | None, number: str = "", library: str, service: str, at: datetime, branch: str = ""
) -> Right:
    """reader: a person's key; else number: a card's. branch "": any of the library that is open.

    Never raises for who or where: an unknown card, a reader unknown, a library that is no member and a
    service that is none are a right that is not allowed, with its reason.
    """
    with members.one_look():
        who = who_asks(reader, number, timezone.localdate(at))
        if isinstance(who, str):
            return refused(service, who)
        return Judge(who, library, at, branch=branch).right(service)


def rights(
    *,
    reader: str | None,
    number: str = "",
    library: str,
    at: datetime,
    branch: str = "",
    hours: bool = True,
) -> dict[str, Right]:
    """Every service, in the order of pages. hours: whether it counts that the doors are open at that time."""
    with members.one_look():
        who = who_asks(reader, number, timezone.localdate(at))
        if isinstance(who, str):
            return {service: refused(service, who) for service in SERVICES}
        return Judge(who, library, at, branch=branch, hours=hours).rights()


def rights_of(
    *, home: str, group_kind: str, group: int | None = None, library: str, at: datetime, hours: bool = False
) -> dict[str, Right]:
    """What anybody with a card of that home library and kind of group may do there on that day."""
    with members.one_look():
        return Judge(Who(home, group_kind, group), library, at, hours=hours).rights()


@dataclass(frozen=True, slots=True)
class Among:
    """home: of the reader, "" where there is nobody to judge. rights: library -> service -> right; the home
    library is always among them.
    """

    home: str
    group_kind: str
    rights: Mapping[str, Mapping[str, Right]]


def rights_among(
    *,
    reader: str | None,
    number: str = "",
    anybody: tuple[str, str] | None = None,
    libraries: Iterable[str],
    services: Collection[str],
    at: datetime,
) -> Among:
    """Each as `right` tells it, but whatever their hours: for comparing many libraries at once.

    The reader is looked up once, and what they have in hand is asked at their home library: elsewhere all of
    it counts but what was lent by that library alone, or left with it. anybody: (home, kind of group) to
    judge by where nobody is named: as `rights_of`.
    """
    with members.one_look():
        nobody = anybody is not None and not reader and not number
        who = Who(*anybody) if anybody and nobody else who_asks(reader, number, timezone.localdate(at))
        if isinstance(who, str):
            return Among("", "", {one: {name: refused(name, who) for name in services} for one in libraries})
        home = Judge(who, who.home, at, hours=False)
        home.counts_for(services)
        found = {who.home: {name: home.right(name) for name in services}}
        for one in libraries:
            if one not in found:
                judge = Judge(who, one, at, hours=False, held=home.held)
                judge.takes_counts_of(home)
                found[one] = {name: judge.right(name) for name in services}
        return Among(who.home, who.group_kind, found)


def may_cost(*, library: str, service: str) -> bool:
    """Whether any line there asks a fee of anybody; from what this process keeps, no reader is looked at."""
    return any(line.limits.fee for line in kept.lines_for(library, service))


class Judge:
    """One reader at one library at one time: looked up once, asked about every service."""

    def __init__(
        self,
        who: Who,
        library: str,
        at: datetime,
        *,
        branch: str = "",
        hours: bool = True,
        counted: bool = True,
        held: kept.Held | None = None,
    ) -> None:
        """hours: whether doors that are shut count; counted: whether what the reader has in hand does."""
        self.who, self.library, self.at, self.branch = who, library, at, branch
        self.hours, self.counted = hours, counted
        self.held = held or kept.current()
        self.day = timezone.localdate(at)
        self.card = _library(library)
        home = self.card if who.home == library else _library(who.home)
        self.home_kind = home.kind if home else ""
        self.member = members.takes_part(symbol=library)
        self.home_member = self.member if who.home == library else members.takes_part(symbol=who.home)
        self._counts, self._counted = Counts(), frozenset[str]()
        self._overdue = self._setting("cards.overdue-blocks") if counted else 0
        self._owed = FEN * self._setting("cards.owed-blocks") if counted else 0
        self._most = self._setting("cards.loans-everywhere") if counted else 0
        self._doors: list[Door] | None = None

    def rights(self) -> dict[str, Right]:
        self.counts_for(SERVICES)
        return {service: self.right(service) for service in SERVICES}

    def counts_for(self, services: Iterable[str]) -> None:
        """Ask now, and together, for all that these services are limited by."""
        self._count(frozenset().union(*map(self._wanted, services)))

    def takes_counts_of(self, other: Judge) -> None:
        """What the same reader has in hand at all members, without asking again."""
        self._counts = replace(other._counts, loans_here=0, deposit=0)
        self._counted = counting.COUNTED

    def right(self, service: str) -> Right:
        return decide(self.situation(service), kept.lines_for(self.library, service, self.held))

    def situation(self, service: str) -> Situation:
        return Situation(
            service=service,
            day=self.day,
            library=self.library,
            home=self.who.home,
            library_kind=self.card.kind if self.card else "",
            home_kind=self.home_kind,
            group_kind=self.who.group_kind,
            group=self.who.group,
            member=self.member,
            home_member=self.home_member,
            holder=self.who.holder,
            door=self._door() if self.hours and service in ON_SITE else None,
            counts=self._count(self._wanted(service)),
            overdue_blocks=self._overdue,
            owed_blocks=self._owed,
            most=self._most,
        )

    def _wanted(self, service: str) -> frozenset[str]:
        """Of what a reader has in hand only what this service is limited by, here and now."""
        if not self.counted or not self.who.key:
            return frozenset()
        wanted = {"loans"} if service == "borrow" else {"requests"} if service == "request" else set()
        if self._overdue and service in TAKEN_ALONG:
            wanted.add("loans")
        if self._owed and service in COSTING:
            wanted.add("owed")
        if service in self.held.deposits:
            wanted.add("deposit")
        return frozenset(wanted)

    def _count(self, wanted: frozenset[str]) -> Counts:
        """Each is asked for once."""
        if more := wanted - self._counted:
            self._counts += counting.counted(self.who.key, self.library, more)
            self._counted |= more
        return self._counts

    def _setting(self, name: str) -> int:
        return int(members.setting(library=self.library, name=name, day=self.day))

    def _door(self) -> Door | None:
        """Of the branch asked about, or of whichever is open longest or opens first; None: no hours told."""
        if self._doors is None:
            branches = self.card.branches if self.card else ()
            told = [
                one for one in branches if (one.hours or one.exceptions) and self.branch in {"", one.code}
            ]
            found = [members.opening(branch=one, now=self.at) for one in told]
            self._doors = [Door(one.open, one.until, one.next) for one in found]
        if open_now := [one for one in self._doors if one.open]:
            return max(open_now, key=lambda one: (one.until is None, one.until or self.at))
        return min(self._doors, key=lambda one: (one.next is None, one.next or self.at), default=None)


def _library(symbol: str) -> LibraryCard | None:
    try:
        return members.library(symbol=symbol)
    except Absent:
        return None


# -- who asks


class _Row(NamedTuple):
    """What is judged of a reader, and not a column more: this is asked at every gate and every loan."""

    reader: int
    state: str
    active_from: date
    active_to: date | None
    birth_date: date | None
    guardian: int | None
    guardian_name: str
    guardian_agreed_at: datetime | None
    home: int
    kind: str
    group: int
    key: str

    @property
    def guarded(self) -> bool:
        return bool(self.guardian or self.guardian_name) and self.guardian_agreed_at is not None


_OF_READER: Final = (
    *("pk", "state", "active_from", "active_to", "birth_date"),
    *("guardian_id", "guardian_name", "guardian_agreed_at"),
    *("home_id", "group__kind", "group_id", "person__key"),
)
"""As `_Row` takes them."""
_OF_STOP: Final = ("library_id", "reason", "words", "services", "active_from", "active_to")

# Putting a question together costs Django more than SQLite answering it: the two below are kept.


@cache
def _readers() -> QuerySet[Reader, tuple[Any, ...]]:
    """Each with its open blocks beside it: as many rows as there are, or one without."""
    open_now = FilteredRelation("blocks", condition=Q(blocks__lifted_at=None))
    asked = Reader.objects.annotate(stop=open_now)
    return asked.values_list(*_OF_READER, *(f"stop__{name}" for name in _OF_STOP))


@cache
def _cards() -> QuerySet[Card, tuple[Any, ...]]:
    """The state of a card; its reader and the open blocks as above."""
    open_now = FilteredRelation("reader__blocks", condition=Q(reader__blocks__lifted_at=None))
    asked = Card.objects.annotate(stop=open_now)
    of_reader = (f"reader__{name}" for name in _OF_READER)
    return asked.values_list("state", *of_reader, *(f"stop__{name}" for name in _OF_STOP))


def who_asks(key: str | None, number: str, day: date) -> Who | str:
    """As the rows say now; the reason instead where there is nobody to judge."""
    if key:
        rows = list(_readers().filter(person__key=key))
        return _who(rows, _card_state(rows[0][0]), day) if rows else "no-card"
    if not number.strip():
        return "no-card"
    of_card = list(_cards().filter(number=clean(number)))
    return _who([row[1:] for row in of_card], of_card[0][0], day) if of_card else "card-unknown"


def _card_state(reader: int) -> str:
    """Of the card in use, else of the youngest; "": none was ever issued."""
    cards = Card.objects.filter(reader=reader).order_by("-issued_at", "-pk")
    states = list(cards.values_list("state", flat=True))
    return "active" if "active" in states else (states[0] if states else "")


def _who(rows: list[tuple[Any, ...]], card: str, day: date) -> Who:
    """rows: the reader's, one for each open block. card: the state of the card shown."""
    symbols = members.symbols_by_id()
    row = _Row(*rows[0][: len(_OF_READER)])
    holder = Holder(
        card=card,
        state=row.state,
        active_from=row.active_from,
        active_to=row.active_to,
        guardian_missing=is_child(row.birth_date, day) and not row.guarded,
        blocks=tuple(_stops((one[len(_OF_READER) :] for one in rows), symbols)),
    )
    return Who(symbols[row.home], row.kind, row.group, row.key, holder)


def _stops(rows: Iterable[tuple[Any, ...]], symbols: Mapping[int, str]) -> Iterator[Stop]:
    for library, reason, words, services, begins, ends in rows:
        if begins is not None:  # else there is no open block beside the reader
            yield Stop(symbols[library] if library else "", reason, words, tuple(services), begins, ends)
