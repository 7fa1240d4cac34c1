"""What readers see: everything that can be read online, what of it they may use and why not, one of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from commonshelf.browse import api as browse
from commonshelf.cards import api as cards
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent
from commonshelf.members.cards import LibraryCard
from commonshelf.resources import showing, words
from commonshelf.resources.cards import OnlineWay, ResourceCard, TitleCard
from commonshelf.resources.deciding import Asking
from commonshelf.resources.models import Resource, Title
from commonshelf.resources.views.who import asks, libraries, may
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request

FILTERS = ("words", "letter", "class", "kind", "page")
ui.watch_filters(path="/resources", filters=FILTERS)


@dataclass(frozen=True, slots=True)
class Row:
    """A resource in the list, and what it is for whoever looks. tone: of its pill."""

    card: ResourceCard
    kind: str
    owner: LibraryCard | None
    answer: str
    why: str
    way: OnlineWay

    @property
    def tone(self) -> str:
        return "ok" if self.way.allowed else "no" if self.way.answer == "no" else "wait"


def sentence(way: OnlineWay) -> str:
    """Why they may or may not, in the reader's language."""
    return str(words.WHY[way.why]).format(**{"day": "", **way.facts})


def row_of(card: ResourceCard, way: OnlineWay, known: dict[str, LibraryCard]) -> Row:
    kind, owner = str(words.KINDS[card.kind]), known.get(card.owner)
    return Row(card, kind, owner, str(words.ANSWERS[way.answer]), sentence(way), way)


@require_safe
def every(request: Request) -> HttpResponse:
    """By name from A to Z, or of one class; what holds no more stands at its own page only."""
    asked = {name: request.GET.get(name, "").strip()[:80] for name in FILTERS}
    page = showing.resources(
        words=asked["words"],
        letter=asked["letter"][:1],
        clc=asked["class"].upper(),
        kind=asked["kind"] if asked["kind"] in words.KINDS else "",
        page=whole(asked["page"]) or 1,
    )
    found = {row.pk: row for row in Resource.objects.filter(pk__in=[card.id for card in page.rows])}
    judge, known = Asking(asks(request), timezone.localdate()), libraries()
    shown = {
        "rows": [row_of(card, judge.way(found[card.id]), known) for card in page.rows],
        "page": page,
        "asked": asked,
        "letters": showing.letters(),
        "classes": _classes(),
        "kinds": [(code, str(name)) for code, name in words.KINDS.items()],
        "narrowed": any(asked[name] for name in ("words", "letter", "class", "kind")),
        "signed_in": bool(judge.reader.home),
    }
    return render(request, "resources/all.html", shown)


def _classes() -> list[tuple[str, str]]:
    """Main classes under which there is something, with their names."""
    there = set(showing.classes())
    if not there:
        return []
    language = "en" if (get_language() or "").startswith("en") else "zh"
    return [(one.code, one.name) for one in browse.tree(language=language).below if one.code in there]


@dataclass(frozen=True, slots=True)
class TitleRow:
    """A title within its resource. spans: what of it may be read, in words."""

    card: TitleCard
    spans: str
    way: OnlineWay


@require_safe
def one(request: Request, id: int) -> HttpResponse:
    """One resource: what it is, who may read it, its titles to look through."""
    card = showing.resource(id=id)
    if card.state == "ended":
        raise Absent
    row = Resource.objects.get(pk=id)
    judge, known = Asking(asks(request), timezone.localdate()), libraries()
    asked = request.GET.get("words", "").strip()[:80]
    titles = showing.titles(resource=id, words=asked, page=whole(request.GET.get("page", "")) or 1)
    rows = {found.pk: found for found in Title.objects.filter(pk__in=[one.id for one in titles.rows])}
    shown = {
        "row": row_of(card, judge.way(row), known),
        "titles": titles,
        "title_rows": [TitleRow(one, spans(one), judge.way(row, rows[one.id])) for one in titles.rows],
        "words": asked,
        "groups": groups(card),
        "keeps": may(request.actor, "read-own", card.owner, id),
        "link": str(words.LINKS[card.link.state]) if card.link.state == "broken" else "",
        "others": [known[symbol].name for symbol in card.terms.libraries if symbol in known],
    }
    return render(request, "resources/one.html", shown)


def groups(card: ResourceCard) -> list[str]:
    """Kinds of readers the contract names; []: all."""
    return [str(cards.KIND_WORDS[kind]) for kind in card.terms.groups]


def spans(title: TitleCard) -> str:
    """1990–2004, 2007–; "" for all of it."""
    return ", ".join(f"{span.get('from', '')[:4]}–{span.get('to', '')[:4]}" for span in title.coverage)
