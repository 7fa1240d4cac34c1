"""A spreadsheet of libraries: brought, mended line by line, its good lines taken in as members."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.office.cards import SheetCard
from commonshelf.office.domain import sheet as domain
from commonshelf.office.domain.columns import BY_NAME
from commonshelf.office.domain.sheet import Entry, Fault, Faulty, Line, Reading
from commonshelf.office.models import Sheet

KIND: Final = "libraries"
BRANCH: Final = "main"
COLUMN_OF: Final = {
    "members.bad-symbol": "symbol",
    "members.symbol-taken": "symbol",
    "members.bad-website": "website",
    "members.bad-kind": "kind",
    "members.hours-overlap": "weekdays",
}
"""In which cell a door's refusal is told; elsewhere in the first one."""


def _is_web(text: str) -> bool:
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        return False
    return True


def _is_mail(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def rules() -> domain.Rules:
    return domain.Rules(
        taken=members.symbols_by_id().values(),
        is_symbol=lambda text: members.is_symbol(text=text),
        is_web=_is_web,
        is_mail=_is_mail,
    )


def _ref(actor: Actor) -> Ref:
    return Ref("sheet", actor.key)


def _row(actor: Actor) -> Sheet | None:
    return Sheet.objects.filter(person=actor.key, kind=KIND).first()


def _lines(row: Sheet) -> list[Line]:
    return [Line(one["number"], one["cells"]) for one in row.lines]


def _stored(lines: Sequence[Line]) -> list[dict[str, object]]:
    return [{"number": one.number, "cells": dict(one.cells)} for one in lines]


def sheet(*, actor: Actor) -> SheetCard | None:
    """What this person's table still holds, each line judged anew; None: nothing waits."""
    members.demand(actor=actor, action="office.bring-sheet", object=_ref(actor))
    row = _row(actor)
    if row is None:
        return None
    return SheetCard(row.name, domain.read(_lines(row), rules()), row.taken, row.brought_at)


def bring(*, actor: Actor, name: str, lines: Sequence[Line], key: str = "") -> None:
    """Keep these lines until they are taken; what waited of an earlier table goes."""

    def do() -> members.Done[None]:
        if not lines:
            raise Refusal("office.no-lines")
        if len(lines) > domain.MOST_LINES:
            raise Refusal("office.too-many-lines", {"lines": len(lines), "most": domain.MOST_LINES})
        Sheet.objects.update_or_create(
            person=actor.key,
            kind=KIND,
            defaults={
                "name": name[:120],
                "lines": _stored(lines),
                "taken": 0,
                "brought_at": timezone.now(),
            },
        )
        return members.Done(None, {"lines": len(lines)})

    members.act(actor=actor, action="office.bring-sheet", object=_ref(actor), do=do, key=key)


def mend(
    *, actor: Actor, cells: Mapping[int, Mapping[str, str]], leave_out: Collection[int] = (), key: str = ""
) -> None:
    """Write cells of some lines anew (number -> column -> text); leave_out: lines that are thrown away."""

    def do() -> members.Done[None]:
        row = _row(actor)
        if row is None:
            raise Absent
        kept = [line for line in _lines(row) if line.number not in leave_out]
        mended = [
            Line(
                one.number,
                {**one.cells, **_known(cells.get(one.number, {}))} if one.number in cells else one.cells,
            )
            for one in kept
        ]
        _keep(row, mended)
        return members.Done(None, {"mended": len(cells), "left_out": len(row.lines) - len(kept)})

    members.act(actor=actor, action="office.bring-sheet", object=_ref(actor), do=do, key=key)


def _known(cells: Mapping[str, str]) -> dict[str, str]:
    return {name: text.strip() for name, text in cells.items() if name in BY_NAME}


def _keep(row: Sheet, lines: Sequence[Line]) -> None:
    if lines:
        row.lines = _stored(lines)
        row.save()
    else:
        row.delete()


def throw_away(*, actor: Actor, key: str = "") -> None:
    """Forget what waits; the libraries taken from it stay."""

    def do() -> members.Done[None]:
        row = _row(actor)
        if row is None:
            raise Absent
        row.delete()
        return members.Done(None, {"left_out": len(row.lines)})

    members.act(actor=actor, action="office.bring-sheet", object=_ref(actor), do=do, key=key)


def take(*, actor: Actor, key: str = "") -> int:
    """Take in every good line, each wholly or not at all; the others wait on. How many came in."""

    def do() -> members.Done[int]:
        row = _row(actor)
        if row is None:
            raise Absent
        lines = _lines(row)
        taken, _faults = _take_in(actor, domain.read(lines, rules()).good)
        row.taken += len(taken)
        _keep(row, [line for line in lines if line.number not in taken])
        return members.Done(len(taken), {"libraries": len(taken)})

    return members.act(actor=actor, action="office.take-sheet", object=_ref(actor), do=do, key=key)


def take_one(*, actor: Actor, cells: Mapping[str, str], key: str = "") -> Reading:
    """One library from a form with the columns of the sheet: it is a member, or its faults are told."""

    def do() -> members.Done[Reading]:
        line = Line(1, _known(cells))
        reading = domain.read([line], rules())
        if reading.good:
            _taken, faults = _take_in(actor, reading.good)
            reading = Reading(reading.good, (Faulty(line, faults),)) if faults else reading
        if reading.bad:
            raise _Faults(reading)
        return members.Done(reading, {"libraries": 1}, stored=1)

    try:
        return members.act(
            actor=actor,
            action="office.take-sheet",
            object=_ref(actor),
            do=do,
            key=key,
            again=lambda _: Reading((), ()),
        )
    except _Faults as faults:
        return faults.reading


class _Faults(Exception):
    """Nothing has happened; what is wrong is in here."""

    def __init__(self, reading: Reading) -> None:
        super().__init__()
        self.reading = reading


def _take_in(actor: Actor, entries: Sequence[Entry]) -> tuple[set[int], tuple[Fault, ...]]:
    """Numbers of the lines that are members now, and what the doors said against the others."""
    taken: set[int] = set()
    faults: list[Fault] = []
    for entry in entries:
        try:
            with members.together():
                _library(actor, entry)
        except Absent:
            raise
        except Refusal as refusal:
            column = COLUMN_OF.get(refusal.code, "symbol")
            faults.append(Fault(column, "door", {"code": refusal.code, "said": entry.text["symbol"]}))
        else:
            taken.add(entry.number)
    _agencies(actor, [entry for entry in entries if entry.number in taken])
    return taken, tuple(faults)


def _library(actor: Actor, entry: Entry) -> None:
    text, symbol = entry.text, entry.text["symbol"]
    members.add_library(
        actor=actor,
        symbol=symbol,
        name_zh=text["name_zh"],
        name_en=text["name_en"],
        kind=entry.kind,
        region_zh=text["region_zh"],
        region_en=text["region_en"],
        website=text["website"],
    )
    named = bool(text["branch_zh"] or text["branch_en"])
    members.add_branch(
        actor=actor,
        library=symbol,
        code=BRANCH,
        name_zh=text["branch_zh"] if named else "总馆",
        name_en=text["branch_en"] if named else "Main library",
        address_zh=text["address_zh"],
        address_en=text["address_en"],
        phone=text["phone"],
        email=text["email"],
        place=entry.place,
        main=True,
    )
    spans = [(day, opens, closes) for day, hours in entry.week for opens, closes in hours]
    members.set_hours(actor=actor, library=symbol, branch=BRANCH, spans=spans)
    for vacation in entry.vacations:
        members.set_vacation(
            actor=actor,
            library=symbol,
            first_date=vacation.first,
            end_date=vacation.last,
            name_zh=vacation.name,
        )


def _agencies(actor: Actor, entries: Sequence[Entry]) -> None:
    """Every member has its agency from its first day; here only how it is reached."""
    told = {
        one.text["symbol"]: one.text
        for one in entries
        if one.text["agency_phone"] or one.text["agency_email"]
    }
    for agency in members.agencies() if told else ():
        if text := told.get(agency.library):
            members.add_agency(
                actor=actor,
                library=agency.library,
                name_zh=agency.name.zh,
                name_en=agency.name.en,
                phone=text["agency_phone"],
                email=text["agency_email"],
            )
