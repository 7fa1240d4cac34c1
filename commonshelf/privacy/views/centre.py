"""A person's own pages: see, correct, take along, delete; and what everybody may read about it."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonshelf.cards import api as cards
from commonshelf.kernel.number import whole
from commonshelf.members import api as members
from commonshelf.privacy import api, looking, overview, wording
from commonshelf.privacy.forms import SureForm
from commonshelf.ui.api import Request, form_key

LATEST = 3
"""Looks shown on the first page; the others have a page of their own."""


@require_safe
def notice(request: Request) -> HttpResponse:
    """For everybody: what is kept how long, who answers for it, whom to turn to."""
    reader = overview.reader_of(actor=request.actor) if request.actor.key else None
    home = reader.home if reader else ""
    context = {
        "kept": api.kept(home),
        "form": api.form(),
        "handlers": api.handlers(home=home),
        "home": home,
        "alliance": members.alliance(),
    }
    return render(request, "privacy/notice.html", context)


@login_required
@require_safe
@never_cache
def centre(request: Request) -> HttpResponse:
    actor = request.actor
    reader = overview.reader_of(actor=actor)
    context = {
        "held": api.held(actor=actor),
        "reader": reader,
        "shares": api.shares(actor=actor),
        "looks": api.looks(actor=actor, rows=LATEST),
        "key": secrets.token_hex(8),
    }
    return render(request, "privacy/centre.html", context)


@login_required
@require_POST
def withdraw(request: Request) -> HttpResponse:
    """A consent is taken back, at once."""
    actor, library = request.actor, request.POST.get("library", "")
    cards.stop_sharing(actor=actor, reader=actor.key, library=library, key=form_key(request))
    messages.success(
        request, gettext("{library} no longer sees it.").format(library=wording.place_name(library))
    )
    return redirect("privacy:centre")


@login_required
@require_safe
@never_cache
def everything(request: Request) -> HttpResponse:
    """All that is kept, to read on the spot."""
    sections = api.everything(actor=request.actor, language=get_language() or "")
    context = {"sections": sections, "key": secrets.token_hex(8)}
    return render(request, "privacy/everything.html", context)


@login_required
@require_safe
@never_cache
def looks(request: Request) -> HttpResponse:
    before = whole(request.GET.get("before", "")) if request.GET.get("before") else None
    found = api.looks(actor=request.actor, before_id=before)
    context = {
        "looks": found,
        "done": api.done_about(actor=request.actor) if before is None else [],
        "older": found[-1].id if len(found) == looking.PAGE else None,
    }
    return render(request, "privacy/looks.html", context)


@login_required
@require_POST
@never_cache
def download(request: Request) -> HttpResponse:
    packed = api.export(
        actor=request.actor,
        person=request.actor.key,
        language=get_language() or "",
        key=form_key(request),
    )
    answer = HttpResponse(packed, content_type="application/zip")
    day = timezone.localdate()
    answer["Content-Disposition"] = f'attachment; filename="commonshelf-{day:%Y-%m-%d}.zip"'
    return answer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def delete(request: Request) -> HttpResponse:
    """What would go and what stands in the way; then, confirmed, everything at once."""
    key = request.actor.key
    form = SureForm(request.POST if request.method == "POST" else None)

    def done() -> object:
        return api.erase(actor=request.actor, person=key, key=form_key(request))

    if form.goes(done):
        request.session.flush()
        request.user = AnonymousUser()
        answer = redirect("privacy:gone")
        answer["Clear-Site-Data"] = '"cache", "storage"'
        return answer
    prospect = api.prospect(actor=request.actor, person=key)
    context = {
        "form": form,
        "prospect": prospect,
        "places": [wording.place_name(one) for one in prospect.works_at],
        "backups": api.backups_said(timezone.now()),
        "key": secrets.token_hex(8),
    }
    return render(request, "privacy/delete.html", context, status=form.http)


@require_safe
def gone(request: Request) -> HttpResponse:
    """Afterwards nobody is signed in any more; it says what is true for everybody."""
    return render(request, "privacy/gone.html", {"backups": api.backups_said(timezone.now())})
