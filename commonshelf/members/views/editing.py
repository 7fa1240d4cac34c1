"""Editing what is known of a library and its buildings."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonshelf.kernel.actor import Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api
from commonshelf.members.forms import AgencyForm, BranchForm, ParticularsForm, at_its_field
from commonshelf.ui.api import Request, form_key


@require_http_methods(["GET", "HEAD", "POST"])
def edit_library(request: Request, symbol: str) -> HttpResponse:
    """Names, kind, region, website, other names; and who manages it."""
    api.demand(actor=request.actor, action="members.set-library", object=Ref("library", symbol, symbol))
    card = api.library(symbol=symbol)
    agency = next(agency for agency in api.agencies() if agency.library == symbol)
    given = request.POST if request.method == "POST" else None
    library, office = ParticularsForm.of(given, card), AgencyForm.of(given, agency)
    problem = ""
    if given and all([library.is_valid(), office.is_valid()]):  # both show their errors
        try:
            _save(request, symbol, library, office)
        except Absent:
            raise
        except Refusal as refusal:
            problem = at_its_field(refusal, library=library)
        else:
            messages.success(request, _("Saved. Readers see it at once."))
            return redirect("members:library", symbol=symbol)
    wrong = bool(problem or library.errors or office.errors)
    context = {
        "card": card,
        "library": library,
        "office": office,
        "problem": problem,
        "wrong": wrong,
        "key": secrets.token_hex(8),
    }
    return render(request, "members/edit_library.html", context, status=400 if wrong else 200)


def _save(request: Request, symbol: str, library: ParticularsForm, office: AgencyForm) -> None:
    actor, key = request.actor, form_key(request)
    with api.together():
        api.set_library(
            actor=actor,
            symbol=symbol,
            fields=library.fields_told(),
            aliases=library.cleaned_data["aliases"].splitlines(),
            version=library.cleaned_data["version"],
            key=key,
        )
        if office.has_changed():
            api.add_agency(actor=actor, library=symbol, key=key, **office.cleaned_data)


@require_http_methods(["GET", "HEAD", "POST"])
def new_branch(request: Request, symbol: str) -> HttpResponse:
    api.demand(actor=request.actor, action="members.add-branch", object=Ref("branch", symbol, symbol))
    given = request.POST if request.method == "POST" else None
    form = BranchForm(given, prefix="branch", initial={"code": "", "main": False})
    return _branch(request, symbol, "", form)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_branch(request: Request, symbol: str, code: str) -> HttpResponse:
    object = Ref("branch", f"{symbol}/{code}", symbol)
    api.demand(actor=request.actor, action="members.set-branch", object=object)
    card = next((branch for branch in api.library(symbol=symbol).branches if branch.code == code), None)
    if card is None:
        raise Absent
    return _branch(request, symbol, code, BranchForm.of(request.POST or None, card))


def _branch(request: Request, symbol: str, code: str, form: BranchForm) -> HttpResponse:
    problem = ""
    if request.method == "POST" and form.is_valid():
        key = form_key(request)
        chosen = code or form.cleaned_data["code"]
        save = api.set_branch if code else api.add_branch
        try:
            save(actor=request.actor, library=symbol, code=chosen, key=key, **form.details())
        except Absent:
            raise
        except Refusal as refusal:
            problem = at_its_field(refusal, branch=form)
        else:
            messages.success(request, _("Saved. Readers see it at once."))
            return redirect("members:library", symbol=symbol)
    wrong = bool(problem or form.errors)
    context = {
        "library": api.library(symbol=symbol),
        "branch": form,
        "new": not code,
        "problem": problem,
        "wrong": wrong,
        "key": secrets.token_hex(8),
    }
    return render(request, "members/edit_branch.html", context, status=400 if wrong else 200)
