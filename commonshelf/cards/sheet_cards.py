"""What is shown of a spreadsheet of readers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from commonshelf.cards.domain.reader_columns import Matched
from commonshelf.cards.domain.roll import Choices, Plan
from commonshelf.cards.domain.sheet import Fault
from commonshelf.cards.models import ReaderSheet
from commonshelf.members import api as members


@dataclass(frozen=True, slots=True)
class SheetCard:
    """state: seen, done, dropped. counts: of roll.WHAT, with broken (lines) and faults (cells); {}: its
    columns are not known yet. kept: whether lines of it are still there. before: when this very file was
    taken over already.
    """

    id: int
    library: str
    name: str
    state: str
    matched: Matched
    choices: Choices
    counts: Mapping[str, int]
    faults: tuple[Fault, ...]
    at: datetime
    done_at: datetime | None
    kept: bool
    before: datetime | None = None

    @property
    def acts(self) -> int:
        """How many readers would be written."""
        return sum(self.counts.get(name, 0) for name in ("new", "back", "change", "renew", "leave"))


@dataclass(frozen=True, slots=True)
class Look:
    """A sheet held against the roll of this moment."""

    card: SheetCard
    plan: Plan


def as_choices(told: Mapping[str, Any], group: int | None) -> Choices:
    """From how a row keeps them."""
    last, leave = told.get("last_date"), told.get("leave_date")
    return Choices(
        mode=str(told.get("mode", "take")),
        group=group,
        last_date=date.fromisoformat(last) if last else None,
        leave_date=date.fromisoformat(leave) if leave else None,
        scope=tuple(told.get("scope", ())),
        with_open=bool(told.get("with_open")),
    )


def kept_choices(choices: Choices) -> dict[str, Any]:
    return {
        "mode": choices.mode,
        "last_date": str(choices.last_date or ""),
        "leave_date": str(choices.leave_date or ""),
        "scope": list(choices.scope),
        "with_open": choices.with_open,
    }


def as_matched(told: Mapping[str, Any]) -> Matched:
    places = {int(place): name for place, name in told.get("places", {}).items()}
    return Matched(int(told.get("heading", 0)), places, tuple(told.get("unknown", ())))


def kept_columns(matched: Matched) -> dict[str, Any]:
    places = {str(place): name for place, name in matched.columns.items()}
    return {"heading": matched.heading, "places": places, "unknown": list(matched.unknown)}


def kept_report(plan: Plan) -> dict[str, Any]:
    faults = [[one.row, one.column, one.code, dict(one.facts)] for one in plan.faults]
    return {"counts": plan.counts(), "faults": faults}


def sheet_card(row: ReaderSheet, before: datetime | None = None) -> SheetCard:
    return SheetCard(
        id=row.pk,
        library=members.symbols_by_id().get(row.library_id, ""),
        name=row.name,
        state=row.state,
        matched=as_matched(row.columns),
        choices=as_choices(row.choices, row.group_id),
        counts=row.report.get("counts", {}),
        faults=tuple(Fault(*one) for one in row.report.get("faults", ())),
        at=row.at,
        done_at=row.done_at,
        kept=bool(row.path),
        before=before,
    )
