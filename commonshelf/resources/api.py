"""The door of resources: electronic resources and their titles, how freely a thing may be had."""

from __future__ import annotations

from commonshelf.resources.bringing import bring as bring_titles
from commonshelf.resources.bringing import drop as drop_titles
from commonshelf.resources.bringing import take as take_titles
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
from commonshelf.resources.checking import check_now, keep_checking
from commonshelf.resources.deciding import levels_by_service, levels_for, online
from commonshelf.resources.domain.levels import LEVELS, SERVICES, Asker, Meaning, Ruling, means, openness
from commonshelf.resources.domain.terms import Reader, Terms
from commonshelf.resources.levelling import LevelGiven, end_level, rules, set_level
from commonshelf.resources.loading import Loaded, load
from commonshelf.resources.matching import match_title, rematch
from commonshelf.resources.naming import named, names_of
from commonshelf.resources.rooms import on_site
from commonshelf.resources.setting import ResourceGiven, end_resource, set_resource
from commonshelf.resources.showing import (
    ResourcePage,
    TitlePage,
    arrival,
    faults,
    resource,
    resources,
    titles,
)
from commonshelf.resources.taking import kbart_of
from commonshelf.resources.targets import WayOn, ways_on

__all__ = [
    "LEVELS",
    "SERVICES",
    "ArrivalCard",
    "Asker",
    "FaultCard",
    "LevelCard",
    "LevelGiven",
    "Linked",
    "Loaded",
    "Meaning",
    "OnlineWay",
    "Reader",
    "ResourceCard",
    "ResourceGiven",
    "ResourcePage",
    "RuleCard",
    "Ruling",
    "Terms",
    "TitleCard",
    "TitlePage",
    "WayOn",
    "arrival",
    "bring_titles",
    "check_now",
    "drop_titles",
    "end_level",
    "end_resource",
    "faults",
    "kbart_of",
    "keep_checking",
    "levels_by_service",
    "levels_for",
    "load",
    "match_title",
    "means",
    "named",
    "names_of",
    "on_site",
    "online",
    "openness",
    "rematch",
    "resource",
    "resources",
    "rules",
    "set_level",
    "set_resource",
    "take_titles",
    "titles",
    "ways_on",
]
