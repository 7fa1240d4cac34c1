"""What crosses the door of the cards room."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from commonshelf.cards.domain.kinds import GROUP_KINDS
from commonshelf.cards.domain.proofs import ProofGiven
from commonshelf.members.cards import Said

__all__ = [
    "GROUP_KINDS",
    "BlockCard",
    "CardCard",
    "GroupCard",
    "ProofCard",
    "ProofGiven",
    "ReaderCard",
    "ReaderView",
    "Registered",
    "ShareCard",
]


@dataclass(frozen=True, slots=True)
class GroupCard:
    """A library's own kind of reader. kind: one of GROUP_KINDS. months: how long a registration holds."""

    id: int
    library: str
    code: str
    name: Said
    kind: str
    months: int
    active: bool = True
    version: int = 1


@dataclass(frozen=True, slots=True)
class CardCard:
    """state: active, lost, replaced, ended. library: who issued it."""

    number: str
    state: str
    issued_at: datetime
    library: str = ""
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BlockCard:
    """library "": everywhere. services (): all. active_to: the first day on which it no longer holds."""

    id: int
    library: str
    reason: str
    words: str
    services: tuple[str, ...]
    active_from: date
    active_to: date | None
    set_at: datetime | None = None
    lifted_at: datetime | None = None
    lifted_why: str = ""

    def holds(self, day: date) -> bool:
        return (
            self.lifted_at is None
            and self.active_from <= day
            and (self.active_to is None or day < self.active_to)
        )

    @property
    def last_date(self) -> date | None:
        return self.active_to - timedelta(days=1) if self.active_to else None


@dataclass(frozen=True, slots=True)
class ProofCard:
    """tail: the last characters of its number; the number itself is kept nowhere."""

    id: int
    kind: str
    issuer: str
    tail: str
    library: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class ShareCard:
    """What one other member may see, since when; withdrawn_at: no longer."""

    library: str
    what: tuple[str, ...]
    notice: int
    given_at: datetime
    own: bool
    """Chosen by the reader, not written down for them at a desk."""
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReaderCard:
    """A reader, everything of them: for deciding. What staff are shown is a `ReaderView`.

    key: the random key of the person, all that events, ledgers and facts hold. card: found by a number,
    the card with that number in whatever state; else the one in use, or None. active_to: the first day
    on which the registration no longer holds. blocks: those not lifted. into: the key of the reader this
    one was merged into. guardian: key of the reader who answers for them, or "".
    """

    key: str
    alias: str
    name: Said
    home: str
    group: GroupCard
    state: str
    active_from: date
    active_to: date | None
    card: CardCard | None
    blocks: tuple[BlockCard, ...] = ()
    child: bool = False
    birth_date: date | None = None
    guardian: str = ""
    guardian_name: str = ""
    guardian_phone: str = ""
    guardian_agreed_at: datetime | None = None
    phone: str = ""
    email: str = ""
    language: str = ""
    local_number: str = ""
    keeps_history: bool = False
    reminders: bool = True
    signs_in: bool = False
    registered_at: datetime | None = None
    registered_library: str = ""
    closed_at: datetime | None = None
    into: str = ""
    version: int = 1
    id: int = 0
    """Row id, for foreign keys of the rooms above."""

    @property
    def last_date(self) -> date | None:
        """The last day of the registration, as people say it."""
        return self.active_to - timedelta(days=1) if self.active_to else None

    @property
    def guarded(self) -> bool:
        """Whether whoever must answer for a child has agreed."""
        return not self.child or (
            bool(self.guardian or self.guardian_name) and self.guardian_agreed_at is not None
        )


@dataclass(frozen=True, slots=True)
class ReaderView:
    """A reader as one library may see them: reader has blank fields and the alias as its name where nothing
    is shared. sees: kinds of domain/sharing.py, and "home" at the home library. proofs: at home only.
    """

    library: str
    reader: ReaderCard
    sees: frozenset[str]
    proofs: tuple[ProofCard, ...] = ()
    cards: tuple[CardCard, ...] = ()

    @property
    def home(self) -> bool:
        return "home" in self.sees

    @property
    def named(self) -> bool:
        return "name" in self.sees


@dataclass(frozen=True, slots=True)
class Registered:
    """code: with it and the card the reader sets a password; shown once, kept as a digest only."""

    reader: ReaderCard
    card: CardCard
    code: str


def masked(reader: ReaderCard, library: str, sees: frozenset[str]) -> ReaderCard:
    """What that library may not see blanked out; of the blocks only its own and those for everywhere."""
    if "home" in sees:
        return reader
    alias = Said(reader.alias, reader.alias)
    group = reader.group
    contact = "contact" in sees
    return replace(
        reader,
        name=reader.name if "name" in sees else alias,
        group=group if "group" in sees else replace(group, id=0, code="", name=Said("", "")),
        blocks=tuple(one for one in reader.blocks if one.library in {"", library}),
        birth_date=None,
        guardian="",
        guardian_name=reader.guardian_name if contact else "",
        guardian_phone=reader.guardian_phone if contact else "",
        phone=reader.phone if contact else "",
        email=reader.email if contact else "",
        local_number=reader.local_number if "number" in sees else "",
        registered_library="",
        registered_at=None,
    )
