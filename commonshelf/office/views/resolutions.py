"""Pages of resolutions: the list, one resolution, putting something to the vote, recording a meeting."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.office import api
from commonshelf.office.paper_pages import neighbours, start_of
from commonshelf.office.resolutions_cards import ResolutionCard
from commonshelf.office.resolutions_forms import AboutForm, ProposalForm, RecordForm
from commonshelf.ui.api import Request, form_key

PAGE: Final = 50
STATES: Final = {
    "proposed": (gettext_lazy("put to the vote"), "wait"),
    "adopted": (gettext_lazy("passed"), "ok"),
    "declined": (gettext_lazy("not passed"), "no"),
    "no-quorum": (gettext_lazy("too few took part"), "no"),
    "withdrawn": (gettext_lazy("withdrawn"), "unknown"),
}
ABOUT: Final = {
    "motion": gettext_lazy("a question of its own"),
    "rule": gettext_lazy("a rule"),
    "membership": gettext_lazy("a membership"),
    "duty": gettext_lazy("a duty"),
}


def _shown(card: ResolutionCard) -> dict[str, Any]:
    label, tone = STATES[card.state]
    return {"card": card, "state": label, "tone": tone, "about": ABOUT.get(card.about_kind, card.about_kind)}


def _proposes(actor: Actor) -> bool:
    return members.allowed(actor=actor, action="office.propose", object=Ref("resolution", ""))


@require_safe
def resolutions(request: Request) -> HttpResponse:
    """What waits for a vote, then what was decided, latest first."""
    state = request.GET.get("state", "")
    state = state if state in {"adopted", "proposed", "rejected"} else ""
    words = request.GET.get("q", "")[:80]
    start = start_of(request, PAGE)
    found, total = api.resolutions(actor=request.actor, state=state, words=words, start=start, rows=PAGE)
    context = {
        "rows": [_shown(card) for card in found],
        "state": state,
        "words": words,
        "pages": neighbours(request, start, total, PAGE),
        "proposes": _proposes(request.actor),
    }
    return render(request, "office/papers/resolutions.html", context)


@require_safe
def resolution(request: Request, id: int) -> HttpResponse:
    card = api.resolution(actor=request.actor, id=id)
    rule = None
    if card.about_kind == "rule":
        try:
            rule = api.rule(actor=request.actor, id=int(card.facts["rule"]))
        except Absent:
            rule = None
    return render(request, "office/papers/resolution.html", {**_shown(card), "rule": rule})


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: Request) -> HttpResponse:
    """Put a question, or a drafted rule, to the vote of the members."""
    members.demand(actor=request.actor, action="office.propose", object=Ref("resolution", ""))
    form = ProposalForm(request.POST or None, drafts=_drafts(request.actor), initial=_initial(request))
    return _sent(
        request,
        form,
        lambda: api.propose(
            actor=request.actor, proposal=form.proposal(), terms=form.terms(), key=form_key(request)
        ),
        meeting=False,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: Request) -> HttpResponse:
    """What was resolved in a meeting."""
    members.demand(actor=request.actor, action="office.resolve", object=Ref("resolution", ""))
    form = RecordForm(request.POST or None, drafts=_drafts(request.actor), initial=_initial(request))
    return _sent(
        request,
        form,
        lambda: api.record_resolution(
            actor=request.actor,
            proposal=form.proposal(),
            decided_date=form.cleaned_data["decided_date"],
            key=form_key(request),
        ),
        meeting=True,
    )


def _sent(
    request: Request, form: AboutForm, do: Callable[[], ResolutionCard], *, meeting: bool
) -> HttpResponse:
    if form.goes(do):
        told = _("Recorded and numbered.") if meeting else _("Put to the vote. Every member has been asked.")
        messages.success(request, told)
        if form.made.ballot and not meeting:
            return redirect("votes:ballot", form.made.ballot)
        return redirect("office:resolution", form.made.id)
    context = {
        "form": form,
        "meeting": meeting,
        "problem": form.problem,
        "today": timezone.localdate(),
        "key": secrets.token_hex(8),
    }
    return render(request, "office/papers/propose.html", context, status=form.http)


def _drafts(actor: Actor) -> list[tuple[int, str]]:
    language = get_language() or ""
    found, _total = api.rules(actor=actor, state="draft", rows=200)
    drafts = [(card, card.draft) for card in found]
    return [
        (card.id, f"{card.number} {draft.title.in_language(language)}") for card, draft in drafts if draft
    ]


def _initial(request: Request) -> dict[str, Any]:
    """From a rule's page: its draft is what the vote is about."""
    asked = whole(request.GET.get("rule", ""))
    if not asked:
        return {}
    card = api.rule(actor=request.actor, id=asked)
    draft = card.draft
    if draft is None:
        return {}
    return {
        "about": card.id,
        "title_zh": f"通过规则 {card.number}：{draft.title.zh or draft.title.en}",
        "title_en": f"Adopt rule {card.number}: {draft.title.en or draft.title.zh}",
        "text_zh": draft.text.zh,
        "text_en": draft.text.en,
    }
