"""A library's readers, found by a scan or a name; and whoever stands there with a card from elsewhere."""

from __future__ import annotations

import secrets
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.cards import joining, searching
from commonshelf.cards.cards import ReaderCard
from commonshelf.cards.domain import numbers
from commonshelf.cards.domain.proofs import ProofGiven
from commonshelf.cards.models import ReaderGroup
from commonshelf.cards.readers import find_reader, group_card
from commonshelf.cards.readers_forms import DocumentForm
from commonshelf.cards.views.standing import standing
from commonshelf.cards.words import CARD_STATES, STATES
from commonshelf.kernel.actor import Ref
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.cards import LibraryCard
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request

AT_DESK: Final = "cards.at-desk"
"""In the session: key of a reader -> the day on which their card or document lay on this desk."""
MOST_AT_DESK: Final = 200


def place_of(request: Request, symbol: str, action: str = "cards.find") -> LibraryCard:
    """Absent where the actor does not serve readers."""
    members.demand(actor=request.actor, action=action, object=Ref("reader", "", symbol))
    return members.library(symbol=symbol)


@require_safe
def own(request: Request) -> HttpResponse:
    """To the library they work at now."""
    if not request.desk:
        raise Absent
    return redirect("cards:readers", request.desk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def readers(request: Request, symbol: str) -> HttpResponse:
    """One box for a card's number, the code of somebody who wants to join, a name; below it the roll."""
    library = place_of(request, symbol)
    document = DocumentForm(request.POST if request.POST.get("do") == "document" else None)
    problem = ""
    if request.method == "POST":
        try:
            found = _found(request, symbol, document)
        except Absent:
            raise
        except Refusal as refusal:
            problem = ui.sentence(refusal)
        else:
            if found is not None:
                return found
    asked: dict[str, Any] = {
        "words": request.GET.get("words", "")[:80].strip(),
        "group": whole(request.GET.get("group", "")),
        "show": request.GET.get("show", ""),
    }
    page = searching.readers(
        actor=request.actor,
        library=symbol,
        **asked,
        after=whole(request.GET.get("after", "")),
    )
    groups = [
        group_card(one) for one in ReaderGroup.objects.filter(library_id=members.library_id(symbol=symbol))
    ]
    today = timezone.localdate()
    context = {
        "library": library,
        "rows": [(one, standing(one, today)) for one in page.readers],
        "page": page,
        "further": _address({**asked, "after": page.after}) if page.after else "",
        "asked": asked,
        "shows": _shows(),
        "groups": groups,
        "document": document,
        "problem": problem,
        "typed": request.POST.get("q", ""),
        "key": secrets.token_hex(8),
    }
    wrong = bool(problem or document.errors)
    return render(request, "cards/readers.html", context, status=400 if wrong else 200)


def _shows() -> list[tuple[str, str]]:
    return [
        ("", _("all who read here")),
        ("active", str(STATES["active"])),
        ("ending", _("ending within 30 days")),
        ("over", str(STATES["over"])),
        ("blocked", pgettext("of a registration", "blocked")),
        ("closed", str(STATES["closed"])),
    ]


def _address(told: dict[str, Any]) -> str:
    return "?" + urlencode({name: value for name, value in told.items() if value})


def _found(request: Request, symbol: str, document: DocumentForm) -> HttpResponse | None:
    """What was scanned or typed leads to one reader, to the form somebody filled in, or to the list."""
    if document.is_bound:
        if not document.is_valid():
            return None
        proof = ProofGiven(**document.cleaned_data)
        key = searching.find_by_proof(actor=request.actor, library=symbol, proof=proof)
        return to_reader(request, symbol, key)
    typed = request.POST.get("q", "").strip()[:80]
    try:
        reader = find_reader(number=typed)
    except Refusal as refusal:
        if refusal.code == "cards.bad-number":
            raise
        return _no_card(request, symbol, typed, refusal)
    _tell_card(request, reader)
    return to_reader(request, symbol, reader.key)


def _no_card(request: Request, symbol: str, typed: str, refusal: Refusal) -> HttpResponse:
    try:
        joining.joining(actor=request.actor, library=symbol, code=typed)
    except Absent:
        raise
    except Refusal:
        if numbers.is_ours(numbers.clean(typed)):
            raise refusal from None
        return redirect(f"{reverse('cards:readers', args=[symbol])}?{urlencode({'words': typed})}")
    return redirect(f"{reverse('cards:register', args=[symbol])}?{urlencode({'code': typed})}")


def _tell_card(request: Request, reader: ReaderCard) -> None:
    if reader.card and reader.card.state != "active":
        said = _("The card scanned is not in use: it is {state}.")
        messages.warning(request, said.format(state=CARD_STATES[reader.card.state]))


def to_reader(request: Request, symbol: str, key: str) -> HttpResponse:
    """Their card or document lies here: for today this desk may open their page."""
    today = str(timezone.localdate())
    known = {one: day for one, day in request.session.get(AT_DESK, {}).items() if day == today}
    request.session[AT_DESK] = {**dict(list(known.items())[-MOST_AT_DESK:]), key: today}
    return redirect("cards:reader", symbol, key)


def is_at_desk(request: Request, key: str) -> bool:
    return bool(request.session.get(AT_DESK, {}).get(key) == str(timezone.localdate()))
