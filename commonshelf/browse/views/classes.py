"""The tree of the Chinese classification, with counts and with the books in its order."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.shortcuts import redirect, render

from commonshelf.browse import addresses, api
from commonshelf.browse.presenting import classes, language, row
from commonshelf.browse.views.terms import behind
from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.domain import clc
from commonshelf.ui.api import Request

ROWS: Final = 20


def tree(request: Request, code: str = "") -> HttpResponse:
    """A class: the way to it, what stands below it, its books. ?after= goes on in the books."""
    place = clc.code_of(code)
    if code and place and code != place:
        return redirect(addresses.class_(place), permanent=True)
    page = api.tree(code=code, language=language())
    after = request.GET.get("after", "")[:80]
    found, more = api.classified(code=page.here.code, after=after, rows=ROWS) if code else ([], "")
    cards = {card.id: card for card in catalogue.editions(ids=[id for id, _ in found])}
    shown = {
        "here": page.here,
        "above": classes(page.above),
        "below": classes(page.below),
        "books": [row(cards[id], number) for id, number in found if id in cards],
        "leafed": bool(after),
        "more": f"{addresses.class_(page.here.code)}?after={more}#books" if more else "",
        "search": addresses.search("class", "=", page.here.code) if code else "",
        "behind": behind(),
    }
    return render(request, "browse/classes.html", shown)
