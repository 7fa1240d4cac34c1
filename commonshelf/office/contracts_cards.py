"""A contract as it crosses the office's door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from commonshelf.members.cards import Said


@dataclass(frozen=True, slots=True)
class PartyCard:
    """library "": a name from outside."""

    id: int
    library: str
    name: Said


@dataclass(frozen=True, slots=True)
class SignatureCard:
    party: int
    signer: str
    signed_date: date
    how: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class TextCard:
    """A version. missing: parties that have not signed it."""

    number: int
    name: str
    media_type: str
    size: int
    digest: str
    note: str
    added_at: datetime
    added_by: str
    signatures: tuple[SignatureCard, ...]
    missing: tuple[PartyCard, ...]


@dataclass(frozen=True, slots=True)
class ContractCard:
    """state: draft, signed, in-force, ended. notice_by: the last day to give notice; None: open end.

    texts: latest first; empty for those who may not read them. framework: number of the contract above, "".
    """

    id: int
    number: str
    kind: str
    title: Said
    about: Said
    parties: tuple[PartyCard, ...]
    first_date: date
    end_date: date | None
    notice_days: int
    remind_days: int
    notice_by: date | None
    state: str
    signed_version: int
    visible: str
    conflict: str
    conflict_note: str
    framework: int | None
    ended_date: date | None
    ended_why: str
    version: int
    texts: tuple[TextCard, ...] = ()

    @property
    def libraries(self) -> frozenset[str]:
        return frozenset(party.library for party in self.parties if party.library)
