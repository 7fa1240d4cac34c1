"""What crosses the door of sharing about requests: frozen, and of the reader only what each side may know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from commonshelf.kernel.refusal import Fact
from commonshelf.members.cards import Said


@dataclass(frozen=True, slots=True)
class Choice:
    """A button. asks: names of the facts its form may ask for (`life/wanting.py` has what each means)."""

    action: str
    primary: bool = False
    closing: bool = False
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Next:
    """What comes next: whose turn it is (a Side), the action that is waited for, by when it should be done.

    library: whose people, "" the reader's or the machine's turn. partner: who outside. late: by_when is past.
    """

    who: str
    what: str
    by_when: datetime | None = None
    library: str = ""
    late: bool = False
    partner: Said | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of its history. before "": it was placed. library: where it happened, "" nowhere.

    person: key of who did it; only for those of the same side. reason: a code. note: the words with it, for
    the desks.
    """

    at: datetime
    action: str
    before: str
    after: str
    side: str
    library: str = ""
    supplier: str = ""
    partner: Said | None = None
    attempt: int = 0
    reason: str = ""
    note: str = ""
    person: str = ""
    agent: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SupplyCard:
    """A library that is or was asked. partner: the name of one outside the alliance, partner_id: its number
    in the register, reference: under which it knows the request. conditions, score: as in the model.

    state: as of `Supply`: the active one's is the request's own.
    """

    id: int
    attempt: int
    supplier: str
    service: str
    state: str
    partner: Said | None = None
    partner_id: int | None = None
    reference: str = ""
    reader_fee: int = 0
    reason: str = ""
    conditions: Mapping[str, Fact] = field(default_factory=dict)
    cost: int = 0
    barcode: str = ""
    branch: str = ""
    shelf: str = ""
    condition_out: str = ""
    condition_in: str = ""
    document: int | None = None
    score: Mapping[str, Any] = field(default_factory=dict)
    policy: int = 0
    asked_at: datetime | None = None
    answer_by_at: datetime | None = None
    answered_at: datetime | None = None
    shipped_at: datetime | None = None
    received_at: datetime | None = None
    returned_at: datetime | None = None
    home_at: datetime | None = None
    closed_at: datetime | None = None
    printed_at: datetime | None = None

    @property
    def open(self) -> bool:
        return self.asked_at is not None and self.closed_at is None


@dataclass(frozen=True, slots=True)
class Again:
    """A library that said "not now" and is what a request waits for. day: the first on which it is asked
    again, None: at once; cost (fen), condition and note: its terms. reason: ISO 18626 ReasonRetry.
    """

    supplier: str
    reason: str = ""
    day: date | None = None
    cost: int = 0
    condition: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class MessageCard:
    """side: who wrote it. library: at whose desk, "" the reader."""

    id: int
    side: str
    library: str
    text: str
    at: datetime
    read_at: datetime | None = None
    mine: bool = False


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request as lists show it. reader: name, for its own library's desk only; group, home: for all.

    side: of whoever reads the list. by_when, late: of what it waits for. barcode, branch, shelf: of the copy
    that is meant. conditions: only of a conditional answer. unread: messages the reader of the list has not
    seen. version: for the form of a button.
    """

    number: str
    state: str
    why: str
    title: Said
    service: str
    level: str
    requester: str
    supplier: str
    attempt: int
    side: str
    placed_at: datetime
    pickup: str
    pickup_branch: str
    home: str
    group_kind: str
    reader: str = ""
    by_when: datetime | None = None
    late: bool = False
    asked_at: datetime | None = None
    shipped_at: datetime | None = None
    due_date: date | None = None
    needed_date: date | None = None
    closed_at: datetime | None = None
    barcode: str = ""
    branch: str = ""
    shelf: str = ""
    citation: Mapping[str, str] = field(default_factory=dict)
    edition: int | None = None
    printed_at: datetime | None = None
    unread: int = 0
    version: int = 1
    steps: tuple[Choice, ...] = ()
    partner: Said | None = None
    """Outside the alliance, where that is who was asked last."""


@dataclass(frozen=True, slots=True)
class DeskPage:
    """A list of a library's interlibrary desk. counts: how many are in each list; late: of this one."""

    library: str
    list: str
    lines: tuple[RequestLine, ...]
    counts: Mapping[str, int]
    page: int = 1
    pages: int = 1


@dataclass(frozen=True, slots=True)
class RequestCard:
    """A request as one side sees it.

    side: whose eyes these are (the first of theirs where somebody has several). reader, reader_key: the name
    and key, for the requester's desk and the reader alone; a supplier sees home and group. supply: the one
    that is at work on it; supplies: all that were asked, for a supplier its own. steps: buttons of this side.
    next: whose turn it is. again: whom it waits for, for the reader and the requester's desk. undoable: this
    person's last step, while it can be taken back, "" otherwise.
    """

    number: str
    state: str
    why: str
    side: str
    title: Said
    service: str
    kind: str
    level: str
    home: str
    group_kind: str
    requester: str
    pickup: str
    pickup_branch: str
    placed_at: datetime
    version: int
    reader: str = ""
    reader_key: str = ""
    edition: int | None = None
    any_edition: bool = False
    citation: Mapping[str, str] = field(default_factory=dict)
    needed_date: date | None = None
    most_cost: int = 0
    wanted: str = ""
    due_date: date | None = None
    supply: SupplyCard | None = None
    supplies: tuple[SupplyCard, ...] = ()
    steps: tuple[Choice, ...] = ()
    next: Next | None = None
    again: Again | None = None
    history: tuple[Moment, ...] = ()
    messages: tuple[MessageCard, ...] = ()
    undoable: str = ""
    helped: bool | None = None
    closed_at: datetime | None = None
    agreed_at: datetime | None = None

    @property
    def supplier(self) -> str:
        return self.supply.supplier if self.supply else ""

    @property
    def partner(self) -> Said | None:
        """Outside the alliance, who has it in hand."""
        return self.supply.partner if self.supply else None

    @property
    def attempt(self) -> int:
        return self.supply.attempt if self.supply else 0

    @property
    def document(self) -> int | None:
        """Of the copy that was delivered."""
        found = [one.document for one in self.supplies if one.document]
        return found[-1] if found else None

    @property
    def open(self) -> bool:
        return self.closed_at is None
