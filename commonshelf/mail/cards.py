"""What crosses the mail room's door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

State = Literal["waiting", "paper", "handed", "sent", "failed", "withdrawn", "over"]
"""waiting: for a server or its turn; paper: has no address; handed: over on paper; over: its day has
passed unsent.
"""
STATES: tuple[State, ...] = ("waiting", "paper", "handed", "sent", "failed", "withdrawn", "over")


@dataclass(frozen=True, slots=True)
class LetterCard:
    """handed_by: key of who said it was handed over. problem, said: how the last try failed: a refusal's
    code, and the server's own words.
    """

    id: int
    kind: str
    about_kind: str
    about_id: str
    library: str
    to: str
    name: str
    language: str
    subject: str
    text: str
    link: str
    written_at: datetime
    state: State
    attempts: int
    due_at: datetime
    sent_at: datetime | None
    handed_date: date | None
    handed_by: str
    problem: str
    said: str


@dataclass(frozen=True, slots=True)
class Server:
    """Where letters are handed in. secure: "starttls", "tls" (from the first byte) or "no"."""

    host: str
    port: int
    sender: str
    sender_name: str = ""
    user: str = ""
    password: str = ""
    secure: Literal["starttls", "tls", "no"] = "starttls"
    patience: float = 20.0
    """Seconds to wait for one answer."""
    longest: float = 60.0
    """Seconds one letter may take in all; a server that drips is cut off."""

    def __repr__(self) -> str:
        """Without the password: this may stand in a log."""
        return f"Server({self.host}:{self.port}, {self.secure}, as {self.user or 'nobody'})"
