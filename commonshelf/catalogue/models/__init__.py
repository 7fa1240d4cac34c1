"""The union catalogue in three layers: records as received, facts read from them, editions they join into."""

from __future__ import annotations

from commonshelf.catalogue.models.by_hand import Amendment, ClassLine
from commonshelf.catalogue.models.matching import Block, Description, Doubt, Link, Passage, Ruling
from commonshelf.catalogue.models.records import Edition, Facts, Item, PastRecord, Record, Work
from commonshelf.catalogue.models.sources import Load, Reject, Source

__all__ = [
    "Amendment",
    "Block",
    "ClassLine",
    "Description",
    "Doubt",
    "Edition",
    "Facts",
    "Item",
    "Link",
    "Load",
    "Passage",
    "PastRecord",
    "Record",
    "Reject",
    "Ruling",
    "Source",
    "Work",
]
