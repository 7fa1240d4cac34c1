"""The blank form for what nobody has reported, and the page where a librarian matches it to an edition."""

from __future__ import annotations

import secrets
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from commonshelf.cards import api as cards
from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import EditionCard
from commonshelf.catalogue.lines import line, titled
from commonshelf.kernel.refusal import Absent
from commonshelf.sharing import api
from commonshelf.sharing.domain import citing
from commonshelf.sharing.views import getting_places
from commonshelf.sharing.views.asking_forms import CitationForm, from_query
from commonshelf.sharing.views.getting_steps import notice
from commonshelf.ui.api import Request, form_key

FOUND: Final = 3


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def blank(request: Request) -> HttpResponse:
    """Signed out, what was typed goes along to signing in and stands here again afterwards."""
    reader = cards.reader_of(actor=request.actor) if request.actor.key else None
    places = getting_places.places(reader, request.here)
    posted = request.POST if request.method == "POST" else None
    initial = {
        **from_query(request.GET.dict(), request.GET.get("q", "")),
        "at": getting_places.usual(reader, request.here, places),
        "needed": request.GET.get("needed", ""),
    }
    form = CitationForm(posted, places=places, initial=initial)
    if posted is not None and not request.actor.known:
        return redirect(_sign_in(posted))
    if posted is not None and reader is None:
        raise Absent
    found: list[EditionCard] = []
    if posted is not None and form.is_valid() and "anyway" not in posted:
        found = _here_already(form)
    if not found and form.goes(lambda: _placed(request, reader, form)):
        messages.success(request, _("It is asked for. A librarian looks for it first."))
        return redirect("sharing:request", form.made.number)
    shown = {
        "form": form,
        "found": [(one, titled(one.facts), line(one.facts)) for one in found],
        "reader": reader,
        "notice": notice(reader),
        "sign_in": f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}",
        "key": secrets.token_hex(8),
    }
    return render(request, "sharing/reader/blank.html", shown, status=200 if found else form.http)


def _sign_in(posted: Any) -> str:
    told = {name: posted.get(name, "") for name in (*citing.FIELDS, "kind", "needed")}
    back = f"{reverse('sharing:blank')}?{urlencode({name: text for name, text in told.items() if text})}"
    return f"{reverse('account_login')}?{urlencode({'next': back})}"


def _here_already(form: CitationForm) -> list[EditionCard]:
    """Editions with that ISBN: the libraries have it after all, and it comes sooner from there."""
    isbn = form.citation.get("isbn", "")
    if not isbn or form.copied:
        return []
    return catalogue.by_isbn(isbn=isbn)[:FOUND]


def _placed(request: Request, reader: cards.ReaderCard | None, form: CitationForm) -> Any:
    told = form.cleaned_data
    library, _slash, branch = str(told.get("at") or "").partition("/")
    return api.place(
        actor=request.actor,
        reader=reader.key if reader else "",
        edition=None,
        kind=told["kind"],
        citation=form.citation,
        service="Copy" if form.copied else "Loan",
        pickup=(library, branch),
        needed_date=told.get("needed"),
        most_cost=0,
        any_edition=False,
        way=None,
        note=form.citation.get("note", ""),
        agreed_copyright=bool(told.get("agreed")),
        incomplete=bool(told.get("incomplete")),
        key=form_key(request),
    )
