"""How freely a thing may be had: the owner's line within the alliance's bounds, the most telling one wins.

Pure: lines, thing and day are passed in. `decide` says which level holds, `means` what it is for somebody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

LEVELS: Final = ("open", "alliance", "home", "owner", "agency", "on-site", "closed")
"""From the most open to the least: anybody; readers of members; of the owner and of whoever grants its
readers the same; with the owner's consent; with the alliance agency's; in the owner's rooms; nobody."""
SERVICES: Final = ("Loan", "Copy", "Read")
SCOPES: Final = ("print", "branch", "class", "policy", "location", "edition", "resource")
"""From the least telling to the most."""
USUAL: Final = {"Loan": "alliance", "Copy": "alliance", "Read": "on-site"}
"""Of printed things, where nobody said anything."""
RELATIONS: Final = ("own", "reciprocal", "member", "visitor")


@dataclass(frozen=True, slots=True)
class Line:
    """One rule. owner "": the alliance's, with bounds for members. active_to: exclusive.

    resource None with scope "resource": all electronic resources of that owner.
    """

    id: int
    owner: str
    scope: str
    value: str
    service: str
    level: str
    active_from: date
    active_to: date | None = None
    resource: int | None = None
    widest: str = ""
    narrowest: str = ""
    groups: tuple[str, ...] = ()
    embargo_days: int = 0
    most_pages: int | None = None
    share: int | None = None

    def holds(self, day: date) -> bool:
        return self.active_from <= day and (self.active_to is None or day < self.active_to)


@dataclass(frozen=True, slots=True)
class Thing:
    """What is asked about. owner: a Symbol, "" the alliance. year: of its appearing."""

    owner: str
    resource: int | None = None
    edition: int | None = None
    classes: tuple[str, ...] = ()
    branch: str = ""
    location: str = ""
    policy: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """What holds. until: the first day after an embargo, None: there is none now. line: None where the usual
    one holds. whose: of the line, "" the alliance's. bounded: the alliance's line `bound` moved it.
    """

    level: str
    groups: tuple[str, ...] = ()
    embargo_days: int = 0
    until: date | None = None
    most_pages: int | None = None
    share: int | None = None
    line: int | None = None
    whose: str = ""
    bounded: bool = False
    bound: int | None = None


@dataclass(frozen=True, slots=True)
class Asker:
    """relation: see RELATIONS. on_site: in the rooms of the owner (of the alliance's: of any member)."""

    relation: str
    group: str = ""
    on_site: bool = False


@dataclass(frozen=True, slots=True)
class Meaning:
    """answer: yes, no, sign-in, ask-owner, ask-agency, go-there. why: a code where it is no plain yes."""

    answer: str
    why: str = ""


def openness(level: str) -> int:
    """0 is the most open."""
    return LEVELS.index(level)


def speaks(line: Line, thing: Thing, service: str, day: date) -> bool:
    """Whether it says anything about this thing."""
    if line.service != service or not line.holds(day) or line.owner not in {"", thing.owner}:
        return False
    if (line.scope == "resource") != (thing.resource is not None):
        return False
    if line.scope == "resource":
        return line.resource in {None, thing.resource}
    if line.scope == "print":
        return True
    if line.scope == "class":
        return any(mark.startswith(line.value) for mark in thing.classes)
    told = {
        "branch": thing.branch,
        "policy": thing.policy,
        "location": thing.location,
        "edition": "" if thing.edition is None else str(thing.edition),
    }
    return bool(line.value) and told[line.scope].casefold() == line.value.casefold()


def _telling(line: Line) -> tuple[int, int, int, date, int]:
    """Of equals the stricter, then the younger."""
    narrow = len(line.value) if line.scope == "class" else int(line.resource is not None)
    return SCOPES.index(line.scope), narrow, openness(line.level), line.active_from, line.id


def chosen(lines: Iterable[Line], thing: Thing, service: str, day: date) -> tuple[Line | None, Line | None]:
    """The owner's most telling line, and the alliance's, whose bounds hold."""
    told = [line for line in lines if speaks(line, thing, service, day)]
    own = max((one for one in told if thing.owner and one.owner), key=_telling, default=None)
    return own, max((one for one in told if not one.owner), key=_telling, default=None)


def decide(lines: Iterable[Line], thing: Thing, service: str, day: date, usual: str = "") -> Ruling:
    """The one answer of the house; the order of the lines does not matter. usual: where nobody said it."""
    own, ours = chosen(lines, thing, service, day)
    line = own or ours
    if line is None:
        return Ruling(usual or USUAL[service])
    level = line.level
    if own is not None and ours is not None:
        level = moved(own.level, ours.widest, ours.narrowest)
    until = embargoed(line.embargo_days, thing.year, day)
    return Ruling(
        level=level,
        groups=line.groups,
        embargo_days=line.embargo_days,
        until=until,
        most_pages=least(line.most_pages, ours.most_pages if ours else None),
        share=least(line.share, ours.share if ours else None),
        line=line.id,
        whose=line.owner,
        bounded=level != line.level,
        bound=ours.id if ours and own is not None else None,
    )


def moved(level: str, widest: str, narrowest: str) -> str:
    """The nearest level within the bounds; "" does not bound."""
    at = openness(level)
    if widest:
        at = max(at, openness(widest))
    if narrowest:
        at = min(at, max(openness(narrowest), openness(widest) if widest else 0))
    return LEVELS[at]


def within(level: str, bound: Line) -> bool:
    return moved(level, bound.widest, bound.narrowest) == level


def between(bound: Line) -> tuple[str, ...]:
    """The levels a member may choose from."""
    return tuple(level for level in LEVELS if within(level, bound))


def least(one: int | None, other: int | None) -> int | None:
    """None: no limit."""
    told = [number for number in (one, other) if number is not None]
    return min(told, default=None)


def embargoed(days: int, year: int | None, day: date) -> date | None:
    """The first day after it; None where none holds (any more), or where nobody knows the year."""
    if not days or year is None or not 1 <= year < day.year + 100:
        return None
    free = date(year + 1, 1, 1) + timedelta(days=days)
    return free if day < free else None


def means(ruling: Ruling, asker: Asker) -> Meaning:
    """What this is for somebody."""
    if ruling.level == "closed":
        return Meaning("no", "closed")
    if ruling.until is not None:
        return Meaning("no", "embargo")
    if ruling.groups and asker.group not in ruling.groups:
        return (
            Meaning("sign-in", "sign-in") if asker.relation == "visitor" else Meaning("no", "not-your-group")
        )
    if ruling.level == "on-site":
        return Meaning("yes") if asker.on_site else Meaning("go-there", "on-site")
    if ruling.level == "open":
        return Meaning("yes")
    if asker.relation == "visitor":
        return Meaning("sign-in", "sign-in")
    if asker.relation == "own" or ruling.level == "alliance":
        return Meaning("yes")
    if ruling.level == "home":
        return Meaning("yes") if asker.relation == "reciprocal" else Meaning("no", "not-reciprocal")
    return Meaning(f"ask-{ruling.level}", f"ask-{ruling.level}")
