"""What the reader's side puts on other rooms' pages: ways on an edition's page and beside a result, my
requests below my card, and a way on where nothing was found.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import reverse

from commonshelf.cards import api as cards
from commonshelf.catalogue.cards import EditionCard
from commonshelf.sharing import looking
from commonshelf.sharing.views import getting, getting_rows, mine_rows
from commonshelf.ui.api import Request

_PAGES: Final = ("/edition/", "/search", "/works/")
"""Where ways are shown on pages of other rooms, which do not know this room's style."""
NEWS: Final = 3


def head(request: Request) -> str:
    return render_to_string("sharing/reader/parts/head.html") if request.path.startswith(_PAGES) else ""


def ways(request: Request, edition: EditionCard) -> str:
    """The first ways on the page of an edition; for whom a request is placed is who is signed in."""
    here = getting.stand(request, edition, asks=False)
    told = {
        "sheet": getting_rows.sheet(edition, here.plan, here.carried, here.pickup),
        "reader": here.reader,
        "running": getting.running(request, here.reader, edition.id),
        "all": reverse("sharing:get", args=[edition.id]),
        "sign_in": getting.sign_in(request),
        "blank": getting.blank_for(edition),
    }
    return render_to_string("sharing/reader/parts/on_edition.html", told, request=request)


def beside(request: Request, edition: Any) -> str:
    """The button of a search result. edition: anything with an id, a title and what its button says."""
    told = {"id": edition.id, "title": edition.title, "label": edition.button}
    return render_to_string("sharing/reader/parts/button.html", told, request=request)


def nothing_found(request: Request, asked: Any) -> str:
    words = str(getattr(asked, "words", ""))[:300]
    query = f"?{urlencode({'q': words})}" if words else ""
    told = {"blank": f"{reverse('sharing:blank')}{query}"}
    return render_to_string("sharing/reader/parts/empty.html", told, request=request)


def my_requests(request: Request) -> str:
    """Below my card: what runs, and what happened since they last looked."""
    reader = cards.reader_of(actor=request.actor)
    if reader is None:
        return ""
    rows = [mine_rows.line(one) for one in looking.mine(actor=request.actor)]
    if not rows:
        return ""
    told = {
        "running": sum(row.closed_at is None for row in rows),
        "news": [row for row in rows if row.new][:NEWS],
    }
    return render_to_string("sharing/reader/parts/below_card.html", told, request=request)
