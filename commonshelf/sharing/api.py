"""The door of sharing: ways to a thing, requests and every step of their lives, desks, decisions.

Libraries are named by their Symbol, readers by the key of their person, requests by their number; amounts are
fen. `key`: one effect each, see `members.api.act`. `at`: when it happened, if not now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from commonshelf.kernel.actor import Actor
from commonshelf.members import api as members
from commonshelf.sharing.agency.previews import begin as try_draft
from commonshelf.sharing.agency.queue import approval, approvals, decided
from commonshelf.sharing.agency.showing import as_json as approval_as_json
from commonshelf.sharing.agency.verdicts import decide
from commonshelf.sharing.cards import (
    Choice,
    DeskPage,
    MessageCard,
    Moment,
    Next,
    RequestCard,
    RequestLine,
    SupplyCard,
)
from commonshelf.sharing.desks import queues
from commonshelf.sharing.desks.printing import print_slips
from commonshelf.sharing.domain.citing import FIELDS as CITED
from commonshelf.sharing.domain.couriers import Given as RouteGiven
from commonshelf.sharing.domain.life import ACTIONS
from commonshelf.sharing.domain.policy import Bounds
from commonshelf.sharing.life import clockwork, doing, fsck, helping, messages, placing, showing, undoing
from commonshelf.sharing.life.wanting import FACTS
from commonshelf.sharing.partners.register import Given as PartnerGiven
from commonshelf.sharing.partners.register import PartnerCard, end_partner, partners, set_partner
from commonshelf.sharing.partners.register import Terms as PartnerTerms
from commonshelf.sharing.planning import learning
from commonshelf.sharing.planning.cards import Asked, Offer, Plan, RuledOut, Way
from commonshelf.sharing.planning.couriers import set_route
from commonshelf.sharing.planning.planning import as_json as plan_as_json
from commonshelf.sharing.planning.planning import plan, rota
from commonshelf.sharing.planning.supplying import set_capacity
from commonshelf.sharing.planning.words import lines as plan_lines
from commonshelf.sharing.ruling.cards import ApprovalCard, PolicyCard, Routed
from commonshelf.sharing.ruling.policies import adopt, policies, policy, policy_now, save_draft
from commonshelf.sharing.simulation.door import SIMULATED_LIBRARIES, SIMULATED_REQUESTS, Simulated, simulate
from commonshelf.sharing.simulation.report import report as simulation_report
from commonshelf.sharing.telling import as_json as request_as_json

__all__ = [
    "ACTIONS",
    "CITED",
    "FACTS",
    "SIMULATED_LIBRARIES",
    "SIMULATED_REQUESTS",
    "ApprovalCard",
    "Asked",
    "Bounds",
    "Choice",
    "DeskPage",
    "MessageCard",
    "Moment",
    "Next",
    "Offer",
    "PartnerCard",
    "PartnerGiven",
    "PartnerTerms",
    "Plan",
    "PolicyCard",
    "RequestCard",
    "RequestLine",
    "RouteGiven",
    "Routed",
    "RuledOut",
    "Simulated",
    "SupplyCard",
    "Way",
    "act",
    "adopt",
    "approval",
    "approval_as_json",
    "approvals",
    "decide",
    "decided",
    "desk",
    "end_partner",
    "helped",
    "learn",
    "message",
    "partners",
    "place",
    "placed",
    "plan",
    "plan_as_json",
    "plan_lines",
    "policies",
    "policy",
    "policy_now",
    "print_slips",
    "problems",
    "read",
    "request",
    "request_as_json",
    "requests_of",
    "rota",
    "save_draft",
    "set_capacity",
    "set_partner",
    "set_route",
    "simulate",
    "simulation_report",
    "try_draft",
    "turn",
    "undo",
]  # fmt: skip


def place(
    *,
    actor: Actor,
    reader: str,
    edition: int | None = None,
    citation: Mapping[str, str] | None = None,
    service: str = "Loan",
    kind: str = "Book",
    level: str = "Normal",
    pickup: tuple[str, str] = ("", ""),
    needed_date: date | None = None,
    most_cost: int = 0,
    any_edition: bool = False,
    way: tuple[str, str] | None = None,
    note: str = "",
    agreed_copyright: bool = False,
    incomplete: bool = False,
    library: str = "",
    key: str = "",
    at: datetime | None = None,
) -> RequestCard:
    """Ask for it: `life.placing.Wanted` says what each means. library: at whose desk, "": the reader's own.

    Refusals sharing.incomplete and sharing.bad-citation (citation_fields), sharing.copyright,
    sharing.no-such-place, sharing.needed-past, sharing.needed-far, sharing.card-ends, sharing.no-right,
    sharing.costs (confirm with most_cost), sharing.over-ceiling, sharing.bad-choice; Absent: no such edition.
    """
    wanted = placing.Wanted(
        reader=reader,
        edition=edition,
        citation=citation or {},
        service=service,
        kind=kind,
        level=level,
        pickup=pickup,
        needed_date=needed_date,
        most_cost=most_cost,
        any_edition=any_edition,
        way=way,
        note=note,
        agreed_copyright=agreed_copyright,
        incomplete=incomplete,
        library=library,
    )
    number = placing.place(actor, wanted, key=key, at=at)
    return showing.request(actor=actor, number=number, library=library)


def placed(*, actor: Actor, key: str) -> str:
    """The number of the request that this person placed with that key; "": none."""
    return str(members.replied(actor=actor, action="sharing.place", key=key) or "")


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
) -> RequestCard:
    """Take a step of its life, as whichever side of it the actor may take it.

    facts: `life.wanting.FACTS`, and `attempt`, `was` (state as shown), `desk_branch`. version: of the request
    as it was shown; None: as it is by now. library: at whose desk. Refusals sharing.step (not in this state),
    sharing.not-yours, sharing.changed (409, with what it is now), sharing.late-answer (409), and those of the
    step (`life/answering.py`) or of the loan behind it.
    """
    doing.act(
        actor=actor,
        request=request,
        action=action,
        facts=facts,
        version=version,
        key=key,
        library=library,
        at=at,
    )
    return showing.request(actor=actor, number=request, library=library)


def undo(
    *, actor: Actor, request: str, library: str = "", version: int | None = None, key: str = ""
) -> RequestCard:
    """Take the last step back. Refusal sharing.cannot-undo {undo_why: late, moved-on, final}."""
    undoing.undo(actor=actor, request=request, library=library, version=version, key=key)
    return showing.request(actor=actor, number=request, library=library)


def message(
    *,
    actor: Actor,
    request: str,
    text: str,
    to: str = "",
    library: str = "",
    key: str = "",
    at: datetime | None = None,
) -> RequestCard:
    """To the other desk; to "reader": from the requester's desk to its reader."""
    messages.message(actor=actor, request=request, text=text, to=to, library=library, key=key, at=at)
    return showing.request(actor=actor, number=request, library=library)


