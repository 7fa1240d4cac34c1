"""A library with copies of it, as a plan takes it: shelves with their levels, buildings with their doors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from commonshelf.catalogue.cards import Copy
from commonshelf.kernel.place import Place
from commonshelf.members import api as members
from commonshelf.members.cards import BranchCard, LibraryCard
from commonshelf.resources import api as resources
from commonshelf.sharing.domain.clocks import instant
from commonshelf.sharing.domain.sources import Access, Allowed, Building, Holder, Shelf, Trade
from commonshelf.sharing.domain.visiting import travel_hours
from commonshelf.sharing.domain.ways import Asked
from commonshelf.sharing.planning import knowledge

NO_RIGHT = Allowed(ok=False, reason="no-card", help="get-card")


@dataclass(frozen=True, slots=True)
class Gathering:
    """What holds for every holder alike. library, branch: where it would be fetched. home "": a visitor."""

    now: datetime
    asked: Asked
    home: str
    group: str
    library: str
    branch: str
    known: knowledge.Known
    rights: Mapping[str, Mapping[str, Allowed]]
    trades: Mapping[str, Mapping[str, Trade]]
    levels: Mapping[str, Mapping[tuple[str, str, str, str], resources.LevelCard]]
    meant: dict[tuple[resources.LevelCard, resources.Asker], Access] = field(default_factory=dict)
    """Levels already asked for what they mean to this reader."""


def holder(library: str, copies: Sequence[Copy], own: Gathering) -> Holder:
    """Absent: no member (any more)."""
    card = members.library(symbol=library)
    known, ends = own.known, (library, own.library)
    shelves = tuple(_shelf(one, own) for one in copies)
    branch = next((one.branch for one in copies if one.status == "on-shelf"), "")
    road = knowledge.road(known, ends, branch, own.branch) if own.library else None
    same = library == own.library
    km = (
        None
        if same or not own.library
        else knowledge.apart(knowledge.place_of(library), knowledge.place_of(own.library))
    )
    rights = own.rights.get(library, {})
    return Holder(
        symbol=library,
        shelves=shelves or (_untold(library, own),),
        buildings=_buildings(card, shelves, own),
        clock=knowledge.clock(library),
        trades=own.trades.get(library, {}),
        takes_part=members.takes_part(symbol=library),
        road=road,
        transit=None if same else known.transit(ends, km),
        parcel=road.cost if road else 0,
        balance=known.balances.get(library, 0.0),
        borrow=rights.get("borrow", NO_RIGHT),
        read=rights.get("read", NO_RIGHT),
        request=rights.get("request", NO_RIGHT),
    )


# -- shelves and their levels


def _shelf(copy: Copy, own: Gathering) -> Shelf:
    where = (copy.library, copy.branch, copy.shelving_location, copy.loan_policy)
    return Shelf(
        branch=copy.branch,
        status=copy.status,
        barcode=copy.barcode,
        call_number=copy.call_number,
        location=copy.shelving_location,
        volume=copy.volume,
        due_date=copy.due_date,
        waiting=copy.waiting,
        loan=_access(where, "Loan", own),
        copy=_access(where, "Copy", own),
        read=_access(where, "Read", own),
    )


def _untold(library: str, own: Gathering) -> Shelf:
    """A record without a copy: the library has it, and nobody knows where it stands."""
    where = (library, "", "", "")
    return Shelf(
        "",
        "unknown",
        loan=_access(where, "Loan", own),
        copy=_access(where, "Copy", own),
        read=_access(where, "Read", own),
    )


def _access(where: tuple[str, str, str, str], service: str, own: Gathering) -> Access:
    level = own.levels[service][where]
    relation = "own" if own.home == where[0] else "member" if own.home else "visitor"
    asker = resources.Asker(relation, own.group, own.asked.network == where[0])
    if (level, asker) not in own.meant:
        own.meant[level, asker] = _meaning(level, asker)
    return own.meant[level, asker]


def _meaning(level: resources.LevelCard, asker: resources.Asker) -> Access:
    ruling = resources.Ruling(
        level.level, level.groups, level.embargo_days, level.until, level.most_pages, level.share
    )
    told = resources.means(ruling, asker)
    until = level.until.isoformat() if level.until else ""
    return Access(
        answer=told.answer,
        level=level.level,
        why=told.why,
        most_pages=level.most_pages,
        share=level.share,
        facts={"until": until} if until else {},
    )


# -- buildings and their doors


def _buildings(card: LibraryCard, shelves: Sequence[Shelf], own: Gathering) -> dict[str, Building]:
    """Those with a copy, by the code on it: "" is the main one."""
    wanted = {one.branch for one in shelves} or {""}
    by_code = {one.code: one for one in card.branches}
    main = next((one for one in card.branches if one.main), card.branches[0] if card.branches else None)
    return {code: _building(code, by_code.get(code) or main, own) for code in wanted}


def _building(code: str, branch: BranchCard | None, own: Gathering) -> Building:
    if branch is None:
        return Building(code, reach=None)
    km = knowledge.apart(_here(branch.library, own), branch.place)
    travel = travel_hours(km)
    arrives = own.now + timedelta(hours=travel)
    door = members.opening(branch=branch, now=arrives)
    if not branch.hours and not branch.exceptions:
        reach: datetime | None = _by_clock(branch.library, arrives)
    else:
        reach = arrives if door.open else door.next
    return Building(
        code=code,
        km=km,
        travel=travel,
        reach=None if reach is None else instant(reach),
        opens_at=None if door.open else door.next,
        closes_at=door.until,
    )


def _by_clock(library: str, at: datetime) -> datetime | None:
    """Who has told no hours keeps the usual ones."""
    found = members.work_calendar(library=library).add(at, 1)
    return timezone.localtime(found) if found else None


def _here(library: str, own: Gathering) -> Place | None:
    """Where the reader is: as they said; else other libraries are measured from where they would fetch it,
    and how far they live from their own is not known.
    """
    if own.asked.place:
        return own.asked.place
    if library in {own.home, own.library} or not own.library:
        return None
    return knowledge.place_of(own.library, own.branch)
