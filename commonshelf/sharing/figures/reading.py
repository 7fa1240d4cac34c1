"""Who reads which figures: the office all of them, a member its own beside those of the whole alliance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.sharing.domain import figuring
from commonshelf.sharing.domain.figuring import Asking, Figures, Row
from commonshelf.sharing.models import Passage

DAYS: Final = (30, 90, 365)
SERVICES: Final = ("", "Loan", "Copy")
ACTION: Final = "sharing.read-figures"
_COLUMNS: Final = (
    *("attempt", "requester", "supplier", "service", "placed_at"),
    *("asked_at", "answered_at", "shipped_at", "received_at", "outcome", "reason", "group_kind"),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """library: whose, "" the whole alliance. whole: of the alliance, for a member to hold its own against.

    groups: of both services together only: what one of them leaves out, the others would let one reckon.
    """

    library: str
    since: datetime
    own: Figures
    whole: Figures
    groups: tuple[Asking, ...] = ()


def libraries_of(actor: Actor) -> list[str]:
    """Symbols whose figures this person may read; "" among them: all, and the alliance."""
    if members.allowed(actor=actor, action=ACTION, object=Ref("figures", "")):
        return ["", *sorted(one.symbol for one in members.libraries())]
    symbols = sorted({standing.library for standing in actor.standings if standing.library})
    return [one for one in symbols if _may(actor, one)]


def _may(actor: Actor, library: str) -> bool:
    return members.allowed(actor=actor, action=ACTION, object=Ref("figures", "", library))


def read(*, actor: Actor, library: str, days: int, service: str, now: datetime) -> Reading:
    """Of the requests placed in the last so many days. Absent: not theirs to read."""
    if library not in libraries_of(actor):
        raise Absent
    since = now - timedelta(days=days)
    found = Passage.objects.filter(placed_at__gte=since)
    if service:
        found = found.filter(service=service)
    rows = [Row(*one) for one in found.order_by("pk").values_list(*_COLUMNS)]
    whole = figuring.figures(rows)
    own = figuring.figures(figuring.of(rows, library)) if library else whole
    return Reading(library, since, own, whole, () if service else figuring.groups(rows, library))
