"""The first libraries: one by a short form, or many by a spreadsheet that is looked at before it counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.office import api, bringing
from commonshelf.office.domain.columns import BY_NAME, LIBRARIES, headings
from commonshelf.office.domain.sheet import Entry, Fault, Faulty
from commonshelf.office.setup_forms import SheetForm
from commonshelf.office.views.setup import demand, page
from commonshelf.office.words import COLUMN_HELP, KINDS
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key
from commonshelf.wire.table.write import template_csv, template_xlsx

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AT_ONCE: Final = 20
"""Lines to mend on one page; a browser's form has room for about a thousand fields."""
SHOWN: Final = 100
SHORT: Final = ("name_zh", "name_en", "symbol", "kind", "region_zh", "region_en")
HOURS: Final = ("weekdays", "saturday", "sunday")
USUAL: Final = {"weekdays": "08:00-22:00", "saturday": "08:00-22:00", "sunday": "08:00-22:00"}
_FIELD: Final = re.compile(r"(\d{1,7})-([a-z_]{3,20})")


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a line, with what is wrong about it."""

    name: str
    label: str
    value: str
    errors: tuple[str, ...]
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    most: int = 200


def sentence(fault: Fault) -> str:
    """In the reader's language."""
    facts = dict(fault.facts)
    if fault.code == "door":
        return ui.sentence(Refusal(str(facts["code"]), {"symbol": str(facts["said"])}))
    return ui.sentence(Refusal(f"office.cell-{fault.code}", facts))


def cell(column: str, name: str, value: str, faults: Iterable[Fault] = ()) -> Cell:
    of = BY_NAME[column]
    english = (get_language() or "").startswith("en")
    choices: tuple[tuple[str, str], ...] = ()
    if column == "kind":
        known = tuple((code, str(label)) for code, label in KINDS.items())
        choices = (("", ""), *known) if not value else known
        if value and value not in KINDS:
            choices = ((value, value), *known)
    label = of.en if english else of.zh
    help = "" if choices else str(COLUMN_HELP.get(column, ""))
    return Cell(name, label, value, tuple(sentence(one) for one in faults), help, choices, of.most)


@require_http_methods(["GET", "HEAD", "POST"])
def libraries(request: Request) -> HttpResponse:
    demand(request)
    cells: Mapping[str, str] = {**USUAL, "kind": "vocational"}
    faulty: Faulty | None = None
    if request.method == "POST":
        cells = {one.name: request.POST.get(one.name, "").strip()[:1000] for one in LIBRARIES}
        reading = api.take_one(actor=request.actor, cells=cells, key=form_key(request))
        faulty = reading.bad[0] if reading.bad else None
        if faulty is None:
            messages.success(request, _("The library is a member now."))
            return redirect("office:first-libraries")
    return _page(request, cells, faulty, SheetForm())


def _page(
    request: Request, cells: Mapping[str, str], faulty: Faulty | None, form: SheetForm, status: int = 200
) -> HttpResponse:
    def shown(names: Iterable[str]) -> list[Cell]:
        return [cell(name, name, cells.get(name, ""), faulty.of(name) if faulty else ()) for name in names]

    rest = [one.name for one in LIBRARIES if one.name not in SHORT and one.name not in HOURS]
    context = {
        "libraries": members.libraries(),
        "waiting": api.sheet(actor=request.actor),
        "short": shown(SHORT),
        "hours": shown(HOURS),
        "rest": shown(rest),
        "rest_wrong": bool(faulty and any(faulty.of(name) for name in rest)),
        "wrong": bool(faulty),
        "form": form,
    }
    return page(request, "office/libraries.html", "libraries", context, 400 if faulty else status)


@require_POST
def bring(request: Request) -> HttpResponse:
    """A file or pasted lines: kept, then looked at on the next page."""
    demand(request)
    form = SheetForm(request.POST, request.FILES)
    form.is_valid()
    sent = request.FILES.get("file")
    try:
        if isinstance(sent, UploadedFile):
            brought = bringing.from_file(sent)
        else:
            brought = bringing.from_text(form.cleaned_data.get("pasted", ""))
        api.bring(actor=request.actor, name=brought.name, lines=brought.lines, key=form_key(request))
    except Absent:
        raise
    except Refusal as refusal:
        form.add_error("file" if sent else "pasted", ui.sentence(refusal))
        return _page(request, {**USUAL, "kind": "vocational"}, None, form, 400)
    if brought.unknown:
        told = _("These columns mean nothing here and are not read: {columns}.")
        mark = ", " if (get_language() or "").startswith("en") else "、"
        messages.info(request, told.format(columns=mark.join(brought.unknown[:10])))
    return redirect("office:sheet")


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: Request) -> HttpResponse:
    """Line by line: what can be taken in, and what is to be mended, in its place."""
    demand(request)
    if request.method == "POST":
        return _act(request)
    card = api.sheet(actor=request.actor)
    if card is None:
        return redirect("office:first-libraries")
    bad = card.reading.bad
    at = min(whole(request.GET.get("at", "")), max(0, len(bad) - 1)) // AT_ONCE * AT_ONCE
    context = {
        "card": card,
        "good": [_summary(one) for one in card.reading.good[:SHOWN]],
        "more_good": max(0, len(card.reading.good) - SHOWN),
        "bad": [_to_mend(one) for one in bad[at : at + AT_ONCE]],
        "from": at + 1,
        "to": min(at + AT_ONCE, len(bad)),
        "before": at - AT_ONCE if at else None,
        "after": at + AT_ONCE if at + AT_ONCE < len(bad) else None,
        "at": at,
    }
    return page(request, "office/sheet.html", "libraries", context)


