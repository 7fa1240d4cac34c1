"""What stands on the page about the API of ways and requests, for people who write programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from commonshelf.ui.api import Request

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PATHS: Final[tuple[tuple[str | _StrPromise, str, tuple[tuple[str, str | _StrPromise], ...]], ...]] = (
    # what it does, how it is asked for, (name, meaning) of what goes along
    (
        _("Every way to an edition, soonest first"),
        "GET /api/v1/editions/{id}/ways",
        (
            ("library", _("where it would be fetched: SYMBOL or SYMBOL/branch")),
            ("near", _("latitude,longitude; used for this answer, never stored")),
            ("needed", _("the last day on which it is of use, such as 2026-11-22")),
            ("form", _("any, print or digital")),
            ("part", _("pages or a chapter")),
            ("far", _("at most so many kilometres")),
            ("most", _("at most so many fen")),
            ("any_edition", _("true: any edition of the work")),
        ),
    ),
    (
        _("The requests of the reader who is signed in, and the token of the session"),
        "GET /api/v1/requests",
        (),
    ),
    (
        _("Place a request"),
        "POST /api/v1/requests",
        (
            ("X-CSRFToken", _("the token of the session")),
            ("Idempotency-Key", _("a word of your own: sent twice with it, it is done once")),
        ),
    ),
    (_("One request of one's own"), "GET /api/v1/requests/{number}", ()),
    (
        _("Take one of its steps"),
        "POST /api/v1/requests/{number}/acts",
        (
            ("action", _("one of its steps: cancel, renew …")),
            ("version", _("of the request, as it was read")),
        ),
    ),
)


def docs(request: Request) -> str:
    """The same cards as the page has of its own addresses."""
    del request  # the same for all
    paths = [(str(does), path, [(name, str(said)) for name, said in told]) for does, path, told in PATHS]
    return render_to_string("sharing/reader/parts/api.html", {"paths": paths})
