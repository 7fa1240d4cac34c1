"""How I sign in: where I am signed in, where I work now, a second factor demanded, the way to my campus."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Final

from allauth.socialaccount.providers.openid_connect.views import login as to_provider
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api, campuses, demanding, sessions
from commonshelf.members.middleware import DESK
from commonshelf.members.views.here import way_back
from commonshelf.ui.api import Request, form_key

UNREACHABLE: Final = (OSError, KeyError, TypeError, ValueError)
"""A campus that does not answer, or answers with something else than OpenID Connect says."""
BAD_GATEWAY: Final = 502


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_sessions(request: Request) -> HttpResponse:
    """Where I am signed in; each but this one can be ended, or all of them."""
    if request.method == "POST":
        which = request.POST.get("session", "")
        if which == "others":
            sessions.end_other_sessions(actor=request.actor, request=request, key=form_key(request))
        elif number := whole(which):
            sessions.end_session(actor=request.actor, session=number, key=form_key(request))
        else:
            raise Absent
        messages.success(request, _("Signed out there."))
        return redirect("members:sessions")
    rows = sessions.sessions_of(person=request.actor.key, current=request.session.session_key or "")
    context = {
        "rows": rows,
        "others": any(not row.current for row in rows),
        "key": secrets.token_hex(8),
        "days": settings.SESSION_COOKIE_AGE // 86_400,
    }
    return render(request, "members/sessions.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def working_at(request: Request) -> HttpResponse:
    """Which of my libraries I work at now. The session gets another key, as at signing in."""
    back = way_back(request.POST.get("next", request.GET.get("next", "")))
    if request.method == "POST":
        card = api.work_at(
            actor=request.actor, library=request.POST.get("library", ""), key=form_key(request)
        )
        request.session[DESK] = card.symbol
        sessions.renew_key(request)
        name = card.name.in_language(get_language() or "")
        messages.success(request, _("You now work at {library}.").format(library=name))
        return redirect(back)
    context = {"desks": api.desks(request.actor), "next": back, "key": secrets.token_hex(8)}
    return render(request, "members/working_at.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: Request) -> HttpResponse:
    """The alliance asks for a second factor: the ways to set one up, and until when it may be put off."""
    back = way_back(request.POST.get("next", request.GET.get("next", "")))
    if not demanding.is_demanded_of(request.actor) or api.has_factor(person=request.actor.key):
        return redirect(back)
    now = timezone.now()
    until = demanding.last_day(request.actor, now)
    if request.method == "POST" and now < until:
        demanding.put_off(request, until)
        return redirect(back)
    context = {"until": until, "may_wait": now < until, "left": _days(now, until), "next": back}
    return render(request, "members/second_factor.html", context)


def _days(now: datetime, until: datetime) -> int:
    """Whole days, the one that has begun counted."""
    return -((now - until) // timedelta(days=1)) if now < until else 0


@login_required
@require_safe
def my_factors(_request: Request) -> HttpResponse:
    """Passkeys stand beside the other factors, on one page."""
    return redirect("mfa_index")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def to_campus(request: Request, provider_id: str) -> HttpResponse:
    """A page that leads to the campus's own sign-in page.

    Not the campus's address itself: our policy lets forms lead to this site only, and browsers hold
    them to it across redirects.
    """
    campus = campuses.campus(provider_id)
    if campus is None or request.POST.get("process", "login") not in {"login", campuses.CONNECT}:
        raise Absent
    if request.method != "POST":
        return redirect("account_login")
    if request.POST.get("process") == campuses.CONNECT and not _may_link(request):
        raise Absent
    try:
        answer = to_provider(request, provider_id=provider_id)
    except UNREACHABLE:
        return render(request, "members/campus_away.html", {"campus": campus}, status=BAD_GATEWAY)
    if "Location" not in answer:
        return render(request, "members/campus_away.html", {"campus": campus}, status=BAD_GATEWAY)
    return render(request, "members/to_campus.html", {"campus": campus, "address": answer["Location"]})


@require_safe
def campus_unknown(request: Request, provider_id: str) -> HttpResponse:
    """A campus account that opens no account here: what to do instead."""
    campus = campuses.campus(provider_id)
    if campus is None:
        raise Absent
    return render(request, "members/campus_unknown.html", {"campus": campus})


def _may_link(request: Request) -> bool:
    return request.user.is_authenticated and not request.user.demo
