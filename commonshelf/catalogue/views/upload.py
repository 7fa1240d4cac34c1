"""From a file on somebody's desk to a load: sent, looked at as readers will see it, rehearsed, loaded."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any, Final

from django.core import signing
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonshelf.catalogue import api, telling
from commonshelf.catalogue.cards import Preview
from commonshelf.catalogue.forms import COLUMN, ColumnsForm, Form, ReadingForm, columns_from
from commonshelf.catalogue.refusals import reason
from commonshelf.catalogue.views.sources import may
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request

SALT: Final = "catalogue.upload"
A_DAY: Final = 24 * 3600
"""Seconds an uploaded file may wait for its decision; afterwards it has to be sent again."""


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: Request, symbol: str, code: str) -> HttpResponse:
    """Take the file in and go on to look at it."""
    if not may(request.actor, "load", symbol, code):
        raise Absent
    problem = ""
    if request.method == "POST":
        sent = request.FILES.get("file")
        try:
            if sent is None:
                raise Refusal("catalogue.no-file")
            kept = api.keep_upload(
                actor=request.actor, library=symbol, source=code, chunks=sent.chunks(), name=sent.name or ""
            )
        except Absent:
            raise
        except Refusal as refusal:
            problem = ui.sentence(refusal)
        else:
            token = signing.dumps([symbol, code, kept.path, kept.name], salt=SALT, compress=True)
            query = QueryDict(mutable=True)
            query["upload"] = token
            return redirect(f"{reverse('catalogue:preview', args=[symbol, code])}?{query.urlencode()}")
    context = {
        "library": members.library(symbol=symbol),
        "code": code,
        "problem": problem,
        "folder": f"inbox/{symbol}/",
    }
    return render(request, "catalogue/upload.html", context, status=400 if problem else 200)


def _file_of(request: Request, symbol: str, code: str) -> tuple[str, Path, str]:
    """The token and what it stands for. Absent when it is not ours, another source's, or a day old."""
    token = request.POST.get("upload") or request.GET.get("upload", "")
    try:
        its_symbol, its_code, path, name = signing.loads(token, salt=SALT, max_age=A_DAY)
    except (signing.BadSignature, ValueError):
        raise Absent from None
    if (its_symbol, its_code) != (symbol, code):
        raise Absent
    return token, api.kept_path(path=path), name


@require_http_methods(["GET", "HEAD", "POST"])
def look(request: Request, symbol: str, code: str) -> HttpResponse:
    """The head of the file; another format, character set or mapping may be tried; then rehearse or load."""
    if not may(request.actor, "load", symbol, code):
        raise Absent
    token, path, name = _file_of(request, symbol, code)
    given = request.POST if request.method == "POST" else request.GET
    card = api.source_or_default(actor=request.actor, library=symbol, code=code)
    reading = ReadingForm(given if "syntax" in given else {"syntax": card.syntax, "charset": card.charset})
    reading.full_clean()
    asked: dict[str, Any] = {name_: reading.cleaned_data.get(name_, "") for name_ in ("syntax", "charset")}
    found, columns, problem = _looked(request, symbol, code, path=path, name=name, asked=asked, given=given)
    go = given.get("do", "")
    if request.method == "POST" and go in {"rehearse", "load"} and found and not problem:
        full = "full" in given
        load = api.start_load(
            actor=request.actor,
            library=symbol,
            source=code,
            files=[path],
            names=[name],
            full=full,
            dry_run=go == "rehearse",
            columns=dict(found.columns) if found.headers else None,
            key=ui.form_key(request),
            **asked,
        )
        return redirect("catalogue:load", load=load.id)
    context = {
        "library": members.library(symbol=symbol),
        "code": code,
        "token": token,
        "name": name,
        "found": found,
        "kind": telling.kind_of(found) if found else "",
        "samples": [(one, reason(one.problem, dict(one.problem_facts))) for one in found.samples]
        if found
        else [],
        "reading": reading,
        "columns": columns,
        "problem": problem,
        "key": secrets.token_hex(8),
        "full": "full" in given,
    }
    return render(request, "catalogue/preview.html", context, status=400 if problem else 200)


def _looked(
    request: Request,
    symbol: str,
    code: str,
    *,
    path: Path,
    name: str,
    asked: dict[str, Any],
    given: QueryDict,
) -> tuple[Preview | None, Form | None, str]:
    """What the file looks like, the form of its columns, and why it cannot be read."""

    def read(columns: dict[str, str] | None) -> Preview:
        return api.preview(
            actor=request.actor, library=symbol, source=code, path=path, name=name, columns=columns, **asked
        )

    try:
        found = read(None)
        if found.headers and any(key.startswith(COLUMN) for key in given):
            found = read(columns_from(given, found.headers))
    except Absent:
        raise
    except Refusal as refusal:
        return None, None, ui.sentence(refusal)
    if not found.headers:
        return found, None, ""
    columns = ColumnsForm(found.headers, found.columns)
    problem = "" if "title" in found.columns else ui.sentence(Refusal("catalogue.no-title-column"))
    return found, columns, problem
