"""A refusal as an answer: a page for people, a fragment for htmx, problem JSON (RFC 9457) for machines."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from commonshelf.kernel.refusal import Refusal
from commonshelf.ui.sentences import say

API_PREFIX = "/api/"


def wants_json(request: HttpRequest) -> bool:
    if request.path.startswith(API_PREFIX):
        return True
    accepted = request.headers.get("Accept", "")
    return "json" in accepted and "text/html" not in accepted


def title_of(status: int) -> str:
    """A heading by status, the same for every refusal with it."""
    if status == 404:
        return _("Not found")
    if status == 403:
        return _("Not allowed")
    if status == 410:
        return _("No longer here")
    if status == 409:
        return _("Somebody was faster")
    if status == 429:
        return _("One moment, please")
    if status >= 500:
        return _("Something went wrong")
    return _("That did not work")


def problem(refusal: Refusal) -> JsonResponse:
    """RFC 9457: `type` is the refusal's code as a URN; facts stand beside it."""
    body: dict[str, Any] = {
        "type": f"urn:commonshelf:refusal:{refusal.code}",
        "title": title_of(refusal.status),
        "status": refusal.status,
        "detail": say(refusal),
        "code": refusal.code,
        "facts": dict(refusal.facts),
    }
    return JsonResponse(
        body,
        status=refusal.status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The answer to this request for this refusal.

    An `Absent` page carries nothing of the address, no token and no nonce: what is not there and
    what is not for you are the same bytes.
    """
    to = refusal.facts.get("to")
    if refusal.status in (301, 302, 307, 308) and isinstance(to, str):
        return HttpResponse(status=refusal.status, headers={"Location": to})
    if wants_json(request):
        return problem(refusal)
    shown = {
        "sentence": say(refusal),
        "heading": title_of(refusal.status),
        "refusal": refusal,
        "plain_frame": True,
    }
    htmx = getattr(request, "htmx", None)
    part = bool(htmx) and not getattr(htmx, "boosted", False)
    template = "ui/parts/refusal.html" if part else "ui/refusal.html"
    return HttpResponse(render_to_string(template, shown, request), status=refusal.status)
