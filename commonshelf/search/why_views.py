"""Why an edition stands where it stands in a result."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.lines import full_title
from commonshelf.search import asking, reasons
from commonshelf.search.around import look_around
from commonshelf.ui.api import Request


def why(request: Request, id: int) -> HttpResponse:
    """In sentences: for the card when it is opened there, else as a page."""
    asked = asking.read(request.GET)
    card = catalogue.edition(id=id)
    around = look_around(here=request.here)
    shown = {
        "asked": asked,
        "card": card,
        "title": full_title(card.facts),
        "sentences": reasons.sentences(asked, card, around),
    }
    page = "search/parts/reasons.html" if request.htmx else "search/why.html"
    return render(request, page, shown)
