"""Counted facets as the page shows them: named, ordered, my library first, what is chosen always there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext

from commonshelf.engine.contract import Count
from commonshelf.search import labels
from commonshelf.search.around import Around
from commonshelf.search.asking import FACETS, Asked
from commonshelf.search.domain.fields import ANY, LAZY
from commonshelf.search.whereabouts import region_of

SHORT: Final = 12
"""So many values stand open; the rest waits behind "more"."""


@dataclass(frozen=True, slots=True)
class Option:
    """documents None: not counted. mine: my library or a branch of it. below: its branches."""

    facet: str
    value: str
    label: str
    documents: int | None
    chosen: bool
    mine: bool = False
    below: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of options, under the region they are in (itself an option) or under nothing."""

    options: tuple[Option, ...]
    region: Option | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A facet: parts shown at once and parts behind "more". values: where a facet with very many values
    is counted, "" for the others; opened: its address on the whole page; open: it stands open.
    """

    name: str
    label: str
    parts: tuple[Part, ...]
    more: tuple[Part, ...] = ()
    values: str = ""
    opened: str = ""
    open: bool = False

    @property
    def hidden(self) -> int:
        return sum(len(part.options) for part in self.more)


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter and the address without it."""

    facet: str
    label: str
    url: str


def heading(name: str) -> str:
    return {
        "available": gettext("To be had now"),
        "region": gettext("In which region"),
        "library": gettext("In which library"),
        "branch": gettext("In which building"),
        "format": gettext("Kind"),
        "language": gettext("Language"),
        "decade": gettext("Years"),
        "clc": gettext("Subject class"),
        "subject": gettext("Subject"),
        "author": gettext("Author"),
    }[name]


def label_of(name: str, value: str, around: Around) -> str:
    """A facet value in words."""
    if name in LAZY:
        return value
    if name == "region":
        return around.region(value)
    if name == "library":
        return around.name(value)
    if name == "branch":
        symbol, _, code = value.partition("/")
        return f"{around.short(symbol)} · {around.branch_name(symbol, code) or code}"
    if name == "available":
        if value == ANY:
            return gettext("On the shelf somewhere")
        if value == around.here.library:
            return gettext("On the shelf in your library")
        return gettext("On the shelf at {library}").format(library=around.short(value))
    if name == "decade":
        return labels.decade(value)
    if name == "clc":
        return labels.main_class(value)
    table = labels.FORMATS if name == "format" else labels.LANGUAGES
    return str(table.get(value, value))


def chips(asked: Asked, around: Around) -> list[Chip]:
    return [
        Chip(name, label_of(name, value, around), asked.without(name, value).url())
        for name in FACETS
        for value in asked.facets.get(name, ())
    ]


def groups(counted: Mapping[str, Sequence[Count]], asked: Asked, around: Around) -> list[Group]:
    """The facet column. A facet with nothing to choose between and nothing chosen is left out."""
    made = [_available(counted, asked, around), _libraries(counted, asked, around)]
    made.extend(_plain(name, counted, asked, around) for name in ("format", "language", "decade", "clc"))
    made.extend(many(name, counted, asked, around) for name in LAZY)
    return [group for group in made if group.parts or group.values]


def many(name: str, counted: Mapping[str, Sequence[Count]], asked: Asked, around: Around) -> Group:
    """A facet with very many values: those chosen, and all the others once it was opened."""
    opened = name in asked.more
    options = _options(name, counted, asked, around)
    if not opened:
        options = [replace(option, documents=None) for option in options]
    shown, rest = _cut(sorted(options, key=lambda option: not option.chosen))
    query = replace(asked, page=1, more=()).query()
    return Group(
        name,
        heading(name),
        (Part(tuple(shown)),) if shown else (),
        (Part(tuple(rest)),) if rest else (),
        values=f"/search/facet/{name}?{query}" if not opened else "",
        opened=f"{replace(asked, page=1).opening(name).url()}#facet-{name}",
        open=opened or bool(shown),
    )


def _options(name: str, counted: Mapping[str, Sequence[Count]], asked: Asked, around: Around) -> list[Option]:
    documents = {count.value: count.documents for count in counted.get(name, ()) if count.documents}
    chosen = asked.facets.get(name, ())
    for value in chosen:
        documents.setdefault(value, 0)
    return [
        Option(name, value, label_of(name, value, around), n, value in chosen, _is_mine(value, around))
        for value, n in documents.items()
    ]


