"""For those who keep resources: theirs in a list, one entered or changed, links that lead nowhere."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.resources import checking, levelling, setting, showing, words
from commonshelf.resources.cards import Linked, ResourceCard
from commonshelf.resources.forms import ResourceForm, initial_of
from commonshelf.resources.setting import ref
from commonshelf.resources.taking import kbart_of
from commonshelf.resources.turns import warned
from commonshelf.resources.views import who
from commonshelf.resources.views.who import kept_by, libraries, may
from commonshelf.resources.words_levels import rule_rows
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key


@dataclass(frozen=True, slots=True)
class OwnRow:
    """state: of the licence, in words; ends: it ends soon. link: what the last check said."""

    card: ResourceCard
    kind: str
    state: str
    ends: bool
    link: str


def linked_said(link: Linked) -> str:
    """What the last check of a link found, in words."""
    told = str(words.LINKS["failed" if link.state == "unknown" and link.why else link.state])
    why = words.LINK_WHY.get(link.why)
    if not why or link.state not in {"broken", "unknown"}:
        return told
    return _("{state}: {why}").format(state=told, why=why)


@require_safe
def own(request: Request) -> HttpResponse:
    owners = kept_by(request.actor)
    owner = who.owner(request, owners)
    asked, number = request.GET.get("words", ""), whole(request.GET.get("page", "")) or 1
    page = showing.resources(owner=owner, words=asked, ended=True, page=number)
    today, known = timezone.localdate(), libraries()
    soon = warned(owner, today)
    rows = [
        OwnRow(
            card,
            str(words.KINDS[card.kind]),
            str(words.STATES[card.state]),
            card.state == "active" and card.active_to is not None and card.active_to - today <= soon,
            linked_said(card.link),
        )
        for card in page.rows
    ]
    shown = {
        "rows": rows,
        "page": page,
        "owner": owner,
        "library": known.get(owner),
        "owners": [(symbol, known.get(symbol)) for symbol in owners],
        "may_set": may(request.actor, "set-resource", owner),
        "words": asked,
    }
    return render(request, "resources/own.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    owner = who.owner(request, kept_by(request.actor, "set-resource"))
    if at := who.named(request, owner):
        return redirect(at)
    form = ResourceForm(request.POST or None, owner=owner)

    def door() -> int:
        return setting.set_resource(
            actor=request.actor, owner=owner, given=form.given(), key=form_key(request)
        )

    if form.goes(door):
        messages.success(request, _("Done. Readers see it from now on."))
        return redirect("resources:edit", id=form.made)
    return render(request, "resources/edit.html", _shown(request, form, owner), status=form.http)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, id: int) -> HttpResponse:
    """One resource: its terms, its titles and lists, its levels, its link, its end."""
    card = showing.resource(id=id)
    members.demand(actor=request.actor, action="resources.read-own", object=ref(card.owner, id))
    doing = request.POST.get("do", "")
    if doing == "end":
        return _end(request, card)
    sent = request.POST if request.method == "POST" else None
    form = ResourceForm(sent, owner=card.owner, initial=initial_of(card))

    def door() -> int:
        return setting.set_resource(
            actor=request.actor,
            owner=card.owner,
            given=form.given(),
            resource=id,
            version=whole(request.POST.get("version", "")) or 0,
            key=form_key(request),
        )

    if form.goes(door):
        messages.success(request, _("Done. It holds from now on."))
        return redirect("resources:edit", id=id)
    return render(request, "resources/edit.html", _shown(request, form, card.owner, card), status=form.http)


def _shown(
    request: Request, form: ResourceForm, owner: str, card: ResourceCard | None = None
) -> dict[str, object]:
    actor = request.actor
    return {
        "form": form,
        "owner": owner,
        "library": libraries().get(owner),
        "card": card,
        "state": str(words.STATES[card.state]) if card else "",
        "link": linked_said(card.link) if card else "",
        "counts": showing.counts_of(card.id) if card else {},
        "arrivals": [
            (one, str(words.ARRIVALS[one.state])) for one in showing.arrivals(resource=card.id, rows=3)
        ]
        if card
        else [],
        "levels": rule_rows(levelling.rules(resource=card.id)) if card else [],
        "may_set": may(actor, "set-resource", owner) and (card is None or card.state != "ended"),
        "may_end": card is not None and may(actor, "end-resource", owner) and card.state != "ended",
        "may_level": card is not None
        and members.allowed(actor=actor, action=levelling.action(owner), object=levelling.ref(owner)),
        "key": request.POST.get("key", "") or secrets.token_hex(8),
    }


def _end(request: Request, card: ResourceCard) -> HttpResponse:
    try:
        setting.end_resource(
            actor=request.actor,
            resource=card.id,
            version=whole(request.POST.get("version", "")) or 0,
            reason=request.POST.get("reason", "")[:300],
            key=form_key(request),
        )
    except Absent:
        raise
    except Refusal as refusal:
        messages.error(request, ui.sentence(refusal))
        return redirect("resources:edit", id=card.id)
    messages.success(request, _("It has ended. Nobody is led to it any more."))
    return redirect(_own_url(card.owner))


def _own_url(owner: str) -> str:
    return f"{reverse('resources:own')}?library={owner}"


@require_POST
def check(request: Request, id: int) -> HttpResponse:
    """Have the link looked at now; the host is asked while one waits."""
    link = checking.check_now(actor=request.actor, resource=id, key=form_key(request))
    told = _("The link was checked: {state}.").format(state=linked_said(link))
    (messages.success if link.state in {"ok", "restricted"} else messages.warning)(request, told)
    return redirect("resources:edit", id=id)


@require_safe
def links(request: Request) -> HttpResponse:
    """What leads nowhere, or has moved, of one owner."""
    owners = kept_by(request.actor)
    owner = who.owner(request, owners)
    resources, titles = checking.broken(owner=owner)
    known = libraries()
    shown = {
        "resources": [(row, linked_said(showing.linked(row))) for row in resources],
        "titles": [(row, linked_said(showing.linked(row))) for row in titles],
        "owner": owner,
        "library": known.get(owner),
        "owners": [(symbol, known.get(symbol)) for symbol in owners],
    }
    return render(request, "resources/links.html", shown)


@require_safe
def export(request: Request, id: int) -> StreamingHttpResponse:
    """The titles as a KBART file."""
    card = showing.resource(id=id)
    members.demand(actor=request.actor, action="resources.read-own", object=ref(card.owner, id))
    response = StreamingHttpResponse(kbart_of(id), content_type="text/tab-separated-values; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="resource-{id}_{timezone.localdate()}.txt"'
    return response
