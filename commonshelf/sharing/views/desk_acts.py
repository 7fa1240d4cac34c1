"""What the buttons of the desk do: through the door, then back to the list; refused, with what was typed."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from commonshelf.kernel.actor import Ref
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.sharing import api
from commonshelf.sharing.desks import queues, words
from commonshelf.sharing.domain import queues as lists
from commonshelf.sharing.domain.life import CONFLICT
from commonshelf.sharing.views import desk, desk_forms, desk_place
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key

BAD: Final = 400
WORDS: Final = 2000


@never_cache
@require_POST
def act(request: Request, symbol: str, number: str, action: str) -> HttpResponse:
    """One step. Of two people pressing one button the second reads what the first did, and loses nothing."""
    _stands(request, symbol)
    if action not in words.BUTTONS:
        raise Absent
    form = desk_forms.form_for(action, request.POST)
    if form is not None and not form.is_valid():
        return desk.page(request, symbol, number=number, status=BAD, action=action, form=form)
    try:
        facts = desk_forms.facts(form)
        api.act(
            actor=request.actor,
            request=number,
            action=action,
            facts={"desk_branch": desk_place.branch_of(request, symbol), **facts},
            library=symbol if desk.works(request.actor, symbol) else "",
            version=whole(request.POST.get("version", "")),
            key=form_key(request),
        )
    except Absent:
        raise
    except Refusal as refusal:
        return _refused(request, symbol, number, refusal, action=action, form=form)
    return _on(request, symbol, number)


@never_cache
@require_POST
def undo(request: Request, symbol: str, number: str) -> HttpResponse:
    _stands(request, symbol)
    try:
        version = whole(request.POST.get("version", "")) or None
        api.undo(actor=request.actor, request=number, library=symbol, version=version, key=form_key(request))
    except Absent:
        raise
    except Refusal as refusal:
        return _refused(request, symbol, number, refusal)
    return _on(request, symbol, number, list=False)


@never_cache
@require_POST
def message(request: Request, symbol: str, number: str) -> HttpResponse:
    _stands(request, symbol)
    text = request.POST.get("text", "").strip()[:WORDS]
    try:
        api.message(
            actor=request.actor,
            request=number,
            text=text,
            library=symbol,
            key=form_key(request),
        )
    except Absent:
        raise
    except Refusal as refusal:
        said = ui.sentence(refusal)
        return desk.page(
            request, symbol, number=number, status=refusal.status, message_problem=said, message_text=text
        )
    return redirect(f"{_address(request, symbol, number)}#messages")


@never_cache
@require_POST
def read(request: Request, symbol: str, number: str) -> HttpResponse:
    """What the other side wrote has been read, and asks for nothing more."""
    _stands(request, symbol)
    api.read(actor=request.actor, request=number, library=symbol)
    return redirect(_address(request, symbol, number))


def _stands(request: Request, symbol: str) -> None:
    """Absent: not their desk; the door then asks whether they may take the step."""
    members.demand(actor=request.actor, action=queues.READ, object=Ref("desk", "", symbol))


def _on(request: Request, symbol: str, number: str, *, list: bool = True) -> HttpResponse:
    """From a list back to it, with what was done above it; from elsewhere to the request."""
    back = request.POST.get("back", "")
    if list and back in (*lists.LISTS, "history"):
        told = urlencode({"list": back, "done": number})
        return redirect(f"{reverse('sharing:desk', args=[symbol])}?{told}")
    return redirect(_address(request, symbol, number))


def _address(request: Request, symbol: str, number: str) -> str:
    back = request.POST.get("back", "")
    told = f"?{urlencode({'list': back})}" if back in (*lists.LISTS, "history") else ""
    return reverse("sharing:desk-request", args=[symbol, number]) + told


def _refused(request: Request, symbol: str, number: str, refusal: Refusal, **sent: Any) -> HttpResponse:
    """The request as it stands now, the sentence above it, and whatever was typed. sent: action, form."""
    form, changed = sent.get("form"), refusal.status == CONFLICT
    if form is not None:
        form.refused(refusal)
    typed = (
        [form.data.get(name, "") for name in ("note", "condition")] if form is not None and changed else []
    )
    told = {"problem": ui.sentence(refusal), "typed_before": " ".join(filter(None, typed)), **sent}
    return desk.page(request, symbol, number=number, status=refusal.status, **told)
