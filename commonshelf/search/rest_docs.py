"""The description of the API for people, in the house's look and in their language.

Programs read openapi.json, which is in English; here each of its sentences is said again.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from commonshelf.search.rest import rest

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

WORDS: Final[tuple[str | _StrPromise, ...]] = (
    _(
        "Read access to the union catalogue and the libraries of this alliance. No key is needed. "
        "Errors are problem+json (RFC 9457) with a `code` that never changes and a `detail` for people "
        "(Accept-Language: zh-CN or en)."
    ),
    _("Search the union catalogue"),
    _("One edition"),
    _("Who has it"),
    _("All editions of a work"),
    _("The members of the alliance"),
    _("One library"),
    _("words, a title, a name, an ISBN"),
    _("Symbol"),
    _("SYMBOL/code"),
    _("MARC code"),
    _("main class letter"),
    _("region of the library, as /libraries names it in Chinese"),
    _("a subject, as the facet gives it"),
    _("a maker, as the facet gives it"),
    _('Symbol of a library with a copy on the shelf, or "any"'),
    _("facets to count besides: subject, author"),
    _("1: nothing is loosened when nothing is found as typed"),
    _("relevance, newest, title or nearest (needs `near`)"),
    _("latitude,longitude; used for this answer, never stored"),
    _("string"),
    _("integer"),
    _("array"),
)
"""Every sentence of the description that people see; `in_words` knows them by their English."""


@cache
def _by_english() -> dict[str, str | _StrPromise]:
    with translation.override(None):
        return {str(said): said for said in WORDS}


def in_words(text: str) -> str:
    return str(_by_english().get(text, text))


def docs(request: HttpRequest) -> HttpResponse:
    schema = rest.get_openapi_schema(path_prefix="/api/v1/")
    paths = [
        {
            "path": path,
            "summary": in_words(verbs["get"].get("summary", "")),
            "parameters": [
                (told["name"], in_words(_said(told))) for told in verbs["get"].get("parameters", ())
            ],
        }
        for path, verbs in schema["paths"].items()
        if "get" in verbs
    ]
    about = in_words(schema["info"]["description"])
    return render(request, "search/api.html", {"paths": paths, "about": about})


def _said(parameter: dict[str, Any]) -> str:
    return str(parameter["schema"].get("description") or parameter["schema"].get("type", ""))
