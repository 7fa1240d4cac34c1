"""Who is in charge of which discipline where; the page of one's own."""

from __future__ import annotations

import secrets
from datetime import date
from functools import partial
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api, assigning
from commonshelf.members.assigning import AssignmentCard
from commonshelf.members.cards import Said
from commonshelf.members.people_forms import AssignForm
from commonshelf.members.profile_words import DISCIPLINES
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key

LATELY: Final = 50
"""Of what is past, so many are shown."""


@require_http_methods(["GET", "HEAD", "POST"])
def disciplines(request: Request) -> HttpResponse:
    """The assignments of all members, or of one library or discipline, and the form to add one."""
    api.demand(actor=request.actor, action=assigning.READ, object=Ref("alliance", ""))
    names = {card.symbol: card.name for card in api.libraries()}
    library, code = request.GET.get("library", ""), request.GET.get("discipline", "")
    library, code = library if library in names else "", code if code in DISCIPLINES else ""
    today, problem = timezone.localdate(), ""
    place = library or (request.desk if _assigns(request.actor, request.desk) else "")
    form = _form(request, place, today)
    if request.method == "POST":
        try:
            if _posted(request, form, place):
                return redirect(request.get_full_path())
        except Absent:
            raise
        except Refusal as refusal:
            problem = ui.sentence(refusal)
    read = partial(api.assignments, actor=request.actor, library=library, discipline=code, day=today)
    found, past = read(), read(over=True)[:LATELY]
    wrong = bool(problem or (form and form.errors))
    context = {
        "groups": _groups(request.actor, found, names, today),
        "past": _rows(request.actor, past, names, today),
        "total": len(found),
        "places": list(names.items()),
        "codes": DISCIPLINES.items(),
        "library": library,
        "code": code,
        "form": form,
        "place": names.get(place),
        "problem": problem,
        "wrong": wrong,
        "key": secrets.token_hex(8),
    }
    return render(request, "members/disciplines.html", context, status=400 if wrong else 200)


def _assigns(actor: Actor, library: str) -> bool:
    object = Ref("assignment", "", library)
    return bool(library) and api.allowed(actor=actor, action="members.assign", object=object)


def _form(request: Request, place: str, today: date) -> AssignForm | None:
    """Only where the reader may assign somebody."""
    if not _assigns(request.actor, place):
        return None
    language = get_language() or ""
    people = api.staff_of(day=today, libraries=[place])
    choices = [(one.key, one.name.in_language(language)) for one in people]
    posted = request.POST if request.POST.get("do") == "assign" else None
    return AssignForm(posted, people=choices)


def _posted(request: Request, form: AssignForm | None, place: str) -> bool:
    """Whether it was done; False: the form shows what is wrong."""
    if request.POST.get("do") == "end":
        id = whole(request.POST.get("assignment", ""))
        api.end_assignment(actor=request.actor, assignment=id, key=form_key(request))
        messages.success(request, _("Ended."))
        return True
    if form is None or request.POST.get("do") != "assign":
        raise Absent
    if not form.is_valid():
        return False
    api.assign(actor=request.actor, library=place, key=form_key(request), **form.cleaned_data)
    messages.success(request, _("Assigned."))
    return True


def _rows(
    actor: Actor, cards: list[AssignmentCard], names: dict[str, Said], today: date
) -> list[dict[str, Any]]:
    return [
        {
            "card": card,
            "library": names.get(card.library, Said(card.library, card.library)),
            "discipline": DISCIPLINES[card.discipline],
            "to_come": card.active_from > today,
            "may_end": (card.active_to is None or card.active_to > today)
            and api.allowed(
                actor=actor,
                action="members.end-assignment",
                object=Ref("assignment", str(card.id), card.library),
            ),
        }
        for card in cards
    ]


def _groups(
    actor: Actor, cards: list[AssignmentCard], names: dict[str, Said], today: date
) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """By discipline: (class mark, its name, who is in charge where)."""
    rows = _rows(actor, cards, names, today)
    codes = dict.fromkeys(card.discipline for card in cards)
    return [
        (code, str(DISCIPLINES[code]), [row for row in rows if row["card"].discipline == code])
        for code in codes
    ]


@require_safe
def mine(request: Request) -> HttpResponse:
    """My disciplines: where I am in charge of what, and who is at the other libraries."""
    today, key = timezone.localdate(), request.actor.key
    own = api.assignments(actor=request.actor, person=key, day=today) if key else []
    if not key:
        raise Absent
    names = {card.symbol: card.name for card in api.libraries()}
    codes = {card.discipline for card in own}
    others = [
        card
        for card in (api.assignments(actor=request.actor, day=today) if codes else [])
        if card.discipline in codes and card.person != key and card.holds(today)
    ]
    context = {
        "groups": [
            (
                code,
                str(DISCIPLINES[code]),
                _rows(request.actor, [one for one in own if one.discipline == code], names, today),
                _rows(request.actor, [one for one in others if one.discipline == code], names, today),
            )
            for code in sorted(codes)
        ]
    }
    return render(request, "members/my_disciplines.html", context)
