"""Pages of ballots: the list, one ballot with its vote and its result."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key
from commonshelf.votes import api, reading, showing
from commonshelf.votes.cards import BallotCard, Voice

PAGE: Final = 30


@require_safe
def ballots(request: Request) -> HttpResponse:
    """Open ones, soonest deadline first; or those that are closed."""
    now = timezone.now()
    closed = request.GET.get("state") == "closed"
    start = (max(1, whole(request.GET.get("page", ""), digits=4)) - 1) * PAGE
    found, total = api.ballots(
        actor=request.actor, state="closed" if closed else "open", start=start, rows=PAGE
    )
    context = {
        "rows": [row(card, now) for card in found],
        "closed": closed,
        "total": total,
        "before": start // PAGE,
        "after": start // PAGE + 2 if start + PAGE < total else 0,
        "may_open": members.allowed(actor=request.actor, action="votes.open", object=Ref("ballot", "")),
    }
    return render(request, "votes/ballots.html", context)


def row(card: BallotCard, now: datetime) -> dict[str, object]:
    """A ballot as lists show it."""
    state, pill = showing.STATES[showing.state_of(card, now)]
    return {"card": card, "state": state, "tone": pill, "turnout": showing.turnout(card)}


@require_safe
def ballot(request: Request, id: int) -> HttpResponse:
    return _page(request, api.ballot(actor=request.actor, id=id))


def _page(request: Request, card: BallotCard, problem: str = "", status: int = 200) -> HttpResponse:
    now, actor = timezone.now(), request.actor
    language = get_language() or ""
    voices = api.voices(actor=actor, id=card.id)
    names = {one.symbol: one.name for one in members.libraries()}
    keys = {voice.voted_by for voice in voices} | {voice.elector.person for voice in voices}
    people = members.names_of(keys=keys - {""})
    takes = card.open and now < card.deadline
    context = {
        **row(card, now),
        "takes": takes,
        "terms": {"quorum": showing.share(card.quorum), "pass_mark": showing.share(card.pass_mark)},
        "outcome": showing.outcome(card, language),
        "lines": showing.lines(card, language),
        "bars": showing.bars(card, language),
        "mine": _mine(actor, card, voices, names) if takes else [],
        "voices": _voices(card, voices, names, people),
        "weighted": len({voice.elector.weight for voice in voices}) > 1,
        "runs": members.allowed(actor=actor, action="votes.close", object=Ref("ballot", str(card.id))),
        "may_end": not takes or card.voted == card.electors,
        "problem": problem,
        "key": secrets.token_hex(8),
    }
    return render(request, "votes/ballot.html", context, status=status)


def _mine(
    actor: Actor, card: BallotCard, voices: Sequence[Voice], names: dict[str, Said]
) -> list[dict[str, object]]:
    """The votes this person may cast here: for libraries, or their own."""
    places = set(showing.votes_for(actor, card)) if card.per == "member" else set()
    found: list[dict[str, object]] = []
    for voice in voices:
        one = voice.elector
        if one.library in places or (one.person == actor.key and reading.votes_in_person(actor)):
            chosen = api.own_choice(actor=actor, id=card.id, library=one.library)
            labels = {choice.key: choice.said for choice in card.choices}
            found.append(
                {
                    "library": one.library,
                    "name": names.get(one.library),
                    "weight": one.weight,
                    "voted_at": voice.voted_at,
                    "chosen": chosen,
                    "said": labels.get(chosen),
                }
            )
    return found


def _voices(
    card: BallotCard, voices: Sequence[Voice], names: dict[str, Said], people: dict[str, Said]
) -> list[dict[str, object]]:
    labels = {choice.key: choice.said for choice in card.choices}
    return [
        {
            "name": names.get(voice.elector.library) or people.get(voice.elector.person),
            "plain": voice.elector.library,
            "weight": voice.elector.weight,
            "voted_at": voice.voted_at,
            "by": people.get(voice.voted_by) if card.per == "member" else None,
            "said": labels.get(voice.choice),
        }
        for voice in voices
    ]


@require_POST
def vote(request: Request, id: int) -> HttpResponse:
    """Cast a vote, or change it."""
    actor = request.actor
    card = api.ballot(actor=actor, id=id)
    send = api.recast if request.POST.get("again") else api.cast
    try:
        send(
            actor=actor,
            ballot=id,
            choice=request.POST.get("choice", ""),
            library=request.POST.get("library", ""),
            key=form_key(request),
        )
    except Absent:
        raise
    except Refusal as refusal:
        return _page(request, card, ui.sentence(refusal), refusal.status)
    messages.success(request, _("Your vote is counted."))
    return redirect("votes:ballot", id)


@require_POST
def end(request: Request, id: int) -> HttpResponse:
    """Close it now, or withdraw it with a reason."""
    actor = request.actor
    members.demand(actor=actor, action="votes.close", object=Ref("ballot", str(id)))
    card = api.ballot(actor=actor, id=id)
    try:
        if request.POST.get("do") == "close":
            api.close(actor=actor, ballot=id, key=form_key(request))
            messages.success(request, _("Closed and counted."))
        elif request.POST.get("do") == "withdraw":
            api.withdraw(actor=actor, ballot=id, reason=request.POST.get("reason", ""), key=form_key(request))
            messages.success(request, _("Withdrawn. Everybody who was asked reads why."))
        else:
            raise Absent
    except Absent:
        raise
    except Refusal as refusal:
        return _page(request, card, ui.sentence(refusal), refusal.status)
    return redirect("votes:ballot", id)
