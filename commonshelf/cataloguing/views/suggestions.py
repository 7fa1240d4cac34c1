"""Suggested corrections: made by anybody signed in, decided by the library that owns the record."""

from __future__ import annotations

import secrets
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.domain import hand
from commonshelf.catalogue.lines import full_title, line
from commonshelf.cataloguing import api, words
from commonshelf.cataloguing.cards import SuggestionCard
from commonshelf.cataloguing.desk import may
from commonshelf.cataloguing.forms import ReasonForm, SuggestionForm
from commonshelf.kernel.actor import Ref
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key

PAGE: Final = 30
STATES: Final = ("open", "accepted", "declined", "withdrawn")


@require_safe
def choose(request: Request, edition: int) -> HttpResponse:
    """Whose record says what is wrong? With one of them, straight on."""
    members.demand(actor=request.actor, action="cataloguing.suggest", object=Ref("edition", str(edition)))
    card = catalogue.edition(id=edition)
    if len(card.members) == 1:
        return redirect("cataloguing:suggest", card.members[0].record)
    names = {one.symbol: one.name for one in members.libraries()}
    context = {
        "card": card,
        "title": full_title(card.facts),
        "records": [
            (one, names.get(one.library), full_title(one.facts), line(one.facts)) for one in card.members
        ],
    }
    return render(request, "cataloguing/choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: Request, record: int) -> HttpResponse:
    """What the record says, field by field, and what it should say."""
    actor = request.actor
    members.demand(actor=actor, action="cataloguing.suggest", object=Ref("record", str(record)))
    card = catalogue.record(id=record)
    if may(actor, "cataloguing.edit-record", card.library):
        return redirect("cataloguing:edit", record)  # who may write it need not ask
    texts, status = hand.texts(card.facts), 200
    field = request.GET.get("field", "title")
    field = field if field in hand.FIELDS else "title"
    form = SuggestionForm(request.POST or None, initial={"field": field, "proposed": texts[field]})
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                made = api.suggest(
                    actor=actor, record=record, key=form_key(request), **{
                        name: form.cleaned_data[name] for name in ("field", "proposed", "why")
                    },
                )  # fmt: skip
            except Absent:
                raise
            except Refusal as refusal:
                form.refused(_beside(refusal))
                status = refusal.status
            else:
                messages.success(request, _("Sent to the library. You will see here what they decide."))
                return redirect("cataloguing:suggestion", made.id)
    context = {
        "card": card,
        "library": members.library(symbol=card.library),
        "title": full_title(card.facts),
        "said": words.said(card.facts),
        "field": field,
        "form": form,
        "key": secrets.token_hex(8),
    }
    return render(request, "cataloguing/suggest.html", context, status=status)


def _beside(refusal: Refusal) -> Refusal:
    """What is wrong with the proposed text stands beside it, whichever field of the record it is for."""
    if refusal.facts.get("field") == "why":
        return refusal
    return Refusal(refusal.code, {**refusal.facts, "field": "proposed"}, status=refusal.status)


@require_safe
def own(request: Request) -> HttpResponse:
    """What I suggested, and what became of it."""
    start = _start(request)
    found, total = api.own_suggestions(actor=request.actor, start=start, rows=PAGE)
    context = {"suggestions": shown(found), "total": total, "pages": _pages(start, total)}
    return render(request, "cataloguing/own.html", context)


@require_safe
def library(request: Request, symbol: str) -> HttpResponse:
    """To one library, by state."""
    state = request.GET.get("state", "open")
    state = state if state in STATES else "open"
    start = _start(request)
    found, total = api.suggestions(actor=request.actor, library=symbol, state=state, start=start, rows=PAGE)
    context = {
        "library": members.library(symbol=symbol),
        "suggestions": shown(found),
        "state": state,
        "states": [(name, words.STATES[name][0]) for name in STATES],
        "total": total,
        "pages": _pages(start, total),
    }
    return render(request, "cataloguing/suggestions.html", context)


@require_safe
def one(request: Request, id: int) -> HttpResponse:
    return _page(request, api.suggestion(actor=request.actor, id=id), ReasonForm())


def _page(
    request: Request, card: SuggestionCard, form: ReasonForm, problem: str = "", status: int = 200
) -> HttpResponse:
    try:
        record = catalogue.record(id=card.record)
    except Absent:
        record = None  # withdrawn since: the task says so
    now = hand.texts(record.facts)[card.field] if record else ""
    context = {
        "suggestion": shown([card])[0],
        "library": members.library(symbol=card.library),
        "record": record,
        "now": words.shown(card.field, now),
        "moved_on": bool(record) and now != card.was,
        "may_decide": may(request.actor, "cataloguing.decide", card.library) and card.state == "open",
        "mine": bool(request.actor.key) and card.person == request.actor.key,
        "people": members.names_of(keys={card.person, card.decided_by} - {""}),
        "form": form,
        "problem": problem,
        "key": secrets.token_hex(8),
    }
    return render(request, "cataloguing/suggestion.html", context, status=status)


@require_POST
def decide(request: Request, id: int) -> HttpResponse:
    """Accept, decline with a reason, or (whoever proposed it) withdraw."""
    actor, do = request.actor, request.POST.get("do")
    card = api.suggestion(actor=actor, id=id)
    form = ReasonForm(request.POST)
    form.is_valid()
    try:
        if do == "accept":
            api.accept(actor=actor, suggestion=id, key=form_key(request))
            messages.success(request, _("Accepted: the record says so from now on."))
        elif do == "decline":
            reason = form.cleaned_data["reason"]
            api.decline(actor=actor, suggestion=id, reason=reason, key=form_key(request))
            messages.success(request, _("Declined. Whoever suggested it reads your reason."))
        elif do == "withdraw":
            api.withdraw(actor=actor, suggestion=id, key=form_key(request))
            messages.success(request, _("Withdrawn."))
        else:
            raise Absent
    except Absent:
        raise
    except Refusal as refusal:
        problem = "" if refusal.facts.get("field") == "reason" else ui.sentence(refusal)
        if not problem:
            form.refused(refusal)
        return _page(request, card, form, problem, refusal.status)
    return redirect("cataloguing:suggestion", id)


def shown(cards: list[SuggestionCard]) -> list[dict[str, object]]:
    """With the words of its field and state, and whose record it is about."""
    names = {one.symbol: one.name for one in members.libraries()}
    return [
        {
            "card": card,
            "field": words.field_name(card.field),
            "was": words.shown(card.field, card.was),
            "proposed": words.shown(card.field, card.proposed),
            "state": words.STATES[card.state][0],
            "tone": words.STATES[card.state][1],
            "library": names.get(card.library),
        }
        for card in cards
    ]


def _start(request: Request) -> int:
    return (max(1, whole(request.GET.get("page", ""), digits=4)) - 1) * PAGE


def _pages(start: int, total: int) -> dict[str, int]:
    """Numbers of the neighbouring pages, 0 where there is none."""
    page = start // PAGE + 1
    return {"before": page - 1, "after": page + 1 if start + PAGE < total else 0}
