"""Delivering a copy: scans become one document, are looked through, and the reader gets the way to it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from commonshelf.delivery import api as delivery
from commonshelf.delivery.uploads import Measured, in_order, measure
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.sharing import api, copying
from commonshelf.sharing.cards import RequestCard, SupplyCard
from commonshelf.sharing.delivering import about
from commonshelf.ui import api as ui
from commonshelf.ui.api import Form, Request, form_key

DELIVER = "deliver"


class ScanForm(Form):
    """files are read apart: there may be many."""

    title = forms.CharField(label=gettext_lazy("What it is a copy of"), max_length=300)
    notice = forms.ChoiceField(label=gettext_lazy("Copyright notice that goes with it"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.files_problem = ""
        language = get_language() or ""
        self.fields["notice"].choices = [  # type: ignore[attr-defined]  # a ChoiceField's
            (code, one.name(language)) for code, one in delivery.NOTICES.items()
        ]

    def refused(self, refusal: Refusal) -> None:
        if refusal.facts.get("field") == "files":
            self.files_problem = ui.sentence(refusal)
        else:
            super().refused(refusal)


@csrf_exempt  # the inner view checks the token, after the files have been measured
@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def document(request: Request, symbol: str, number: str) -> HttpResponse:
    """The page of the supplying desk. Nothing of a file is read before it is known whose desk this is."""
    card = _supplied(request, symbol, number)
    if request.method != "POST":
        return _page(request, symbol, card)
    return _sent(request, symbol, card, measure(request, delivery.most_bytes(symbol)))


def _supplied(request: Request, symbol: str, number: str) -> RequestCard:
    card = api.request(actor=request.actor, number=number, library=symbol)
    if not any(_brings(one, card, symbol) and one.service == "Copy" for one in card.supplies):
        raise Absent
    return card


def _brings(one: SupplyCard, card: RequestCard, symbol: str) -> bool:
    """Whose desk has the file: the supplier's own, or for a partner outside the one that asked it."""
    return one.supplier == symbol or (one.partner is not None and card.requester == symbol)


@csrf_protect
def _sent(request: Request, symbol: str, card: RequestCard, measured: Measured) -> HttpResponse:
    form = ScanForm(request.POST)
    if measured.over:
        form.is_valid()
        form.refused(delivery.too_big(delivery.most_bytes(symbol)))
        return _page(request, symbol, card, form, status=413)
    files = in_order([one for one in request.FILES.getlist("files") if not isinstance(one, str)])
    if not form.goes(lambda: _brought(request, symbol, card, form, files)):
        return _page(request, symbol, card, form, status=form.http)
    if request.POST.get("then") != DELIVER:
        messages.success(request, _("Kept. Look it through, then deliver it."))
        return redirect("sharing:desk-document", symbol, card.number)
    return _deliver(request, symbol, card, form.made.id)


def _brought(
    request: Request, symbol: str, card: RequestCard, form: ScanForm, files: Sequence[delivery.Upload]
) -> delivery.DocumentCard:
    return delivery.bring(
        actor=request.actor,
        library=symbol,
        about=about(card.number),
        title=form.cleaned_data["title"],
        files=files,
        notice=form.cleaned_data["notice"],
        pages_limit=copying.most_pages(card, symbol),
        key=form_key(request),
    )


@login_required
@never_cache
@require_POST
def act(request: Request, symbol: str, number: str, id: int) -> HttpResponse:
    """With a document that lies there already: deliver it, withdraw it, or end one reader's link."""
    card = _supplied(request, symbol, number)
    ours = {one.id for one in delivery.documents_about(about=about(number)) if one.library == symbol}
    if id not in ours:
        raise Absent
    match request.POST.get("do", ""):
        case "deliver":
            return _deliver(request, symbol, card, id)
        case "withdraw":
            delivery.withdraw(actor=request.actor, document=id, key=form_key(request))
            messages.success(request, _("Withdrawn: nobody can open it any more, and its file is deleted."))
        case "end-link":
            links = delivery.links_of(actor=request.actor, about=about(number))
            link = next(
                (x for x in links if x.document.id == id and str(x.id) == request.POST.get("link")), None
            )
            if link is None:
                raise Absent
            delivery.end_link(actor=request.actor, link=link.id, key=form_key(request))
            messages.success(request, _("The link is ended. The document stays."))
        case _:
            raise Absent
    return redirect("sharing:desk-document", symbol, number)


def _deliver(request: Request, symbol: str, card: RequestCard, id: int) -> HttpResponse:
    """The step of the request; where it is refused, the document stays for another try."""
    key = form_key(request)
    try:
        api.act(
            actor=request.actor,
            request=card.number,
            action=DELIVER,
            facts={"document": id},
            library=symbol,
            version=whole(request.POST.get("version", "")),
            key=key and f"{key}-deliver",
        )
    except Absent:
        raise
    except Refusal as refusal:
        fresh = _supplied(request, symbol, card.number)
        return _page(request, symbol, fresh, problem=ui.sentence(refusal), status=refusal.status)
    messages.success(request, _("Delivered. The reader is told how to open it."))
    return redirect("sharing:desk-request", symbol, card.number)


def _page(
    request: Request,
    symbol: str,
    card: RequestCard,
    form: ScanForm | None = None,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    language = get_language() or ""
    initial = {"title": copying.title(card, language), "notice": copying.usual_notice(card.group_kind)}
    shown = {
        "library": members.library(symbol=symbol),
        "card": card,
        "title": copying.title(card, language),
        "form": form or ScanForm(initial=initial),
        "can": any(one.action == DELIVER for one in card.steps),
        "scans": copying.scans(request.actor, card, symbol, language),
        "megabytes": delivery.most_bytes(symbol) // 1_000_000,
        "bytes": delivery.most_bytes(symbol),
        "pages": copying.most_pages(card, symbol),
        "wanted": copying.wanted(card),
        "problem": problem,
        "key": secrets.token_hex(8),
    }
    return render(request, "sharing/documents/document.html", shown, status=status)
