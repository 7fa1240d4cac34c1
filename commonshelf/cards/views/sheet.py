"""One file of readers: what would come of it, line by line; then one button, or the lines to mend."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.cards import groups, handing, sheet_files, sheets
from commonshelf.cards.domain.reader_columns import COLUMNS, ROWS, WHY, Matched
from commonshelf.cards.domain.roll import WHAT as STEPS
from commonshelf.cards.domain.roll import Plan, Step
from commonshelf.cards.domain.sheet import Fault
from commonshelf.cards.models import Reader
from commonshelf.cards.proofs import name_of
from commonshelf.cards.sheet_cards import SheetCard
from commonshelf.cards.sheet_forms import MODES, ChoicesForm
from commonshelf.cards.sheet_words import EXPLAINED, WHAT
from commonshelf.cards.views.readers import place_of
from commonshelf.cards.views.sheets import heading, table
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key

A_PAGE: Final = 50
SAMPLE: Final = 4
BROKEN: Final = "broken"


@dataclass(frozen=True, slots=True)
class Shown:
    """One reader of a list. row 0: not in the file. changed: headings."""

    row: int
    number: str
    name: str
    group: str
    last_date: date | None
    changed: tuple[str, ...]
    key: str = ""
    home: str = ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: Request, symbol: str, id: int) -> HttpResponse:
    library = place_of(request, symbol, sheets.IMPORT)
    card = sheets.sheet(actor=request.actor, library=symbol, id=id)
    if card.state == "seen" and card.kept and not card.matched.enough:
        return redirect("cards:sheet-columns", symbol, id)
    mine = groups.groups(library=symbol)
    posted = request.POST if request.POST.get("do") == "choose" else None
    form = ChoicesForm(posted, groups=mine, initial=ChoicesForm.initial_of(card.choices))
    problem = ""
    if request.method == "POST":
        try:
            answer = _act(request, symbol, card, form)
        except Absent:
            raise
        except Refusal as refusal:
            problem, card = ui.sentence(refusal), sheets.sheet(actor=request.actor, library=symbol, id=id)
        else:
            if answer is not None:
                return answer
    context = {
        "library": library,
        "card": card,
        "mode": MODES[card.choices.mode],
        "form": form,
        "problem": problem,
        "key": secrets.token_hex(8),
        "unknown": _unknown(card),
        "tabs": _tabs(card),
        "waiting": _waiting(request, symbol, card),
        "a_page": handing.A_PAGE,
        **_list(request, symbol, card),
    }
    return render(request, "cards/sheet.html", context, status=400 if problem or form.errors else 200)


def _act(request: Request, symbol: str, card: SheetCard, form: ChoicesForm) -> HttpResponse | None:
    do, key, actor = request.POST.get("do", ""), form_key(request), request.actor
    if do == "choose":
        if not form.goes(
            lambda: sheets.set_choices(
                actor=actor, library=symbol, id=card.id, choices=form.choices(), key=key
            )
        ):
            return None
    elif do == "look":
        sheets.look(actor=actor, library=symbol, id=card.id)
    elif do == "drop":
        sheets.drop(actor=actor, library=symbol, id=card.id, key=key)
        messages.success(request, _("The lines are deleted."))
        return redirect("cards:sheets", symbol)
    elif do == "take":
        if card.counts.get("leave") and not request.POST.get("sure"):
            raise Refusal("cards.sheet-not-sure")
        seen = {name: whole(request.POST.get(f"seen-{name}", "")) for name in STEPS}
        done = sheets.take(actor=actor, library=symbol, id=card.id, seen=seen, key=key)
        said = ngettext("{n} reader taken over.", "{n} readers taken over.", done.acts)
        messages.success(request, said.format(n=done.acts))
    else:
        raise Absent
    return redirect("cards:sheet", symbol, card.id)


def _waiting(request: Request, symbol: str, card: SheetCard) -> int:
    """Cards of a sheet taken over whose readers have no password yet."""
    return handing.waiting(actor=request.actor, library=symbol, sheet=card.id) if card.state == "done" else 0


def _unknown(card: SheetCard) -> list[str]:
    """Headings without a meaning here, as they stand in the file."""
    first = next(
        (line for line in sheet_files.lines(card_path(card)) if line[0] == card.matched.heading), None
    )
    cells = first[1] if first else []
    return [cells[place][:40] for place in card.matched.unknown if place < len(cells)]


def card_path(card: SheetCard) -> str:
    return sheets.path_of(card)


def _tabs(card: SheetCard) -> list[tuple[str, Any, int]]:
    broken = [(BROKEN, _("To mend"), card.counts.get(BROKEN, 0))]
    return [
        one
        for one in [*broken, *((name, said, card.counts.get(name, 0)) for name, said in WHAT.items())]
        if one[2]
    ]


def _list(request: Request, symbol: str, card: SheetCard) -> dict[str, Any]:
    """The page of the list that is open: the lines to mend first."""
    names = [name for name, _said, _n in _tabs(card)]
    show = request.GET.get("show", "")
    show = show if show in names else next(iter(names), "")
    page = max(whole(request.GET.get("page", "")), 1)
    if not show or not card.kept:
        return {"show": ""}
    count = card.counts[show] if show != BROKEN else card.counts["faults"]
    last = max((count - 1) // A_PAGE + 1, 1)
    page = min(page, last)
    found: dict[str, Any] = {"show": show, "page": page, "last": last}
    if show == BROKEN:
        return {**found, "faults": _faults(card, page)}
    if card.state != "seen":
        return {"show": ""}
    plan = sheets.look(actor=request.actor, library=symbol, id=card.id, keep=False).plan
    return {**found, "explained": EXPLAINED[show], "steps": _steps(plan, show, page, symbol)}


def _faults(card: SheetCard, page: int) -> list[dict[str, Any]]:
    some = card.faults[(page - 1) * A_PAGE : page * A_PAGE]
    cells = lines_of(card, {one.row for one in some})
    return [
        {"row": one.row, "column": heading(one.column), "cell": said_in(one, cells), "why": why(one, cells)}
        for one in some
    ]


def lines_of(card: SheetCard, rows: set[int]) -> dict[int, dict[str, str]]:
    """Number of a line -> its cells by column."""
    read = sheet_files.cells(card_path(card), card.matched.heading, card.matched.columns)
    return {number: cells for number, cells in read() if number in rows}


def said_in(fault: Fault, cells: dict[int, dict[str, str]]) -> str:
    return cells.get(fault.row, {}).get(fault.column, "")[:80]


def why(fault: Fault, cells: dict[int, dict[str, str]]) -> str:
    """In the reader's language; what it says of the cell is taken from the file, for that is not kept."""
    said = said_in(fault, cells)
    facts: dict[str, Any] = {"said": said, "number": said, "address": said, **fault.facts}
    if "symbol" in facts:
        facts["home"] = name_of(str(facts["symbol"]))
    return ui.sentence(Refusal(fault.code, facts))


