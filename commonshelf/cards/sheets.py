"""Spreadsheets of readers: brought, held against the roll, taken over in one act or dropped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from django.utils import timezone

from commonshelf.cards import groups, rolls, sheet_files, taking
from commonshelf.cards.domain.reader_columns import BY_NAME, Matched
from commonshelf.cards.domain.roll import MODES, Choices, Plan
from commonshelf.cards.models import ReaderSheet
from commonshelf.cards.sheet_cards import (
    Look,
    SheetCard,
    kept_choices,
    kept_columns,
    kept_report,
    sheet_card,
)
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.api import Done

CONFLICT: Final = 409
SHOWN: Final = 20
IMPORT: Final = "cards.import-readers"


def _ref(library: str, id: int | str = "") -> Ref:
    return Ref("reader-sheet", str(id), library)


def _row(library: str, id: int) -> ReaderSheet:
    found = ReaderSheet.objects.filter(pk=id, library_id=members.library_id(symbol=library)).first()
    if found is None:
        raise Absent
    return found


def sheets(*, actor: Actor, library: str) -> list[SheetCard]:
    """Latest first."""
    members.demand(actor=actor, action=IMPORT, object=_ref(library))
    found = ReaderSheet.objects.filter(library_id=members.library_id(symbol=library)).order_by("-pk")
    return [sheet_card(one) for one in found[:SHOWN]]


def sheet(*, actor: Actor, library: str, id: int) -> SheetCard:
    """As it was looked at last. Absent: none of this library's."""
    members.demand(actor=actor, action=IMPORT, object=_ref(library, id))
    row = _row(library, id)
    same = ReaderSheet.objects.filter(library_id=row.library_id, digest=row.digest, state="done")
    earlier = same.exclude(pk=row.pk).exclude(digest="").order_by("-pk").first()
    return sheet_card(row, earlier.done_at if earlier else None)


def path_of(card: SheetCard) -> str:
    """Of the lines that are kept, for pages that show them; "" once they are gone."""
    return str(_row(card.library, card.id).path)


def bring(
    *, actor: Actor, library: str, name: str, chunks: Iterable[bytes], choices: Choices, key: str = ""
) -> SheetCard:
    """A file as it came, in pieces. It waits until it is taken over, dropped, or its days are over.

    Refusals of `sheet_files.keep`, cards.no-such-group, cards.sheet-day-past.
    """
    place = members.library_id(symbol=members.library(symbol=library).symbol)
    members.demand(actor=actor, action=IMPORT, object=_ref(library))
    _sound(library, choices)
    shown = "".join(sign if sign.isprintable() else " " for sign in name)[:200]
    path, digest, matched = sheet_files.keep(shown, chunks)

    def do() -> Done[int]:
        row = ReaderSheet.objects.create(
            library_id=place,
            name=shown,
            path=path,
            digest=digest,
            state="seen",
            columns=kept_columns(matched),
            choices=kept_choices(choices),
            group_id=choices.group,
            by=actor.key,
            at=timezone.now(),
        )
        return Done(row.pk, {"sheet": row.pk, "mode": choices.mode}, _ref(library, row.pk))

    try:
        id = members.act(actor=actor, action="cards.bring-sheet", object=_ref(library), do=do, key=key)
    except Exception:
        sheet_files.drop(path)
        raise
    if not ReaderSheet.objects.filter(pk=id, path=path).exists():
        sheet_files.drop(path)  # the same form sent twice
    if matched.enough:
        look(actor=actor, library=library, id=id)
    return sheet(actor=actor, library=library, id=id)


def _sound(library: str, choices: Choices) -> None:
    mine = {one.id: one for one in groups.groups(library=library, all=True)}
    if choices.mode not in MODES:
        raise Refusal("cards.sheet-mode", {"field": "mode"})
    if choices.group is not None and not (choices.group in mine and mine[choices.group].active):
        raise Refusal("cards.no-such-group", {"group": str(choices.group), "field": "group"})
    if not set(choices.scope) <= set(mine):
        raise Refusal("cards.no-such-group", {"group": "", "field": "scope"})
    if choices.last_date is not None and choices.last_date < timezone.localdate():
        raise Refusal("cards.sheet-day-past", {"field": "last_date"})


def set_columns(*, actor: Actor, library: str, id: int, matched: Matched, key: str = "") -> SheetCard:
    """Which column is which, as somebody said. Refusals cards.sheet-columns-short, -twice, -over."""
    names = list(matched.columns.values())

    def do() -> Done[None]:
        row = _waiting(library, id)
        if len(set(names)) < len(names) or not set(names) <= set(BY_NAME):
            raise Refusal("cards.sheet-columns-twice")
        if not matched.enough:
            raise Refusal("cards.sheet-columns-short")
        row.columns = kept_columns(matched)
        row.save(update_fields=["columns"])
        return Done(None, {"columns": len(names)})

    members.act(actor=actor, action="cards.bring-sheet", object=_ref(library, id), do=do, key=key)
    return look(actor=actor, library=library, id=id).card


