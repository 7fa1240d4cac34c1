"""What a draft of the rules would have changed: past requests planned anew under both versions, side by side.

Facts are those of today (holders, paces, queues, timetables): only the rules differ between the two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.api import Done
from commonshelf.members.cards import Said
from commonshelf.news.api import Happening
from commonshelf.sharing.domain import approving
from commonshelf.sharing.domain import plan as planner
from commonshelf.sharing.domain.approving import Asking, State
from commonshelf.sharing.domain.sources import Ruled
from commonshelf.sharing.domain.ways import Asked, Way
from commonshelf.sharing.models import Approval, PatronRequest, Policy
from commonshelf.sharing.planning.gathering import for_rota, ruled_by
from commonshelf.sharing.ruling import policies
from commonshelf.sharing.ruling.cards import PolicyCard
from commonshelf.sharing.ruling.using import used_pages
from commonshelf.sharing.simulation.measure import gini

LATEST: Final = 300
"""So many requests are planned anew: the latest that name an edition."""
STEP: Final = 20
"""After so many the page learns how far it is."""
CONFLICT: Final = 409
ALONE: Final = 8
"""Libraries shown on their own in the table, by how much they change."""


@dataclass(slots=True)
class Side:
    """Under one version: who is asked first, how long it is expected to take; expected: hours of each."""

    first: Counter[str] = field(default_factory=Counter)
    expected: list[float] = field(default_factory=list)
    p80: list[float] = field(default_factory=list)
    cost: list[int] = field(default_factory=list)
    none: int = 0
    by_rule: int = 0

    def add(self, way: Way | None) -> str:
        if way is None:
            self.none += 1
            return ""
        self.first[way.supplier] += 1
        self.expected.append(way.expected_hours)
        self.p80.append(way.p80_hours)
        self.cost.append(int(way.facts.get("between") or 0))
        return way.supplier

    def told(self, libraries: int) -> dict[str, Any]:
        counts = [float(count) for count in self.first.values()]
        counts += [0.0] * max(libraries - len(counts), 0)
        return {
            "mean": _mean(self.expected),
            "p80": _mean(self.p80),
            "cost": _mean(self.cost),
            "gini": round(gini(counts), 3) if any(counts) else None,
            "none": self.none,
            "by_rule": self.by_rule,
            "first": dict(self.first.most_common()),
        }


def _mean(values: Iterable[float]) -> float | None:
    some = list(values)
    return round(sum(some) / len(some), 1) if some else None


def begin(*, actor: Actor, number: int, version: int, key: str, at: datetime | None = None) -> None:
    """The worker plans the latest requests anew with the draft; its page shows how far it is.

    Absent: no such draft. Refusal sharing.changed-meanwhile.
    """

    def do() -> Done[None]:
        row = Policy.objects.filter(number=number, effective_at=None).first()
        if row is None:
            raise Absent
        if row.version != version:
            raise Refusal("sharing.changed-meanwhile", {}, CONFLICT)
        of = policies.digest(row.rules)
        row.preview = {"state": "running", "of": of, "done": 0, "requests": _some().count()}
        row.save(update_fields=["preview"])
        return Done(None, {"policy": number, "of": of})

    object = Ref("policy", str(number))
    members.act(actor=actor, action="sharing.try-rules", object=object, do=do, key=key, at=at)


def run(happening: Happening) -> None:
    """The subscriber: at least once each; a draft that was changed or dropped meanwhile is let be."""
    number, of = int(happening.object.id), str(happening.facts.get("of", ""))
    row = Policy.objects.filter(number=number, effective_at=None).first()
    if row is None or policies.digest(row.rules) != of or row.preview.get("state") != "running":
        return
    now = timezone.now()
    draft, current = policies.card_of(row, now), policies.policy_now(now=now)
    _keep(draft, {**tried(draft, current, now), "of": of})


def _some() -> Any:
    """The latest that name an edition: only those have suppliers to compare."""
    latest = PatronRequest.objects.exclude(edition=None).order_by("-placed_at", "-pk")
    return latest[:LATEST]


def tried(draft: PolicyCard, current: PolicyCard, now: datetime) -> dict[str, Any]:
    """Both versions over the same requests; the draft's page follows along."""
    before, after = Side(), Side()
    ruled = ruled_by(current), ruled_by(draft)
    rows = list(_some())
    moved = 0
    for done, row in enumerate(rows, start=1):
        was, would = _firsts(row, ruled, now)
        moved += before.add(was) != after.add(would)
        if done % STEP == 0:
            _keep(draft, {**draft.preview, "done": done})
    asked = _approvals((current, before), (draft, after), [row.pk for row in rows], now)
    libraries = len(members.libraries())
    return {
        "state": "done",
        "requests": len(rows),
        "since": rows[-1].placed_at.isoformat() if rows else "",
        "against": current.number,
        "moved": moved,
        "approvals": asked,
        "before": before.told(libraries),
        "after": after.told(libraries),
        "at": now.isoformat(),
    }


