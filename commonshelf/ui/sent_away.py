"""The answer to whoever is sent away at the door: cheap, in both languages, without a row being read."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import Final
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from commonshelf.kernel.refusal import FORBIDDEN, Refusal
from commonshelf.ui.answers import problem, title_of, wants_json
from commonshelf.ui.context import OTHER
from commonshelf.ui.sentences import say

AGAIN: Final = "/again-at-this-address"
BACK: Final = "back-to-this-address"
"""Stand in the page that is kept for where each reader goes on, and comes back to from signing in."""
LONGEST: Final = 200
Facts = tuple[tuple[str, str | int], ...]


def sent_away(request: HttpRequest, refusal: Refusal, seconds: int) -> HttpResponse:
    """seconds: after which it may be tried again; 0: never as it is."""
    language = language_asked(request)
    if wants_json(request):
        with translation.override(language):
            response: HttpResponse = problem(refusal)
    else:
        part = "HX-Request" in request.headers
        page = _page(refusal.code, refusal.status, tuple(sorted(refusal.facts.items())), language, part)
        page = page.replace(AGAIN, escape(_onwards(request, refusal)))
        page = page.replace(BACK, escape(quote(request.get_full_path(), safe="")))
        response = HttpResponse(page, status=refusal.status)
    if seconds:
        response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response


def language_asked(request: HttpRequest) -> str:
    """By the address, the cookie or the browser; nobody has looked yet when this is needed."""
    asked = request.GET.get("lang", "").lower()
    if asked in dict(settings.LANGUAGES):
        return asked
    return translation.get_language_from_request(request)


def _onwards(request: HttpRequest, refusal: Refusal) -> str:
    """The same page again; where filters were too many, the question without them."""
    if refusal.status != FORBIDDEN and request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    words = request.GET.get("q", "")[:LONGEST]
    return f"/search?{urlencode({'q': words})}" if words else "/search"


@lru_cache(maxsize=128)
def _page(code: str, status: int, facts: Facts, language: str, part: bool) -> str:  # noqa: FBT001 -- a cache's key
    """Made once: whoever floods us must cost less than what they ask for."""
    refusal = Refusal(code, dict(facts), status)
    other, _label, tag = OTHER.get(language, OTHER["zh-hans"])
    with translation.override(other):
        in_other = {"sentence": say(refusal), "heading": _heading(status), "tag": tag}
    with translation.override(language):
        shown = {
            "sentence": say(refusal),
            "heading": _heading(status),
            "in_other": in_other,
            "again": AGAIN,
            "back": BACK,
            "status": status,
            "frame": {
                "lang": "en" if language.startswith("en") else "zh-Hans",
                "other": {"code": other, "label": OTHER[language][1], "tag": tag},
            },
            "plain_frame": True,
        }
        return render_to_string("ui/parts/refusal.html" if part else "ui/sent_away.html", shown)


def _heading(status: int) -> str:
    return _("Too many filters") if status == FORBIDDEN else title_of(status)
