"""Inviting people and libraries, the list of invitations, and the page a letter's link leads to."""

from __future__ import annotations

import secrets
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonshelf.kernel.actor import Agent, Ref
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.mail import api as mail
from commonshelf.members import api
from commonshelf.members.action_words import ROLES
from commonshelf.members.cards import InvitationCard
from commonshelf.members.domain.invitations import STATES
from commonshelf.members.forms import at_its_field
from commonshelf.members.landing import landing
from commonshelf.members.models import Person
from commonshelf.members.people_forms import AcceptForm, DatedRoleForm, InviteForm, InviteLibraryForm
from commonshelf.members.views.people import grantable
from commonshelf.members.views.start import MODEL_BACKEND
from commonshelf.ui.api import Request, form_key

ROWS: Final = 50
SAID: Final = {
    "open": gettext_lazy("waits to be accepted"),
    "used": gettext_lazy("has been accepted"),
    "withdrawn": gettext_lazy("withdrawn"),
    "over": gettext_lazy("ran out"),
}
INVITE, INVITE_LIBRARY = "members.invite", "members.invite-library"


def site_of(request: Request) -> str:
    return request.build_absolute_uri("/")


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: Request) -> HttpResponse:
    """A form for one person; its letter is shown next, on paper or on its way."""
    places = grantable(request.actor)
    posted = request.POST if request.method == "POST" else None
    first = _usual(places[0][0])
    form, role = (
        InviteForm(posted, initial=first),
        DatedRoleForm(posted, libraries=places, initial={"library": request.desk}),
    )
    if posted and all([form.is_valid(), role.is_valid()]):
        done = _invited(request, form, role, "person")
        if done:
            return done
    return _asked(request, "members/invite.html", form, role)


@require_http_methods(["GET", "HEAD", "POST"])
def invite_library(request: Request) -> HttpResponse:
    api.demand(actor=request.actor, action=INVITE_LIBRARY, object=Ref("invitation", ""))
    posted = request.POST if request.method == "POST" else None
    form = InviteLibraryForm(posted, initial=_usual(""))
    if posted and form.is_valid():
        done = _invited(request, form, None, "library")
        if done:
            return done
    return _asked(request, "members/invite_library.html", form, None)


def _usual(library: str) -> dict[str, object]:
    return {
        "language": api.setting(library=library, name="members.language"),
        "days": api.setting(library=library, name="members.invitation-days"),
    }


def _asked(request: Request, page: str, form: InviteForm, role: DatedRoleForm | None) -> HttpResponse:
    wrong = bool(form.errors or (role and role.errors))
    context = {
        "form": form,
        "role": role,
        "wrong": wrong,
        "server": mail.server(),
        "key": request.POST.get("key") or secrets.token_hex(8),
    }
    return render(request, page, context, status=400 if wrong else 200)


def _invited(
    request: Request, form: InviteForm, role: DatedRoleForm | None, kind: str
) -> HttpResponse | None:
    told: dict[str, Any] = {**form.cleaned_data, **(role.cleaned_data if role else {})}
    try:
        made = api.invite(
            actor=request.actor, kind=kind, site=site_of(request), key=form_key(request), **told
        )
    except Absent:
        raise
    except Refusal as refusal:
        shown = {"person": form, "role": role} if role else {"person": form}
        if problem := at_its_field(refusal, **shown):
            form.add_error(None, problem)
        return None
    return _to_letter(made)


def _to_letter(made: InvitationCard) -> HttpResponse:
    letter = mail.latest_about(about=Ref("invitation", str(made.id), made.library))
    if letter is None:  # forgotten after half a year
        return redirect("members:invitations")
    return redirect("members:letter", id=letter.id)


@require_safe
def invitations(request: Request) -> HttpResponse:
    """Who was invited, by whom, and what became of it."""
    grantable(request.actor)
    state = request.GET.get("state", "")
    before = request.GET.get("before", "")
    found = api.invitations(
        actor=request.actor,
        state=state if state in STATES else "",
        before_id=whole(before) or None,
        rows=ROWS + 1,
    )
    keys = {card.invited_by for card in found} | {card.used_by for card in found if card.kind == "person"}
    context = {
        "rows": [(card, str(SAID[card.state]), str(ROLES.get(card.role, ""))) for card in found[:ROWS]],
        "names": api.names_of(keys=keys - {""}),
        "state": state,
        "states": [("", _("all")), *((one, str(SAID[one])) for one in STATES)],
        "older": found[ROWS - 1].id if len(found) > ROWS else None,
        "may_invite_libraries": _may_invite_libraries(request),
        "key": secrets.token_hex(8),
    }
    return render(request, "members/invitations.html", context)


def _may_invite_libraries(request: Request) -> bool:
    return api.allowed(actor=request.actor, action=INVITE_LIBRARY, object=Ref("invitation", ""))


@require_POST
def again(request: Request, id: int) -> HttpResponse:
    """The letter anew, with a new secret."""
    made = api.resend(actor=request.actor, invitation=id, site=site_of(request), key=form_key(request))
    messages.success(request, _("Written anew. The link of the earlier letter is dead."))
    return _to_letter(made)


@require_POST
def withdraw(request: Request, id: int) -> HttpResponse:
    api.withdraw_invitation(actor=request.actor, invitation=id, key=form_key(request))
    messages.success(request, _("Withdrawn. Its link is dead."))
    return redirect("members:invitations")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: Request, secret: str) -> HttpResponse:
    """Who invites to what; a user name and a password, or one click for somebody who has an account."""
    card = api.invitation(secret=secret)
    if card.kind == "library":
        return redirect(f"{reverse('members:apply')}?invitation={secret}")
    first = {"name_zh": card.name.zh, "name_en": card.name.en, "email": card.email}
    posting = request.method == "POST" and request.POST.get("do") == "accept"
    form = AcceptForm(request.POST if posting else None, initial=first)
    if request.method == "POST" and request.POST.get("do") == "join":
        api.join(actor=request.actor, secret=secret, key=form_key(request))
        messages.success(request, _("Welcome. The role is yours."))
        return _landed(request.actor.key)
    if posting and form.is_valid():
        try:
            made = api.accept(secret=secret, **form.cleaned_data)
        except Absent:
            raise
        except Refusal as refusal:
            if problem := at_its_field(refusal, person=form):
                form.add_error(None, problem)
        else:
            login(request, Person.objects.get(key=made.key), backend=MODEL_BACKEND)
            messages.success(request, _("Welcome. You are signed in."))
            return _landed(made.key)
    return _letter_page(request, secret, card, form)


def _landed(key: str) -> HttpResponse:
    """With the role they have by now."""
    actor = api.actor_for(user=Person.objects.get(key=key), agent=Agent.WEB)
    return redirect(landing(actor))


def _letter_page(request: Request, secret: str, card: InvitationCard, form: AcceptForm) -> HttpResponse:
    context = {
        "card": card,
        "role": str(ROLES.get(card.role, card.role)),
        "inviter": api.names_of(keys=[card.invited_by]).get(card.invited_by),
        "alliance": api.alliance(),
        "form": form,
        "path": reverse("members:accept", args=[secret]),
        "wrong": bool(form.errors),
        "key": secrets.token_hex(8),
    }
    return render(request, "members/accept.html", context, status=400 if form.errors else 200)
