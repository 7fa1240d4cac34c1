"""The page on which a library's vacations are written down."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonshelf.kernel.actor import Ref
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api, calendars
from commonshelf.members.cards import BranchCard, LibraryCard, VacationCard
from commonshelf.members.domain import calendar
from commonshelf.members.forms import at_its_field
from commonshelf.members.forms_days import VacationForm
from commonshelf.ui.api import Request, form_key

AHEAD = 400


@dataclass(frozen=True, slots=True)
class BranchRow:
    """What readers will see of a branch: its name, and every line that is not as usual."""

    name: str
    code: str
    coming: list[calendar.Coming]


@require_http_methods(["GET", "HEAD", "POST"])
def vacations(request: Request, symbol: str) -> HttpResponse:
    """Those to come, what readers see because of them, and a form for one more."""
    object = Ref("vacation", "", symbol)
    api.demand(actor=request.actor, action="members.set-vacation", object=object)
    card, today = api.library(symbol=symbol), timezone.localdate()
    known = api.vacations(library=symbol, today=today)
    changed = next((one for one in known if str(one.id) == request.GET.get("change")), None)
    form = VacationForm.of(request.POST if request.POST.get("do") == "set" else None, card, changed)
    problem = ""
    if request.method == "POST":
        try:
            if _done(request, symbol, form, changed):
                messages.success(request, _("Saved. Readers see it at once."))
                return redirect("members:vacations", symbol=symbol)
        except Absent:
            raise
        except Refusal as refusal:
            problem = at_its_field(refusal, vacation=form)
    wrong = bool(problem or form.errors)
    context = {
        "library": card,
        "vacations": [(one, _where(card, one)) for one in known],
        "form": form,
        "changed": changed,
        "branches": [_row(branch, today) for branch in card.branches],
        "gaps": api.holiday_gaps(),
        "may_choose": api.allowed(
            actor=request.actor, action="members.set-setting", object=Ref("library", symbol, symbol)
        ),
        "on_holidays": api.setting(library=symbol, name="members.on-holidays"),
        "problem": problem,
        "wrong": wrong,
        "key": secrets.token_hex(8),
    }
    return render(request, "members/vacations.html", context, status=400 if wrong else 200)


def _done(request: Request, symbol: str, form: VacationForm, changed: VacationCard | None) -> bool:
    actor, key, doing = request.actor, form_key(request), request.POST.get("do", "")
    if doing == "drop":
        api.drop_vacation(actor=actor, library=symbol, id=whole(request.POST.get("id", "")), key=key)
        return True
    if doing != "set":
        raise Absent
    if not form.is_valid():
        return False
    api.set_vacation(actor=actor, library=symbol, id=changed.id if changed else None, key=key, **form.told())
    return True


def _where(card: LibraryCard, one: VacationCard) -> str:
    """The branch's name; "": all of them."""
    names = {branch.code: branch.name for branch in card.branches}
    return names[one.branch].in_language(get_language() or "") if one.branch in names else ""


def _row(branch: BranchCard, today: date) -> BranchRow:
    coming = calendar.coming(calendars.book(branch), today, AHEAD)
    return BranchRow(branch.name.in_language(get_language() or ""), branch.code, coming)
