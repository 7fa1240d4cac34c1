"""Partners outside the alliance as ways: who does this service, when it would be here, for how much.

Pure. A partner's time is what somebody typed, drawn to what was measured from its own events; one that
nobody has used yet is estimated, and says so. It is asked by people: the reader's own desk decides first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, inf
from typing import Final

from commonshelf.kernel.refusal import Fact
from commonshelf.sharing.domain.clocks import moment
from commonshelf.sharing.domain.ranking import Candidate
from commonshelf.sharing.domain.sources import Outside, Situation
from commonshelf.sharing.domain.supplying import Draft
from commonshelf.sharing.domain.times import NOTHING, Pace, Prior, Seen, shrunk
from commonshelf.sharing.domain.ways import Reason, RuledOut

DAY: Final = 24.0
LATEST: Final = 1.35
"""Four of five come within so many times the days that were typed, before any were seen (ours)."""
WEIGHT: Final = 4.0
"""Observations that what somebody typed counts for: they have asked there before."""
ASKING: Final = 4.0
"""Working hours of the reader's desk until it has asked: half a day (ours)."""
AS_GOOD: Final = {
    "Loan": frozenset({("online", "Read"), *(
        (kind, service) for kind in ("shelf", "shelf-elsewhere", "courier") for service in ("Loan", "Hold")
    )}),
    "Copy": frozenset({("online", "Read"), ("scan", "Copy"), ("licensed-copy", "Copy")}),
}  # fmt: skip
"""Ways (kind, service) within the alliance after which nobody asks outside for something later."""
SILENT: Final = (2, 14)
"""Days, at least and at most, after which a partner that said nothing is asked after."""


def pace(days: float, seen: Seen = NOTHING) -> Pace:
    """Hours of the clock from asking to arrival. days: as typed."""
    prior = Prior(DAY * days, DAY * days * LATEST, WEIGHT, source="typed")
    return shrunk(seen, NOTHING, prior)


def ask_after(asked: datetime, hours: float) -> datetime:
    """When a word should have come, of a partner that takes so many hours: half of them, within bounds."""
    least, most = SILENT
    return asked + timedelta(days=min(max(ceil(hours / DAY / 2), least), most))


@dataclass(frozen=True, slots=True)
class No:
    """Why there is no such way. facts: of the soonest partner that would have been one."""

    reason: str
    facts: dict[str, Fact]


def ways(
    partners: Iterable[Outside], situation: Situation, members: Sequence[Draft], now: float
) -> list[Draft | RuledOut]:
    """Those that do what is asked for, the soonest first. members: what the alliance itself offers."""
    if not situation.request.ok or not situation.desk.library:
        return []
    asked = situation.asked
    services = (("Loan",) if asked.form != "digital" else ()) + (
        ("Copy",) if asked.part or asked.form == "digital" else ()
    )
    some, found = list(partners), list[Draft | RuledOut]()
    for service in services:
        found += _of_service(service, some, situation, members, now)
    drafts = [one for one in found if isinstance(one, Draft)]
    return [*drafts] if drafts else found


def _of_service(
    service: str, partners: Sequence[Outside], situation: Situation, members: Sequence[Draft], now: float
) -> list[Draft | RuledOut]:
    home, found, out = situation.desk.library, list[Draft](), list[No]()
    soonest = min(
        (one.candidate.expected for one in members if (one.kind, one.candidate.service) in AS_GOOD[service]),
        default=inf,
    )
    for one in partners:
        if one.service != service:
            continue
        draft = _draft(one, situation, now)
        if no := _why_not(one, draft, situation, soonest, now):
            out.append(no)
        else:
            found.append(draft)
    if found:
        return [*sorted(found, key=lambda one: (one.candidate.expected, one.candidate.cost))]
    if not out and soonest < inf:
        return []  # the alliance has it: nobody misses a partner
    if not out:
        return [RuledOut("partner", home, "no-partner", {"service": service})]
    return [RuledOut("partner", home, out[0].reason, out[0].facts)]


def _why_not(one: Outside, draft: Draft, situation: Situation, soonest: float, now: float) -> No | None:
    there, cost = now + draft.candidate.expected, draft.cost
    if soonest <= draft.candidate.expected:
        return No("alliance-sooner", _who(one))
    if situation.asked.most_cost is not None and cost > situation.asked.most_cost:
        return No("over-cost", {"cost": cost, "most": situation.asked.most_cost})
    if situation.needed is not None and there > situation.needed:
        return No("too-late", {"at": moment(there).isoformat()})
    return None


def _who(one: Outside) -> dict[str, Fact]:
    return {"partner_zh": one.name_zh, "partner_en": one.name_en}


def _draft(one: Outside, situation: Situation, now: float) -> Draft:
    asking = situation.desk.clock.add(now, ASKING) - now
    asking = asking if asking < inf else DAY
    expected = asking + one.pace.mean
    parts = (("asking", asking, "house"), ("partner", one.pace.mean, one.pace.source))
    loan = one.service == "Loan"
    facts: dict[str, Fact] = {
        "partner": one.id,
        **_who(one),
        "between": one.fee,
        "at": moment(now + expected).isoformat(),
        "pickup": situation.desk.library,
        "pickup_branch": situation.desk.branch,
    }
    needs = ["desk-asks"]
    if not loan:
        needs += ["copyright"] if situation.asked.part else ["copyright", "pages"]
    if situation.request.fee + one.reader_fee:
        needs.append("pay")
    reasons: list[Reason] = [("measured-outside" if one.pace.measured else "estimated-outside", _who(one))]
    if situation.needed is not None and now + asking + one.pace.p80 > situation.needed:
        reasons.append(("may-be-late", {}))
    return Draft(
        kind="partner",
        candidate=Candidate(
            "", one.service, expected, asking + one.pace.p80, cost=one.fee, chance=1.0, parts=parts
        ),
        branch="",
        measured=one.pace.measured,
        cost=situation.request.fee + one.reader_fee,
        needs=tuple(needs),
        reasons=tuple(reasons),
        facts=facts,
        resource=situation.title,
        environment=("pick-up",) if loan else ("own-device", "copyright-notice"),
        person="librarian",
    )
