"""Suggestions while somebody types: as a list for the box, as JSON for browsers (OpenSearch 1.1)."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy

from commonshelf.engine.contract import Count, Query, Term
from commonshelf.search import asking, index
from commonshelf.search.asking import Asked
from commonshelf.search.domain import fields, offering
from commonshelf.search.domain.offering import MAKER, SUBJECT, TITLE, Offer
from commonshelf.ui.api import Request

MOST: Final = 8
LONGEST: Final = 60
"""Characters; nobody needs help with the end of a longer question."""
_ASKED: Final = 3 * MOST
"""Terms asked for at a time: the same text comes in several forms."""
KEPT_SECONDS: Final = 60.0
_KEPT: Final = 2_000
KINDS: Final = {
    TITLE: gettext_lazy("Title"),
    MAKER: gettext_lazy("Author"),
    SUBJECT: gettext_lazy("Subject"),
}
_INDEXES: Final = {MAKER: "author", SUBJECT: "subject"}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line under the box. url: the search it stands for."""

    text: str
    kind: str
    url: str


class _Kept:
    """Offers by form, for a minute: many begin with the same letters."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._path: Path | None = None
        self._until = 0.0
        self._offers: dict[str, list[Offer]] = {}

    def get(self, form: str) -> list[Offer]:
        path, now = index.folder(), time.monotonic()
        with self._lock:
            if self._path != path or now > self._until or len(self._offers) >= _KEPT:
                self._path, self._until, self._offers = path, now + KEPT_SECONDS, {}
            known = self._offers.get(form)
        if known is None:
            known = _found(form)
            with self._lock:
                self._offers[form] = known
        return known


_KEPT_OFFERS: Final = _Kept()


def suggestions(words: str) -> list[Suggestion]:
    """At most MOST, the best first; none for what is too short, too long or a query in CQL."""
    form = offering.typed(words) if len(words) <= LONGEST else ""
    if not form:
        return []
    language = get_language() or "zh-hans"
    return [
        Suggestion(offer.text, str(KINDS[offer.kind]), _meant(offer, language).url())
        for offer in _KEPT_OFFERS.get(form)
    ]


def _meant(offer: Offer, language: str) -> Asked:
    name = _INDEXES.get(offer.kind)
    return asking.by(name, offer.text, language) if name else Asked(words=offer.text)


def _found(form: str) -> list[Offer]:
    engine = index.engine()

    def terms(prefix: str) -> list[Count]:
        return engine.terms(fields.OFFERED, prefix, _ASKED)

    offers = offering.offered(form, terms, _ASKED)
    living: list[Offer] = []
    for offer in offers:
        # The list of terms forgets what was deleted only when segments are merged.
        if len(living) < MOST and engine.search(Query(Term(fields.OFFERED, offer.token), rows=0)).total:
            living.append(offer)
    return living


def suggest(request: Request) -> HttpResponse:
    """`/suggest?q=…`: options for the box; with as=json what browsers ask for."""
    words = " ".join(request.GET.get("q", "").split())
    found = suggestions(words)
    if request.GET.get("as") == "json":
        told = [
            words,
            [one.text for one in found],
            [one.kind for one in found],
            [request.build_absolute_uri(one.url) for one in found],
        ]
        answer = JsonResponse(told, safe=False, json_dumps_params={"ensure_ascii": False})
        answer["Content-Type"] = "application/x-suggestions+json; charset=utf-8"
        return answer
    return render(request, "search/parts/suggestions.html", {"suggestions": found, "words": words})
