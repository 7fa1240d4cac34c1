"""The way from a letter or a request to the document: the notice first, then the copy."""

from __future__ import annotations

import secrets

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.delivery import api
from commonshelf.delivery.cards import LinkCard
from commonshelf.delivery.domain.lives import OPENING
from commonshelf.delivery.views.sending import send
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Request, secret: str) -> HttpResponse:
    """Whoever is not signed in is asked to, whether or not there is such a link."""
    link = api.look(secret=secret, actor=request.actor)
    if request.method != "POST":
        return _page(request, link, secret)
    try:
        api.open_link(
            secret=secret, actor=request.actor, named=bool(request.POST.get("named")), key=form_key(request)
        )
    except Absent:
        raise
    except Refusal as refusal:
        link = api.look(secret=secret, actor=request.actor)
        return _page(request, link, secret, ui.sentence(refusal), refusal.status)
    return redirect("delivery:copy", secret)


def _page(
    request: Request, link: LinkCard, secret: str, problem: str = "", status: int = 200
) -> HttpResponse:
    language, document = get_language() or "", link.document
    notice = api.notice(code=document.notice)
    closed = "" if link.state == "open" else Refusal(f"delivery.{link.state}", {"opens": link.most_opens})
    shown = {
        "link": link,
        "document": document,
        "secret": secret,
        "library": members.library(symbol=document.library).name,
        "notice": notice.name(language),
        "paragraphs": notice.texts(language),
        "left": link.most_opens - link.opens,
        "minutes": int(OPENING.total_seconds() // 60),
        "own": link.reader == request.actor.key,
        "fresh": link.first_at is None and link.marked,
        "closed": ui.sentence(closed) if isinstance(closed, Refusal) else "",
        "problem": problem,
        "key": secrets.token_hex(8),
    }
    return render(request, "delivery/open.html", shown, status=status)


@login_required
@require_safe
def copy(request: Request, secret: str) -> HttpResponseBase:
    """The copy, while an opening lasts; else back to the notice."""
    try:
        opened = api.opened(secret=secret, actor=request.actor)
    except Absent:
        raise
    except Refusal:
        return redirect("delivery:open", secret)
    return send(request, opened.path, opened.name)
