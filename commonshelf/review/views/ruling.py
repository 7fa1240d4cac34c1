"""From an edition's page: join it with another, or take records out of it; each with a look ahead first."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.api import Moved
from commonshelf.catalogue.cards import EditionCard
from commonshelf.catalogue.lines import titled
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.review import consequences, pairs, words
from commonshelf.review.domain.comparing import compare
from commonshelf.review.permits import ALL
from commonshelf.review.picking import CHOSEN, pick
from commonshelf.ui.api import Request, form_key, sentence

CONFLICT: Final = 409
LONGEST: Final = 500


def _edition(request: Request, id: int, name: str) -> EditionCard | HttpResponse:
    """The edition for somebody who may decide about it; where it has moved to, when it has."""
    members.demand(actor=request.actor, action="catalogue.rule", object=ALL)
    try:
        return catalogue.edition(id=id)
    except Moved as moved:
        return HttpResponsePermanentRedirect(reverse(name, args=[moved.to]))


def _changed(*cards: EditionCard) -> Refusal:
    """What was looked at is not what there is."""
    told = ", ".join(str(card.id) for card in cards)
    return Refusal("review.changed", {"editions": told}, CONFLICT)


def _trying(what: Callable[[], Any]) -> tuple[Any, str]:
    """What it gives, or the sentence why it cannot be."""
    try:
        return what(), ""
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return None, sentence(refusal)


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: Request, id: int) -> HttpResponse:
    card = _edition(request, id, "review:join")
    if isinstance(card, HttpResponse):
        return card
    told = request.POST if request.method == "POST" else request.GET
    picked = pick(told.get("with", ""))
    other = picked.edition
    problem = sentence(picked.refusal) if picked.refusal else ""
    if other is not None and other.id == card.id:
        other, problem = None, _("That is this very edition. Name another one.")
    why, status = told.get("why", "").strip()[:LONGEST], 200
    if request.method == "POST" and other is not None:
        done, problem = _trying(lambda: _join(request, card, other, why))
        if done:
            return redirect("search:edition", id=done)
        status = CONFLICT
    query = request.GET.copy()
    query["with"] = CHOSEN
    shown = {
        "card": card,
        "title": titled(card.facts),
        "picked": picked,
        "pick_url": f"{request.path}?{query.urlencode()}",
        "problem": problem,
        "why": why,
        **(_join_preview(request, card, other) if other else {}),
    }
    return render(request, "review/join.html", shown, status=status)


def _join(request: Request, card: EditionCard, other: EditionCard, why: str) -> int:
    """The edition in which both are now."""
    if request.POST.get("seen") != consequences.seen(card, other):
        raise _changed(card, other)
    one, two = consequences.nearest(card, other)
    catalogue.rule_records(
        actor=request.actor, one=one.record, other=two.record, verdict="join", why=why, key=form_key(request)
    )
    messages.success(request, _("Joined. The decision stands in the history and can be taken back there."))
    return min(card.id, other.id)


def _join_preview(request: Request, card: EditionCard, other: EditionCard) -> dict[str, Any]:
    one, two = consequences.nearest(card, other)
    verdict, script = catalogue.weigh(one=one.facts, other=two.facts)
    groups, against = _trying(
        lambda: catalogue.if_joined(actor=request.actor, one=one.record, other=two.record)
    )
    both = (pairs.side("A", one, card, request.actor), pairs.side("B", two, other, request.actor))
    return {
        "other_card": other,
        "against": against,
        "sides": both,
        "one": both[0],
        "other": both[1],
        "rows": pairs.rows(one.facts, two.facts),
        "weighed": pairs.weighed(verdict, script, catalogue.matching_rules()),
        "outlook": consequences.outlook(groups or (), (card, other)),
        "lost": consequences.lost(groups or (), (card, other)),
        "seen": consequences.seen(card, other),
        "key": secrets.token_hex(8),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: Request, id: int) -> HttpResponse:
    """Mark the records that do not belong; look at what would be; then decide."""
    card = _edition(request, id, "review:part")
    if isinstance(card, HttpResponse):
        return card
    told = request.POST if request.method == "POST" else request.GET
    chosen = [found for text in told.getlist("record") if (found := whole(text))]
    why, problem, status = told.get("why", "").strip()[:LONGEST], "", 200
    if request.method == "POST" and "sure" in told:
        done, problem = _trying(lambda: _part(request, card, chosen, why))
        if done is not None:
            return redirect("search:edition", id=card.id)
        status = CONFLICT
    groups, against = None, ""
    if chosen:
        groups, against = _trying(
            lambda: catalogue.if_parted(actor=request.actor, edition=card.id, records=chosen)
        )
    elif request.method == "POST":
        against = _("Mark at least one record that does not belong.")
    shown = {
        "card": card,
        "title": titled(card.facts),
        "records": consequences.records(card, _differing(card)),
        "chosen": chosen,
        "why": why,
        "problem": problem or against,
        "outlook": consequences.outlook(groups or (), (card,)),
        "seen": consequences.seen(card),
        "key": secrets.token_hex(8),
    }
    return render(request, "review/part.html", shown, status=status)


def _part(request: Request, card: EditionCard, chosen: list[int], why: str) -> int:
    if request.POST.get("seen") != consequences.seen(card):
        raise _changed(card)
    catalogue.part_records(
        actor=request.actor, edition=card.id, records=chosen, why=why, key=form_key(request)
    )
    told = ngettext(
        "{n} record was taken out. The decision stands in the history and can be taken back there.",
        "{n} records were taken out. The decision stands in the history and can be taken back there.",
        len(chosen),
    )
    messages.success(request, told.format(n=len(chosen)))
    return len(chosen)


def _differing(card: EditionCard) -> list[tuple[str, ...]]:
    """For each record the names of the fields where it contradicts what the edition shows."""
    return [
        tuple(
            str(words.FIELDS[row.field])
            for row in compare(card.facts, member.facts, pairs.SAYING)
            if row.state == "differs"
        )
        for member in card.members
    ]
