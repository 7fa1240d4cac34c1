"""The people of a library: the office and managers add them, give roles, set passwords."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api
from commonshelf.members.forms import PersonForm, RoleForm, at_its_field
from commonshelf.members.views.me import ties
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key


def grantable(actor: Actor) -> list[tuple[str, str]]:
    """Where this actor may give roles: (Symbol, name); "" is the whole alliance. Absent: nowhere."""
    language = get_language() or ""
    found = [
        (library.symbol, library.name.in_language(language))
        for library in api.libraries()
        if api.allowed(actor=actor, action="members.affiliate", object=Ref("person", "", library.symbol))
    ]
    if api.allowed(actor=actor, action="members.affiliate", object=Ref("person", "")):
        found.append(("", _("the whole alliance")))
    if not found:
        raise Absent
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: Request) -> HttpResponse:
    """Everybody this actor looks after, and a form to add somebody with a first role."""
    places = grantable(request.actor)
    posted = request.POST if request.method == "POST" else None
    form, role = PersonForm(posted), RoleForm(posted, libraries=places)
    if posted and all([form.is_valid(), role.is_valid()]):  # both show their errors
        try:
            card = _add(request, form.cleaned_data, role.cleaned_data)
        except Absent:
            raise
        except Refusal as refusal:
            if problem := at_its_field(refusal, person=form, role=role):
                form.add_error(None, problem)
        else:
            messages.success(request, _("Added. They can sign in now."))
            return redirect("members:person", key=card.key)
    words = request.GET.get("words", "").strip()[:100]
    cards = api.people_of(actor=request.actor, words=words)
    wrong = bool(form.errors or role.errors)
    context = {
        "rows": [(card, ties(card)) for card in cards],
        "words": words,
        "form": form,
        "role": role,
        "wrong": wrong,
        "key": request.POST.get("key") or secrets.token_hex(8),
    }
    return render(request, "members/people.html", context, status=400 if wrong else 200)


def _add(request: Request, told: dict[str, Any], role: dict[str, Any]) -> api.PersonCard:
    key = form_key(request)
    with api.together():
        card = api.add_person(actor=request.actor, library=role["library"], key=key, **told)
        api.affiliate(
            actor=request.actor, person=card.key, role=role["role"], library=role["library"], key=key
        )
    return card


def _person(request: Request, key: str) -> api.PersonCard:
    """Absent unless the actor looks after one of the places where the person stands."""
    card = api.person(name=key)
    places = {tie.library for tie in card.affiliations} | {""}
    if card.key != key or not any(
        api.allowed(actor=request.actor, action="members.add-person", object=Ref("person", key, place))
        for place in places
    ):
        raise Absent
    return card


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: Request, key: str) -> HttpResponse:
    """One person: roles held, a new role, a new password."""
    card = _person(request, key)
    places = grantable(request.actor)
    doing = request.POST.get("do", "")
    role = RoleForm(request.POST if doing == "affiliate" else None, libraries=places)
    problem = ""
    if request.method == "POST":
        try:
            done = _do(request, card, role, doing)
        except Absent:
            raise
        except Refusal as refusal:
            problem, done = ui.sentence(refusal), False
        if done:
            messages.success(request, _("Done."))
            return redirect("members:person", key=key)
    own = {symbol for symbol, _name in places}
    rows = ties(card, own)
    context = {
        "person": card,
        "ties": rows,
        "role": role,
        "problem": problem,
        "may_set_password": api.may_set_password(actor=request.actor, person=key),
        "key": secrets.token_hex(8),
    }
    return render(request, "members/person.html", context, status=400 if problem or role.errors else 200)


def _do(request: Request, card: api.PersonCard, role: RoleForm, doing: str) -> bool:
    actor, key = request.actor, form_key(request)
    if doing == "affiliate":
        if not role.is_valid():
            return False
        api.affiliate(actor=actor, person=card.key, key=key, **role.cleaned_data)
    elif doing == "end":
        tie = request.POST.get("affiliation", "")
        known = {str(tie.id): tie.id for tie in card.affiliations}
        if tie not in known:
            raise Absent
        today = timezone.localdate()
        api.end_affiliation(actor=actor, affiliation=known[tie], active_to=today, key=key)
    elif doing == "password":
        api.set_password(actor=actor, person=card.key, password=request.POST.get("password", ""), key=key)
    else:
        raise Absent
    return True
