"""Labels for barcodes and spines: chosen, laid out on a sheet, printed by the browser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.hand_cards import Shelved
from commonshelf.cataloguing import api
from commonshelf.cataloguing.desk import READ, may
from commonshelf.cataloguing.domain import sheets, spines
from commonshelf.cataloguing.forms import LabelForm, initial_labels
from commonshelf.kernel import barcodes
from commonshelf.kernel.actor import Ref
from commonshelf.kernel.barcodes import Bars
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.news import api as news
from commonshelf.ui.api import Request

RECENT = 60
"""Acts at the desk whose copies are offered for printing."""


@dataclass(frozen=True, slots=True)
class Label:
    """One printed label. bars None: no barcode asked, or none can be drawn."""

    copy: Shelved
    bars: Bars | None
    spine: tuple[str, ...]


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: Request, symbol: str) -> HttpResponse:
    """Which copies, on which sheet, from which place; the choice of sheet is remembered for the library."""
    members.demand(actor=request.actor, action=READ, object=Ref("desk", symbol, symbol))
    ticked = request.GET.getlist("barcode")
    status = 200
    if request.method == "POST":
        form = LabelForm(request.POST)
        ticked = request.POST.getlist("barcode")
        if form.is_valid():
            try:
                return redirect(_address(request, symbol, form, ticked))
            except Refusal as refusal:
                form.refused(refusal)
        status = 400
    else:
        form = LabelForm(initial=initial_labels(api.label_choice(library=symbol), []))
    asked = catalogue.shelved(library=symbol, barcodes=ticked)
    there = {one.barcode for one in asked}
    recent = [one for one in _recent(symbol) if one.barcode not in there]
    context = {
        "library": members.library(symbol=symbol),
        "form": form,
        "copies": [*asked, *recent],
        "ticked": set(ticked),
    }
    return render(request, "cataloguing/labels.html", context, status=status)


def _address(request: Request, symbol: str, form: LabelForm, ticked: Sequence[str]) -> str:
    """The page to print, as an address that can be kept; the library's choice is remembered on the way."""
    said = form.cleaned_data
    asked = list(dict.fromkeys([*ticked, *said["barcodes"].split()]))
    if not asked:
        raise Refusal("cataloguing.no-labels", {"field": "barcodes"})
    if len(asked) > sheets.MOST:
        facts: dict[str, str | int] = {"field": "barcodes", "limit": sheets.MOST, "asked": len(asked)}
        raise Refusal("cataloguing.too-many-labels", facts)
    places, start = sheets.SHEETS[said["sheet"]].places, said["start"].strip() or "1"
    if not 1 <= whole(start, digits=3) <= places:
        raise Refusal("cataloguing.bad-start", {"field": "start", "said": start[:20], "limit": places})
    choice = {name: said[name] for name in ("symbology", "sheet", "shows")}
    if may(request.actor, "cataloguing.set-labels", symbol):
        api.set_label_choice(actor=request.actor, library=symbol, **choice)
    query = urlencode({**choice, "start": start, "of": " ".join(asked)})
    return f"{reverse('cataloguing:print', args=[symbol])}?{query}"


def _recent(symbol: str) -> list[Shelved]:
    """Copies added or changed at the desk lately, newest first."""
    acts = news.happenings(library=symbol, kind="cataloguing.set-copy", rows=RECENT)
    codes = [str((one.facts.get("now") or {}).get("barcode") or "") for one in acts]
    return catalogue.shelved(library=symbol, barcodes=[code for code in codes if code])


@require_safe
def sheet(request: Request, symbol: str) -> HttpResponse:
    """The sheets themselves. What cannot be printed is said above them, on the screen only."""
    members.demand(actor=request.actor, action=READ, object=Ref("desk", symbol, symbol))
    asked = request.GET.get("of", "").split()[: sheets.MOST]
    choice = api.label_choice(library=symbol)
    chosen = sheets.SHEETS.get(request.GET.get("sheet", ""), sheets.SHEETS[choice.sheet])
    symbology = request.GET.get("symbology", choice.symbology)
    shows = request.GET.get("shows", choice.shows)
    start = request.GET.get("start", "1")
    copies = catalogue.shelved(library=symbol, barcodes=asked)
    labels = [_label(copy, symbology, shows) for copy in copies]
    there = {copy.barcode for copy in copies}
    context = {
        "library": members.library(symbol=symbol),
        "sheet": chosen,
        "shows": shows,
        "pages": sheets.pages(labels, chosen, whole(start, otherwise=1, digits=3)),
        "labels": len(labels),
        "missing": [code for code in asked if code not in there],
        "undrawn": [one.copy.barcode for one in labels if shows != "spine" and one.bars is None],
    }
    return render(request, "cataloguing/sheet.html", context)


def _label(copy: Shelved, symbology: str, shows: str) -> Label:
    return Label(
        copy,
        barcodes.drawn(copy.barcode, symbology) if shows != "spine" else None,
        spines.spine(copy.call_number),
    )
