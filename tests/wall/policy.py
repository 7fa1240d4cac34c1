"""Who may read which column, in the wall's own words and not in those of the permission table.

A model or a column that is not here turns the wall red. A column either holds words, and then says who may
read them, or says why nothing is planted in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from commonshelf.members.models import Person
from tests.wall.actors import SYMBOLS, Who


class See(StrEnum):
    """Who may read it. `owner` is a Symbol, two joined by "+", or "username@SYMBOL"."""

    PUBLIC = "everybody"
    ALLIANCE = "whoever works at a member, the office, an auditor"
    STAFF = "those who work at the library, the office, an auditor"
    MANAGERS = "its managers, the office, an auditor"
    RUNS = "its managers and the office"
    KEEPERS = "those who keep its records, and who suggested it"
    CATALOGUERS = "cataloguers of any member, the office"
    OFFICE = "the office, an auditor"
    PERSON = "that person"
    CARED = "that person, and who runs their library"
    KNOWN = "that person, their library's staff, the office, an auditor"
    APPLICANT = "its own people, whoever works at a member, the office, an auditor"
    COLLEAGUE = "that person and whoever works at a member, the office, an auditor"
    READER = "that reader, and who serves readers at these libraries"
    BUSINESS = "that reader, who serves readers at these libraries, an auditor"
    GROUP = "that reader, those who work at these libraries, the office, an auditor"
    LETTER = "that reader, and the managers of these libraries"
    DESKS = "that reader, who serves readers at these libraries, the office, an auditor"
    COUNTERS = "who serves readers at any member"
    MACHINE = "who serves readers at the library, the office, an auditor"
    NOBODY = "nobody"


def grants(who: Who, see: See, owner: str) -> bool:
    """Whether this one may read it."""
    username, _, place = owner.rpartition("@")
    places = [one for one in place.split("+") if one in SYMBOLS]
    same = bool(username) and who.name == username
    above = who.office or who.auditor
    serves = any(who.at(one, *COUNTER) for one in places)
    match see:
        case See.PUBLIC:
            return True
        case See.ALLIANCE:
            return who.works or above
        case See.STAFF:
            return above or any(who.at(one) for one in places)
        case See.MANAGERS:
            return above or any(who.at(one, "manager") for one in places)
        case See.RUNS:
            return who.office or any(who.at(one, "manager") for one in places)
        case See.KEEPERS:
            return same or above or any(who.at(one) for one in places)
        case See.CATALOGUERS:
            return who.office or any(one.startswith("cataloguer@") for one in who.roles)
        case See.OFFICE:
            return above
        case See.PERSON:
            return same
        case See.CARED:
            return same or who.office or any(who.at(one, "manager") for one in places)
        case See.KNOWN:
            return same or above or any(who.at(one) for one in places)
        case See.APPLICANT:
            return who.belongs == owner or who.works or above
        case See.COLLEAGUE:
            return same or who.works or above
        case See.READER:
            return same or serves
        case See.BUSINESS:
            return same or serves or who.auditor
        case See.GROUP:
            return same or above or any(who.at(one) for one in places)
        case See.LETTER:
            return same or any(who.at(one, "manager") for one in places)
        case See.DESKS:
            return same or serves or above
        case See.COUNTERS:
            return any(one.partition("@")[0] in COUNTER for one in who.roles)
        case See.MACHINE:
            return serves or above
        case See.NOBODY:
            return False


COUNTER = ("librarian", "manager")
CODE, KEY, STATE = "a code of the system's own", "a random key", "a state of a fixed list"
MADE, DIGEST, DATA = "made from other columns, which carry it", "a digest", "numbers and codes as JSON"
BYTES = "bytes, with words of their own (world.py)"

Owner = Callable[[Any], str]
Words = Mapping[str, "See | str | Callable[[Any], See | tuple[See, str]]"]


@dataclass(frozen=True)
class Table:
    """owner: of a row. words: column -> who may read it (and whose it is, where that is not the row's owner),
    or why nothing is planted in it.
    """

    owner: Owner
    words: Words


def both(see: See | Callable[[Any], See], *names: str) -> dict[str, See | Callable[[Any], See]]:
    """The Chinese and the English column."""
    return {f"{name}_{language}": see for name in names for language in ("zh", "en")}


def each(see: See | str | Callable[[Any], See], *names: str) -> dict[str, See | str | Callable[[Any], See]]:
    return dict.fromkeys(names, see)


def all_(_: Any) -> str:
    return "ALL"


def _symbol(library: Any) -> str:
    return library.symbol if library else "ALL"


def library(row: Any) -> str:
    return _symbol(row.library)


def resource(row: Any) -> str:
    """Of an electronic resource or an access level: whoever licensed it, or set it."""
    return row.owner.symbol if row.owner else "ALL"


def text_library(row: Any) -> str:
    return row.library or "ALL"


def of_person(key: str) -> str:
    """username@SYMBOL of the first place they belong to."""
    row = Person.objects.filter(key=key).first()
    return _of(row) if row else "ALL"


def _of(row: Person) -> str:
    ties = row.affiliations.select_related("library")
    places = sorted({_symbol(tie.library) for tie in ties})
    return f"{row.username}@{'+'.join(places) or 'ALL'}"


def person(row: Any) -> str:
    return of_person(row.person)


def user(row: Any) -> str:
    return _of(row.user)


def parties(row: Any) -> str:
    found = [one.library for one in row.parties.all() if one.library]
    return "+".join(found) or "ALL"


def two_sides(row: Any) -> str:
    """A work item's own library, and the one that asked where it may see it."""
    sides = [row.library]
    if row.visibility != "library":
        sides.append(row.asking)
    if row.was_library:
        sides.append(row.was_library)
    asker = of_person(row.asked_by).partition("@")[0] if row.asked_by else ""
    found = "+".join(sorted({_symbol(one) for one in sides}))
    return f"{asker}@{found}" if asker else found


def item_seen(row: Any) -> See:
    return See.ALLIANCE if row.visibility == "alliance" else See.KEEPERS


def person_seen(row: Any) -> See:
    """Of colleagues everybody who works at a member reads the name; of readers those of their library."""
    staff = row.affiliations.exclude(role="reader").exists()
    return See.COLLEAGUE if staff else See.KNOWN


def applicant(row: Any) -> See:
    return See.APPLICANT if row.status in {"applied", "refused"} else See.PUBLIC


def agency_seen(row: Any) -> See:
    """Readers turn to their library's office and to the alliance's; what lies within is for colleagues."""
    return See.PUBLIC if row.kind in {"general", "member"} else See.ALLIANCE


def contract_seen(row: Any) -> See:
    return See.ALLIANCE if row.visible == "members" else See.STAFF


def rule_seen(row: Any) -> See:
    """A draft is the members', or the library's own; a rule in force is public or the members'."""
    rule = row.rule
    if row.adopted_date is None:
        return See.STAFF if rule.library else See.ALLIANCE
    return See.PUBLIC if rule.public else See.ALLIANCE


def trouble_seen(row: Any) -> See:
    return See.STAFF if row.rule.library else See.ALLIANCE


def note_seen(row: Any) -> See:
    return See.PUBLIC if row.public else See.STAFF


def list_seen(row: Any) -> See:
    return See.PUBLIC if row.secret else See.PERSON


def entry_seen(row: Any) -> See:
    return list_seen(row.list)


def asked(row: Any) -> str:
    """Of a ballot among people: one of them who works nowhere; colleagues read it anyway."""
    named = [of_person(one.person) for one in row.electors.exclude(person="")]
    return next((one for one in named if one.startswith("reader@")), "ALL")


def suggested(row: Any) -> str:
    """Whoever suggested it, at the library whose record it is."""
    return f"{of_person(row.person).partition('@')[0]}@{row.library.symbol}"
