"""What the lines say to every kind of reader at every library: for previews, and before a change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from commonshelf.cards.domain.kinds import GROUP_KINDS
from commonshelf.cards.domain.rights import Limits, Line, Situation, applies, below, ruling


@dataclass(frozen=True, slots=True)
class Ruled:
    """What the lines say, whatever stands with a card. rule None: none speaks of it, so no."""

    allowed: bool
    limits: Limits
    rule: int | None

    def same(self, other: Ruled) -> bool:
        return (self.allowed, self.limits) == (other.allowed, other.limits)


NOTHING = Ruled(allowed=False, limits=Limits(), rule=None)


@dataclass(frozen=True, slots=True)
class Group:
    """A library's own group of readers, as far as lines name it. home: a Symbol; kind: one of GROUP_KINDS."""

    id: int
    home: str
    kind: str


@dataclass(frozen=True, slots=True)
class Touched:
    """Who would be treated otherwise, and how. libraries: where; homes: whose readers, () with own or others.

    own: readers at their own library; others: those of all other members. kinds: of readers; groups: row
    ids where only single groups are touched.
    """

    libraries: tuple[str, ...]
    own: bool
    others: bool
    homes: tuple[str, ...]
    kinds: tuple[str, ...]
    groups: tuple[int, ...]
    before: Ruled
    after: Ruled


class Book:
    """The lines on one service on one day. kinds: Symbol -> kind of every member.

    Readers whom no line tells apart are judged once, so that all cells of a big alliance take no time.
    """

    def __init__(self, service: str, day: date, lines: Iterable[Line], kinds: Mapping[str, str]) -> None:
        self.service, self.day, self.kinds = service, day, kinds
        self.lines: dict[str, list[Line]] = defaultdict(list)
        for line in lines:
            if line.service == service and line.holds(day):
                self.lines[line.library].append(line)
        everything = [line for found in self.lines.values() for line in found]
        self._homes = {line.home for line in everything}
        self.groups = {line.group for line in everything if line.group is not None}
        self._known: dict[tuple[object, ...], Ruled] = {}

    def ruled(self, library: str, home: str, group_kind: str, group: int | None = None) -> Ruled:
        own = self.lines.get(library, ())
        mark = (
            library if own else "",
            self.kinds.get(library, ""),
            home if home in self._homes else "",
            self.kinds.get(home, ""),
            library == home,
            group_kind,
            group if group in self.groups else None,
        )
        found = self._known.get(mark)
        if found is None:
            said = ruling(self.asked(library, home, group_kind, group), [*self.lines[""], *own])
            found = Ruled(said[0].allowed, said[1], said[0].id) if said else NOTHING
            self._known[mark] = found
        return found

    def asked(self, library: str, home: str, group_kind: str, group: int | None) -> Situation:
        return Situation(
            service=self.service,
            day=self.day,
            library=library,
            home=home,
            library_kind=self.kinds.get(library, ""),
            home_kind=self.kinds.get(home, ""),
            group_kind=group_kind,
            group=group,
        )


def readers_of(home: str, groups: Iterable[Group]) -> Iterator[tuple[str, int | None]]:
    """Every kind of reader a library may have, and the groups of it that lines name."""
    for kind in GROUP_KINDS:
        yield kind, None
    for group in groups:
        if group.home == home:
            yield group.kind, group.id


def undercut(
    line: Line, others: Sequence[Line], kinds: Mapping[str, str], groups: Iterable[Group]
) -> frozenset[int]:
    """The ids of the firm lines that this library's line would go below on some day, for some reader.

    others: all other lines on that service; of that library's own the more telling ones go before it.
    """
    spoken = {one.group for one in (line, *others)}
    named = [one for one in groups if one.id in spoken]
    found = set()
    for day in _days(line, others):
        book = Book(line.service, day, others, kinds)
        if not any(one.firm for one in book.lines[""]):
            continue
        with_it = [*book.lines.get(line.library, ()), line]
        for home in kinds:
            for kind, group in readers_of(home, named):
                asked = book.asked(line.library, home, kind, group)
                if not applies(line, asked):
                    continue
                mine = ruling(asked, with_it)
                firm = ruling(asked, book.lines[""]) if mine and mine[0] is line else None
                if firm and firm[0].firm and below(line, firm[0]):
                    found.add(firm[0].id)
    return frozenset(found)


def _days(line: Line, others: Iterable[Line]) -> list[date]:
    """The first day of the line, and each on which something else begins or ends while it holds."""
    edges = {edge for one in others for edge in (one.active_from, one.active_to) if edge}
    return [line.active_from, *sorted(day for day in edges if day > line.active_from and line.holds(day))]


def change(before: Book, after: Book, changed: Sequence[Line], groups: Iterable[Group]) -> list[Touched]:
    """What would be otherwise with the second book: like things together, most libraries first.

    changed: the lines that stand in one of the two only; of whom none of them speaks, nobody is touched.
    """
    named = [one for one in groups if one.id in before.groups | after.groups]
    places = {line.library for line in changed}
    libraries = tuple(before.kinds) if "" in places else [one for one in before.kinds if one in places]
    together: dict[tuple[_Who, Ruled, Ruled], list[str]] = defaultdict(list)
    for library in libraries:
        for what in _at(library, before, after, changed, named):
            together[what].append(library)
    found = [Touched(tuple(where), *who, was, will) for (who, was, will), where in together.items()]
    return sorted(found, key=lambda one: (-len(one.libraries), one.libraries, not one.own, one.kinds))


_Who = tuple[bool, bool, tuple[str, ...], tuple[str, ...], tuple[int, ...]]


def _at(
    library: str, before: Book, after: Book, changed: Sequence[Line], groups: Sequence[Group]
) -> Iterator[tuple[_Who, Ruled, Ruled]]:
    """Of one library: whom the change touches, and what it makes of what."""
    homes_of: dict[tuple[str, int | None, Ruled, Ruled], list[str]] = defaultdict(list)
    for home in before.kinds:
        for kind, group in readers_of(home, groups):
            asked = before.asked(library, home, kind, group)
            if not any(applies(line, asked) for line in changed):
                continue
            was = before.ruled(library, home, kind, group)
            will = after.ruled(library, home, kind, group)
            if not was.same(will):
                key = kind, group, _plain(was), _plain(will)
                homes_of[key].append(home)
    merged: dict[tuple[bool, bool, tuple[str, ...], Ruled, Ruled], list[tuple[str, int | None]]]
    merged = defaultdict(list)
    for (kind, group, was, will), homes in homes_of.items():
        guests = tuple(home for home in homes if home != library)
        if len(guests) < len(homes):
            merged[True, False, (), was, will].append((kind, group))
        if guests:
            everybody = group is None and len(guests) == len(before.kinds) - (library in before.kinds)
            merged[False, everybody, () if everybody else guests, was, will].append((kind, group))
    for (own, others, homes_named, was, will), who in merged.items():
        kinds = tuple(kind for kind, group in who if group is None)
        ids = tuple(group for kind, group in who if group is not None and kind not in kinds)
        yield (own, others, homes_named, kinds, ids), was, will


def _plain(ruled: Ruled) -> Ruled:
    """Without the rule: two that say the same are one."""
    return Ruled(ruled.allowed, ruled.limits, None)
