"""What a library's own system is asked, in the verbs of NCIP (ANSI/NISO Z39.83), and what it answers.

An adapter with `far` speaks over the network: it is asked before the act, outside any transaction, and what
it did is undone when the act then fails. Any other one is told within the act. Adapters raise nothing
but `SystemSilent` (asked again later, it may answer) and `SystemRefuses` (it will not, and says why).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

Status = Literal["on-shelf", "on-loan", "held", "in-transit", "lost", "missing", "unknown"]


class SystemSilent(Exception):
    """No answer, or none that can be read. problem: a code of `systems.PROBLEMS`."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class SystemRefuses(Exception):
    """It answered no. words: its own, for the desk; may be empty."""

    def __init__(self, words: str = "") -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True, slots=True)
class Copy:
    """The copy in hand. title: as the catalogue has it, for people."""

    library: str
    barcode: str
    title_zh: str = ""
    title_en: str = ""


@dataclass(frozen=True, slots=True)
class User:
    """The reader before the desk. number: of their card; local_number: at their home library, or "".

    key, alias: for what is written down of them. home: a Symbol.
    """

    number: str
    key: str = ""
    alias: str = ""
    local_number: str = ""
    home: str = ""


@dataclass(frozen=True, slots=True)
class ItemReply:
    """known: the system has such a copy. due_date: where it is out and the system says until when."""

    known: bool
    status: Status = "unknown"
    title: str = ""
    due_date: date | None = None
    holds: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class UserReply:
    """may_borrow: as far as that system is concerned. owed: fen; None: it does not say."""

    known: bool
    may_borrow: bool = False
    loans: int | None = None
    owed: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class DoneReply:
    """due_date None: ours holds. words: what the system wants the desk to read. alert: it wants to be heard
    (somebody waits for it, it goes elsewhere). work: the work item that asks people to do it, 0 for none.
    """

    due_date: date | None = None
    words: str = ""
    alert: bool = False
    work: int = 0


class LibrarySystemClient(Protocol):
    """One library's system."""

    name: str
    far: bool

    def look_up_item(self, *, copy: Copy) -> ItemReply: ...

    def look_up_user(self, *, user: User) -> UserReply: ...

    def check_out_item(self, *, copy: Copy, user: User, due_date: date, at: datetime) -> DoneReply: ...

    def undo_check_out_item(self, *, copy: Copy, user: User, at: datetime) -> DoneReply: ...

    def check_in_item(self, *, copy: Copy, at: datetime) -> DoneReply: ...

    def renew_item(self, *, copy: Copy, user: User, due_date: date, at: datetime) -> DoneReply: ...

    def recall_item(self, *, copy: Copy, user: User, due_date: date, at: datetime) -> DoneReply:
        """Its library needs it sooner: due on that day now. Never asks the network: called inside an act."""
        ...
