"""The door of resources: electronic resources and their titles, how freely a thing may be had."""

from __future__ import annotations

from commonshelf.resources.cards import (
    ArrivalCard,
    FaultCard,
    LevelCard,
    Linked,
    OnlineWay,
    ResourceCard,
    RuleCard,
    TitleCard,
)
from commonshelf.resources.deciding import levels_for, online
from commonshelf.resources.domain.levels import LEVELS, SERVICES, Asker, Meaning, Ruling, means, openness
from commonshelf.resources.domain.terms import Reader, Terms
from commonshelf.resources.naming import named, names_of

__all__ = [
    "LEVELS",
    "SERVICES",
    "ArrivalCard",
    "Asker",
    "FaultCard",
    "LevelCard",
    "Linked",
    "Meaning",
    "OnlineWay",
    "Reader",
    "ResourceCard",
    "RuleCard",
    "Ruling",
    "Terms",
    "TitleCard",
    "levels_for",
    "means",
    "named",
    "names_of",
    "online",
    "openness",
]
