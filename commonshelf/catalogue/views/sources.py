"""Where a library's records come from: the list, the settings of one, the template to fill in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.catalogue import api
from commonshelf.catalogue.cards import LoadCard, SourceCard
from commonshelf.catalogue.domain.columns import COLUMNS
from commonshelf.catalogue.forms import SourceForm, filled
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.cards import LibraryCard
from commonshelf.ui.api import Request, form_key
from commonshelf.wire.table.write import template_csv, template_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = {"csv": (template_csv, "text/csv; charset=utf-8"), "xlsx": (template_xlsx, XLSX)}
RECENT = 5


@dataclass(frozen=True, slots=True)
class Desk:
    """One library's part of the page."""

    library: LibraryCard
    sources: list[SourceCard]
    loads: list[LoadCard]
    may_load: bool


def may(actor: Actor, action: str, symbol: str, code: str = "main") -> bool:
    return members.allowed(actor=actor, action=f"catalogue.{action}", object=Ref("source", code, symbol))


@require_safe
def sources(request: Request) -> HttpResponse:
    """The libraries whose records this person looks after; the one they work at now comes first."""
    actor = request.actor
    mine = [card for card in members.libraries() if may(actor, "read-source", card.symbol)]
    if not mine:
        raise Absent
    mine.sort(key=lambda card: card.symbol != request.desk)
    desks = [
        Desk(
            card,
            api.sources(actor=actor, library=card.symbol),
            api.loads(actor=actor, library=card.symbol, rows=RECENT) if len(mine) == 1 else [],
            may(actor, "load", card.symbol),
        )
        for card in mine
    ]
    loads = [] if len(mine) == 1 else api.loads(actor=actor, rows=RECENT)
    return render(request, "catalogue/sources.html", {"desks": desks, "loads": loads})


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: Request, symbol: str, code: str) -> HttpResponse:
    card = api.source_or_default(actor=request.actor, library=symbol, code=code)
    if request.method == "POST":
        form = SourceForm(request.POST)
        if form.is_valid():
            try:
                api.set_source(
                    actor=request.actor,
                    library=symbol,
                    code=code,
                    version=whole(request.POST.get("version", "")),
                    key=form_key(request),
                    **form.told(),
                )
            except Absent:
                raise
            except Refusal as refusal:
                form.refused(refusal)
            else:
                messages.success(request, _("Saved. The next load is read this way."))
                return redirect("catalogue:source", symbol, code)
    else:
        form = SourceForm(initial=filled(card))
    context = {
        "library": members.library(symbol=symbol),
        "card": card,
        "form": form,
        "columns": COLUMNS,
        "may_set": may(request.actor, "set-source", symbol, code),
        "may_load": may(request.actor, "load", symbol, code),
        "key": secrets.token_hex(8),
    }
    return render(request, "catalogue/source.html", context, status=400 if form.errors else 200)


@require_safe
def template(request: Request, form: str) -> HttpResponse:
    """An empty table with our headings, to be filled in."""
    if form not in FORMS or not request.actor.known:
        raise Absent
    write, kind = FORMS[form]
    answer = HttpResponse(write([column.zh for column in COLUMNS]), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="commonshelf-template.{form}"'
    return answer
