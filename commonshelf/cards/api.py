"""The door of cards: who reads, with which card, and what it lets them do where."""

from __future__ import annotations

from commonshelf.cards.domain.rights import Counts, Limits, Right
from commonshelf.cards.domain.services import SERVICES
from commonshelf.cards.rights import register_counts, right, rights, rights_of

__all__ = [
    "SERVICES",
    "Counts",
    "Limits",
    "Right",
    "register_counts",
    "right",
    "rights",
    "rights_of",
]
