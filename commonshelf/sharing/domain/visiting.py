"""Ways by the reader's own feet: a shelf of their library, a shelf elsewhere, a place in the queue."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from commonshelf.kernel.refusal import Fact
from commonshelf.sharing.domain.clocks import instant, moment
from commonshelf.sharing.domain.ranking import Candidate
from commonshelf.sharing.domain.sources import Building, Holder, Shelf, Situation
from commonshelf.sharing.domain.supplying import LEVELS_SAID, Draft, No, no_copy
from commonshelf.sharing.domain.ways import RuledOut

WALKED: Final = 4.5
"""Kilometres an hour on foot (ours)."""
RIDDEN: Final = 18.0
"""Kilometres an hour by bus or bicycle with the waiting, beyond `WALK` (ours)."""
WALK: Final = 2.0
"""Kilometres that people walk."""
NEAR: Final = 0.5
"""Hours to a library whose distance nobody knows (ours)."""
ON_THE_SHELF: Final = 0.1
"""Hours to find a book on an open shelf (ours)."""
DOUBT: Final = 0.3
"""Share by which a trip takes longer, four of five times at most (ours)."""
LOAN_DAYS: Final = 30
"""For which each of those before one in a queue keeps it, where nobody said otherwise (A41's usual loan)."""
MOMENT: Final = 0.01
HERE: Final = ("on-shelf", "unknown", "reference")


def travel_hours(km: float | None) -> float:
    """On foot as far as people walk, else ridden. Unknown: as to a library nearby."""
    if km is None:
        return NEAR
    return km / WALKED if km <= WALK else km / RIDDEN + 0.25


def visit(holder: Holder, situation: Situation, now: float) -> Draft | RuledOut:
    """The way to this library's nearest shelf with a copy; or why there is none."""
    near = holder.symbol in {situation.home, situation.desk.library}
    kind = "shelf" if near else "shelf-elsewhere"
    try:
        shelf, building, lent = _nearest(holder, situation)
        there = (building.reach or now) + ON_THE_SHELF
        if situation.needed is not None and there > situation.needed:
            raise No("too-late", at=moment(there).isoformat())
    except No as no:
        return RuledOut(kind, holder.symbol, no.reason, no.facts)
    hours = there - now
    waits = max(hours - building.travel - ON_THE_SHELF, 0.0)
    doubt = DOUBT * building.travel + ON_THE_SHELF + (hours if shelf.status == "unknown" else 0.0)
    fee = holder.borrow.fee if lent else 0
    candidate = Candidate(
        supplier=holder.symbol,
        service="Loan" if lent else "Read",
        expected=hours,
        p80=hours + doubt,
        cost=fee,
        parts=tuple(
            part
            for part in (
                ("travel", building.travel, "distance" if building.km is not None else "prior"),
                ("opening", waits, "hours"),
                ("search", ON_THE_SHELF, "prior"),
            )
            if part[1] > MOMENT
        ),
    )
    return Draft(
        kind=kind,
        candidate=candidate,
        branch=shelf.branch,
        measured=False,
        cost=fee,
        needs=_needs(shelf, holder, lent=lent),
        reasons=_reasons(shelf, building),
        facts={**_facts(shelf, building, there), "keep": lent and holder.request.ok},
        resource=situation.title,
        environment=("open-shelf",) if lent else ("reading-room",),
        person="reader",
    )


def _nearest(holder: Holder, situation: Situation) -> tuple[Shelf, Building, bool]:
    """The copy that can be reached first, one that may be borrowed before one to be read there."""
    told = holder.shelves or (Shelf("", "unknown"),)
    free = [one for one in told if one.read.answer != "no" or one.loan.answer == "yes"]
    if not free:
        raise No(LEVELS_SAID.get(told[0].read.why, "level-closed"), **told[0].read.facts)
    here = [one for one in free if one.status in HERE]
    if not here:
        raise no_copy(free)
    if not (holder.borrow.ok or holder.read.ok):
        right = holder.read
        raise No("no-right", **right.facts, why=right.reason, help=right.help)
    far = situation.asked.farthest_km
    known = [(one, holder.buildings.get(one.branch) or Building(one.branch, reach=None)) for one in here]
    within = [(one, at) for one, at in known if far is None or at.km is None or at.km <= far]
    if not within:
        raise No("too-far", km=round(min(at.km or 0.0 for _, at in known), 1), most=far)
    open_ = [(one, at) for one, at in within if at.reach is not None]
    if not open_:
        raise No("doors-closed")
    shelf, at = min(
        open_, key=lambda one: (not _lent(holder, one[0]), one[0].status != "on-shelf", one[1].reach)
    )
    return shelf, at, _lent(holder, shelf)


def _lent(holder: Holder, shelf: Shelf) -> bool:
    return holder.borrow.ok and shelf.status != "reference" and shelf.loan.answer == "yes"


def _needs(shelf: Shelf, holder: Holder, *, lent: bool) -> tuple[str, ...]:
    needs = []
    if lent:
        needs.append("card")
    elif holder.read.ok:
        needs.append("read-there")
    if lent and holder.borrow.fee:
        needs.append("pay")
    if shelf.status == "unknown":
        needs.append("ask-first")
    return tuple(needs)


def _reasons(shelf: Shelf, building: Building) -> tuple[tuple[str, dict[str, Fact]], ...]:
    told: list[tuple[str, dict[str, Fact]]] = [("estimated", {})]
    if building.km is None:
        told.append(("distance-unknown", {}))
    if shelf.status == "unknown":
        told.append(("shelf-unknown", {}))
    return tuple(told)


def _facts(shelf: Shelf, building: Building, there: float) -> dict[str, Fact]:
    return {
        "barcode": shelf.barcode,
        "call_number": shelf.call_number,
        "location": shelf.location,
        "status": shelf.status,
        "km": None if building.km is None else round(building.km, 1),
        "opens_at": building.opens_at.isoformat() if building.opens_at else None,
        "closes_at": building.closes_at.isoformat() if building.closes_at else None,
        "at": moment(there).isoformat(),
    }


def queue(holder: Holder, situation: Situation, now: float) -> Draft | None:
    """Waiting for a copy of one's own library that is out; None where nothing is waited for."""
    out = [one for one in holder.shelves if one.status == "on-loan" and one.loan.answer == "yes"]
    if not out or not situation.request.ok or not holder.borrow.ok:
        return None
    back = sorted(one.due_date for one in out if one.due_date)
    waiting = max(one.waiting for one in out)
    first = back[0] if back else moment(now).date() + timedelta(days=LOAN_DAYS // 2)
    due = max(first, moment(now).date() + timedelta(days=1))
    there = _evening(due) + 24.0 * LOAN_DAYS * waiting / len(out)
    if situation.needed is not None and there > situation.needed:
        return None
    hours = there - now
    shelf = min(out, key=lambda one: one.due_date or date.max)
    candidate = Candidate(
        supplier=holder.symbol,
        service="Hold",
        expected=hours,
        p80=hours + 24.0 * 7,
        parts=(("queue", hours, "due"),),
    )
    return Draft(
        kind="shelf",
        candidate=candidate,
        branch=situation.desk.branch if holder.symbol == situation.desk.library else shelf.branch,
        measured=False,
        cost=situation.request.fee,
        needs=("hold",),
        reasons=(("estimated", {}), ("due-back", {"due": due.isoformat(), "waiting": waiting})),
        facts={
            "due": due.isoformat(),
            "waiting": waiting,
            "call_number": shelf.call_number,
            "status": "on-loan",
            "hold": True,
            "at": moment(there).isoformat(),
        },
        resource=situation.title,
        environment=("pick-up",),
        person="librarian",
    )


def _evening(day: date) -> float:
    return instant(datetime.combine(day, time(12), UTC))
