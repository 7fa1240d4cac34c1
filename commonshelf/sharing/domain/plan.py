"""Every way to a thing for this reader, the soonest first, and every way that is none, with the reason.

Pure: what was gathered goes in (`sources`), a `Plan` comes out. The times are of `times`, the order of
`ranking`: nothing here knows a number of its own but for the steps of people (`visiting`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from math import inf
from operator import itemgetter
from typing import Final

from commonshelf.sharing.domain import outside
from commonshelf.sharing.domain.clocks import instant, moment
from commonshelf.sharing.domain.ranking import Candidate, ranked
from commonshelf.sharing.domain.sources import Holder, Online, Ruled, Situation, Sources
from commonshelf.sharing.domain.supplying import Draft, at_best, supply
from commonshelf.sharing.domain.visiting import queue, visit
from commonshelf.sharing.domain.ways import Plan, Reason, RuledOut, Way

OPENS: Final = 0.02
"""Hours until a page has opened."""
SIGNS_IN: Final = 0.05
BUYING: Final = (24.0 * 45, 24.0 * 70)
"""Expected and 80 % hours until a bought book is on the shelf (ours)."""
FAIR: Final = 0.5
"""Hours by which giving and taking have to move a library before it is worth a word."""
SELDOM: Final = 0.6
"""A library that fills less than that says no often; what nobody has seen yet is held to be above."""


def make(situation: Situation, sources: Sources, ruled: Ruled, at: datetime) -> Plan:
    now = instant(at)
    drafts: list[Draft] = []
    out: list[RuledOut] = []
    found: list[Draft | RuledOut | None] = []
    found += [_online(one) for one in sources.online] if situation.asked.form != "print" else []
    if situation.asked.form != "digital":
        found += [one for holder in sources.holders for one in _feet(holder, situation, now)]
        found += _supplies(sources.holders, "Loan", situation, ruled, now)
    if situation.asked.part or situation.asked.form == "digital":
        found += _supplies(sources.holders, "Copy", situation, ruled, now)
    else:
        found += _best_copy(sources.holders, situation, ruled, now)
    if (
        situation.buyable
        and situation.asked.form != "digital"
        and not any(one.symbol == situation.home for one in sources.holders)
    ):
        found.append(_buying(situation, now))
    found += outside.ways(sources.partners, situation, [one for one in found if isinstance(one, Draft)], now)
    for one in found:
        if isinstance(one, RuledOut):
            out.append(one)
        elif one is not None:
            drafts.append(one)
    ways = tuple(in_order(drafts, ruled))
    return Plan(ways, tuple(_once(out, ways)), at, ruled.version, sources.edition)


def suppliers(
    situation: Situation, holders: Iterable[Holder], service: str, ruled: Ruled, at: datetime
) -> tuple[tuple[Way, ...], tuple[RuledOut, ...]]:
    """Who can be asked for this service, in the order in which they should be; and why not the others."""
    found = _supplies(holders, service, situation, ruled, instant(at))
    ways = in_order([one for one in found if isinstance(one, Draft)], ruled)
    return tuple(ways), tuple(one for one in found if isinstance(one, RuledOut))


def in_order(drafts: Sequence[Draft], ruled: Ruled) -> list[Way]:
    """Soonest first with fairness, by the one ranking there is; a part behind the whole, buying last."""
    by_candidate = {id(one.candidate): one for one in drafts}
    ways = []
    for one in ranked((draft.candidate for draft in drafts), ruled.weights):
        draft = by_candidate[id(one.candidate)]
        ways.append(_way(draft, one.candidate, one.score, one.parts))
    return sorted(ways, key=lambda one: (one.kind == "buy", one.partial))


def _way(draft: Draft, told: Candidate, score: float, parts: tuple[tuple[str, float, str], ...]) -> Way:
    return Way(
        kind=draft.kind,
        supplier=told.supplier,
        branch=draft.branch,
        service=told.service,
        expected_hours=told.expected,
        p80_hours=told.p80,
        measured=draft.measured,
        cost=draft.cost,
        needs=draft.needs,
        reasons=(*draft.reasons, *_weighed(told, parts)),
        parts=parts,
        facts=draft.facts,
        resource=draft.resource,
        environment=draft.environment,
        person=draft.person,
        score=score,
    )


def _weighed(told: Candidate, parts: Iterable[tuple[str, float, str]]) -> list[Reason]:
    """What moved it besides its time."""
    found: list[Reason] = []
    if told.chance < SELDOM:
        found.append(("often-no", {"percent": round(100 * told.chance)}))
    if told.deficit:
        moved = sum(hours for name, hours, _ in parts if name == "fairness")
        if abs(moved) >= FAIR:
            found.append(("gave-more" if moved > 0 else "took-more", {"hours": round(abs(moved), 1)}))
    if told.last_resort:
        found.append(("last-resort", {}))
    return found


# -- kinds


def _online(one: Online) -> Draft | RuledOut:
    """Minutes; where a licence decision or a walk is needed, it is said, not offered as reading now."""
    if one.link_state == "broken":
        return RuledOut("online", one.owner, "link-broken", {"resource": one.resource})
    if one.answer not in {"yes", "sign-in"}:
        code = {"go-there": "on-site-only"}.get(one.answer, one.why or "level-closed")
        return RuledOut("online", one.owner, code, {"resource": one.resource, **one.facts})
    needs = tuple(dict.fromkeys([*(("sign-in",) if one.answer == "sign-in" else ()), *one.needs]))
    hours = OPENS + SIGNS_IN * len(needs)
    source = "prior"
    candidate = Candidate(one.owner, "Read", hours, 3 * hours, parts=(("opening-page", hours, source),))
    return Draft(
        kind="online",
        candidate=candidate,
        branch="",
        measured=False,
        needs=needs,
        reasons=(("open-access", {}),) if one.open_access else (("licensed", {"resource": one.resource}),),
        facts={"url": one.url, "level": one.level, "link": one.link_state, **one.facts},
        resource=one.resource,
        environment=("any-device",) if one.open_access else ("any-device", "licence"),
        person="reader",
    )


def _feet(holder: Holder, situation: Situation, now: float) -> Iterable[Draft | RuledOut | None]:
    """The shelf; at one's own library also the queue for what is out."""
    found = visit(holder, situation, now)
    if isinstance(found, RuledOut) and found.reason == "on-loan" and _own(holder, situation):
        waiting = queue(holder, situation, now)
        return (waiting or found,)
    return (found,)


