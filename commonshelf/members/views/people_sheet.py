"""Many people at once: a file or pasted cells, looked at line by line, then invited."""

from __future__ import annotations

import secrets
from typing import Any, Final

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.mail import api as mail
from commonshelf.members import api
from commonshelf.members import people_sheet as sheet
from commonshelf.members.action_words import ROLES
from commonshelf.members.domain import people_sheet as sheets
from commonshelf.members.views.inviting import site_of
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key
from commonshelf.wire.table.write import template_csv, template_xlsx

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS: Final = {"csv": (template_csv, "text/csv; charset=utf-8"), "xlsx": (template_xlsx, XLSX)}
COLUMNS: Final = {
    "name_zh": _("Full name in Chinese"),
    "name_en": _("Full name in English"),
    "email": _("Mail address"),
    "library": _("Library"),
    "role": _("Role"),
    "first": _("First day"),
    "last": _("Last day"),
    "language": _("Language of the letter"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def spreadsheet(request: Request) -> HttpResponse:
    """The form; what was sent, understood line by line; or the good lines invited."""
    around = sheet.around(request.actor)
    if request.method != "POST":
        return _form(request, "")
    text = request.POST.get("lines", "")
    try:
        sent = request.FILES.get("file")
        rows = (
            sheet.of_file(sent.name or "", sent.read(sheet.BIGGEST + 1))
            if isinstance(sent, UploadedFile)
            else sheet.pasted(text)
        )
        found = sheets.read(rows, around)
        if request.POST.get("do") == "take" and not found.wrong:
            return _take(request, found)
    except Absent:
        raise
    except Refusal as refusal:
        return _form(request, text, ui.sentence(refusal))
    return _look(request, found)


def _form(request: Request, text: str, problem: str = "") -> HttpResponse:
    context = {"text": text, "problem": problem, "columns": COLUMNS.values(), "most": sheets.MOST}
    return render(request, "members/people_sheet.html", context, status=400 if problem else 200)


def _look(request: Request, found: sheets.Sheet) -> HttpResponse:
    names = {library.symbol: library.name for library in api.libraries()}
    context: dict[str, Any] = {
        "lines": [(line, str(ROLES[line.role]), names.get(line.library)) for line in found.lines],
        "wrong": [
            (one, COLUMNS[one.column], ui.sentence(Refusal(one.code, one.facts))) for one in found.wrong
        ],
        "rows_wrong": len({one.row for one in found.wrong}),
        "text": sheet.as_text(found.lines),
        "server": mail.server(),
        "by_mail": sum(1 for line in found.lines if line.email),
        "key": secrets.token_hex(8),
    }
    return render(request, "members/people_sheet_look.html", context)


def _take(request: Request, found: sheets.Sheet) -> HttpResponse:
    made = sheet.invite_all(
        actor=request.actor, lines=found.lines, site=site_of(request), key=form_key(request)
    )
    said = ngettext("{count} person invited.", "{count} people invited.", len(made))
    messages.success(request, said.format(count=len(made)))
    return redirect("members:invitations")


@require_safe
def template(request: Request, form: str) -> HttpResponse:
    """An empty table with our headings, to be filled in."""
    sheet.around(request.actor)
    if form not in FORMS:
        raise Absent
    write, kind = FORMS[form]
    answer = HttpResponse(write(sheets.HEADS), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="people.{form}"'
    return answer
