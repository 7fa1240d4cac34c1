"""Files of readers: brought here, the empty table to fill in, those that came before."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.cards import groups, sheets
from commonshelf.cards.domain.reader_columns import BY_NAME, COLUMNS
from commonshelf.cards.sheet_cards import SheetCard
from commonshelf.cards.sheet_forms import MODES, BringForm
from commonshelf.cards.sheet_words import COLUMN_HELP, STATES
from commonshelf.cards.views.readers import place_of
from commonshelf.kernel.refusal import Absent
from commonshelf.ui.api import Request, form_key
from commonshelf.wire.table.write import csv_into, template_xlsx

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv; charset=utf-8"
USUAL: Final = (
    "local_number",
    "name_zh",
    "group",
    "proof_number",
    "birth_date",
    "phone",
    "email",
    "last_date",
)
"""Columns most files have; named beside the upload."""
KINDS_ZH: Final = ("身份证", "护照", "居住证", "通行证", "学生证", "工作证", "其他")
YES_NO_ZH: Final = ("是", "否")
YES_NO_EN: Final = ("yes", "no")
KINDS_EN: Final = ("ID card", "passport", "residence permit", "travel permit", "student card", "staff card")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: Request, symbol: str) -> HttpResponse:
    library = place_of(request, symbol, sheets.IMPORT)
    mine = groups.groups(library=symbol)
    posted = request.method == "POST"
    form = BringForm(request.POST if posted else None, request.FILES if posted else None, groups=mine)

    def door() -> SheetCard:
        file = form.sent()
        return sheets.bring(
            actor=request.actor,
            library=symbol,
            name=file.name or "",
            chunks=file.chunks(),
            choices=form.choices(),
            key=form_key(request),
        )

    if form.goes(door):
        return redirect("cards:sheet", symbol, form.made.id)
    came = sheets.sheets(actor=request.actor, library=symbol)
    context = {
        "library": library,
        "form": form,
        "groups": mine,
        "rows": [(one, STATES[one.state], MODES[one.choices.mode]) for one in came],
        "columns": [heading(name) for name in USUAL],
        "key": secrets.token_hex(8),
    }
    return render(request, "cards/sheets.html", context, status=form.http)


def heading(name: str) -> str:
    return BY_NAME[name].en if (get_language() or "").startswith("en") else BY_NAME[name].zh


@require_safe
def template(request: Request, symbol: str, form: str) -> HttpResponse:
    """An empty table with our headings, in the reader's language; the workbook explains each."""
    place_of(request, symbol, sheets.IMPORT)
    language = get_language() or ""
    names = [heading(one.name) for one in COLUMNS]
    mine = [one.name.in_language(language) for one in groups.groups(library=symbol)]
    guide = [[heading(one.name), str(COLUMN_HELP.get(one.name, ""))] for one in COLUMNS]
    choices = {
        heading("group"): mine,
        heading("proof_kind"): list(KINDS_EN if language.startswith("en") else KINDS_ZH),
        heading("guardian_agreed"): list(YES_NO_EN if language.startswith("en") else YES_NO_ZH),
    }
    return table(
        form,
        "readers",
        names,
        [],
        sheet=_("Readers"),
        choices={name: offered for name, offered in choices.items() if offered},
        guide=(_("How to fill it in"), guide),
    )


def _kinds(language: str) -> Sequence[object]:
    english = (
        "ID card",
        "passport",
        "residence permit",
        "travel permit",
        "student card",
        "staff card",
        "other",
    )
    chinese = ("身份证", "护照", "居住证", "通行证", "学生证", "工作证", "其他")
    return english if language.startswith("en") else chinese


def table(
    form: str,
    name: str,
    names: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    sheet: str,
    choices: dict[str, list[str]] | None = None,
    guide: tuple[str, list[list[str]]] | None = None,
) -> HttpResponse:
    """As a file that no spreadsheet program takes for formulas. Absent: no such form."""
    if form == "xlsx":
        body = template_xlsx(names, sheet=sheet, rows=list(rows), choices=choices, guide=guide)
        kind = XLSX
    elif form == "csv":
        with tempfile.TemporaryDirectory() as scratch:
            path = Path(scratch) / "table.csv"
            csv_into(path, names, rows)
            body, kind = path.read_bytes(), CSV
    else:
        raise Absent
    answer = HttpResponse(body, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    answer["Cache-Control"] = "no-store"
    return answer
