"""Registering at the desk, and the slip that is handed over: card, code, where to set a password."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from commonshelf.cards import activating, joining, proofs
from commonshelf.cards.cards import ReaderCard
from commonshelf.cards.domain import numbers
from commonshelf.cards.domain.proofs import ProofGiven, read
from commonshelf.cards.models import ReaderGroup
from commonshelf.cards.readers import group_card
from commonshelf.cards.readers_forms import NameForm, RegisterForm
from commonshelf.cards.registering import register as register_reader
from commonshelf.cards.searching import find_by_proof
from commonshelf.cards.views.readers import place_of, to_reader
from commonshelf.kernel import barcodes
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.members.cards import LibraryCard
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: Request, symbol: str) -> HttpResponse:
    """A form, or what somebody typed at home; then the slip."""
    library = place_of(request, symbol, "cards.register")
    if request.POST.get("do") == "known":
        return _to_known(request, symbol)
    code = request.POST.get("joining", "") or request.GET.get("code", "")
    initial, problem = _typed_at_home(request, symbol, code[:20])
    others = [one for one in members.libraries() if one.symbol != symbol]
    groups = groups_of(symbol)
    form = RegisterForm(
        request.POST if request.method == "POST" else None, initial=initial, groups=groups, libraries=others
    )

    def door() -> Any:
        told = form.cleaned_data
        return register_reader(
            actor=request.actor,
            library=symbol,
            given=form.given(),
            proof=ProofGiven(told["kind"], told["number"], told["issuer"]),
            share=form.shares(),
            card_number=told["card_number"],
            joining=code if initial else "",
            key=form_key(request),
        )

    if form.goes(door):
        return slip(request, library, form.made.reader, form.made.code)
    context = {
        "library": library,
        "form": form,
        "joining": code if initial else "",
        "problem": problem,
        "known": _is_known(form),
        "others": others,
        "groups": groups,
        "key": secrets.token_hex(8),
    }
    return render(request, "cards/register.html", context, status=form.http)


def groups_of(symbol: str) -> list[Any]:
    rows = ReaderGroup.objects.filter(library_id=members.library_id(symbol=symbol), active=True)
    return [group_card(one) for one in rows]


def _typed_at_home(request: Request, symbol: str, code: str) -> tuple[dict[str, Any], str]:
    """What the form begins with; and why there is nothing, where a code was given."""
    if not code:
        return {}, ""
    try:
        card = joining.joining(actor=request.actor, library=symbol, code=code)
    except Refusal as refusal:
        return {}, ui.sentence(refusal)
    initial: dict[str, Any] = {name: getattr(card.said, name) for name in NameForm.base_fields}
    initial["libraries"] = list(card.said.shares)
    initial["what"] = next(iter(card.said.shares.values()), [])
    return initial, ""


def _is_known(form: RegisterForm) -> bool:
    """Whether the document that was just typed is somebody's: then their page is offered."""
    if "number" not in form.errors:
        return False
    try:
        document = read(_proof(form.data), timezone.localdate())
    except Refusal:
        return False
    return proofs.known(document) is not None


def _proof(told: Mapping[str, Any]) -> ProofGiven:
    """From what was sent."""
    kind, number, issuer = (str(told.get(name, ""))[:60] for name in ("kind", "number", "issuer"))
    return ProofGiven(kind, number, issuer)


def _to_known(request: Request, symbol: str) -> HttpResponse:
    """The document lies on the desk, and its reader is known already."""
    key = find_by_proof(actor=request.actor, library=symbol, proof=_proof(request.POST))
    return to_reader(request, symbol, key)


def slip(
    request: Request, library: LibraryCard, reader: ReaderCard, code: str, *, keeps: bool = False
) -> HttpResponse:
    """What the reader takes along. code "": it was told already; or, keeps, none is wanted."""
    number = reader.card.number if reader.card else ""
    until = timezone.localdate(timezone.now() + activating.HOLDS) - timedelta(days=1)
    context = {
        "library": library,
        "reader": reader,
        "number": number,
        "spoken": numbers.shown(number),
        "qr": barcodes.qr(number) if number else None,
        "bars": barcodes.drawn(number, "code128") if number else None,
        "code": activating.shown(code) if code else "",
        "address": request.build_absolute_uri(reverse("cards:activate")),
        "until": until,
        "keeps": keeps,
        "named": reader.home == library.symbol,
    }
    return render(request, "cards/slip.html", context)
