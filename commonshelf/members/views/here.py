"""Picking my branch: one tap, kept in a cookie, nowhere else."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from commonshelf.kernel.refusal import Absent
from commonshelf.members import api
from commonshelf.members.middleware import COOKIE
from commonshelf.members.views.places import branch_row
from commonshelf.ui.api import Request

YEAR = 365 * 24 * 3600


def way_back(asked: str, otherwise: str = "/") -> str:
    """A path on this site, or `otherwise`: a form's `next` must not lead people elsewhere."""
    own = url_has_allowed_host_and_scheme(asked, allowed_hosts=None) and asked.startswith("/")
    return asked if own else otherwise


def _with_near(path: str, near: str) -> str:
    """The way back, with the device's place in the query as long as the reader wants it there."""
    parts = urlsplit(path)
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != "near"]
    return urlunsplit(parts._replace(query=urlencode([*query, ("near", near)], safe=",")))


@require_http_methods(["GET", "HEAD", "POST"])
def here(request: Request) -> HttpResponse:
    """All branches to choose from; choosing one sets the cookie and goes back to where one came from."""
    if request.method == "POST":
        return _picked(request)
    now = timezone.now()
    km = api.distances(here=request.here)
    rows = [branch_row(branch, km, now) for library in api.libraries() for branch in library.branches]
    if km:
        rows.sort(key=lambda row: row.km if row.km is not None else 1e9)
    names = {library.symbol: library.name for library in api.libraries()}
    context = {
        "rows": [(row, names[row.card.library]) for row in rows],
        "next": way_back(request.GET.get("next", "")),
        "picked": f"{request.here.library}/{request.here.branch}" if request.here.library else "",
        "near": "near" in request.GET and request.here.place is not None,
        "back_near": _with_near(way_back(request.GET.get("next", "")), request.GET.get("near", "")),
        "measured": bool(km),
    }
    return render(request, "members/here.html", context)


def _picked(request: Request) -> HttpResponse:
    key = request.POST.get("branch", "")
    response = HttpResponseRedirect(way_back(request.POST.get("next", "")))
    if not key:
        response.delete_cookie(COOKIE, samesite="Lax")
        return response
    found = api.branch_at(here=api.here_from(cookie=key, near=""))
    if found is None:
        raise Absent
    response.set_cookie(COOKIE, found.key, max_age=YEAR, httponly=True, samesite="Lax", secure=settings.TLS)
    return response
