"""One doubtful pair: both records side by side, why people are asked, and the decision."""

from __future__ import annotations

import secrets
from typing import Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import DoubtCard
from commonshelf.kernel.refusal import Refusal
from commonshelf.review import pairs, words
from commonshelf.review.after import after
from commonshelf.review.filters import Filters
from commonshelf.review.people import who
from commonshelf.ui.api import Request, form_key, sentence

CONFLICT: Final = 409
LONGEST: Final = 500
VERDICTS: Final = ("join", "apart", "later")


@require_http_methods(["GET", "HEAD", "POST"])
def pair(request: Request, id: int) -> HttpResponse:
    if request.method == "POST":
        return _decide(request, id)
    return _page(request, catalogue.doubt(actor=request.actor, id=id))


def _decide(request: Request, id: int) -> HttpResponse:
    """Do it and go on to the next pair; when somebody or something was faster, say what changed."""
    filters = Filters.of(request)
    verdict, why = request.POST.get("verdict", ""), request.POST.get("why", "").strip()[:LONGEST]
    if verdict not in VERDICTS:
        return _page(request, catalogue.doubt(actor=request.actor, id=id), why=why)
    beside = catalogue.doubts_beside(actor=request.actor, id=id, **filters.asked())
    try:
        catalogue.rule(
            actor=request.actor,
            doubt=id,
            verdict=verdict,
            why=why,
            version=request.POST.get("version", ""),
            key=form_key(request),
        )
    except Refusal as refusal:
        if refusal.status != CONFLICT:
            raise
        card = catalogue.doubt(actor=request.actor, id=id)
        return _page(request, card, why=why, refusal=refusal)
    onward = filters.query(after=id)
    if beside.next:
        return redirect(reverse("review:pair", args=[beside.next]) + onward)
    return redirect(reverse("review:queue") + onward)


def _page(request: Request, card: DoubtCard, why: str = "", refusal: Refusal | None = None) -> HttpResponse:
    filters = Filters.of(request)
    beside = catalogue.doubts_beside(actor=request.actor, id=card.id, **filters.asked())
    both = pairs.sides(card.one, card.other, card.editions, request.actor, card.reason)
    shown = {
        "card": card,
        "open": card.state in {"open", "later"},
        "state": words.STATES[card.state],
        "tone": words.TONES[card.state],
        "decided_by": who([card.decided_by]).get(card.decided_by) if card.decided_at else None,
        "reason": words.GUARDS.get(card.verdict.guard) or words.REASONS[card.reason],
        "one": both[0],
        "other": both[1],
        "sides": both,
        "rows": pairs.rows(card.one.facts, card.other.facts),
        "weighed": pairs.weighed(card.verdict, card.script, catalogue.matching_rules()),
        "beside": beside,
        "filters": filters,
        "query": filters.query(),
        "why": why,
        "refused": sentence(refusal) if refusal else "",
        "after": None if refusal else after(request),
        "key": secrets.token_hex(8),
    }
    return render(request, "review/pair.html", shown, status=CONFLICT if refusal else 200)
