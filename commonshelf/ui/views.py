"""The pages for what Django itself refuses, in the house's own look (named in `site.urls`)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language

from commonshelf.kernel.refusal import FORBIDDEN, Absent, Refusal
from commonshelf.ui.answers import problem, refused, title_of, wants_json
from commonshelf.ui.sentences import say


def absent(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 -- Django's name
    return refused(request, Absent())


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 -- Django's name
    return refused(request, Refusal("ui.forbidden", status=FORBIDDEN))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 -- Django's name
    return refused(request, Refusal("ui.bad-request"))


def stale_form(request: HttpRequest, **_reason: str) -> HttpResponse:
    """CSRF_FAILURE_VIEW."""
    return refused(request, Refusal("ui.stale-form", status=FORBIDDEN))


def broken(request: HttpRequest) -> HttpResponse:
    """A bug: the page leans on nothing that may be broken too (no context processors, no database)."""
    refusal = Refusal("ui.broken", status=500)
    if wants_json(request):
        return problem(refusal)
    language = get_language() or "zh-hans"
    shown = {
        "sentence": say(refusal),
        "heading": title_of(500),
        "frame": {"lang": "en" if language.startswith("en") else "zh-Hans", "other": {}},
        "plain_frame": True,
        "broken": True,
    }
    return HttpResponse(render_to_string("ui/refusal.html", shown), status=500)
