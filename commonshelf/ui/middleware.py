"""What every page needs around its view: the language asked for, refusals as answers, right caching."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers

from commonshelf.kernel.actor import VISITOR, Actor
from commonshelf.kernel.refusal import FORBIDDEN, Absent, Refusal
from commonshelf.ui.answers import refused

Handler = Callable[[HttpRequest], HttpResponse]
LOADS, PAPERS, PHOTOS = "/sources/", "/contracts/", "/loans/"
"""Pages that take files."""
BEEPS = re.compile(r"/interlibrary/[^/]+/scan")
"""Takes the photograph of a barcode, as the pages of `PHOTOS` do."""
SCANS = re.compile(r"/interlibrary/[^/]+/[^/]+/document")
"""Pages that take documents for readers, and measure them while they come (delivery/uploads.py)."""
TOO_LARGE = 413
YEAR_SECONDS = 365 * 24 * 3600
KEPT = frozenset({200, 304})
VISITOR_SECONDS = 60
"""How long a visitor's page may be shown again without asking: about as long as a shelf state is news."""


class Language:
    """`?lang=en` or `?lang=zh-hans` chooses the language at once and for the next visits (cookie)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("lang", "").lower()
        known = asked in dict(settings.LANGUAGES)
        if known:
            request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = asked
        response = self.get_response(request)
        if known:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                asked,
                max_age=YEAR_SECONDS,
                secure=settings.TLS,
                httponly=True,
                samesite="Lax",
            )
        if response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ("Accept-Language", "Cookie", "HX-Request"))
        return response


class Bodies:
    """Refuses a body too large for where it goes, before anything reads it (not even for its CSRF token).

    Only pages of `LOADS`, `PAPERS`, `PHOTOS`, `BEEPS` and `SCANS` take files, and only from somebody with a
    session; all other forms are short. Without this a stranger could fill the disk with a body that is
    refused when it is all there.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        most = self._most(request)
        chunked = "chunked" in request.headers.get("Transfer-Encoding", "").lower()
        if chunked or not length.isdecimal() or int(length) > most:
            return refused(request, Refusal("ui.too-large", {"mib": most // 2**20}, TOO_LARGE))
        return self.get_response(request)

    def _most(self, request: HttpRequest) -> int:
        most: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            if request.path.startswith(LOADS) or SCANS.fullmatch(request.path):
                most = settings.COMMONSHELF_UPLOAD_BYTES
            elif request.path.startswith(PAPERS):
                most = settings.COMMONSHELF_PAPER_BYTES
            elif request.path.startswith(PHOTOS) or BEEPS.fullmatch(request.path):
                most = settings.COMMONSHELF_PHOTO_BYTES
        return most


class Refusals:
    """Turns a `Refusal` from any view into its answer, and says how long answers may be kept."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            _say_how_long(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refusal):
            return refused(request, exception)
        if isinstance(exception, Http404):
            return refused(request, Absent())
        if isinstance(exception, PermissionDenied):
            return refused(request, Refusal("ui.forbidden", status=FORBIDDEN))
        return None


def _say_how_long(request: HttpRequest, response: HttpResponse) -> None:
    """Signed-in people's pages and places of devices are kept nowhere; visitors' pages for a minute:
    by anybody on the way where they are the same for all, by the reader's browser where a cookie
    (the library they picked) had a say.
    """
    actor: Actor = getattr(request, "actor", VISITOR)
    keep = (
        request.method in {"GET", "HEAD"}
        and response.status_code in KEPT
        and not actor.known
        and not response.cookies
        and "near" not in request.GET
        and "lang" not in request.GET
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
    )
    if not keep:
        patch_cache_control(response, no_store=True)
    elif request.COOKIES.keys() <= {settings.LANGUAGE_COOKIE_NAME}:
        patch_cache_control(response, public=True, max_age=VISITOR_SECONDS)
    else:
        patch_cache_control(response, private=True, max_age=VISITOR_SECONDS)
