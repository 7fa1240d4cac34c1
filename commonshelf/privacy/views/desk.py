"""At a desk: somebody asks, in person, that everything kept of them be deleted. At any member (GDPR 26)."""

from __future__ import annotations

import secrets

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from commonshelf.cards import api as cards
from commonshelf.kernel.actor import Ref
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.privacy import api, wording
from commonshelf.privacy.forms import CardForm, DeskForm
from commonshelf.ui.api import Request, form_key

REASON = "asked for at a desk"


def place_of(request: Request) -> str:
    """The library they work at now, where they may; else the first at which they may. Absent: nowhere."""
    places = [request.desk, *(one.library for one in request.actor.standings)]
    for library in filter(None, places):
        at = Ref("desk", "", library)
        if members.allowed(actor=request.actor, action="privacy.erase", object=at):
            return library
    raise Absent


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def desk(request: Request) -> HttpResponse:
    """First the card, then what would go and what is still open, then the deed."""
    library = place_of(request)
    sent = request.method == "POST"
    find = CardForm(request.POST if sent else None)
    context = {"find": find, "library": wording.place_name(library), "key": secrets.token_hex(8)}
    if not find.goes(lambda: cards.find_reader(number=find.cleaned_data["card"])):
        return render(request, "privacy/desk.html", context, status=find.http)
    person = find.made.key
    sure = DeskForm(request.POST if "do" in request.POST else {"card": request.POST["card"]})
    if "do" in request.POST and sure.goes(
        lambda: api.erase(
            actor=request.actor, person=person, library=library, reason=REASON, key=form_key(request)
        )
    ):
        context["done"] = api.backups_said(timezone.now())
        return render(request, "privacy/desk.html", context)
    prospect = api.prospect(actor=request.actor, person=person, library=library)
    context |= {
        "prospect": prospect,
        "places": [wording.place_name(one) for one in prospect.works_at],
        "sure": sure if "do" in request.POST else DeskForm(initial={"card": request.POST["card"]}),
        "number": request.POST["card"],
        "backups": api.backups_said(timezone.now()),
    }
    return render(request, "privacy/desk.html", context, status=sure.http if "do" in request.POST else 200)