def set_choices(*, actor: Actor, library: str, id: int, choices: Choices, key: str = "") -> SheetCard:
    """What was said about the whole file, said otherwise; it is looked at anew."""

    def do() -> Done[None]:
        row = _waiting(library, id)
        _sound(library, choices)
        row.choices, row.group_id = kept_choices(choices), choices.group
        row.save(update_fields=["choices", "group"])
        return Done(None, {"mode": choices.mode})

    members.act(actor=actor, action="cards.bring-sheet", object=_ref(library, id), do=do, key=key)
    return look(actor=actor, library=library, id=id).card


def _waiting(library: str, id: int) -> ReaderSheet:
    row = _row(library, id)
    if row.state != "seen":
        raise Refusal("cards.sheet-over", status=CONFLICT)
    if not row.path or not sheet_files.place(row.path).is_file():
        raise Refusal("cards.sheet-gone", {"file": row.name}, CONFLICT)
    return row


def look(*, actor: Actor, library: str, id: int, keep: bool = True) -> Look:
    """Held against the roll of this moment. keep: what came of it stays with the sheet, without any cell."""
    members.demand(actor=actor, action=IMPORT, object=_ref(library, id))
    row = _waiting(library, id)
    card = sheet_card(row)
    plan = rolls.looked_at(_cells(row), library, card.choices)[2]
    if keep:
        ReaderSheet.objects.filter(pk=row.pk, state="seen").update(report=kept_report(plan))
    return Look(sheet(actor=actor, library=library, id=id), plan)


def _cells(row: ReaderSheet) -> rolls.Lines:
    card = sheet_card(row)
    return sheet_files.cells(row.path, card.matched.heading, card.matched.columns)


def take(
    *, actor: Actor, library: str, id: int, seen: Mapping[str, int] | None = None, key: str = ""
) -> SheetCard:
    """All good lines in one transaction: new readers with a card each, changes, new last days, leavers.

    seen: the counts that were shown; where the roll has moved since so that they differ, nothing happens
    (cards.sheet-moved). Of the file only the broken lines stay. Refusals cards.sheet-over, -gone,
    -nothing.
    """
    members.demand(actor=actor, action=IMPORT, object=_ref(library, id))
    row = _row(library, id)
    if row.state == "done":
        return sheet(actor=actor, library=library, id=id)
    card = sheet_card(_waiting(library, id))
    found, before, plan = rolls.looked_at(_cells(row), library, card.choices)
    _as_seen(row, plan, seen)
    broken = {fault.row for fault in plan.faults}
    rest = sheet_files.leave_only(row.path, broken, card.matched.heading) if broken else ""

    def do() -> Done[None]:
        now_row = _waiting(library, id)
        now = rolls.around(found, library)
        if now != before and rolls.planned(found, now, card.choices) != plan:
            raise Refusal("cards.sheet-moved", status=CONFLICT)
        at = timezone.now()
        taking.take(plan, now, library=now_row.library_id, by=actor.key, at=at)
        now_row.state, now_row.done_at, now_row.path, now_row.report = "done", at, rest, kept_report(plan)
        now_row.save(update_fields=["state", "done_at", "path", "report"])
        return Done(None, {"sheet": id, "mode": card.choices.mode, **plan.counts()})

    try:
        members.act(actor=actor, action=IMPORT, object=_ref(library, id), do=do, key=key)
    except Exception:
        sheet_files.drop(rest)
        raise
    sheet_files.drop(row.path)
    return sheet(actor=actor, library=library, id=id)


def _as_seen(row: ReaderSheet, plan: Plan, seen: Mapping[str, int] | None) -> None:
    counts = plan.counts()
    if seen is not None and any(counts[name] != number for name, number in seen.items() if name in counts):
        ReaderSheet.objects.filter(pk=row.pk, state="seen").update(report=kept_report(plan))
        raise Refusal("cards.sheet-moved", status=CONFLICT)
    if not replace(sheet_card(row), counts=counts).acts:
        raise Refusal("cards.sheet-nothing", status=CONFLICT)


def drop(*, actor: Actor, library: str, id: int, key: str = "") -> None:
    """The file goes at once; of a sheet taken over, the broken lines that were left."""
    path = _row(library, id).path

    def do() -> Done[None]:
        row = _row(library, id)
        row.path = ""
        row.state = "dropped" if row.state == "seen" else row.state
        row.save(update_fields=["path", "state"])
        return Done(None, {"sheet": id})

    members.act(actor=actor, action="cards.drop-sheet", object=_ref(library, id), do=do, key=key)
    sheet_files.drop(path)
