"""One library as the supplier of one service: may it, can it, when would the reader have it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from math import hypot, inf
from typing import Final

from commonshelf.kernel.refusal import Fact
from commonshelf.sharing.domain import approving
from commonshelf.sharing.domain.approving import Asking
from commonshelf.sharing.domain.clocks import moment
from commonshelf.sharing.domain.extents import least, let
from commonshelf.sharing.domain.policy import AutoRule, Bounds
from commonshelf.sharing.domain.ranking import LEAST_CHANCE, Candidate
from commonshelf.sharing.domain.sources import Access, Holder, Ruled, Shelf, Situation, Trade
from commonshelf.sharing.domain.times import Course, Estimate, estimate, queued
from commonshelf.sharing.domain.ways import Part, Reason, RuledOut

HAVE: Final = {"Loan": ("on-shelf", "unknown"), "Copy": ("on-shelf", "reference", "unknown")}
"""States of a copy (as of the catalogue) that a service can be done from, the surest first."""
MILDNESS: Final = ("on-loan", "on-order", "reference", "missing")
"""What is said of a library whose copies are all out of reach: the one that passes soonest."""
LEVELS_SAID: Final = {
    "closed": "level-closed",
    "on-site": "on-site-only",
    "embargo": "embargo",
    "not-your-group": "not-your-group",
    "not-reciprocal": "level-home",
    "sign-in": "sign-in",
}
"""Why of an access level -> code of the reason for which a way is ruled out."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A way before it is put in order. candidate: as ranking takes it; facts as of `Way`."""

    kind: str
    candidate: Candidate
    branch: str
    measured: bool
    cost: int = 0
    needs: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    facts: dict[str, Fact] = field(default_factory=dict)
    resource: str = ""
    environment: tuple[str, ...] = ()
    person: str = ""


class No(Exception):
    """Ruled out, and why; raised where it is found so that the filters read as a list."""

    def __init__(self, reason: str, **facts: Fact) -> None:
        super().__init__(reason)
        self.reason, self.facts = reason, facts


def supply(holder: Holder, service: str, situation: Situation, ruled: Ruled, now: float) -> Draft | RuledOut:
    """The way by this library's desk. The filters first, the lasting ones before those of the moment."""
    kind = "courier" if service == "Loan" else "scan"
    try:
        trade = _trade(holder, service)
        shelf, access = _copy(holder, service)
        if access.approval and service == "Copy":
            kind = "licensed-copy"
        _open(holder, ruled, now)
        _capacity(trade)
        between = trade.fee + (holder.parcel if service == "Loan" else 0)
        _money(service, trade, between, situation, ruled)
        limit = limit_of(access, situation, ruled) if service == "Copy" else NO_LIMIT
        _pages(limit, situation)
        decided = Decision(now)
        if access.approval:
            decided = _decided(_asking(holder, service, access, between, situation), situation, ruled, now)
        found = _estimate(holder, service, trade, situation, decided.at)
        there = decided.at + found.hours
        _in_time(there, situation)
    except No as no:
        return RuledOut(kind, holder.symbol, no.reason, no.facts)
    expected = there - now
    candidate = Candidate(
        supplier=holder.symbol,
        service=service,
        expected=expected,
        p80=expected + hypot(found.p80 - found.hours, decided.gap),
        cost=between,
        deficit=holder.balance,
        open=trade.open,
        capacity_left=None if trade.a_day is None else trade.a_day - trade.asked_today,
        last_resort=holder.last_resort,
        chance=trade.chance,
        no_hours=max(holder.clock.add(now, trade.no_hours) - now, 0.0) if trade.chance < 1 else 0.0,
        parts=(*decided.parts, *found.parts),
    )
    return Draft(
        kind=kind,
        candidate=candidate,
        branch=shelf.branch,
        measured=found.measured,
        cost=situation.request.fee,
        needs=_needs(service, access, decided, situation),
        reasons=(*_by_rule(decided.rule), *_reasons(shelf, candidate, found, situation, now)),
        facts=_facts(shelf, access, situation, candidate, moment(there).isoformat())
        | _limited(limit, decided, service)
        | ({"asks": access.approval} if access.approval else {}),
        resource=situation.title,
        environment=_environment(service, access),
        person=("" if decided.rule else access.approval) or ("desks" if service == "Loan" else "supplier"),
    )


def at_best(holder: Holder, service: str, ruled: Ruled, now: float) -> float:
    """A score it cannot come below: as quick as its pace can be, no queue, no road; its doors never shut.

    Hours of the clock are never fewer than working hours: so neither is their mean, nor the time to a no.
    """
    trade = holder.trades.get(service)
    if trade is None:
        return inf
    chance = max(trade.chance, LEAST_CHANCE)
    hours = max(holder.clock.add(now, trade.handling.scenarios[0]) - now, trade.handling.mean)
    hours += trade.no_hours * (1.0 - chance) / chance
    return hours + ruled.weights.fairness_hours * max(-1.0, min(1.0, holder.balance))


