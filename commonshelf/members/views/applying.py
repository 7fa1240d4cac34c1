"""Where a library without any account asks to be taken in, with the link of its invitation (A49)."""

from __future__ import annotations

import secrets

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.kernel.actor import Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api
from commonshelf.members.application_form import ApplicationForm
from commonshelf.members.forms import at_its_field
from commonshelf.ui.api import Request, form_key


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: Request) -> HttpResponse:
    """One page. The office may write an application down itself, without a letter."""
    secret = (request.POST if request.method == "POST" else request.GET).get("invitation", "").strip()[:200]
    letter = None
    if secret:
        letter = api.invitation(secret=secret)
        if letter.kind != "library":
            raise Refusal("members.invitation-unknown", status=404)
    else:
        api.demand(actor=request.actor, action="members.apply", object=Ref("library", ""))
    given = request.POST if request.method == "POST" else None
    language = get_language() or ""
    began = {"email": letter.email, "contact": letter.name.in_language(language)} if letter else {}
    form = ApplicationForm(given, prefix="library", initial=began)
    problem = ""
    if given and form.is_valid():
        try:
            told = {**form.cleaned_data, "language": language}
            card = api.apply(actor=request.actor, invitation=secret, key=form_key(request), **told)
        except Absent:
            raise
        except Refusal as refusal:
            problem = at_its_field(refusal, library=form)
        else:
            if letter is None:
                return redirect("office:membership", symbol=card.symbol)
            return redirect("members:applied")
    wrong = bool(problem or form.errors)
    context = {
        "form": form,
        "invitation": secret,
        "letter": letter,
        "problem": problem,
        "wrong": wrong,
        "key": request.POST.get("key") or secrets.token_hex(8),
    }
    return render(request, "members/apply.html", context, status=400 if wrong else 200)


@require_safe
def applied(request: Request) -> HttpResponse:
    """What happens next."""
    return render(request, "members/applied.html")
