"""Acts on buildings: what is known of them, their week, their exception days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TypedDict, Unpack

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.place import is_place
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import directory
from commonshelf.members.acting import Done, act
from commonshelf.members.cards import BranchCard
from commonshelf.members.domain import checks
from commonshelf.members.libraries import row_of
from commonshelf.members.models import Branch, ExceptionDay, OpeningHours


class BranchDetails(TypedDict, total=False):
    """What may be told of a building; what is left out is empty.

    place: (latitude, longitude) in degrees; floors: one line a floor or area; main: the library's
    main building (the first one is, unless another is told).
    """

    name_zh: str
    name_en: str
    address_zh: str
    address_en: str
    place: tuple[float, float] | None
    phone: str
    email: str
    floors_zh: str
    floors_en: str
    main: bool


def branch_row(symbol: str, code: str) -> Branch:
    found = Branch.objects.filter(library__symbol=symbol, code=code).select_related("library").first()
    if found is None:
        raise Absent
    return found


def add_branch(
    *, actor: Actor, library: str, code: str, key: str = "", **form: Unpack[BranchDetails]
) -> BranchCard:
    """A new building of the library."""

    def do() -> Done[BranchCard]:
        checks.code(code)
        if Branch.objects.filter(library__symbol=library, code__iexact=code).exists():
            raise Refusal("members.branch-taken", {"code": code}, 409)
        return _saved(Branch(library=row_of(library), code=code), form)

    object = Ref("branch", f"{library}/{code}"[:80], library)
    return act(
        actor=actor,
        action="members.add-branch",
        object=object,
        do=do,
        key=key,
        again=lambda _: directory.branch_card(branch_row(library, code)),
    )


def set_branch(
    *, actor: Actor, library: str, code: str, key: str = "", **form: Unpack[BranchDetails]
) -> BranchCard:
    """Write anew all that is known of a building (hours apart)."""
    object = Ref("branch", f"{library}/{code}"[:80], library)
    return act(
        actor=actor,
        action="members.set-branch",
        object=object,
        do=lambda: _saved(branch_row(library, code), form),
        key=key,
        again=lambda _: directory.branch_card(branch_row(library, code)),
    )


def _saved(row: Branch, form: BranchDetails) -> Done[BranchCard]:
    row.name_zh, row.name_en = form.get("name_zh", ""), form.get("name_en", "")
    row.address_zh, row.address_en = form.get("address_zh", ""), form.get("address_en", "")
    row.phone, row.email = form.get("phone", ""), form.get("email", "")
    row.floors_zh, row.floors_en = form.get("floors_zh", ""), form.get("floors_en", "")
    place = form.get("place")
    checks.a_name(row.name_zh, row.name_en)
    if place is not None and not is_place(place):
        raise Refusal("members.bad-place", {"latitude": place[0], "longitude": place[1]})
    row.latitude, row.longitude = place or (None, None)
    others = Branch.objects.filter(library=row.library).exclude(pk=row.pk)
    row.main = form.get("main", False) or not others.filter(main=True).exists()
    if row.main:
        others.update(main=False)
    row.save()
    directory.changed()
    facts = {"name_zh": row.name_zh, "name_en": row.name_en, "main": row.main}
    return Done(directory.branch_card(row), facts, stored=row.code)


def set_hours(
    *, actor: Actor, library: str, branch: str, spans: Iterable[tuple[int, dt.time, dt.time]], key: str = ""
) -> None:
    """Replace the week: (weekday with Monday 0, opens, closes); several a day; past midnight allowed."""

    def do() -> Done[None]:
        wanted = checks.spans(spans)
        row = branch_row(library, branch)
        row.hours.all().delete()
        OpeningHours.objects.bulk_create(
            OpeningHours(branch=row, weekday=day, opens=opens, closes=closes) for day, opens, closes in wanted
        )
        directory.changed()
        return Done(None, {"hours": [f"{day} {opens:%H:%M}-{closes:%H:%M}" for day, opens, closes in wanted]})

    object = Ref("branch", f"{library}/{branch}"[:80], library)
    act(actor=actor, action="members.set-hours", object=object, do=do, key=key)


def set_exception(
    *,
    actor: Actor,
    library: str,
    branch: str,
    date: dt.date,
    opens: dt.time | None = None,
    closes: dt.time | None = None,
    reason_zh: str = "",
    reason_en: str = "",
    clear: bool = False,
    key: str = "",
) -> None:
    """A day with other hours, or closed all day (neither given); clear: back to the usual week."""

    def do() -> Done[None]:
        row = branch_row(library, branch)
        if (opens is None) != (closes is None):
            raise Refusal("members.half-hours", {"date": str(date)})
        if clear:
            ExceptionDay.objects.filter(branch=row, date=date).delete()
        else:
            told = {"opens": opens, "closes": closes, "reason_zh": reason_zh, "reason_en": reason_en}
            ExceptionDay.objects.update_or_create(branch=row, date=date, defaults=told)
        directory.changed()
        hours = "as usual" if clear else f"{opens:%H:%M}-{closes:%H:%M}" if opens and closes else "closed"
        facts = {"date": str(date), "hours": hours, "reason_zh": reason_zh, "reason_en": reason_en}
        return Done(None, facts)

    object = Ref("branch", f"{library}/{branch}"[:80], library)
    act(actor=actor, action="members.set-exception", object=object, do=do, key=key)
