"""What a decision would do to editions and their addresses, in sentences; and which two records to name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import EditionCard, Group, Member, Placed
from commonshelf.catalogue.lines import line, titled
from commonshelf.review.pairs import name_of

TRIED: Final = 8
"""Records of each edition among which the two nearest are looked for."""
SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Stay:
    """A record in an edition to be. from_edition: where it is now, when that is another; else 0."""

    placed: Placed
    library: str
    from_edition: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """An edition as it would be: its number (0 = a new one) and the records in it."""

    edition: int
    records: tuple[Stay, ...]

    @property
    def shown(self) -> tuple[Stay, ...]:
        return self.records[:SHOWN]

    @property
    def more(self) -> int:
        return max(0, len(self.records) - SHOWN)


@dataclass(frozen=True, slots=True)
class RecordShown:
    """A record to be chosen, with the fields where it says something else than the edition."""

    member: Member
    title: str
    line: SafeString
    library: str
    differs: tuple[str, ...]


def outlook(groups: Iterable[Group], now: Iterable[EditionCard]) -> tuple[Outlook, ...]:
    where = {member.record: card.id for card in now for member in card.members}
    return tuple(
        Outlook(
            group.edition,
            tuple(
                Stay(
                    placed,
                    name_of(placed.library),
                    0 if where.get(placed.record) == group.edition else where.get(placed.record, 0),
                )
                for placed in group.records
            ),
        )
        for group in groups
    )


def lost(groups: Sequence[Group], now: Iterable[EditionCard]) -> tuple[tuple[int, int], ...]:
    """(number that goes up in another, that other one): their addresses lead on."""
    left = {group.edition for group in groups}
    home = {placed.record: group.edition for group in groups for placed in group.records}
    return tuple(
        (card.id, home[card.members[0].record])
        for card in now
        if card.id not in left and card.members[0].record in home
    )


def nearest(one: EditionCard, other: EditionCard) -> tuple[Member, Member]:
    """The two records that come nearest: the decision names them."""
    pairs = ((a, b) for a in one.members[:TRIED] for b in other.members[:TRIED])
    return max(pairs, key=lambda pair: _score(*pair))


def _score(one: Member, other: Member) -> tuple[float, int, int]:
    verdict, _ = catalogue.weigh(one=one.facts, other=other.facts)
    return verdict.score, -one.record, -other.record


def seen(*cards: EditionCard) -> str:
    """What these editions hold, in short: sent along with a decision, which is refused when it is another."""
    told = ";".join(f"{card.id}:{sorted(member.record for member in card.members)}" for card in cards)
    return hashlib.blake2b(told.encode(), digest_size=8).hexdigest()


def records(card: EditionCard, differs: Iterable[tuple[str, ...]]) -> list[RecordShown]:
    return [
        RecordShown(
            member,
            titled(member.facts),
            line(member.facts),
            name_of(member.library),
            fields,
        )
        for member, fields in zip(card.members, differs, strict=True)
    ]
