"""The one door of every step: whose it is, whether the form is stale, by which room it goes, what follows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from commonshelf.kernel.actor import MACHINE, Actor
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Fact, Refusal
from commonshelf.members import api as members
from commonshelf.sharing.domain import life
from commonshelf.sharing.domain.life import CONFLICT, TERMINAL, Side, State
from commonshelf.sharing.domain.scanning import UNSENT
from commonshelf.sharing.life import asking, scanning, stepping, whom
from commonshelf.sharing.life.stepping import Taking
from commonshelf.sharing.models import PatronRequest, Slip
from commonshelf.sharing.ruling import deciding

ANSWERS: Final = frozenset(
    {"will-supply", "condition", "cannot-supply", "retry", "ship", "deliver", "allow-cancel", "too-late"}
)
"""What only the library that is being asked now can say."""


def act(
    *,
    actor: Actor,
    request: str,
    action: str,
    facts: Mapping[str, Any] | None = None,
    version: int | None = None,
    key: str = "",
    library: str = "",
    at: datetime | None = None,
) -> None:
    """Take a step. facts: what the form said; `attempt` among them: of the supply it was shown for.

    version: of the request as it was shown; None: whatever it is by now. library: at whose desk, where the
    actor works at several.
    """
    row = whom.find(request)
    seen = whom.at_desk(row, whom.sides(actor, row), library)
    if not seen:
        raise Absent
    told = dict(facts or {})
    if action not in life.ACTIONS:
        raise Refusal("sharing.no-such-action", {"request_action": action[:40]})
    side = _side(row, action, seen)
    if side is Side.SUPPLIER or whom.giver(whom.active(row)) == life.PARTNER:
        _still_theirs(actor, row, action, told)
    if key and Slip.objects.filter(request=row, before__key=_marked(key, row.number)).exists():
        return  # pressed before: done, and not once more
    supply = whom.active(row)
    life.advance(row.state, action, side, supply.service if supply else "", row.why, giver=whom.giver(supply))
    if scanning.through_loans(row, action, told):
        scanning.through(
            actor, row, action, told, side=side, version=version, key=key, library=library, at=at
        )
        return
    take(actor, row.number, action, side, told, version=version, key=key, at=at)


def _marked(key: str, number: str) -> str:
    """A form's key, for this request."""
    return f"{key} {number}" if key else ""


def _side(row: PatronRequest, action: str, seen: tuple[Side, ...]) -> Side:
    """As which of their sides: one that may take the step now, else the first that ever may."""
    supply = whom.active(row)
    service = supply.service if supply else ""
    giver = whom.giver(supply)
    for side in seen:
        if any(
            step.action == action for step in life.choices(row.state, side, service, row.why, giver=giver)
        ):
            return side
    for side in seen:
        if any(step.action == action and life.takes(step, side, giver) for step in life.STEPS):
            return side
    return seen[0]


def _still_theirs(actor: Actor, row: PatronRequest, action: str, told: Mapping[str, Any]) -> None:
    """A late answer to an old attempt has no effect (sharing.late-answer). A partner's is the requester's."""
    supply = whom.active(row)
    library = whom.side_library(row, Side.SUPPLIER)
    mine = supply is not None and members.allowed(
        actor=actor, action=whom.READ, object=whom.ref(row, library)
    )
    attempt = told.get("attempt")
    same = attempt in {None, ""} or (
        supply is not None and whole(str(attempt), otherwise=-1) == supply.attempt
    )
    if not (mine and same) and action in ANSWERS | {"recall", "check-in", "lose", "damage"}:
        facts: dict[str, Fact] = {"number": row.number, "request_state": row.state}
        facts["attempt"] = whole(str(attempt or 0))
        raise Refusal("sharing.late-answer", facts, CONFLICT)


def take(
    actor: Actor,
    number: str,
    action: str,
    side: Side,
    facts: Mapping[str, Any],
    *,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
    library: str = "",
) -> None:
    """The step, and what follows from it at once, wholly or not at all."""
    with members.together(), members.one_look():
        row = whom.find(number)
        taking = Taking(actor, row, side, at or timezone.now(), facts, library)
        taking.check = lambda: _fresh(row, version, facts)
        member = whom.giver(whom.active(row)) == life.MEMBER
        if action == "receive" and side is Side.REQUESTER and member and row.state in UNSENT:
            _fresh(row, version, facts)
            taking.check = None
            _left_unsaid(taking)
        stepping.do(taking, action, key=_marked(key, number))
        if taking.done:
            follow_on(taking, action)


def _left_unsaid(taking: Taking) -> None:
    """What arrives has left, though its library forgot to scan it out: both steps are written down, and are
    taken back as one.
    """
    sent = Taking(MACHINE, taking.row, Side.SUPPLIER, taking.at, {}, before=taking.before)
    sent.told["unsaid"] = True
    stepping.do(sent, "ship", slip=False)


def _fresh(row: PatronRequest, version: int | None, facts: Mapping[str, Any]) -> None:
    """Refusal sharing.changed: somebody was there meanwhile; what it is now, and what it was to them."""
    if version is None or row.version == version:
        return
    last = Slip.objects.filter(request=row, undone_at=None).order_by("-pk").first()
    told: dict[str, Fact] = {
        "number": row.number,
        "request_state": row.state,
        "was": str(facts.get("was", "")),
        "request_action": last.act if last else "",
        "at": last.at.isoformat() if last else "",
    }
    raise Refusal("sharing.changed", told, CONFLICT)


def follow_on(taking: Taking, action: str) -> None:
    """What was put back in line goes on in the same moment; what ended needs no licence any more."""
    row = taking.row
    if row.state == State.QUEUED and action != "ask":
        asking.onward(row, taking.at)
    if row.state in TERMINAL:
        deciding.withdraw(actor=taking.actor, request=row.pk, at=taking.at)
    slip = Slip.objects.filter(request=row).order_by("-pk").first()
    if slip is not None and slip.version != row.version:
        made = whom.active(row)
        slip.version = row.version
        if made is not None:
            slip.before["made"].setdefault("supplies", []).append(made.pk)
        slip.save(update_fields=["version", "before"])
