"""One step of a request under way: rows are written, how they stood is kept, and one event tells it.

Whoever calls `move` has asked the permission and stands inside `members.act`; `do` does both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Model, QuerySet

from commonshelf.kernel.actor import Actor
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.members.api import Done
from commonshelf.sharing.domain import life
from commonshelf.sharing.domain.life import CONFLICT, TERMINAL, Side, State, Step
from commonshelf.sharing.life import due, whom
from commonshelf.sharing.models import PatronRequest, Slip, Supply

KEPT: Final[dict[str, tuple[QuerySet[Any], tuple[str, ...]]]] = {
    "requests": (
        PatronRequest.objects.all(),
        (
            "state", "before_cancel", "why", "due_date", "next_at", "closed_at", "edition", "service",
            "citation",
        ),
    ),
    "supplies": (
        Supply.objects.all(),
        (
            "state", "reason", "conditions", "barcode", "branch", "shelf", "condition_out", "condition_in",
            "document", "answer_by_at", "answered_at", "shipped_at", "received_at", "returned_at", "home_at",
            "closed_at",
        ),
    ),
}  # fmt: skip
"""What a step may change, and what therefore is kept of it."""
WORDS: Final = 500
SLIPS_KEPT: Final = timedelta(days=1)


@dataclass(slots=True)
class Taking:
    """One step. facts: what the form, the command or the scan said. why: of the state it comes to."""

    actor: Actor
    row: PatronRequest
    side: Side
    at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)
    library: str = ""
    supply: Supply | None = None
    why: str = ""
    reason: str = ""
    before: dict[str, dict[str, Any]] = field(default_factory=dict)
    made: dict[str, list[int]] = field(default_factory=dict)
    final: str = ""
    """Why it cannot be taken back, "": it can."""
    told: dict[str, Any] = field(default_factory=dict)
    released: list[int] = field(default_factory=list)
    """Promises that this step let go."""
    unkept: dict[str, str] = field(default_factory=dict)
    """Holds that loans keep no more, while the promise stays -> the state they were in."""
    check: Callable[[], None] | None = None
    """Asked inside the act, before anything is written; not when it is repeated."""
    done: bool = False

    def change(self, kind: str, row: Model, **values: Any) -> None:
        """Write the values, keeping those that were."""
        _, names = KEPT[kind]
        kept = self.before.setdefault(kind, {})
        if str(row.pk) not in kept:
            kept[str(row.pk)] = {name: _plain(getattr(row, name)) for name in names}
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))

    def new(self, kind: str, id: int) -> None:
        self.made.setdefault(kind, []).append(id)

    @property
    def note(self) -> str:
        """Words of a person, for the other side to read."""
        return self.words("note") or (self.words("reason") if " " in self.words("reason") else "")

    def need_supply(self) -> Supply:
        if self.supply is None:
            raise Refusal("sharing.step", {"request_state": self.row.state, "request_action": ""}, CONFLICT)
        return self.supply

    def words(self, name: str, most: int = WORDS) -> str:
        return " ".join(str(self.facts.get(name, "") or "").split())[:most]


Effect = Callable[[Taking, Step], None]
EFFECTS: Final[dict[str, Effect]] = {}
"""Action -> what it does beside the change of state. Filled by the modules that know how (`effect`)."""


def effect(*actions: str) -> Callable[[Effect], Effect]:
    def keep(function: Effect) -> Effect:
        for action in actions:
            EFFECTS[action] = function
        return function

    return keep


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def move(taking: Taking, action: str) -> dict[str, Any]:
    """Take the step the table has; the facts of its event. Refusals of `life.advance` and of its effect."""
    row = taking.row
    taking.supply = whom.active(row)
    service = taking.supply.service if taking.supply else ""
    step = life.advance(row.state, action, taking.side, service, row.why, giver=whom.giver(taking.supply))
    taking.why = row.why if step.after == step.before or _goes_home(step) else ""
    if action in EFFECTS:
        EFFECTS[action](taking, step)
    _write(taking, step)
    return event(taking, step)


def _goes_home(step: Step) -> bool:
    """Why it goes home is remembered until it is there."""
    return step.before == State.BACK and step.after == State.RETURNING


def _write(taking: Taking, step: Step) -> None:
    """The supply first: a request is never seen with two that are open."""
    row, supply, at = taking.row, taking.supply, taking.at
    after = life.supply_after(step)
    if supply is not None and after and after != supply.state:
        closed = at if after in TERMINAL else None
        taking.change("supplies", supply, state=after, closed_at=closed)
    version = row.version
    if not PatronRequest.objects.filter(pk=row.pk, version=version).update(version=version + 1):
        raise Refusal("sharing.changed", {"number": row.number, "request_state": row.state}, CONFLICT)
    row.version = version + 1
    ends = step.after in TERMINAL
    taking.change(
        "requests",
        row,
        state=str(step.after),
        why=taking.why[:40],
        closed_at=at if ends else None,
        next_at=None if ends else due.next_at(row, whom.active(row), step.after, at, why=taking.why),
    )


def event(taking: Taking, step: Step) -> dict[str, Any]:
    """What the log keeps: no title, no name."""
    row, supply = taking.row, taking.supply
    told: dict[str, Any] = {
        "before": str(step.before),
        "after": str(step.after),
        "side": str(taking.side),
        "service": supply.service if supply else row.service,
        "requester": whom.symbol(row.requester_id),
        "supplier": whom.symbol(supply.supplier_id) if supply else "",
        "attempt": supply.attempt if supply else 0,
    }
    if supply is not None and supply.partner_id is not None:
        told["outside"] = supply.partner_id
    if taking.reason:
        told["reason"] = taking.reason
    if taking.why:
        told["why"] = taking.why
    return told | taking.told


def do(taking: Taking, action: str, *, slip: bool = True, key: str = "") -> dict[str, Any]:
    """The step as an act of its own, perhaps inside another one; its facts."""

    def once() -> Done[dict[str, Any]]:
        if taking.check:
            taking.check()
        facts = move(taking, action)
        taking.done = True
        if slip:
            write_slip(taking, action, key)
        library = taking.library or whom.side_library(taking.row, taking.side)
        return Done(facts, facts, whom.ref(taking.row, library))

    return members.act(
        actor=taking.actor,
        action=f"sharing.{action}",
        object=whom.object_of(taking.row, taking.side, taking.library),
        do=once,
        at=taking.at,
        key=key,
        reason=taking.note,
    )


def write_slip(taking: Taking, action: str, key: str = "") -> Slip:
    """For taking the step back within minutes; the request's version says whether something followed."""
    library = taking.library or whom.side_library(taking.row, taking.side)
    before: dict[str, Any] = {"rows": taking.before, "made": taking.made, "final": taking.final}
    before |= {"released": taking.released, "unkept": taking.unkept}
    before["key"] = key or str(taking.facts.get("pressed_key") or "")
    if step := taking.facts.get("loan_step"):
        before |= {"loan_step": step, "loan_library": library}
    return Slip.objects.create(
        request=taking.row,
        act=action,
        library_id=members.library_id(symbol=library) if library else None,
        person=taking.actor.key,
        at=taking.at,
        version=taking.row.version,
        before=before,
    )


def tidy(at: datetime) -> None:
    """By night: what can be taken back no more is not kept."""
    Slip.objects.filter(at__lt=at - SLIPS_KEPT).delete()
