"""Local notes: written from an edition's page, listed at the desk."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.lines import full_title
from commonshelf.cataloguing import api
from commonshelf.cataloguing.desk import READ
from commonshelf.cataloguing.forms import NoteForm
from commonshelf.kernel.actor import Ref
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.ui.api import Request, form_key


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: Request, edition: int, symbol: str) -> HttpResponse:
    """One library's note on one edition; an empty one is taken away."""
    where = Ref("edition", str(edition), symbol)
    members.demand(actor=request.actor, action="cataloguing.set-note", object=where)
    card = catalogue.edition(id=edition)
    have, status = api.note_on(edition=edition, library=symbol), 200
    initial = {"text": have.text, "public": "1" if have.public else "0"} if have else {}
    form = NoteForm(request.POST or None, initial=initial)
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                kept = api.set_note(
                    actor=request.actor,
                    library=symbol,
                    edition=edition,
                    text=form.cleaned_data["text"],
                    public=form.cleaned_data["public"] == "1",
                    version=whole(request.POST.get("version", ""), otherwise=-1),
                    key=form_key(request),
                )
            except Absent:
                raise
            except Refusal as refusal:
                form.refused(refusal)
                status = refusal.status
            else:
                messages.success(request, _("The note is saved.") if kept else _("The note is taken away."))
                return redirect("search:edition", edition)
    context = {
        "card": card,
        "library": members.library(symbol=symbol),
        "title": full_title(card.facts),
        "form": form,
        "have": have,
        "version": have.version if have else 0,
        "key": secrets.token_hex(8),
    }
    return render(request, "cataloguing/note.html", context, status=status)


@require_safe
def notes(request: Request, symbol: str) -> HttpResponse:
    """A library's notes; one whose record was withdrawn is told apart."""
    members.demand(actor=request.actor, action=READ, object=Ref("desk", symbol, symbol))
    found = api.notes_of(library=symbol)
    lives = catalogue.editions_of_records(ids=[one.record for one in found])
    titles = {card.id: full_title(card.facts) for card in catalogue.editions(ids=list(set(lives.values())))}
    context = {
        "library": members.library(symbol=symbol),
        "notes": [(one, id, titles.get(id, "")) for one in found for id in (lives.get(one.record, 0),)],
    }
    return render(request, "cataloguing/notes.html", context)
