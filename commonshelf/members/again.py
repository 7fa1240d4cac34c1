"""Somebody with neither password nor factor proves that it is they by coming from their campus once more."""

from __future__ import annotations

import time

from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonshelf.members import campuses
from commonshelf.members.models import Person

INDEX = "/accounts/2fa/"
LINKS = "/accounts/3rdparty/"


def changes(request: HttpRequest) -> bool:
    """Whether this is about to change, or to show, how somebody signs in."""
    within = request.path.startswith(INDEX) and request.path != INDEX
    return within or (request.path.startswith((LINKS, "/accounts/oidc/")) and request.method == "POST")


def long_ago(request: HttpRequest) -> bool:
    """Whether they came longer ago than is good for that. Others are asked for their password by allauth."""
    if not isinstance(request.user, Person) or get_reauthentication_flows(request.user):
        return False
    records = get_authentication_records(request, request.user)
    return not records or time.time() - float(records[-1]["at"]) > REAUTHENTICATION_TIMEOUT


def asked(request: HttpRequest) -> HttpResponse | None:
    """The page that asks them to come again; None: go on. Coming again is itself no change."""
    coming = request.path.startswith("/accounts/oidc/") and request.POST.get("process") != campuses.CONNECT
    if coming or not changes(request) or not long_ago(request):
        return None
    links = campuses.links_of(person=getattr(request.user, "key", ""))
    back = request.get_full_path() if request.method == "GET" else LINKS
    context = {"links": [link.campus for link in links if link.campus], "back": back}
    return render(request, "members/again_campus.html", context)
