"""A library's table of classes: shown, pasted or sent as a file, looked at line by line, kept."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.domain import mapping
from commonshelf.cataloguing.desk import READ, may
from commonshelf.cataloguing.forms import ClassesForm
from commonshelf.kernel.actor import Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key
from commonshelf.wire.marc.record import Syntax
from commonshelf.wire.source import Unreadable
from commonshelf.wire.table import read as tables
from commonshelf.wire.table.write import template_csv, template_xlsx

SET: Final = "cataloguing.set-classes"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS: Final = {"csv": (template_csv, "text/csv; charset=utf-8"), "xlsx": (template_xlsx, XLSX)}
HEADS: Final = ("本馆分类号", "中图法分类号", "备注")
BIGGEST: Final = 4 << 20
_ZIP: Final = b"PK\x03\x04"


@require_safe
def table(request: Request, symbol: str) -> HttpResponse:
    members.demand(actor=request.actor, action=READ, object=Ref("classes", symbol, symbol))
    return _page(request, symbol, ClassesForm())


def _page(request: Request, symbol: str, form: ClassesForm, status: int = 200) -> HttpResponse:
    context = {
        "library": members.library(symbol=symbol),
        "lines": catalogue.class_lines(library=symbol),
        "form": form,
        "may_set": may(request.actor, SET, symbol),
        "key": secrets.token_hex(8),
    }
    return render(request, "cataloguing/classes.html", context, status=status)


@require_POST
def look(request: Request, symbol: str) -> HttpResponse:
    """Every line as it was understood, every bad one with its reason; then it is kept."""
    members.demand(actor=request.actor, action=SET, object=Ref("classes", symbol, symbol))
    form = ClassesForm(request.POST, request.FILES)
    form.is_valid()
    text = form.cleaned_data.get("lines", "")
    sent = request.FILES.get("file")
    try:
        rows = list(_rows_of(sent)) if isinstance(sent, UploadedFile) else list(mapping.cells_of(text))
        if not any("".join(row).strip() for row in rows):
            raise Refusal("cataloguing.no-lines", {"field": "lines"})
        if len(rows) > mapping.MOST * 2:
            raise Refusal("cataloguing.too-many-lines", {"field": "lines", "limit": mapping.MOST})
        lines, wrong = mapping.read(rows)
        replace = bool(form.cleaned_data.get("replace"))
        if request.POST.get("do") == "keep" and not wrong:
            counts = catalogue.set_classes(
                actor=request.actor, library=symbol, rows=lines, replace=replace, key=form_key(request)
            )
            messages.success(request, _counted(counts))
            return redirect("cataloguing:classes", symbol)
    except Absent:
        raise
    except Refusal as refusal:
        form.refused(refusal)
        return _page(request, symbol, form, 400)
    have = {mapping.key(one.local): one.clc for one in catalogue.class_lines(library=symbol)}
    keys = {mapping.key(line.local) for line in lines}
    context = {
        "library": members.library(symbol=symbol),
        "lines": [(line, have.get(mapping.key(line.local), "")) for line in lines],
        "wrong": [(one, ui.sentence(Refusal(f"cataloguing.{one.code}", one.facts))) for one in wrong],
        "text": mapping.pasted(lines),
        "replace": replace,
        "leaving": len(have.keys() - keys) if replace else 0,
        "key": secrets.token_hex(8),
    }
    return render(request, "cataloguing/look.html", context)


def _rows_of(sent: UploadedFile[bytes]) -> Iterator[Sequence[str]]:
    """Rows of a small file, headings first. Raises a Refusal when it is no table."""
    name = (sent.name or "")[:80]
    if (sent.size or 0) > BIGGEST:
        raise Refusal("cataloguing.too-many-lines", {"field": "file", "limit": mapping.MOST})
    raw = sent.read()
    with tempfile.TemporaryDirectory() as folder:
        syntax = Syntax.XLSX if raw.startswith(_ZIP) else Syntax.CSV
        path = Path(folder) / f"classes.{syntax}"
        path.write_bytes(raw)
        try:
            heads = tables.headers(path, syntax)
            yield heads
            for row in tables.rows(path, syntax):
                yield list(row.cells.values())
        except Unreadable as trouble:
            told = {**trouble.facts, "file": name}
            problem = ui.sentence(Refusal(f"catalogue.file-{trouble.code}", told))
            raise Refusal(
                "cataloguing.bad-file", {"field": "file", "file": name, "problem": problem}
            ) from None


def _counted(counts: dict[str, int]) -> str:
    return _(
        "{added} added, {changed} changed, {removed} taken out. The records follow within minutes."
    ).format(**counts)


@require_POST
def drop(request: Request, symbol: str) -> HttpResponse:
    members.demand(actor=request.actor, action=SET, object=Ref("classes", symbol, symbol))
    local = request.POST.get("local", "")[: mapping.LONGEST_LOCAL]
    catalogue.drop_class(actor=request.actor, library=symbol, local=local, key=form_key(request))
    messages.success(request, _("The line is taken out. The records follow within minutes."))
    return redirect("cataloguing:classes", symbol)


@require_safe
def template(request: Request, symbol: str, form: str) -> HttpResponse:
    """An empty table with our headings, to be filled in."""
    members.demand(actor=request.actor, action=READ, object=Ref("classes", symbol, symbol))
    if form not in FORMS:
        raise Absent
    write, kind = FORMS[form]
    answer = HttpResponse(write(HEADS), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="classes.{form}"'
    return answer
