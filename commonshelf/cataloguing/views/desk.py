"""The desk: what waits, what was done by hand, and the ways to begin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commonshelf.catalogue import api as catalogue
from commonshelf.cataloguing import api, words
from commonshelf.cataloguing.desk import READ, desks, may
from commonshelf.cataloguing.views.suggestions import shown
from commonshelf.kernel import ids
from commonshelf.kernel.actor import Ref
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.members.cards import LibraryCard, Said
from commonshelf.news import api as news
from commonshelf.news.cards import Happening
from commonshelf.ui.api import Request

RECENT: Final = 12
OPEN: Final = 5
PAGE: Final = 50
READINGS: Final = frozenset({"cataloguing.set-labels"})
"""Acts that changed no record: left out of what was done."""


@dataclass(frozen=True, slots=True)
class Done:
    """One act in the list of what was done. record: where it leads, 0 nowhere."""

    happening: Happening
    act: str
    title: str
    who: Said | None
    record: int
    lines: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """One library's part of the page."""

    library: LibraryCard
    suggestions: Sequence[dict[str, object]]
    waiting: int
    done: Sequence[Done]
    may_edit: bool


@require_safe
def desk(request: Request) -> HttpResponse:
    """The libraries this person works for; with one of them, its latest work and what waits."""
    mine = sorted(desks(request.actor), key=lambda card: card.symbol != request.desk)
    if not mine:
        raise Absent
    asked = request.GET.get("library", "")
    here = [card for card in mine if card.symbol == asked] or (mine if len(mine) == 1 else [])
    shown = [_desk(request, card) for card in here]
    context = {
        "desks": shown,
        "mine": mine,
        "chosen": asked,
        "waiting": {} if here else _waiting(request, mine),
    }
    return render(request, "cataloguing/desk.html", context)


def _desk(request: Request, card: LibraryCard) -> Desk:
    found, waiting = api.suggestions(actor=request.actor, library=card.symbol, rows=OPEN)
    return Desk(
        card,
        shown(found),
        waiting,
        done(news.happenings(library=card.symbol, kind="cataloguing", rows=RECENT)),
        may(request.actor, "cataloguing.edit-record", card.symbol),
    )


def _waiting(request: Request, mine: Iterable[LibraryCard]) -> list[tuple[LibraryCard, int]]:
    """Every library with how many suggestions wait there, for who works for several."""
    return [(card, api.suggestions(actor=request.actor, library=card.symbol, rows=0)[1]) for card in mine]


def done(happenings: Sequence[Happening]) -> list[Done]:
    """Acts as the page lists them."""
    names = members.names_of(keys={one.person for one in happenings} - {""})
    return [
        Done(
            one,
            str(words.ACTS.get(one.kind, one.kind)),
            str(one.facts.get("title") or ""),
            names.get(one.person),
            whole(one.object.id) if one.object.kind == "record" else 0,
            tuple(_lines(one)),
        )
        for one in happenings
        if one.kind not in READINGS
    ]


def _lines(one: Happening) -> list[tuple[str, str, str]]:
    """What changed: (field, before, after)."""
    facts: dict[str, Any] = dict(one.facts)
    if isinstance(changed := facts.get("changed"), dict):
        return words.change_lines(changed)
    if "copy" in facts and "now" in facts:
        return [("", words.copy_line(facts["copy"] or {}), words.copy_line(facts["now"] or {}))]
    if one.kind == "cataloguing.suggest":
        return [
            (words.field_name(str(facts.get("field"))), str(facts.get("was")), str(facts.get("proposed")))
        ]
    if one.kind == "cataloguing.set-note":
        return [("", str(facts.get("was", "")), str(facts.get("text", "")))]
    return []


@require_safe
def work(request: Request, symbol: str) -> HttpResponse:
    """All that was done by hand at this library, newest first."""
    members.demand(actor=request.actor, action=READ, object=Ref("desk", symbol, symbol))
    found = news.happenings(
        library=symbol,
        kind="cataloguing",
        before_id=whole(request.GET.get("before", "")) or None,
        rows=PAGE + 1,
    )
    context = {
        "library": members.library(symbol=symbol),
        "done": done(found[:PAGE]),
        "older": found[PAGE - 1].id if len(found) > PAGE else 0,
    }
    return render(request, "cataloguing/work.html", context)


@require_safe
def find(request: Request, symbol: str) -> HttpResponse:
    """One box: a barcode or a record's number leads to it, an ISBN to its editions, words to the search."""
    members.demand(actor=request.actor, action=READ, object=Ref("desk", symbol, symbol))
    said = " ".join(request.GET.get("q", "").split())
    if not said:
        return redirect("cataloguing:desk")
    if record := catalogue.find_record(library=symbol, number=said):
        return redirect("cataloguing:record", record)
    if ids.isbns(said)[0] and may(request.actor, "cataloguing.add-record", symbol):
        return redirect(f"{reverse('cataloguing:add', args=[symbol])}?{urlencode({'q': said})}")
    return redirect(f"/search?{urlencode({'q': said, 'library': symbol})}")
