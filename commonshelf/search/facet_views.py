"""Facets with very many values, counted when somebody opens them."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from commonshelf.search import api, asking, facets
from commonshelf.search.around import look_around
from commonshelf.search.domain.fields import LAZY
from commonshelf.ui.api import Request


def facet(request: Request, name: str) -> HttpResponse:
    """The values of one facet of a search, for the page that shows it; asked for by itself it leads there."""
    if name not in LAZY:
        raise Http404
    asked = asking.read(request.GET)
    if not request.htmx:
        return redirect(f"{asked.opening(name).url()}#facet-{name}")
    around = look_around(here=request.here)
    wanted = replace(asked, more=(name,), page=1, rows=1)
    answer = api.find(ask=wanted.ask(elsewhere=True), here=request.here, now=around.now)
    group = facets.many(name, answer.facets, wanted, around)
    return render(request, "search/parts/values.html", {"group": group})
