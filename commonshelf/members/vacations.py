"""Acts on vacations: spans of days on which a library or a branch is closed, or keeps short hours."""

from __future__ import annotations

from datetime import date, time

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import directory
from commonshelf.members.acting import Done, act
from commonshelf.members.branches import branch_row
from commonshelf.members.cards import VacationCard
from commonshelf.members.domain import days
from commonshelf.members.libraries import row_of
from commonshelf.members.models import Vacation


def vacations(*, library: str, today: date) -> list[VacationCard]:
    """Of the library and its branches, those that are not over. Absent: no member."""
    directory.library(library)
    return [one for one in directory.vacations_of(library) if one.end_date >= today]


def set_vacation(
    *,
    actor: Actor,
    library: str,
    first_date: date,
    end_date: date,
    branch: str = "",
    opens: time | None = None,
    closes: time | None = None,
    name_zh: str = "",
    name_en: str = "",
    id: int | None = None,
    key: str = "",
) -> VacationCard:
    """Closed from first to last day, or open from `opens` to `closes` on the days of the usual week.

    branch "": all of the library's. id: the one to change; without it, one of the same branch and days is
    written anew, so that a table may be read twice. Absent: no such library, branch or vacation.
    """

    def do() -> Done[VacationCard]:
        days.span_of_days(first_date, end_date, days.LONGEST_VACATION)
        if (opens is None) != (closes is None):
            raise Refusal("members.half-hours", {"date": str(first_date)})
        row = _wanted(library, branch, first_date, end_date, id)
        row.first_date, row.end_date, row.opens, row.closes = first_date, end_date, opens, closes
        row.branch = branch_row(library, branch) if branch else None
        row.name_zh, row.name_en = name_zh.strip(), name_en.strip()
        row.save()
        directory.changed()
        card = directory.vacation_card(row)
        return Done(card, _facts(card), object=_ref(card), stored=row.pk)

    return act(
        actor=actor,
        action="members.set-vacation",
        object=Ref("vacation", str(id or ""), library),
        do=do,
        key=key,
        again=lambda stored: directory.vacation_card(_row(library, int(str(stored)))),
    )


def _wanted(library: str, branch: str, first: date, end: date, id: int | None) -> Vacation:
    if id is not None:
        return _row(library, id)
    mine = Vacation.objects.filter(library__symbol=library, first_date=first, end_date=end)
    same = mine.filter(branch__code=branch) if branch else mine.filter(branch=None)
    return same.select_related("library", "branch").first() or Vacation(library=row_of(library))


def _row(library: str, id: int) -> Vacation:
    found = Vacation.objects.filter(library__symbol=library, pk=id)
    row = found.select_related("library", "branch").first()
    if row is None:
        raise Absent
    return row


def drop_vacation(*, actor: Actor, library: str, id: int, key: str = "") -> None:
    """The usual hours hold again on those days. Absent: this library has no such vacation."""

    def do() -> Done[None]:
        row = _row(library, id)
        card = directory.vacation_card(row)
        row.delete()
        directory.changed()
        return Done(None, _facts(card), object=_ref(card))

    object = Ref("vacation", str(id), library)
    act(actor=actor, action="members.drop-vacation", object=object, do=do, key=key)


def _ref(card: VacationCard) -> Ref:
    return Ref("vacation", str(card.id), card.library)


def _facts(card: VacationCard) -> dict[str, str]:
    hours = f"{card.opens:%H:%M}-{card.closes:%H:%M}" if card.opens and card.closes else "closed"
    return {
        "branch": card.branch,
        "first_date": str(card.first_date),
        "end_date": str(card.end_date),
        "hours": hours,
        "name_zh": card.name.zh,
        "name_en": card.name.en,
    }
