"""One work item: how it stands, what can be done now, what happened."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.news import api as news
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key
from commonshelf.work import api, words
from commonshelf.work.cards import ItemCard
from commonshelf.work.domain.states import UNDONE_BY
from commonshelf.work.forms import TO, Choices, StepForm, elsewhere, people_of

DOORS: Final[Mapping[str, Any]] = {
    "accept": api.accept,
    "decline": api.decline,
    "finish": api.finish,
    "wait": api.wait,
    "resume": api.resume,
    "put-back": api.put_back,
    "reopen": api.reopen,
    "hand-on": api.hand_on,
    "withdraw": api.withdraw,
    "offer": api.offer,
    "reassign": api.reassign,
}
AT_ONCE: Final = ("accept", "resume", "put-back", "reopen")
"""Steps that ask nothing: one press."""
LEADS_ON: Final = ("accept", "resume")


@require_safe
def item(request: Request, id: int) -> HttpResponse:
    return _page(request, api.item(actor=request.actor, id=id, now=timezone.now()))


def _page(
    request: Request,
    card: ItemCard,
    failed: Mapping[str, StepForm] | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    now, failed = timezone.now(), failed or {}
    happened = news.happenings(object=f"work:{card.id}", kind="work", rows=100)
    people = {str(one.facts.get(name, "")) for one in happened for name in ("person", "from")}
    names = words.names_for(card, more=(*people, *(one.person for one in happened)))
    steps = [action for action, _side in card.steps]
    choices = _choices(card, names) if TO & set(steps) else {}
    context = {
        "card": card,
        "kind": api.kind(name=card.kind),
        "state": words.STATES[card.state],
        "sentence": words.sentence(card, names),
        "due": words.due(card, now),
        "library": names.library(card.library),
        "asking": names.library(card.asking) if card.asking else "",
        "asker": names.person(card.asked_by) if card.asked_by else "",
        "at_once": [(one, words.BUTTONS[one], one in LEADS_ON) for one in steps if one in AT_ONCE],
        "with_words": [
            (one, words.BUTTONS[one], failed.get(one) or StepForm(action=one, to=choices.get(one)))
            for one in steps
            if one not in AT_ONCE
        ],
        "failed": failed,
        "problem": problem,
        "moments": words.moments(happened, names),
        "undoable": card.moved_by == request.actor.key
        and now - card.moved_at < api.UNDO
        and card.can(UNDONE_BY.get(card.last_action, "")),
        "key": secrets.token_hex(8),
    }
    return render(request, "work/item.html", context, status=status)


def _choices(card: ItemCard, names: words.Names) -> dict[str, Choices]:
    """Whom each step may send it to: colleagues by name, other libraries as a whole."""
    staff = members.staff_of(day=timezone.localdate(), libraries=[card.library])
    names = words.Names({**names.people, **{one.key: one.name for one in staff}}, names.libraries)
    has_it = card.held_by or card.to.person
    others = [one for one in staff if one.key != has_it]
    found = people_of(card.library, others, names, card.to.role)
    if not api.kind(name=card.kind).stays:
        found += elsewhere(names.libraries, names, card.library)
    return dict.fromkeys(TO, found)


@require_POST
def take(request: Request, id: int, action: str) -> HttpResponse:
    """One step. What cannot stand is said beside its field, or above."""
    door, now = DOORS.get(action), timezone.now()
    if door is None:
        raise Absent
    card = api.item(actor=request.actor, id=id, now=now)
    names = words.names_for(card)
    to = _choices(card, names)[action] if action in TO else None
    form = StepForm(request.POST, action=action, to=to)
    if form.is_valid():
        try:
            door(
                actor=request.actor,
                item=id,
                version=_version(request),
                at=now,
                key=form_key(request),
                **form.said(),
            )
        except Absent:
            raise
        except Refusal as refusal:
            return _refused(request, id, action, form, refusal)
        messages.success(request, words.SAID[action])
        return _onward(request, id)
    return _page(request, card, {action: form}, status=400)


def _refused(request: Request, id: int, action: str, form: StepForm, refusal: Refusal) -> HttpResponse:
    """As it stands now, with what was typed and why it did not go."""
    card = api.item(actor=request.actor, id=id, now=timezone.now())
    if str(refusal.facts.get("field", "")) in form.fields:
        form.refused(refusal)
        return _page(request, card, {action: form}, status=refusal.status)
    return _page(request, card, {action: form}, ui.sentence(refusal), refusal.status)


@require_POST
def undo(request: Request, id: int) -> HttpResponse:
    """Take one's own last step back."""
    try:
        api.undo(
            actor=request.actor, item=id, version=_version(request), at=timezone.now(), key=form_key(request)
        )
    except Absent:
        raise
    except Refusal as refusal:
        card = api.item(actor=request.actor, id=id, now=timezone.now())
        return _page(request, card, problem=ui.sentence(refusal), status=refusal.status)
    messages.success(request, words.taken_back())
    return _onward(request, id)


def _onward(request: Request, id: int) -> HttpResponse:
    """Where they came from; to the desk, too, when the item is somewhere now where they do not see it."""
    if request.POST.get("back") == "desk":
        return redirect("work:desk")
    try:
        api.item(actor=request.actor, id=id, now=timezone.now())
    except Absent:
        return redirect("work:desk")
    return redirect("work:item", id)


def _version(request: Request) -> int:
    """The one the page was made from; 0 fits none, so a form without it changes nothing."""
    return whole(request.POST.get("version", ""))