def read(*, actor: Actor, request: str, library: str = "") -> int:
    """Whoever looks at it has read what the others wrote; how many messages were new."""
    return messages.read(actor=actor, request=request, library=library)


def helped(
    *, actor: Actor, request: str, helped: bool, key: str = "", at: datetime | None = None
) -> RequestCard:
    """What the reader says once they had it. Refusal sharing.not-over."""
    helping.helped(actor=actor, number=request, said=helped, key=key, at=at)
    return showing.request(actor=actor, number=request)


def request(*, actor: Actor, number: str, library: str = "") -> RequestCard:
    """As one side sees it; library: at whose desk. Absent: not there, or not for them."""
    return showing.request(actor=actor, number=number, library=library)


def requests_of(*, actor: Actor, reader: str, library: str = "") -> list[RequestLine]:
    """A reader's own, open ones first; at a desk those it looks after."""
    return showing.requests_of(actor=actor, reader=reader, library=library)


def desk(*, actor: Actor, library: str, list: str, page: int = 1, now: datetime | None = None) -> DeskPage:
    """One list of a library's interlibrary desk (`domain/queues.py` has their names)."""
    return queues.page(actor=actor, library=library, list=list, page=page, now=now or timezone.now())


def turn(*, at: datetime) -> int:
    """The clock: whatever is due moves on; how many did."""
    return clockwork.turn(at)


def learn(*, at: datetime, everything: bool = False) -> int:
    """Paces from what the desks did this month; everything: from all there is. How many sums changed."""
    return learning.learn(now=at, everything=everything)


def problems() -> Iterator[str]:
    """What fsck must never find here."""
    yield from fsck.problems()