def _steps(plan: Plan, show: str, page: int, symbol: str) -> list[Shown]:
    some = [one for one in plan.steps if one.what == show][(page - 1) * A_PAGE : page * A_PAGE]
    readers = Reader.objects.select_related("person").in_bulk([one.reader for one in some if one.reader])
    language = get_language() or ""
    named = {one.id: one.name.in_language(language) for one in groups.groups(library=symbol, all=True)}
    return [_shown(one, readers.get(one.reader), named) for one in some]


def _shown(step: Step, reader: Reader | None, groups: dict[int, str]) -> Shown:
    entry = step.entry
    name = (entry.name_zh or entry.name_en) if entry else ""
    if reader is not None and not name:
        name = reader.person.name_zh or reader.person.name_en
    number = (entry.local_number if entry else "") or (reader.local_number if reader else "")
    return Shown(
        row=step.row,
        number=number,
        name=name,
        group=groups.get(step.group, ""),
        last_date=step.active_to - timedelta(days=1) if step.active_to else None,
        changed=tuple(heading(one) for one in step.changed),
        key=reader.person.key if reader else "",
        home=name_of(step.home) if step.home else "",
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: Request, symbol: str, id: int) -> HttpResponse:
    """Which column is which, where the headings did not tell."""
    library = place_of(request, symbol, sheets.IMPORT)
    card = sheets.sheet(actor=request.actor, library=symbol, id=id)
    if card.state != "seen" or not card.kept:
        raise Absent
    lines = [line for line, _n in zip(sheet_files.lines(card_path(card)), range(SAMPLE), strict=False)]
    width = max(len(cells) for _number, cells in lines)
    problem = ""
    chosen = {place: card.matched.columns.get(place, "") for place in range(width)}
    heading_there = card.matched.heading > 0
    if request.method == "POST":
        chosen = {place: request.POST.get(f"column-{place}", "")[:40] for place in range(width)}
        heading_there = bool(request.POST.get("heading"))
        row = (card.matched.heading or lines[0][0]) if heading_there else 0
        matched = Matched(row, {place: name for place, name in chosen.items() if name})
        try:
            sheets.set_columns(
                actor=request.actor, library=symbol, id=id, matched=matched, key=form_key(request)
            )
        except Absent:
            raise
        except Refusal as refusal:
            problem = ui.sentence(refusal)
        else:
            return redirect("cards:sheet", symbol, id)
    context = {
        "library": library,
        "card": card,
        "places": [(place, chosen[place], _sample(lines, place)) for place in range(width)],
        "columns": [(one.name, heading(one.name)) for one in COLUMNS],
        "heading_there": heading_there or (request.method != "POST" and not _is_data(lines[0])),
        "problem": problem,
        "key": secrets.token_hex(8),
    }
    return render(request, "cards/sheet_columns.html", context, status=400 if problem else 200)


def _is_data(line: sheet_files.Line) -> bool:
    """Headings hold no numbers."""
    return any(sum(sign.isdecimal() for sign in cell) >= 4 for cell in line[1])


def _sample(lines: Sequence[sheet_files.Line], place: int) -> list[str]:
    return [cells[place][:60] for _number, cells in lines if place < len(cells) and cells[place]]


@require_safe
def broken(request: Request, symbol: str, id: int, form: str) -> HttpResponse:
    """The lines that could not be taken, with the reasons in a last column: to mend and bring back."""
    place_of(request, symbol, sheets.IMPORT)
    card = sheets.sheet(actor=request.actor, library=symbol, id=id)
    by_row: dict[int, list[Fault]] = {}
    for one in card.faults:
        by_row.setdefault(one.row, []).append(one)
    if not card.kept or not by_row:
        raise Absent
    english = (get_language() or "").startswith("en")
    at = 1 if english else 0
    names = [one.name for one in COLUMNS if one.name in card.matched.columns.values()]
    cells = lines_of(card, set(by_row))
    rows = [
        [
            str(row),
            *(cells.get(row, {}).get(name, "") for name in names),
            " ".join(f"{heading(one.column)}: {why(one, cells)}" for one in faults),
        ]
        for row, faults in sorted(by_row.items())
    ]
    return table(
        form,
        "readers-to-mend",
        [ROWS[at], *(heading(name) for name in names), WHY[at]],
        rows,
        sheet=_("Readers"),
    )
