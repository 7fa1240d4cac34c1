"""A second factor is demanded of those whom the alliance's setting names, after some days of grace."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from commonshelf.kernel.actor import Actor, Role
from commonshelf.kernel.refusal import FORBIDDEN, Absent, Refusal
from commonshelf.members import again, bounds, factors
from commonshelf.members.models import Person
from commonshelf.members.signing import HAS_FACTOR
from commonshelf.ui.answers import refused, wants_json

SETTING: Final = "sign-in.second-factor"
GRACE: Final = "sign-in.grace-days"
LATER: Final = "second-factor-later"
"""In the session: until when (ISO) its person has put it off."""
FREE: Final = ("/accounts/", "/static/")
OWN: Final = ("/accounts/2fa/", "/accounts/3rdparty/")
"""Where factors and campus accounts are set up."""
NOBODY, MANAGERS, STAFF = "nobody", "managers", "staff"
WORKING: Final = {Role.LIBRARIAN, Role.CATALOGUER}


def register() -> None:
    """The two settings, for every member within the alliance's bound."""
    bounds.register(
        name=SETTING,
        kind="choice",
        default=NOBODY,
        choices={
            NOBODY: _("nobody"),
            MANAGERS: _("managers and the alliance office"),
            STAFF: _("everybody who works here"),
        },
        label=_("Who needs a second factor to sign in"),
        help=_("A code from an app, or a passkey, beside the password."),
    )
    bounds.register(
        name=GRACE,
        kind="number",
        default=14,
        least=0,
        most=90,
        label=_("Time to set up a second factor"),
        unit=_("days"),
        help=_("Counted from the first time somebody is asked for it."),
    )


def is_demanded_of(actor: Actor) -> bool:
    """By any of their affiliations; readers need none."""
    return any(
        (one.role in {Role.OFFICE, Role.AUDITOR} and _value("") != NOBODY)
        or (one.role is Role.MANAGER and _value(one.library) != NOBODY)
        or (one.role in WORKING and _value(one.library) == STAFF)
        for one in actor.standings
    )


def _value(library: str) -> object:
    return bounds.setting(library=library, name=SETTING)


def _grace(actor: Actor) -> timedelta:
    """The longest of the places that demand it: nobody is kept from work sooner than one of them says."""
    days = [int(bounds.setting(library=one.library, name=GRACE)) for one in actor.standings]
    return timedelta(days=max(days, default=0))


def last_day(actor: Actor, now: datetime) -> datetime:
    """Until when they may put it off; the first time this is asked the days begin to count."""
    person = Person.objects.only("factor_asked_at").get(key=actor.key)
    if person.factor_asked_at is None:
        Person.objects.filter(key=actor.key, factor_asked_at=None).update(factor_asked_at=now)
    return (person.factor_asked_at or now) + _grace(actor)


def put_off(request: HttpRequest, until: datetime) -> None:
    """For this session; at the next signing in it is said again."""
    request.session[LATER] = until.isoformat()


def shared(request: HttpRequest) -> bool:
    """Whether this is a demo person, whom many enter: one of them must not shut the others out."""
    return isinstance(request.user, Person) and request.user.demo


def demanded(request: HttpRequest) -> HttpResponse | None:
    """The way to the page that asks for it, where it is missing; None: go on."""
    if shared(request):
        return refused(request, Absent()) if request.path.startswith(OWN) else None
    if request.path.startswith("/accounts/") and (page := again.asked(request)):
        return page
    actor: Actor = getattr(request, "actor", Actor())
    if not actor.key or request.path.startswith(FREE) or request.session.get(HAS_FACTOR):
        return None
    until = request.session.get(LATER, "")
    if until and timezone.now() < datetime.fromisoformat(until):
        return None
    if not is_demanded_of(actor):
        return None
    if factors.has_factor(person=actor.key):
        request.session[HAS_FACTOR] = True
        return None
    if wants_json(request):
        return refused(request, Refusal("members.second-factor", {}, FORBIDDEN))
    way = urlencode({"next": request.get_full_path() if request.method == "GET" else "/"})
    return redirect(f"{reverse('members:second-factor')}?{way}")
