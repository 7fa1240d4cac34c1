"""The pages of one's own lists and saved searches, and of a list somebody shares."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.lists import api, places, shelf
from commonshelf.lists.cards import ListCard
from commonshelf.search import api as search
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key

COUNTED = 20
"""Saved searches that are run again whenever the page is opened; the others wait to be opened."""


@require_safe
def overview(request: Request) -> HttpResponse:
    """A reader's lists and searches; for a visitor what this device keeps."""
    if not request.actor.key:
        return render(request, "lists/device.html", {"most": places.MOST_ON_A_DEVICE})
    shown = {
        "lists": api.lists(actor=request.actor),
        "searches": [
            places.searched(card, request.here if place < COUNTED else None)
            for place, card in enumerate(api.saved_searches(actor=request.actor))
        ],
        "key": secrets.token_hex(8),
    }
    return render(request, "lists/overview.html", shown)


@login_required
@require_POST
def new(request: Request) -> HttpResponse:
    try:
        card = api.set_list(actor=request.actor, name=request.POST.get("name", ""), key=form_key(request))
    except Absent:
        raise
    except Refusal as refusal:
        messages.error(request, ui.sentence(refusal))
        return redirect("lists:overview")
    return redirect("lists:list", id=card.id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reading_list(request: Request, id: int) -> HttpResponse:
    card = api.reading_list(actor=request.actor, list=id)
    if request.method == "POST":
        return _changed(request, card)
    at = reverse("lists:list", args=[id])
    shown = {
        "card": card,
        "rows": shelf.rows(card, request.here),
        "ways": shelf.ways(at),
        "link": _link(request, card),
        "mine": True,
        "key": secrets.token_hex(8),
        "taken": request.GET.get("taken", ""),
    }
    return render(request, "lists/list.html", shown)


def _link(request: Request, card: ListCard) -> str:
    if not card.secret:
        return ""
    return request.build_absolute_uri(reverse("lists:shared", args=[card.secret]))


def _changed(request: Request, card: ListCard) -> HttpResponse:
    """Name, share, end."""
    doing, key, actor = request.POST.get("do", ""), form_key(request), request.actor
    try:
        if doing == "name":
            api.set_list(actor=actor, name=request.POST.get("name", ""), list=card.id, key=key)
        elif doing in {"share", "unshare"}:
            api.share(actor=actor, list=card.id, on=doing == "share", key=key)
        elif doing == "end":
            api.end_list(actor=actor, list=card.id, key=key)
            messages.success(request, gettext("The list is gone."))
            return redirect("lists:overview")
        else:
            raise Absent
    except Absent:
        raise
    except Refusal as refusal:
        messages.error(request, ui.sentence(refusal))
    return redirect("lists:list", id=card.id)


@login_required
@require_POST
def entry(request: Request, id: int) -> HttpResponse:
    """What is done to one book of a list: its note, its place, off the list."""
    doing, key, actor = request.POST.get("do", ""), form_key(request), request.actor
    edition = next(iter(places.numbers(request.POST.get("edition", ""))), 0)
    try:
        if doing == "note":
            note = request.POST.get("note", "")
            api.set_note(actor=actor, list=id, edition=edition, note=note, key=key)
        elif doing in {"up", "down"}:
            api.move(actor=actor, list=id, edition=edition, down=doing == "down", key=key)
        elif doing == "leave":
            api.leave(actor=actor, list=id, edition=edition, key=key)
        else:
            raise Absent
    except Absent:
        raise
    except Refusal as refusal:
        messages.error(request, ui.sentence(refusal))
    anchor = "" if doing == "leave" else f"#e{edition}"
    return redirect(f"{reverse('lists:list', args=[id])}{anchor}")


@login_required
@require_POST
def keep(request: Request) -> HttpResponse:
    """One book from its page or a result list, or all that a device kept (`ids`, asked for)."""
    ids = places.numbers(request.POST.get("edition", "") or request.POST.get("ids", ""))
    if not ids:
        raise Absent
    into = next(iter(places.numbers(request.POST.get("list", ""))), 0)
    try:
        card = api.keep(actor=request.actor, editions=ids, list=into, key=form_key(request))
    except Absent:
        raise
    except Refusal as refusal:
        messages.error(request, ui.sentence(refusal))
        return redirect(_back(request))
    if request.htmx:
        return HttpResponse(places.kept_now(request, ids[0], card))
    if "ids" in request.POST:
        said = ngettext("{n} book is in your account now.", "{n} books are in your account now.", len(ids))
        messages.success(request, said.format(n=len(ids)))
        return redirect(f"{reverse('lists:list', args=[card.id])}?taken=1")
    messages.success(request, gettext("Kept in “{list}”.").format(list=card.name))
    return redirect(_back(request))


def _back(request: Request) -> str:
    asked = request.POST.get("next", "")
    own = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if own else reverse("lists:overview")


@require_safe
def shared(request: Request, secret: str) -> HttpResponse:
    """Whoever has the link reads the list and its notes; nobody learns whose it is."""
    card = api.shared_list(secret=secret)
    shown = {
        "card": card,
        "rows": shelf.rows(card, request.here),
        "ways": shelf.ways(reverse("lists:shared", args=[secret])),
        "mine": False,
    }
    return render(request, "lists/list.html", shown)


# -- taken along


@login_required
@require_safe
def list_as(request: Request, id: int, form: str) -> HttpResponse:
    return taken(request, [e.edition for e in api.reading_list(actor=request.actor, list=id).entries], form)


@require_safe
def shared_as(request: Request, secret: str, form: str) -> HttpResponse:
    return taken(request, [e.edition for e in api.shared_list(secret=secret).entries], form)


def taken(request: Request, ids: list[int], form: str) -> HttpResponse:
    """The list as a file: references, or citations of a style."""
    name = gettext("reading-list")
    if form == "txt":
        style = request.GET.get("style", "gbt7714")
        language = get_language() or "zh-hans"
        file = search.citations(ids=ids, style=style, name=name, language=language)
    else:
        at = request.build_absolute_uri("/")[:-1]
        file = search.references(ids=ids, form=form, name=name, at=at)
    return places.download(file)


# -- saved searches


@login_required
@require_POST
def save_search(request: Request) -> HttpResponse:
    given = request.POST
    try:
        card = api.save_search(
            actor=request.actor,
            query=given.get("query", ""),
            name=given.get("name", ""),
            key=form_key(request),
        )
    except Absent:
        raise
    except Refusal as refusal:
        messages.error(request, ui.sentence(refusal))
        return redirect("lists:overview")
    if request.htmx:
        return HttpResponse(places.saved_now(request))
    messages.success(request, gettext("Saved: “{name}”.").format(name=card.name))
    return redirect("lists:overview")


@login_required
@require_POST
def saved(request: Request, id: int) -> HttpResponse:
    """Open a saved search, which makes today's count the one seen; or forget it."""
    if request.POST.get("do") == "end":
        api.end_search(actor=request.actor, search=id, key=form_key(request))
        return redirect("lists:overview")
    card = api.look_again(actor=request.actor, search=id, key=form_key(request))
    return redirect(search.question(query=card.query, here=request.here).url)
