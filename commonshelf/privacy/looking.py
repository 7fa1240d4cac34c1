"""Who looked at a reader's data: which library, on which day, why. Staff are not named to readers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.translation import pgettext_lazy

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.members import api as members
from commonshelf.news import api as news
from commonshelf.privacy import wording

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

WHY: Final[dict[str, str | _StrPromise]] = {
    "desk": pgettext_lazy("why somebody looked", "at the desk"),
    "rights": pgettext_lazy("why somebody looked", "to see what the card allows"),
    "terminal": pgettext_lazy("why somebody looked", "at a terminal"),
    "card": pgettext_lazy("why somebody looked", "by command on the machine"),
    "merge": pgettext_lazy("why somebody looked", "to merge two registrations"),
    "loan": pgettext_lazy("why somebody looked", "for a loan"),
    "hold": pgettext_lazy("why somebody looked", "for a request"),
}
"""The words the desks pass to `cards.seen_by`."""
LOOK = "cards.look"
PAGE = 50


@dataclass(frozen=True, slots=True)
class Look:
    """id: to page on with. why: as the desk said it; may be ""."""

    id: int
    at: datetime
    library: str
    what: str
    why: str

    @property
    def day(self) -> date:
        return timezone.localdate(self.at)


def looks(*, actor: Actor, before_id: int | None = None, rows: int = PAGE) -> list[Look]:
    """At the actor's own data, latest first."""
    members.demand(actor=actor, action="privacy.read", object=Ref("person", actor.key))
    found = news.happenings(kind=LOOK, object=f"reader:{actor.key}", before_id=before_id, rows=rows)
    return [_look(one) for one in found if one.person != actor.key]


def done_about(*, actor: Actor, before_id: int | None = None, rows: int = PAGE) -> list[Look]:
    """What else others did about them: registered them, blocked them, renewed the card."""
    members.demand(actor=actor, action="privacy.read", object=Ref("person", actor.key))
    told: list[Look] = []
    for kind in ("reader", "person"):
        found = news.happenings(object=f"{kind}:{actor.key}", before_id=before_id, rows=rows)
        told += [_look(one) for one in found if one.kind != LOOK and one.person != actor.key]
    return sorted(told, key=lambda one: -one.id)[:rows]


def _look(one: news.Happening) -> Look:
    code = str(one.facts.get("why", ""))
    why = one.reason or str(WHY.get(code, code))
    return Look(one.id, one.at, wording.place_name(one.object.library), members.action_said(one.kind), why)
