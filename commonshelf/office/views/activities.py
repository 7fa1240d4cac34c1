"""Pages of the register of outside activities: the list, one of them, entering, ending, withdrawing."""

from __future__ import annotations

import secrets
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.office import api
from commonshelf.office.activities import ActivityCard
from commonshelf.office.activities_forms import KINDS, ActivityForm, LastDayForm, WithdrawForm
from commonshelf.office.paper_forms import member_choices
from commonshelf.office.paper_pages import neighbours, start_of
from commonshelf.ui.api import Request, form_key

PAGE: Final = 50
ALLIANCE: Final = "-"
"""How the alliance is named in addresses, where a Symbol stands for a library."""
STATES: Final = {
    "planned": (gettext_lazy("planned"), "wait"),
    "running": (gettext_lazy("under way"), "ok"),
    "over": (gettext_lazy("took place"), "unknown"),
    "withdrawn": (gettext_lazy("withdrawn"), "no"),
}


def _row(card: ActivityCard) -> dict[str, Any]:
    label, tone = STATES[card.state]
    return {"card": card, "kind": KINDS[card.kind], "state": label, "tone": tone}


def _may(actor: Actor, action: str, library: str) -> bool:
    return members.allowed(actor=actor, action=f"office.{action}", object=Ref("activity", "", library))


def _owners(actor: Actor) -> list[tuple[str, str]]:
    """In whose name they may enter something: the alliance first."""
    own = [("", _("the alliance"))] if _may(actor, "set-activity", "") else []
    choices = member_choices(get_language() or "")
    return own + [one for one in choices if _may(actor, "set-activity", one[0])]


@require_safe
def activities(request: Request) -> HttpResponse:
    """All of them, the latest first; by state, in whose name, and by words."""
    asked = {name: request.GET.get(name, "")[:80] for name in ("state", "library", "q")}
    start = start_of(request, PAGE)
    found, total = api.activities(
        actor=request.actor,
        library=None if not asked["library"] else asked["library"].removeprefix(ALLIANCE),
        state=asked["state"],
        words=asked["q"],
        start=start,
        rows=PAGE,
    )
    context = {
        "rows": [_row(card) for card in found],
        "total": total,
        "asked": asked,
        "filtered": any(asked.values()),
        "states": [(name, label) for name, (label, _tone) in STATES.items()],
        "libraries": member_choices(get_language() or ""),
        "pages": neighbours(request, start, total, PAGE),
        "may_set": bool(_owners(request.actor)),
    }
    return render(request, "office/activities/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def activity(request: Request, id: int) -> HttpResponse:
    """One of them; ended or withdrawn from here."""
    card, problem = api.activity(actor=request.actor, id=id), ""
    end = LastDayForm(request.POST or None, initial={"on": timezone.localdate()})
    withdraw = WithdrawForm(request.POST or None)
    doing = request.POST.get("do", "")
    if request.method == "POST":
        if doing not in {"end", "withdraw"} or not _may(request.actor, f"{doing}-activity", card.library):
            raise Absent
        form = end if doing == "end" else withdraw
        if form.goes(lambda: _ended(request, id, doing, form.cleaned_data)):
            return redirect("office:activity", id)
        problem = form.problem
    stands = card.state in {"planned", "running"}
    context = {
        **_row(card),
        "contract": api.contract(actor=request.actor, id=card.contract) if card.contract else None,
        "may_set": card.state != "withdrawn" and _may(request.actor, "set-activity", card.library),
        "end_form": (end if doing == "end" else LastDayForm(initial={"on": timezone.localdate()}))
        if stands and _may(request.actor, "end-activity", card.library)
        else None,
        "withdraw_form": (withdraw if doing == "withdraw" else WithdrawForm())
        if card.state != "withdrawn" and _may(request.actor, "withdraw-activity", card.library)
        else None,
        "doing": doing,
        "problem": problem,
        "key": secrets.token_hex(8),
    }
    return render(
        request, "office/activities/one.html", context, status=400 if request.method == "POST" else 200
    )


def _ended(request: Request, id: int, doing: str, said: dict[str, Any]) -> None:
    if doing == "end":
        api.end_activity(actor=request.actor, activity=id, key=form_key(request), **said)
        messages.success(request, _("Its last day stands."))
    else:
        api.withdraw_activity(actor=request.actor, activity=id, key=form_key(request), **said)
        messages.success(request, _("Withdrawn. It stays readable here."))


@require_http_methods(["GET", "HEAD", "POST"])
def new_activity(request: Request) -> HttpResponse:
    owners = _owners(request.actor)
    if not owners:
        raise Absent
    initial = {"first_date": timezone.localdate(), "library": request.desk}
    form = ActivityForm(
        request.POST or None, initial=initial, owners=owners, contracts=_contracts(request.actor)
    )
    return _edit(request, form, 0)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_activity(request: Request, id: int) -> HttpResponse:
    card = api.activity(actor=request.actor, id=id)
    object = Ref("activity", str(id), card.library)
    members.demand(actor=request.actor, action="office.set-activity", object=object)
    return _edit(request, ActivityForm.of(request.POST or None, card, _contracts(request.actor)), id)


def _contracts(actor: Actor) -> list[tuple[int, str]]:
    language = get_language() or ""
    found, _total = api.contracts(actor=actor, rows=200)
    return [(one.id, f"{one.number} {one.title.in_language(language)}") for one in found]


def _edit(request: Request, form: ActivityForm, id: int) -> HttpResponse:
    def save() -> ActivityCard:
        return api.set_activity(
            actor=request.actor,
            given=form.told(),
            library=form.cleaned_data.get("library", ""),
            id=id,
            version=form.cleaned_data["version"] or 0,
            key=form_key(request),
        )

    if form.goes(save):
        messages.success(request, _("Saved."))
        return redirect("office:activity", form.made.id)
    context = {"form": form, "id": id, "problem": form.problem, "key": secrets.token_hex(8)}
    return render(request, "office/activities/form.html", context, status=form.http)