# -- filters


def _trade(holder: Holder, service: str) -> Trade:
    if not holder.takes_part:
        raise No("suspended")
    trade = holder.trades.get(service)
    if trade is None or trade.a_day == 0:
        raise No("does-not-supply")
    return trade


def _copy(holder: Holder, service: str) -> tuple[Shelf, Access]:
    """The copy it would be done from: the freest first, then the surest. Without a copy told: unknown."""
    shelves = holder.shelves or (Shelf("", "unknown"),)
    told = [(one.loan if service == "Loan" else one.copy, one) for one in shelves]
    free = [(access, one) for access, one in told if access.answer == "yes" or access.approval]
    if not free:
        access = told[0][0]
        raise No(LEVELS_SAID.get(access.why, "level-closed"), **access.facts)
    have = HAVE[service]
    at_hand = [(access, one) for access, one in free if one.status in have]
    if not at_hand:
        raise no_copy(one for _, one in free)
    access, shelf = min(at_hand, key=lambda one: (bool(one[0].approval), have.index(one[1].status)))
    return shelf, access


def no_copy(shelves: Iterable[Shelf]) -> No:
    """Why none of these can be had now."""
    mildest = min(shelves, key=_mildness)
    if mildest.status == "on-loan":
        due = mildest.due_date.isoformat() if mildest.due_date else ""
        return No("on-loan", due=due, waiting=mildest.waiting)
    return No(mildest.status if mildest.status in MILDNESS else "missing")


def _mildness(shelf: Shelf) -> tuple[int, date]:
    place = MILDNESS.index(shelf.status) if shelf.status in MILDNESS else len(MILDNESS)
    return place, shelf.due_date or date.max


def _open(holder: Holder, ruled: Ruled, now: float) -> None:
    next_at = holder.clock.add(now, 0.0)
    if next_at == inf:
        raise No("closed", until="")
    if next_at - now > ruled.closed_hours:
        raise No("closed", until=moment(next_at).isoformat())


def _capacity(trade: Trade) -> None:
    if trade.a_day is not None and trade.asked_today >= trade.a_day:
        raise No("capacity-full", a_day=trade.a_day)


def _money(service: str, trade: Trade, between: int, situation: Situation, ruled: Ruled) -> None:
    if ruled.supply_ceiling is not None and between > ruled.supply_ceiling:
        raise No("over-ceiling", cost=between, most=ruled.supply_ceiling)
    if between and ruled.month_ceiling is not None and trade.owed + between > ruled.month_ceiling:
        raise No("month-full", owed=trade.owed, most=ruled.month_ceiling)
    if ruled.reciprocal and not between and service not in situation.desk.supplies:
        raise No("not-reciprocal")
    fee, most = situation.request.fee, situation.asked.most_cost
    if most is not None and fee > most:
        raise No("over-cost", cost=fee, most=most)
    if ruled.reader_ceiling is not None and fee > ruled.reader_ceiling:
        raise No("over-ceiling", cost=fee, most=ruled.reader_ceiling)


@dataclass(frozen=True, slots=True)
class Limit:
    """Of one copy. pages: the least of all that limits it; share: per cent of the work; None: not limited."""

    pages: int | None = None
    share: int | None = None


NO_LIMIT: Final = Limit()


def limit_of(access: Access, situation: Situation, ruled: Ruled) -> Limit:
    """By its access level, else by the alliance's rules."""
    share = ruled.copy_percent if access.share is None else access.share
    return Limit(least(access.most_pages, let(situation.pages, share)), share)


def _pages(limit: Limit, situation: Situation) -> None:
    wanted = pages_in(situation.asked.part)
    if wanted is not None and limit.pages is not None and wanted > limit.pages:
        raise No("too-many-pages", pages=wanted, most=limit.pages)


_DASHES: Final = str.maketrans(
    {**dict.fromkeys("–—~～至到", "-"), **dict.fromkeys("，、;；", ","), **dict.fromkeys("第页頁")}
)


@lru_cache(maxsize=256)
def pages_in(part: str) -> int | None:
    """How many pages "12-40, 44" are, or "第12至40页"; None: not to be told from it (a chapter's name)."""
    total = 0
    for piece in part.translate(_DASHES).split(","):
        first, _, last = piece.strip().lower().removeprefix("pp.").removeprefix("p.").partition("-")
        if not first.strip().isdecimal() or (last and not last.strip().isdecimal()):
            return None
        begins = int(first)
        ends = int(last) if last else begins
        if ends < begins:
            return None
        total += ends - begins + 1
    return total or None


