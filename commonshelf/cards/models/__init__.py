"""The rows of the cards room."""

from __future__ import annotations

from commonshelf.cards.models.readers import (
    Activation,
    Block,
    Card,
    Joining,
    Proof,
    Reader,
    ReaderGroup,
    Share,
)
from commonshelf.cards.models.rights import RightRule, RightsStamp
from commonshelf.cards.models.sheets import ReaderSheet

__all__ = [
    "Activation",
    "Block",
    "Card",
    "Joining",
    "Proof",
    "Reader",
    "ReaderGroup",
    "ReaderSheet",
    "RightRule",
    "RightsStamp",
    "Share",
]
