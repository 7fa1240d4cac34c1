"""The door of cards: who reads, with which card, and what it lets them do where."""

from __future__ import annotations

from commonshelf.cards.business import open_business, register_business
from commonshelf.cards.cards import (
    BlockCard,
    CardCard,
    GroupCard,
    ProofCard,
    ReaderCard,
    ReaderView,
    Registered,
    ShareCard,
)
from commonshelf.cards.domain.kinds import GROUP_KINDS
from commonshelf.cards.domain.proofs import ProofGiven
from commonshelf.cards.domain.rights import Counts, Limits, Right
from commonshelf.cards.domain.services import SERVICES
from commonshelf.cards.readers import find_reader, reader, reader_of, readers_by_key, seen_by
from commonshelf.cards.registering import Guardian, ReaderGiven, register
from commonshelf.cards.rights import register_counts, right, rights, rights_of
from commonshelf.cards.rights_words import KINDS as KIND_WORDS
from commonshelf.cards.rights_words import sentence

__all__ = [
    "GROUP_KINDS",
    "KIND_WORDS",
    "SERVICES",
    "BlockCard",
    "CardCard",
    "Counts",
    "GroupCard",
    "Guardian",
    "Limits",
    "ProofCard",
    "ProofGiven",
    "ReaderCard",
    "ReaderGiven",
    "ReaderView",
    "Registered",
    "Right",
    "ShareCard",
    "find_reader",
    "open_business",
    "reader",
    "reader_of",
    "readers_by_key",
    "register",
    "register_business",
    "register_counts",
    "right",
    "rights",
    "rights_of",
    "seen_by",
    "sentence",
]
