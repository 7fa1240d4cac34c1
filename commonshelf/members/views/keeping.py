"""Keeping a library's particulars: a new member, its hours, its exception days."""

from __future__ import annotations

import secrets
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonshelf.kernel.actor import Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api
from commonshelf.members.action_words import WEEKDAYS
from commonshelf.members.forms import BranchForm, ExceptionForm, LibraryForm, WeekForm, at_its_field
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key


@require_http_methods(["GET", "HEAD", "POST"])
def new_library(request: Request) -> HttpResponse:
    """The office takes in a member, with its first branch and week."""
    api.demand(actor=request.actor, action="members.add-library", object=Ref("library", ""))
    given = request.POST if request.method == "POST" else None
    library = LibraryForm(given, prefix="library")
    branch = BranchForm(given, prefix="branch", initial={"name_zh": "总馆", "name_en": "Main library"})
    hours = WeekForm(given, prefix="hours")
    problem = ""
    if given and all([library.is_valid(), branch.is_valid(), hours.is_valid()]):  # all show errors
        try:
            symbol = _take_in(request, library, branch, hours)
        except Absent:
            raise
        except Refusal as refusal:
            problem = at_its_field(refusal, library=library, branch=branch)
        else:
            messages.success(request, _("The library is a member now."))
            return redirect("members:library", symbol=symbol)
    wrong = bool(problem or library.errors or branch.errors or hours.errors)
    context = {
        "library": library,
        "branch": branch,
        "hours": hours,
        "problem": problem,
        "wrong": wrong,
        "key": request.POST.get("key") or secrets.token_hex(8),
    }
    return render(request, "members/new_library.html", context, status=400 if wrong else 200)


def _take_in(request: Request, library: LibraryForm, branch: BranchForm, hours: WeekForm) -> str:
    actor, key = request.actor, form_key(request)
    code = branch.cleaned_data["code"]
    with api.together():
        card = api.add_library(actor=actor, key=key, **library.cleaned_data)
        api.add_branch(actor=actor, library=card.symbol, code=code, key=key, **branch.details())
        api.set_hours(actor=actor, library=card.symbol, branch=code, spans=hours.spans(), key=key)
    return card.symbol


@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: Request, symbol: str, code: str) -> HttpResponse:
    """A branch's week and exception days, for those who keep them."""
    api.demand(
        actor=request.actor, action="members.set-hours", object=Ref("branch", f"{symbol}/{code}", symbol)
    )
    card = next((branch for branch in api.library(symbol=symbol).branches if branch.code == code), None)
    if card is None:
        raise Absent
    doing = request.POST.get("do", "")
    spans = [(span.weekday, span.opens, span.closes) for span in card.hours]
    week = WeekForm(request.POST if doing == "week" else None, hours=spans)
    exception = ExceptionForm(request.POST if doing == "exception" else None)
    problem = ""
    if request.method == "POST":
        try:
            done = _keep(request, symbol, code, week, exception)
        except Absent:
            raise
        except Refusal as refusal:
            problem, done = ui.sentence(refusal), False
        if done:
            messages.success(request, _("Saved. Readers see it at once."))
            if doing == "week":
                _ask_about_nights(request, week)
            return redirect("members:hours", symbol=symbol, code=code)
    wrong = bool(problem or week.errors or exception.errors)
    context = {
        "library": api.library(symbol=symbol),
        "branch": card,
        "week": week,
        "exception": exception,
        "problem": problem,
        "wrong": wrong,
        "key": secrets.token_hex(8),
    }
    return render(request, "members/hours.html", context, status=400 if wrong else 200)


def _ask_about_nights(request: Request, week: WeekForm) -> None:
    """Open past midnight is right for few; more often two times were written the wrong way round."""
    words = _("{day}: open from {opens} until {closes} of the next day. If that is not meant, mend it.")
    for day, opens, closes in week.spans():
        if closes and closes < opens:
            said = words.format(day=WEEKDAYS[day], opens=f"{opens:%H:%M}", closes=f"{closes:%H:%M}")
            messages.warning(request, said)


def _keep(request: Request, symbol: str, code: str, week: WeekForm, exception: ExceptionForm) -> bool:
    actor, key, doing = request.actor, form_key(request), request.POST.get("do", "")
    if doing == "week":
        if not week.is_valid():
            return False
        api.set_hours(actor=actor, library=symbol, branch=code, spans=week.spans(), key=key)
    elif doing == "exception":
        if not exception.is_valid():
            return False
        told = {name: value for name, value in exception.cleaned_data.items() if name != "closed"}
        api.set_exception(actor=actor, library=symbol, branch=code, key=key, **told)
    elif doing == "clear":
        try:
            day = date.fromisoformat(request.POST.get("date", ""))
        except ValueError:
            raise Absent from None
        api.set_exception(actor=actor, library=symbol, branch=code, date=day, clear=True, key=key)
    else:
        raise Absent
    return True
