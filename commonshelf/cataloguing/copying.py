"""Which record of an edition is worth copying, and which is the library's own."""

from __future__ import annotations

from commonshelf.catalogue.cards import EditionCard, Member
from commonshelf.catalogue.domain import hand


def fullest(card: EditionCard) -> Member:
    """The member whose record says most; of equals the oldest."""
    return max(card.members, key=_says)


def _says(member: Member) -> tuple[int, int]:
    return sum(map(bool, hand.texts(member.facts).values())), -member.record


def own_record(card: EditionCard, library: str) -> int:
    """The library's oldest record in this edition, 0 when it has none."""
    return min((member.record for member in card.members if member.library == library), default=0)
