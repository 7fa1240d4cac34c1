"""Copies by a small form: added, changed, withdrawn, taken back."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.hand_cards import CopyOfRecord, RecordCard
from commonshelf.catalogue.lines import full_title
from commonshelf.cataloguing.forms import CopyForm
from commonshelf.cataloguing.views.records import opened
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key

SET = "cataloguing.set-copy"


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request, record: int) -> HttpResponse:
    """A new copy, with the next barcode and the shelf of the one before."""
    card = opened(request, record, SET)
    initial: dict[str, Any] = {"status": "on-shelf", "copies": "1"}
    last = next((copy.now for copy in reversed(card.copies) if copy.now), None)
    if last:
        initial |= {
            "branch": last.branch,
            "shelving_location": last.shelving_location,
            "call_number": last.call_number,
        }
    initial["barcode"] = catalogue.proposed_barcode(library=card.library)
    version = next((copy.version for copy in card.copies if copy.said_by == record), card.version)
    return _form(request, card, None, initial, said_by=record, version=version)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, record: int, said_by: int, key: str) -> HttpResponse:
    card = opened(request, record, SET)
    copy = _copy(card, said_by, key)
    if copy.now is None:
        raise Absent
    return _form(request, card, copy, copy.now._asdict(), said_by=said_by, version=copy.version)


def _copy(card: RecordCard, said_by: int, key: str) -> CopyOfRecord:
    found = next((copy for copy in card.copies if (copy.said_by, copy.key) == (said_by, key)), None)
    if found is None:
        raise Absent
    return found


def _form(
    request: Request,
    card: RecordCard,
    copy: CopyOfRecord | None,
    initial: dict[str, Any],
    *,
    said_by: int,
    version: int,
) -> HttpResponse:
    library, status = members.library(symbol=card.library), 200
    language = get_language() or "zh-hans"
    form = CopyForm(request.POST or None, library=library, language=language, initial=initial)
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                catalogue.set_copy(
                    actor=request.actor,
                    record=said_by,
                    copy=copy.key if copy else "",
                    values={**(initial if copy else {}), **form.cleaned_data},
                    version=whole(request.POST.get("version", ""), otherwise=-1),
                    key=form_key(request),
                )
            except Absent:
                raise
            except Refusal as refusal:
                if refusal.code == "cataloguing.nothing-changed":
                    return redirect("cataloguing:record", card.id)
                form.refused(refusal)
                status = refusal.status
            else:
                messages.success(request, _("Saved. It outlives your library's next file."))
                if request.POST.get("do") == "next":
                    return redirect("cataloguing:add-copy", card.id)
                return redirect("cataloguing:record", card.id)
    context = {
        "card": card,
        "library": library,
        "title": full_title(card.facts),
        "form": form,
        "copy": copy,
        "version": version,
        "key": secrets.token_hex(8),
    }
    return render(request, "cataloguing/copy.html", context, status=status)


@require_POST
def withdraw(request: Request, record: int, said_by: int, key: str) -> HttpResponse:
    return _act(request, record, said_by, key, withdrawn=True)


@require_POST
def take_back(request: Request, record: int, said_by: int, key: str) -> HttpResponse:
    return _act(request, record, said_by, key, withdrawn=False)


def _act(request: Request, record: int, said_by: int, key: str, *, withdrawn: bool) -> HttpResponse:
    card = opened(request, record, "cataloguing.withdraw-copy" if withdrawn else SET)
    _copy(card, said_by, key)
    act = catalogue.withdraw_copy if withdrawn else catalogue.take_back_copy
    try:
        act(
            actor=request.actor,
            record=said_by,
            copy=key,
            version=whole(request.POST.get("version", ""), otherwise=-1),
            key=form_key(request),
        )
    except Absent:
        raise
    except Refusal as refusal:
        messages.warning(request, ui.sentence(refusal))
    else:
        said = _("The copy is withdrawn.") if withdrawn else _("Taken back: the copy is as your file says.")
        messages.success(request, said)
    return redirect("cataloguing:record", record)
