"""One's own account; signing in as a demo person; what to do with a forgotten password."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonshelf.kernel.actor import Agent, Role
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api, campuses
from commonshelf.members.action_words import ROLES
from commonshelf.members.cards import AffiliationCard, PersonCard, Said
from commonshelf.members.forms import ProfileForm
from commonshelf.members.landing import landing
from commonshelf.members.models import Person
from commonshelf.members.views.here import way_back
from commonshelf.members.views.start import MODEL_BACKEND
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key


@dataclass(frozen=True, slots=True)
class TieRow:
    """An affiliation for a page. library None: the alliance; left: the library is no longer a member, and
    the role ended with it; mine: the viewer may end it; coming: it is to begin.
    """

    tie: AffiliationCard
    role: str
    library: Said | None
    now: bool
    left: bool
    mine: bool
    coming: bool = False


def ties(card: PersonCard, own: Collection[str] = ()) -> list[TieRow]:
    """A person's affiliations, those in force first. own: Symbols at which the viewer may end them."""
    today = timezone.localdate()
    rows = [
        TieRow(
            tie=tie,
            role=str(ROLES.get(tie.role, tie.role)),
            library=tie.library_name,
            now=tie.holds(today),
            left=tie.library_to is not None and tie.library_to <= today,
            mine=tie.library in own,
            coming=today < tie.active_from and (tie.ends is None or tie.active_from < tie.ends),
        )
        for tie in card.affiliations
    ]
    return sorted(rows, key=lambda row: not row.now)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: Request) -> HttpResponse:
    """Name, roles, branch, language, password, sign out."""
    card = api.person(name=request.actor.key)
    person = Person.objects.get(key=card.key)
    initial = {"name_zh": person.name_zh, "name_en": person.name_en, "email": person.email,
               "work_letters": person.work_letters}  # fmt: skip
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=initial)
    if not api.desks(request.actor) and not request.actor.has(Role.OFFICE):
        del form.fields["work_letters"]  # readers have no work offered to them
    if request.method == "POST" and form.is_valid():
        try:
            api.set_profile(actor=request.actor, key=form_key(request), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, ui.sentence(refusal))
        else:
            return redirect("members:me")
    context = {
        "person": card,
        "ties": ties(card),
        "form": form,
        "branch": api.branch_at(here=request.here),
        "has_factor": api.has_factor(person=card.key),
        "campuses": campuses.campuses(),
        "desks": api.desks(request.actor),
        "key": secrets.token_hex(8),
    }
    return render(request, "members/me.html", context, status=400 if form.errors else 200)


@require_POST
def sign_in_as(request: Request) -> HttpResponse:
    """One click, for demo persons and at this very machine only; elsewhere it is not there at all."""
    if not api.is_loopback(request):
        raise Absent
    person = Person.objects.filter(demo=True, is_active=True, key=request.POST.get("person", "")).first()
    if person is None:
        raise Absent
    login(request, person, backend=MODEL_BACKEND)
    actor = api.actor_for(user=person, agent=Agent.WEB)
    return redirect(way_back(request.POST.get("next", ""), landing(actor)))


def nothing(_request: Request) -> HttpResponse:
    """Pages of allauth that only make sense with mail, which this house does not send."""
    raise Absent


@require_safe
def forgotten(request: Request) -> HttpResponse:
    """Who can set a new password: one's library's managing agency, or the alliance office."""
    names = {library.symbol: library.name for library in api.libraries()}
    offices = [(agency, names.get(agency.library)) for agency in api.agencies()]
    shown = [(agency, name) for agency, name in offices if name or not agency.library]
    return render(request, "members/forgotten.html", {"offices": shown})