def _firsts(row: PatronRequest, ruled: tuple[Ruled, Ruled], now: datetime) -> tuple[Way | None, Way | None]:
    """Who would be asked first under each: gathered once, ranked twice."""
    symbols = members.symbols_by_id()
    requester, service = symbols[row.pickup_id], "Copy" if row.service == "Copy" else "Loan"
    asked = Asked(
        library=requester,
        branch=row.pickup_branch,
        part=str(row.citation.get("pages") or ""),
        any_edition=row.any_edition,
    )
    try:
        found = for_rota(
            requester=requester,
            branch=row.pickup_branch,
            home=symbols[row.home_id],
            group=row.group_kind,
            ids=[row.edition] if row.edition else [],
            asked=asked,
            now=now,
        )
    except Absent:  # its library has left, or the edition is gone
        return None, None
    holders = [one for one in found.sources.holders if one.symbol != requester]
    ways = [planner.suppliers(found.situation, holders, service, one, now)[0] for one in ruled]
    was, would = (next(iter(one), None) for one in ways)
    return was, would


def _approvals(
    current: tuple[PolicyCard, Side], draft: tuple[PolicyCard, Side], requests: list[int], now: datetime
) -> int:
    """How many licence decisions there were for these requests; each side counts those a rule would take."""
    rows = Approval.objects.filter(request__in=requests, appeal_of=None).exclude(state=State.WITHDRAWN)
    symbols, count = members.symbols_by_id(), 0
    for row in rows.select_related("request"):
        count += 1
        asking = Asking(
            level=row.level,
            owner=symbols[row.owner_id] if row.owner_id else "",
            service=row.service,
            group=row.request.group_kind,
            home=symbols[row.request.home_id],
            resource=row.resource,
            pages=row.pages,
            cost=row.cost,
            a_year=used_pages(row.resource, row.request.home_id, now) + (row.pages or 0),
        )
        for policy, side in (current, draft):
            side.by_rule += approving.by_rule(policy.rules.approvals, asking) is not None
    return count


def _keep(draft: PolicyCard, result: dict[str, Any]) -> None:
    """Unless the draft became another one while it was tried."""
    same = Policy.objects.filter(number=draft.number, version=draft.version, effective_at=None)
    same.update(preview=result)


# -- as its page shows it


@dataclass(frozen=True, slots=True)
class LibraryLine:
    """How many of the requests would ask this library first."""

    name: Said
    before: int
    after: int

    @property
    def change(self) -> int:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Trial:
    """state: none (not tried as it stands), running, done. before, after: mean, p80 (hours), cost (fen),
    gini, none (nobody to ask), by_rule. libraries: those that change most; others: how many are left out.
    """

    state: str
    done: int = 0
    requests: int = 0
    since: datetime | None = None
    moved: int = 0
    approvals: int = 0
    against: int = 0
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    libraries: tuple[LibraryLine, ...] = ()
    others: int = 0


def shown(card: PolicyCard) -> Trial:
    kept: Mapping[str, Any] = card.preview
    state = str(kept.get("state", "none"))
    if state != "done":
        return Trial(state, int(kept.get("done", 0)), int(kept.get("requests", 0)))
    lines = _lines(kept["before"]["first"], kept["after"]["first"])
    return Trial(
        state,
        requests=kept["requests"],
        since=datetime.fromisoformat(kept["since"]) if kept["since"] else None,
        moved=kept["moved"],
        approvals=kept["approvals"],
        against=kept["against"],
        before=kept["before"],
        after=kept["after"],
        libraries=tuple(lines[:ALONE]),
        others=max(len(lines) - ALONE, 0),
    )


def _lines(before: Mapping[str, int], after: Mapping[str, int]) -> list[LibraryLine]:
    names = {card.symbol: card.name for card in members.libraries()}
    lines = [
        LibraryLine(names.get(one, Said(one, one)), before.get(one, 0), after.get(one, 0))
        for one in {**before, **after}
    ]
    return sorted(lines, key=lambda one: (-abs(one.change), -one.after, one.name.zh))
