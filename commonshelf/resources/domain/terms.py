"""The terms of a licence as data, and who may read under them. Pure: the day is passed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Final

from commonshelf.resources.domain.levels import Asker, Meaning, Ruling, means

MOST: Final = {"pages_a_year": 10_000_000, "seats": 100_000}
LONGEST_NOTE: Final = 500


@dataclass(frozen=True, slots=True)
class Terms:
    """What the contract lets its holder do. groups (): all kinds of readers.

    members: readers of other members may read, too; of a licence of the alliance libraries (): all members.
    on_site: in the holder's rooms. remote: signed in, from anywhere. walk_in: anybody who is in the rooms.
    copy_to_members: a copy may be sent to another member. pages_a_year, seats: None: no number is named.
    """

    groups: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    members: bool = False
    on_site: bool = True
    remote: bool = False
    walk_in: bool = False
    copy_to_members: bool = False
    pages_a_year: int | None = None
    seats: int | None = None
    note: str = ""


def read(told: Mapping[str, Any]) -> Terms:
    """As kept; what is unknown is left out."""
    known = {field.name for field in fields(Terms)}
    given = {name: value for name, value in told.items() if name in known}
    for name in ("groups", "libraries"):
        given[name] = tuple(given.get(name, ()))
    return Terms(**given)


def kept(terms: Terms) -> dict[str, Any]:
    return asdict(terms) | {"groups": list(terms.groups), "libraries": list(terms.libraries)}


@dataclass(frozen=True, slots=True)
class Licence:
    """One resource, as far as access goes. owner "": licensed by the alliance. active_to: exclusive."""

    owner: str
    terms: Terms
    open_access: bool = False
    active_from: date | None = None
    active_to: date | None = None
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks. home "": nobody who is signed in as a reader. on_site: the Symbol of the library whose rooms
    they are in, "" none. reciprocal: the holder's rules let readers of that home read.
    """

    home: str = ""
    group: str = ""
    on_site: str = ""
    reciprocal: bool = False


def may_read(licence: Licence, ruling: Ruling, reader: Reader, day: date) -> Meaning:
    """The first "no" is the answer; what is open to all asks nobody anything."""
    over = in_force(licence, day)
    if over:
        return Meaning("no", over)
    if licence.open_access:
        return Meaning("yes", "open-access") if ruling.level != "closed" else Meaning("no", "closed")
    if ruling.level == "closed" or ruling.until is not None:
        return means(ruling, Asker("visitor"))
    there = bool(reader.on_site) and licence.owner in {"", reader.on_site}
    if there and licence.terms.walk_in and ruling.level not in {"owner", "agency"}:
        return Meaning("yes", "walk-in")
    if not reader.home:
        return _stranger(licence.terms, ruling)
    if licence.terms.groups and reader.group not in licence.terms.groups:
        return Meaning("no", "not-your-group")
    if no := _not_theirs(licence, reader):
        return no
    return _placed(licence, ruling, reader, there=there)


def _stranger(terms: Terms, ruling: Ruling) -> Meaning:
    if terms.walk_in and not terms.remote:
        return Meaning("go-there", "walk-in-there")
    return Meaning("go-there", "on-site") if ruling.level == "on-site" else Meaning("sign-in", "sign-in")


def in_force(licence: Licence, day: date) -> str:
    """Why it does not hold on that day; "": it does."""
    if licence.closed:
        return "ended"
    if licence.active_from is not None and day < licence.active_from:
        return "not-begun"
    if licence.active_to is not None and licence.active_to <= day:
        return "over"
    return ""


def _not_theirs(licence: Licence, reader: Reader) -> Meaning | None:
    """Whose readers the contract speaks of."""
    terms = licence.terms
    if not licence.owner:
        out = bool(terms.libraries) and reader.home not in terms.libraries
        return Meaning("no", "not-your-library") if out else None
    if reader.home != licence.owner and not terms.members:
        return Meaning("no", "own-readers-only")
    return None


def _placed(licence: Licence, ruling: Ruling, reader: Reader, *, there: bool) -> Meaning:
    """Where one has to be, and what the level asks for besides."""
    own = reader.home == licence.owner or not licence.owner
    relation = "own" if own else "reciprocal" if reader.reciprocal else "member"
    if not licence.owner and ruling.level in {"owner", "agency"}:
        relation = "member"  # what the alliance holds belongs to no reader's own library
    said = means(ruling, Asker(relation, reader.group, there))
    if said.answer != "yes":
        return said
    if there and (licence.terms.on_site or licence.terms.remote):
        return Meaning("yes", "on-site-now")
    if not licence.terms.remote:
        return Meaning("go-there", "on-site")
    return Meaning("yes", "licensed")


def usual_level(licence: Licence, service: str) -> str:
    """Of an electronic resource, where nobody set one: what its terms come to."""
    if service == "Loan":
        return "closed"
    if service == "Copy":
        return "alliance" if licence.open_access or licence.terms.copy_to_members else "closed"
    if licence.open_access:
        return "open"
    return "alliance" if not licence.owner or licence.terms.members else "home"


def widest_level(licence: Licence, service: str) -> str:
    """More open than this no level may be set: the contract does not give it. "": anything goes."""
    if licence.open_access:
        return ""
    if service == "Copy":
        return "" if licence.terms.copy_to_members else "closed"
    return "alliance" if not licence.owner or licence.terms.members else "home"
