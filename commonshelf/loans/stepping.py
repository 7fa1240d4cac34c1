"""Changing rows at a desk so that the step can be taken back: how everything stood is kept beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db.models import F, Model, QuerySet
from django.utils import timezone

from commonshelf.catalogue import api as catalogue
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Refusal
from commonshelf.loans.cards import Place
from commonshelf.loans.domain.life import CONFLICT
from commonshelf.loans.models import Hold, Loan, Step, Thing, Transit
from commonshelf.members import api as members

KEPT: Final[dict[str, tuple[QuerySet[Any], tuple[str, ...]]]] = {
    "thing": (Thing.objects.all(), ("state", "condition", "at_library_id", "at_branch", "moved_at")),
    "loans": (
        Loan.objects.all(),
        (
            "state",
            "closed_at",
            "returned_library_id",
            "returned_branch",
            "due_date",
            "renewals",
            "renewed_at",
            "reminded_at",
        ),
    ),
    "holds": (
        Hold.objects.all(),
        ("state", "thing_id", "ready_at", "fetch_by_date", "closed_at", "library_id", "branch"),
    ),
    "transits": (Transit.objects.all(), ("arrived_at", "hold_id")),
}
"""What a step may change, and what therefore is kept of it."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Who stands where, when. agent: desk, sip2 or paper."""

    actor: Actor
    place: Place
    at: datetime
    agent: str = "desk"

    @property
    def library_id(self) -> int:
        return members.library_id(symbol=self.place.library)

    @property
    def day(self) -> date:
        return timezone.localdate(self.at)

    def ref(self, kind: str, id: object) -> Ref:
        """The object of an act that happens here."""
        return Ref(kind, str(id), self.place.library)


@dataclass(slots=True)
class Taking:
    """One step under way."""

    desk: Desk
    thing: Thing
    before: dict[str, Any] = field(default_factory=dict)
    made: dict[str, list[int]] = field(default_factory=dict)
    editions: set[int] = field(default_factory=set)
    lapsed: bool = False
    """It was kept for somebody whose days were over."""

    def change(self, kind: str, row: Model, **values: Any) -> None:
        """Write the values, keeping those that were."""
        _, names = KEPT[kind]
        kept = self.before.setdefault(kind, {})
        if str(row.pk) not in kept:
            kept[str(row.pk)] = {name: _plain(getattr(row, name)) for name in names}
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=[name.removesuffix("_id") for name in values])

    def new(self, kind: str, row: Model) -> None:
        self.made.setdefault(kind, []).append(row.pk)

    def move(self, state: str, at: Place, condition: str | None = None) -> None:
        """The thing itself, seen here now; loans.moved-on when somebody else moved it meanwhile."""
        row = self.thing
        before = {name: _plain(getattr(row, name)) for name in KEPT["thing"][1]}
        row.state, row.at_branch = state, at.branch
        row.at_library_id = members.library_id(symbol=at.library)
        row.moved_at = max(self.desk.at, row.moved_at)
        row.condition = row.condition if condition is None else condition
        version = row.version
        row.version = version + 1
        mine = Thing.objects.filter(pk=row.pk, version=version)
        if row.pk is not None and not mine.update(version=F("version") + 1):
            raise Refusal("loans.moved-on", {"barcode": row.barcode}, CONFLICT)
        row.save()
        self.before["thing"] = {str(row.pk): before}
        if row.edition is not None:
            self.editions.add(row.edition)

    def done(self, act: str) -> int:
        """Write the step down; its number. The index hears of the copies."""
        row = Step.objects.create(
            thing=self.thing,
            act=act,
            library_id=self.desk.library_id,
            branch=self.desk.place.branch,
            person=self.desk.actor.key,
            at=self.desk.at,
            version=self.thing.version,
            before=self.before,
            made=self.made,
        )
        catalogue.touch_editions(ids=self.editions)
        return row.pk


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def restore(kind: str, kept: dict[str, dict[str, Any]]) -> None:
    """Put back what a step kept."""
    rows, _ = KEPT[kind]
    for id, values in kept.items():
        rows.filter(pk=int(id)).update(**values)
