"""How somebody else signs in: for those who look after them, when a telephone is lost or they have left."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api, campuses, factors, sessions
from commonshelf.members.models import Person
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key


@require_http_methods(["GET", "HEAD", "POST"])
def letting_in(request: Request, key: str) -> HttpResponse:
    """Their second factors, sessions and campus accounts; what is lost can be taken away."""
    card = api.person(name=key)
    if card.key != key or not factors.may_let_in(actor=request.actor, person=key):
        raise Absent
    problem = ""
    if request.method == "POST":
        try:
            _do(request, key)
        except Absent:
            raise
        except Refusal as refusal:
            problem = ui.sentence(refusal)
        else:
            messages.success(request, _("Done."))
            return redirect("members:letting-in", key=key)
    context = {
        "person": card,
        "active": Person.objects.values_list("is_active", flat=True).get(key=key),
        "factors": api.factors_of(person=key),
        "sessions": len(sessions.sessions_of(person=key)),
        "links": campuses.links_of(person=key),
        "problem": problem,
        "reason": request.POST.get("reason", "") if problem else "",
        "key": secrets.token_hex(8),
    }
    return render(request, "members/letting_in.html", context, status=400 if problem else 200)


def _do(request: Request, key: str) -> None:
    doing, reason, once = request.POST.get("do", ""), request.POST.get("reason", ""), form_key(request)
    actor = request.actor
    if factor := whole(doing.removeprefix("factor-")):
        api.remove_factor(actor=actor, person=key, factor=factor, reason=reason, key=once)
    elif doing == "sessions":
        api.end_sessions(actor=actor, person=key, reason=reason, key=once)
    elif doing == "close":
        api.close_account(actor=actor, person=key, reason=reason, key=once)
    elif doing == "open":
        api.open_account(actor=actor, person=key, reason=reason, key=once)
    else:
        raise Absent
