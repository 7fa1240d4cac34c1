"""New arrivals as a page and a feed ask for them: of which library, of which class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language, gettext

from commonshelf.catalogue import api as catalogue
from commonshelf.members import api as members
from commonshelf.search import labels
from commonshelf.search.around import look_around
from commonshelf.search.presenting import results
from commonshelf.ui.api import Request

SHOWN: Final = 40
_LONGEST_CLASS: Final = 20


@dataclass(frozen=True, slots=True)
class Arriving:
    """library: Symbol of a member, "" for all; clc: how the class number begins, "" for all."""

    library: str = ""
    clc: str = ""

    def query(self) -> str:
        return urlencode(
            [(name, value) for name, value in (("library", self.library), ("clc", self.clc)) if value]
        )

    def url(self, form: str = "") -> str:
        query = self.query()
        return f"/new{form}?{query}" if query else f"/new{form}"


def read(query: QueryDict) -> Arriving:
    """Absent for a library that is no member; a class that is none simply has no arrivals."""
    library = query.get("library", "").strip()
    if library:
        library = members.library(symbol=library).symbol
    return Arriving(library, query.get("clc", "").strip().upper()[:_LONGEST_CLASS])


def title(asked: Arriving) -> str:
    """ "New at City Library: I Literature"."""
    name = ""
    if asked.library:
        card = members.library(symbol=asked.library)
        name = card.name.in_language(get_language() or "zh-hans")
    where = gettext("New at {library}").format(library=name) if name else gettext("New in all libraries")
    if not asked.clc:
        return where
    said = labels.main_class(asked.clc) if asked.clc in labels.CLC else asked.clc
    return gettext("{where}: {what}").format(where=where, what=said)


def page(request: Request) -> HttpResponse:
    asked = read(request.GET)
    around = look_around(here=request.here)
    came = catalogue.arrivals(library=asked.library, clc=asked.clc, rows=SHOWN)
    within = (asked.library,) if asked.library else ()
    shown = {
        "asked": asked,
        "around": around,
        "title": title(asked),
        "results": results([one.card for one in came], around, within),
        "libraries": [(card.symbol, around.name(card.symbol)) for card in around.libraries.values()],
        "classes": labels.CLC.items(),
        "permalink": request.build_absolute_uri(asked.url()),
        "feed": asked.url(".rss"),
    }
    return render(request, "search/new.html", shown)
