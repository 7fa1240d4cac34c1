"""What programs read again and again: RSS of a search and of new arrivals, and the list of all pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.html import strip_tags
from django.utils.translation import get_language, gettext, gettext_lazy

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import EditionCard
from commonshelf.catalogue.lines import full_title, line
from commonshelf.kernel.refusal import Absent
from commonshelf.members.cards import Here
from commonshelf.search import api, arriving, asking, words
from commonshelf.search.around import Around, look_around
from commonshelf.search.arriving import Arriving
from commonshelf.search.asking import Asked
from commonshelf.search.domain import shaping
from commonshelf.ui.api import alliance_name

SHOWN: Final = 30
LOOKED_AT: Final = 200
KEPT_SECONDS: Final = 900
"""Readers of feeds ask every few minutes; nothing is newer than that."""
PAGES_A_MAP: Final = 20_000


@dataclass(frozen=True, slots=True)
class Item:
    card: EditionCard
    around: Around
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Searched:
    asked: Asked
    total: int
    items: tuple[Item, ...]


class _Editions(Feed):  # type: ignore[type-arg]  # the stubs make it generic, Django at run time does not
    """What both feeds share: an edition as an item, in the language the reader asks for."""

    feed_type = Rss201rev2Feed

    def __call__(self, request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        response = super().__call__(request, *args, **more)
        patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
        return response

    def item_title(self, item: Item) -> str:
        return " ".join(part for part in (full_title(item.card.facts), item.card.facts.volume) if part)

    def item_description(self, item: Item) -> str:
        verdict = shaping.verdict(shaping.holders(item.card, item.around.sites))
        return f"{strip_tags(line(item.card.facts))} · {strip_tags(words.availability(verdict, item.around))}"

    def item_link(self, item: Item) -> str:
        return f"/edition/{item.card.id}"

    def item_pubdate(self, item: Item) -> datetime | None:
        return item.at

    def item_categories(self, item: Item) -> tuple[str, ...]:
        return item.card.facts.subjects


class Search(_Editions):
    """The editions of a search that came into the catalogue last.

    Of very large results those published last are looked at; a feed is for questions that are narrow.
    """

    def get_object(self, request: HttpRequest) -> _Searched:
        asked = replace(asking.read(request.GET), page=1, near="")
        ask = replace(asked, sort="newest", rows=LOOKED_AT).ask()
        answer = api.find(ask=ask, here=Here(), now=timezone.now())
        around = look_around(here=Here())
        last = sorted(answer.ids, reverse=True)[:SHOWN]
        items = tuple(Item(card, around) for card in catalogue.editions(ids=last))
        return _Searched(asked, answer.total, items)

    def title(self, found: _Searched) -> str:
        name = alliance_name(language=get_language() or "zh-hans") or gettext("Commonshelf")
        if not found.asked.words:
            return gettext("All editions · {alliance}").format(alliance=name)
        return gettext("“{words}” · {alliance}").format(words=found.asked.words, alliance=name)

    def link(self, found: _Searched) -> str:
        return found.asked.canonical()

    def feed_url(self, found: _Searched) -> str:
        return f"/search.rss?{found.asked.query()}"

    def description(self, found: _Searched) -> str:
        return strip_tags(words.found(found.total, 0))

    def items(self, found: _Searched) -> tuple[Item, ...]:
        return found.items


class Arrivals(_Editions):
    """What came last, to one library or any, of one class or all."""

    def get_object(self, request: HttpRequest) -> Arriving:
        return arriving.read(request.GET)

    def title(self, asked: Arriving) -> str:
        return arriving.title(asked)

    def link(self, asked: Arriving) -> str:
        return asked.url()

    def feed_url(self, asked: Arriving) -> str:
        return asked.url(".rss")

    description = gettext_lazy("What came into the catalogue last.")

    def items(self, asked: Arriving) -> list[Item]:
        around = look_around(here=Here())
        came = catalogue.arrivals(library=asked.library, clc=asked.clc, rows=SHOWN)
        return [Item(one.card, around, one.received_at) for one in came]


def sitemap(request: HttpRequest) -> HttpResponse:
    """The list of lists of editions (sitemaps.org), for search engines."""
    at = request.build_absolute_uri("/")[:-1]
    parts = range(1, -(-catalogue.last_edition() // PAGES_A_MAP) + 1)
    return _map(request, {"parts": [f"{at}/sitemap-{n}.xml" for n in parts]})


def sitemap_part(request: HttpRequest, n: int) -> HttpResponse:
    at = request.build_absolute_uri("/")[:-1]
    if not 0 < n <= max(1, -(-catalogue.last_edition() // PAGES_A_MAP)):
        raise Absent
    ids = catalogue.edition_ids(above=(n - 1) * PAGES_A_MAP, up_to=n * PAGES_A_MAP)
    # A part whose editions have all been joined or taken out is still listed, and a map must not be empty.
    pages = [f"{at}/", f"{at}/libraries"] if n == 1 or not ids else []
    return _map(request, {"pages": [*pages, *(f"{at}/edition/{id}" for id in ids)]})


def _map(request: HttpRequest, shown: dict[str, list[str]]) -> HttpResponse:
    response = render(request, "search/sitemap.xml", shown, content_type="application/xml; charset=utf-8")
    patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    return response
