"""/house/parts: every part of the look on one page, for review. And the description browsers read."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from commonshelf.catalogue.cards import Copy, EditionCard, Member
from commonshelf.catalogue.domain.facts import Class, Facts, Name
from commonshelf.engine.contract import Count
from commonshelf.members.cards import Here, LibraryCard, Opening, Said
from commonshelf.search import edition_page, exporting, facets, labels, presenting, words
from commonshelf.search.around import Around
from commonshelf.search.asking import Asked
from commonshelf.search.domain import shaping
from commonshelf.search.domain.fields import ANY
from commonshelf.search.domain.shaping import Site
from commonshelf.search.domain.working import Soonest
from commonshelf.search.views import library_rows, pages
from commonshelf.search.works_page import SetRow, VolumeRow
from commonshelf.ui.api import Request

COLOURS = ("paper", "card", "ink", "muted", "line", "edge", "cinnabar", "celadon", "ochre", "indigo")
OPENSEARCH = """<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
  <ShortName>Commonshelf</ShortName><Description>共享书架</Description><InputEncoding>UTF-8</InputEncoding>
  <Url type="text/html" method="get" template="{address}?q={{searchTerms}}"/>
  <Url type="application/x-suggestions+json" method="get" template="{offers}?as=json&amp;q={{searchTerms}}"/>
</OpenSearchDescription>
"""


def opensearch(request: Request) -> HttpResponse:
    """OpenSearch 1.1 description: browsers offer our box as a search engine."""
    body = OPENSEARCH.format(
        address=request.build_absolute_uri("/search"), offers=request.build_absolute_uri("/suggest")
    )
    return HttpResponse(body, content_type="application/opensearchdescription+xml; charset=utf-8")


def parts(request: Request) -> HttpResponse:
    """Every part with invented content that says so; nothing here comes from the catalogue."""
    around = _around()
    asked = Asked(words="示例", facets={"library": ("DEMO-A",), "format": ("book",)}, page=4)
    cards = [
        _card(number, status) for number, status in enumerate(("on-shelf", "on-order", "on-loan", "unknown"))
    ]
    far = [_card(9, "on-shelf", library="DEMO-B")]
    counted = {
        "library": [Count("DEMO-A", 12), Count("DEMO-B", 7)],
        "format": [Count("book", 17), Count("ebook", 2)],
        "available": [Count("DEMO-A", 5), Count(ANY, 9)],
        "decade": [Count("2010", 4), Count("2020", 6)],
    }
    ordered = shaping.holders(cards[0], around.sites)
    shown = {
        "colours": COLOURS,
        "around": around,
        "asked": asked,
        "results": [presenting.result(card, around) for card in (*cards, *far)],
        "chips": facets.chips(asked, around),
        "groups": facets.groups(counted, asked, around),
        "pages": pages(asked, 400),
        "holders": edition_page.holder_rows(cards[0], ordered, around),
        "volumes": _volumes(),
        "sooner": words.sooner(Soonest((cards[0],), ordered), around),
        "citations": exporting.citations(cards[0], around.language),
        "languages": cards[0].facts.languages,
        "rows": library_rows(around),
        "classes": [(code, labels.CLC[code], n) for code, n in (("I", 12), ("R", 7), ("T", 30))],
        "header": words.found(14, 5),
    }
    return render(request, "search/parts_page.html", shown)


def _around() -> Around:
    now = timezone.now()
    opens, closes = now + timedelta(hours=14), now + timedelta(hours=3)
    names = {"DEMO-A": Said("示例馆甲", "Sample Library A"), "DEMO-B": Said("示例馆乙", "Sample Library B")}
    sites = {
        ("DEMO-A", ""): Site(
            "DEMO-A", "", here=True, mine=True, km=0.0, opening=Opening(open=True, until=closes, next=None)
        ),
        ("DEMO-B", ""): Site("DEMO-B", "", km=2.1, opening=Opening(open=False, until=None, next=opens)),
    }
    libraries = {
        symbol: LibraryCard(symbol, name, name, "public", Said("", ""), "", (), ())
        for symbol, name in names.items()
    }
    return Around(Here("DEMO-A"), now, libraries, {}, sites, get_language() or "zh-hans")


def _card(number: int, status: str, library: str = "DEMO-A") -> EditionCard:
    now = timezone.now()
    facts = Facts(
        flavour="marc21",
        title="示例书名",
        subtitle="一个副题",
        names=(Name("示例作者", "author"), Name("Sample Translator", "translator")),
        publisher="示范出版社",
        year=2020 + number,
        languages=("chi",),
        classes=(Class("clc", "I242.4"),),
    )
    copy = Copy(library, "", "文学区", "I242.4/5", "", "", 2, status, "", now)
    return EditionCard(number, None, facts, (Member(0, library, "b1", facts, (), now),), (copy,))


def _volumes() -> SetRow:
    tones = {"on-shelf": 1, "on-loan": 2, "missing": 3, "unknown": 4}
    rows = tuple(
        VolumeRow(n, f"第{n}卷", labels.STATE_TONES[state], str(labels.STATES[state]), current=n == 1)
        for state, n in tones.items()
    )
    return SetRow("示范出版社", "1999–2003", rows)