def _own(holder: Holder, situation: Situation) -> bool:
    return holder.symbol in {situation.home, situation.desk.library}


def _supplies(
    holders: Iterable[Holder], service: str, situation: Situation, ruled: Ruled, now: float
) -> list[Draft | RuledOut]:
    """By the desks of others; what stands where it would be fetched need not be brought."""
    if not situation.request.ok:
        right = situation.request
        facts = {**right.facts, "why": right.reason, "help": right.help}
        return [RuledOut("courier" if service == "Loan" else "scan", situation.home, "no-right", facts)]
    elsewhere = (one for one in holders if service == "Copy" or one.symbol != situation.desk.library)
    return [supply(one, service, situation, ruled, now) for one in elsewhere]


def _best_copy(
    holders: Iterable[Holder], situation: Situation, ruled: Ruled, now: float
) -> list[Draft | RuledOut]:
    """Nobody asked for a part: one offer is enough, and no word of those who make none.

    Whoever could not come before the best so far, were everything at hand at once, is not worked out.
    """
    if not situation.request.ok:
        return _supplies((), "Copy", situation, ruled, now)
    drafts: list[Draft] = []
    least = inf
    hopes = sorted(
        ((one.last_resort, at_best(one, "Copy", ruled, now), one.symbol, one) for one in holders),
        key=itemgetter(0, 1, 2),
    )
    for last_resort, hope, _, one in hopes:
        if drafts and (hope > least or last_resort != drafts[0].candidate.last_resort):
            break
        found = supply(one, "Copy", situation, ruled, now)
        if isinstance(found, Draft):
            drafts.append(found)
            least = min(least, ranked((found.candidate,), ruled.weights)[0].score)
    if not drafts:
        return []
    best = ranked((one.candidate for one in drafts), ruled.weights)[0].candidate
    return [one for one in drafts if one.candidate is best]


def _buying(situation: Situation, now: float) -> Draft | RuledOut:
    """Their own library does not have it: it can be told that somebody wants it."""
    expected, p80 = BUYING
    if situation.needed is not None and now + expected > situation.needed:
        facts = {"at": moment(now + expected).isoformat()}
        return RuledOut("buy", situation.home, "too-late", facts)
    parts = (("buying", expected, "house"),)
    return Draft(
        kind="buy",
        candidate=Candidate(situation.home, "Buy", expected, p80, parts=parts),
        branch="",
        measured=False,
        needs=("suggest",),
        reasons=(("estimated", {}), ("home-decides", {})),
        facts={"at": moment(now + expected).isoformat()},
        resource=situation.title,
        environment=("pick-up",),
        person="librarian",
    )


def _once(out: Sequence[RuledOut], ways: Sequence[Way]) -> Iterable[RuledOut]:
    """One line for each library and reason; nothing of a kind that the same library does offer."""
    offered = {(one.kind, one.supplier) for one in ways}
    said: set[tuple[str, str]] = set()
    for one in out:
        told = (one.supplier, one.reason)
        if told in said or (one.kind, one.supplier) in offered:
            continue
        said.add(told)
        yield one