def _act(request: Request) -> HttpResponse:
    """Whatever was typed is kept first, so that nothing is lost by pressing the wrong button."""
    actor, key, do = request.actor, form_key(request), request.POST.get("do", "")
    if do == "throw":
        api.throw_away(actor=actor, key=key)
        messages.success(request, _("The table is thrown away. Libraries already taken in stay."))
        return redirect("office:first-libraries")
    cells: dict[int, dict[str, str]] = {}
    for name in request.POST:
        if found := _FIELD.fullmatch(name):
            cells.setdefault(int(found[1]), {})[found[2]] = request.POST.get(name, "")[:1000]
    leave_out = {number for one in request.POST.getlist("leave-out") if (number := whole(one))}
    if cells or leave_out:
        api.mend(actor=actor, cells=cells, leave_out=leave_out, key=key)
    if api.sheet(actor=actor) is None:
        return redirect("office:first-libraries")
    if do == "take":
        taken = api.take(actor=actor, key=key)
        said = ngettext(
            "{number} library is a member now.", "{number} libraries are members now.", taken
        ).format(number=taken)
        messages.success(request, said)
        return redirect("office:sheet" if api.sheet(actor=actor) else "office:first-libraries")
    at = request.POST.get("at", "")
    return redirect(f"/office/setup/libraries/sheet?at={whole(at)}")


def _summary(entry: Entry) -> dict[str, Any]:
    text = entry.text
    return {
        "number": entry.number,
        "symbol": text["symbol"],
        "name": Said(text["name_zh"], text["name_en"]),
        "kind": KINDS[entry.kind],
        "region": Said(text["region_zh"], text["region_en"]),
        "hours": _("every day 08:00–22:00") if entry.usual else _week(text),
        "vacations": len(entry.vacations),
    }


def _week(text: Mapping[str, str]) -> str:
    english = (get_language() or "").startswith("en")
    closed = _("closed")
    parts = [f"{BY_NAME[n].en if english else BY_NAME[n].zh} {text[n] or closed}" for n in HOURS]
    return ("; " if english else "；").join(parts)


def _to_mend(one: Faulty) -> dict[str, Any]:
    """The faulty cells open, all others folded away."""
    wrong = {fault.column for fault in one.faults}
    cells = one.line.cells
    shown = [
        cell(column.name, f"{one.line.number}-{column.name}", cells.get(column.name, ""), one.of(column.name))
        for column in LIBRARIES
    ]
    return {
        "number": one.line.number,
        "name": cells.get("name_zh") or cells.get("name_en") or cells.get("symbol") or "",
        "wrong": [field for field in shown if field.name.split("-")[1] in wrong],
        "rest": [field for field in shown if field.name.split("-")[1] not in wrong],
    }


@require_safe
def template(request: Request, form: str) -> HttpResponse:
    """An empty table with our headings, in the reader's language."""
    demand(request)
    language = get_language() or ""
    if form == "csv":
        return _file(template_csv(headings(language)), "text/csv; charset=utf-8", "libraries.csv")
    if form == "xlsx":
        return _file(_workbook([], []), XLSX, "libraries.xlsx")
    raise Absent


@require_safe
def to_mend(request: Request) -> HttpResponse:
    """The lines that wait to be mended, with what is wrong in a last column, to be brought again."""
    demand(request)
    card = api.sheet(actor=request.actor)
    if card is None:
        raise Absent
    english = (get_language() or "").startswith("en")
    rows = []
    for one in card.reading.bad:
        said = [
            f"{BY_NAME[fault.column].en if english else BY_NAME[fault.column].zh}: {sentence(fault)}"
            for fault in one.faults
        ]
        rows.append([*(one.line.cells.get(column.name, "") for column in LIBRARIES), " ".join(said)])
    return _file(_workbook([_("What to mend")], rows), XLSX, "libraries-to-mend.xlsx")


def _workbook(more: list[str], rows: list[list[str]]) -> bytes:
    language = get_language() or ""
    english = language.startswith("en")
    names = headings(language)
    kind = names[[one.name for one in LIBRARIES].index("kind")]
    guide = [
        [
            one.en if english else one.zh,
            str(COLUMN_HELP.get(one.name, "")) or (_("Must be filled in.") if one.needed else ""),
        ]
        for one in LIBRARIES
    ]
    return template_xlsx(
        [*names, *more],
        needed=[name for name in names if name.endswith("*")],
        sheet=_("Libraries"),
        rows=rows,
        choices={kind: [str(label) for label in KINDS.values()]},
        guide=(_("How to fill it in"), guide),
    )


def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