def _is_mine(value: str, around: Around) -> bool:
    return bool(around.here.library) and value.partition("/")[0] == around.here.library


def _available(counted: Mapping[str, Sequence[Count]], asked: Asked, around: Around) -> Group:
    documents = {count.value: count.documents for count in counted.get("available", ())}
    chosen = asked.facets.get("available", ())
    offered = [value for value in (around.here.library, ANY) if value]
    offered.extend(value for value in chosen if value not in offered)
    options = tuple(
        Option(
            "available", value, label_of("available", value, around), documents.get(value, 0), value in chosen
        )
        for value in offered
        if documents.get(value) or value in chosen
    )
    return Group("available", heading("available"), (Part(options),) if options else ())


def _libraries(counted: Mapping[str, Sequence[Count]], asked: Asked, around: Around) -> Group:
    """Region > institution > branch; my library pinned before all regions."""
    buildings: dict[str, list[Option]] = {}
    for option in _options("branch", counted, asked, around):
        buildings.setdefault(option.value.partition("/")[0], []).append(option)
    options = [
        _with_buildings(option, buildings.get(option.value, []), around)
        for option in _options("library", counted, asked, around)
    ]
    mine = tuple(option for option in options if option.mine)
    others = [option for option in options if not option.mine]
    regions = {option.value: option for option in _options("region", counted, asked, around)}
    shown, rest = _cut(others)
    pinned = (Part(mine),) if mine else ()
    parts = (*pinned, *_by_region(shown, regions, around))
    if len(options) < 2 and not any(
        option.chosen or option.below for option in (*options, *regions.values())
    ):
        parts = ()
    named = {part.region for part in parts}
    hidden = [
        part if part.region not in named else replace(part, region=None)
        for part in _by_region(rest, regions, around)
    ]
    return Group("library", heading("library"), parts, tuple(hidden))


def _with_buildings(option: Option, buildings: Sequence[Option], around: Around) -> Option:
    if len(buildings) < 2 and not any(building.chosen for building in buildings):
        return option
    below = tuple(
        Option(
            "branch",
            building.value,
            around.branch_name(*_split(building.value)) or building.label,
            building.documents,
            building.chosen,
        )
        for building in buildings
    )
    return Option(
        option.facet, option.value, option.label, option.documents, option.chosen, option.mine, below
    )


def _split(value: str) -> tuple[str, str]:
    symbol, _, code = value.partition("/")
    return symbol, code


def _cut(options: list[Option]) -> tuple[list[Option], list[Option]]:
    """The first ones and all chosen ones stand open."""
    if len(options) <= SHORT + 2:
        return options, []
    shown = [option for place, option in enumerate(options) if place < SHORT or option.chosen]
    return shown, [option for option in options if option not in shown]


def _by_region(options: Sequence[Option], regions: Mapping[str, Option], around: Around) -> tuple[Part, ...]:
    """Libraries under their regions, the region with most editions first; those without one at the end."""
    if len(regions) < 2 and not any(region.chosen for region in regions.values()):
        return (Part(tuple(options)),) if options else ()
    inside: dict[str, list[Option]] = {}
    for option in options:
        card = around.libraries.get(option.value)
        inside.setdefault(region_of(card) if card else "", []).append(option)
    named = [
        Part(tuple(inside.get(value, ())), region) for value, region in regions.items() if value in inside
    ]
    return (*named, *(Part(tuple(left)) for value, left in inside.items() if value not in regions))


def _plain(name: str, counted: Mapping[str, Sequence[Count]], asked: Asked, around: Around) -> Group:
    options = _options(name, counted, asked, around)
    if name == "decade":
        options.sort(key=lambda option: option.value, reverse=True)
    elif name == "clc":
        options.sort(key=lambda option: option.value)
    if len(options) < 2 and not any(option.chosen for option in options):
        return Group(name, heading(name), ())
    shown, rest = _cut(options)
    return Group(name, heading(name), (Part(tuple(shown)),), (Part(tuple(rest)),) if rest else ())
