"""Pages of licence decisions: what waits, one decision, the register of who decided what."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.sharing.agency import queue as desk
from commonshelf.sharing.agency import verdicts
from commonshelf.sharing.agency.words import GROUPS, LEVELS, SERVICES, STATES, limits
from commonshelf.sharing.ruling.cards import ApprovalCard
from commonshelf.sharing.views.agency_tabs import neighbours, tabs
from commonshelf.sharing.views.licences_forms import VerdictForm
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key

MOST_AT_ONCE: Final = 30


@require_safe
def queue(request: Request) -> HttpResponse:
    """What I may decide, soonest due first; or what waits at all agencies."""
    page = max(1, whole(request.GET.get("page", ""), digits=4))
    decides = bool(desk.agencies_of(request.actor))
    everything = request.GET.get("at") == "all" or not decides
    found, total = desk.approvals(actor=request.actor, mine=not everything, page=page)
    context = {
        "rows": lines(found),
        "total": total,
        "decides": decides,
        "everything": everything,
        "mine": desk.waiting(actor=request.actor) if decides else 0,
        "pages": neighbours(request, page, total),
        **tabs(request, "licences"),
    }
    return render(request, "sharing/agency/queue.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def approval(request: Request, id: int) -> HttpResponse:
    """One decision: its facts, the form, and those like it that may be decided the same way."""
    card = desk.approval(actor=request.actor, id=id)
    form = VerdictForm(request.POST or None, initial={"version": card.version})
    if request.method == "POST" and not (card.may or card.barred) and card.state == "asked":
        raise Absent
    if form.goes(lambda: _decide(request, card, form)):
        _thank(request, *form.made)
        return redirect("sharing:agency")
    now = timezone.now()
    context = {
        "line": line(card, now, {}),
        "alike": lines(desk.alike(actor=request.actor, id=id)) if card.may else [],
        "chosen": [whole(one) for one in request.POST.getlist("also")],
        "form": form,
        "who": _who(card),
        "barred": ui.sentence(Refusal(card.barred)) if card.barred else "",
        "appeal": desk.approval(actor=request.actor, id=card.appeal_of) if card.appeal_of else None,
        "library": _library(card.library),
        "most": card.most,
        "key": secrets.token_hex(8),
        **tabs(request, "licences"),
    }
    return render(request, "sharing/agency/approval.html", context, status=form.http)


def _decide(request: Request, card: ApprovalCard, form: VerdictForm) -> tuple[int, list[Refusal]]:
    """The one, then each that was ticked; what refuses one of the others is told, and stops none.

    How many were decided, and what was refused.
    """
    key = form_key(request)
    said = {"verdict": form.cleaned_data["verdict"], "reason": form.cleaned_data["reason"]}
    verdicts.decide(
        actor=request.actor,
        approval=card.id,
        limits=form.limits(),
        version=form.cleaned_data["version"],
        key=key,
        **said,
    )
    problems = []
    wanted = [whole(one) for one in request.POST.getlist("also")][:MOST_AT_ONCE]
    alike = {one.id: one for one in desk.alike(actor=request.actor, id=card.id)}
    chosen = [alike[id] for id in wanted if id in alike]
    for one in chosen:
        try:
            verdicts.decide(
                actor=request.actor,
                approval=one.id,
                limits=form.limits(),
                version=whole(request.POST.get(f"version-{one.id}", ""), otherwise=-1),
                key=f"{key}:{one.id}" if key else "",
                **said,
            )
        except Refusal as refusal:
            problems.append(refusal)
    return 1 + len(chosen) - len(problems), problems


def _thank(request: Request, count: int, problems: Sequence[Refusal]) -> None:
    told = ngettext("{n} decision is written down.", "{n} decisions are written down.", count)
    messages.success(request, told.format(n=count))
    for refusal in problems:
        messages.error(request, ui.sentence(refusal))


@require_safe
def decided(request: Request) -> HttpResponse:
    """Who decided what, latest first: for everybody who works at a member."""
    page = max(1, whole(request.GET.get("page", ""), digits=4))
    state = request.GET.get("state", "")
    state = state if state in STATES and state != "asked" else ""
    library = request.GET.get("library", "")[:40]
    by = {"rule": True, "person": False}.get(request.GET.get("by", ""))
    found, total = desk.decided(actor=request.actor, state=state, library=library, by_rule=by, page=page)
    context = {
        "rows": lines(found),
        "total": total,
        "states": [(code, words) for code, (words, _tone) in STATES.items() if code != "asked"],
        "state": state,
        "library": library,
        "libraries": members.libraries(),
        "by": request.GET.get("by", ""),
        "pages": neighbours(request, page, total),
        **tabs(request, "decided"),
    }
    return render(request, "sharing/agency/decided.html", context)


# -- as pages show them


def lines(cards: Iterable[ApprovalCard]) -> list[dict[str, Any]]:
    some, now = list(cards), timezone.now()
    people = members.names_of(keys={one.decided_by for one in some} - {""})
    return [line(one, now, people) for one in some]


def line(card: ApprovalCard, now: datetime, people: dict[str, Said]) -> dict[str, Any]:
    state, tone = STATES[card.state]
    return {
        "card": card,
        "state": state,
        "tone": "late" if card.late else tone,
        "level": LEVELS.get(card.level, card.level),
        "service": SERVICES.get(card.service, card.service),
        "group": GROUPS.get(card.group, card.group),
        "home": _name(card.home),
        "owner": _name(card.owner) if card.owner else None,
        "by": people.get(card.decided_by),
        "cost_yuan": verdicts.yuan(card.cost) if card.cost else "",
        "left": card.decide_by_at - now if card.state == "asked" and not card.late else None,
        "limits": limits(card.limits),
    }


def _name(symbol: str) -> Said:
    found = _library(symbol)
    return found.name if found else Said(symbol, symbol)


def _library(symbol: str) -> Any:
    return next((one for one in members.libraries() if one.symbol == symbol), None)


def _who(card: ApprovalCard) -> Said | str:
    """ "": nobody has decided yet."""
    if not card.decided_by:
        return _("whoever runs the machine") if card.decided_at else ""
    return members.names_of(keys=[card.decided_by]).get(card.decided_by) or _("somebody no longer known")