def _in_time(there: float, situation: Situation) -> None:
    if situation.needed is not None and there > situation.needed:
        raise No("too-late", at=moment(there).isoformat())


# -- time


@dataclass(frozen=True, slots=True)
class Decision:
    """When a licence decision is there. gap: hours by which four of five are later at most. rule: that takes
    it at once.
    """

    at: float
    gap: float = 0.0
    parts: tuple[Part, ...] = ()
    rule: AutoRule | None = None


def _asking(holder: Holder, service: str, access: Access, between: int, situation: Situation) -> Asking:
    """What its agency would be asked, as the request will ask it."""
    return Asking(
        level=access.approval,
        owner=holder.symbol,
        service=service,
        group=situation.group,
        home=situation.home,
        pages=0 if service == "Loan" else pages_in(situation.asked.part),
        cost=between,
    )


def _decided(asking: Asking, situation: Situation, ruled: Ruled, now: float) -> Decision:
    """At once where a rule in force takes it; else when those who decide are at work."""
    if rule := approving.outcome(ruled.approvals, asking).rule:
        return Decision(now, parts=(("decision", 0.0, "by-rule"),), rule=rule)
    told = situation.deciding.get(approving.decides(asking)) or situation.deciding.get("")
    if told is None:
        raise No("nobody-decides")
    pace, clock = told
    at, late = clock.add(now, pace.mean), clock.add(now, pace.p80)
    if inf in {at, late}:
        raise No("nobody-decides")
    return Decision(at, max(late - at, 0.0), (("decision", at - now, pace.source),))


def _estimate(holder: Holder, service: str, trade: Trade, situation: Situation, start: float) -> Estimate:
    desk = situation.desk
    queue = queued(trade.open, trade.handling, a_day=trade.usual_a_day, day_hours=holder.day_hours)
    loan = service == "Loan"
    # What was learned of a pair is the time until the desk has received it.
    seen = holder.transit is not None and holder.transit.measured
    course = Course(
        handling=trade.handling,
        clock=holder.clock,
        queue=queue,
        road=holder.road if loan else None,
        transit=holder.transit if loan else None,
        shelving=desk.shelving if loan and (holder.road or not seen) else None,
        pickup=desk.clock if loan else None,
    )
    found = estimate(course, start)
    if found.hours == inf:
        raise No("no-road" if loan else "closed", until="")
    return found


# -- what is said of it


def _needs(service: str, access: Access, decided: Decision, situation: Situation) -> tuple[str, ...]:
    needs = []
    if access.approval and decided.rule is None:
        needs.append(f"approval-{access.approval}")
    if service == "Copy":
        needs.append("copyright")
        if not situation.asked.part:
            needs.append("pages")
    if situation.request.fee:
        needs.append("pay")
    if situation.request.reason == "items-reached":
        needs.append("own-turn")
    return tuple(needs)


def _by_rule(rule: AutoRule | None) -> Iterable[Reason]:
    if rule is None:
        return
    if approving.state_of(rule) != approving.State.LIMITED:
        yield "approved-by-rule", {"rule": rule.name}
    elif rule.limits.pages is not None:
        yield "limited-to-pages", {"rule": rule.name, "pages": rule.limits.pages}
    else:
        yield "limited-by-rule", {"rule": rule.name}


def _limited(limit: Limit, decided: Decision, service: str) -> dict[str, Fact]:
    """What is left of the pages, by the level, the share and a rule that decides."""
    if service != "Copy":
        return {}
    by_rule = decided.rule.limits if decided.rule else Bounds()
    return {"most_pages": least(limit.pages, by_rule.pages), "share": limit.share, "days": by_rule.days}


def _reasons(
    shelf: Shelf, candidate: Candidate, found: Estimate, situation: Situation, now: float
) -> Iterable[Reason]:
    yield ("measured" if found.measured else "estimated"), {}
    if shelf.status == "unknown":
        yield "shelf-unknown", {}
    if situation.needed is not None and now + candidate.p80 > situation.needed:
        yield "may-be-late", {}


def _facts(
    shelf: Shelf, access: Access, situation: Situation, candidate: Candidate, at: str
) -> dict[str, Fact]:
    facts: dict[str, Fact] = {
        "barcode": shelf.barcode,
        "call_number": shelf.call_number,
        "location": shelf.location,
        "level": access.level,
        "between": candidate.cost,
        "at": at,
    }
    if candidate.service == "Loan":
        facts |= {"pickup": situation.desk.library, "pickup_branch": situation.desk.branch}
    elif not situation.asked.part and situation.asked.form != "digital":
        facts["partial"] = True
    return facts


def _environment(service: str, access: Access) -> tuple[str, ...]:
    told = ("pick-up",) if service == "Loan" else ("own-device", "copyright-notice")
    return (*told, "licence") if access.approval else told
