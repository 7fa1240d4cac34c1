"""Here you may …: what a reader, or anybody with a card of a certain kind, may do at each library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from commonshelf.cards import rights_kept as kept
from commonshelf.cards import rights_words as words
from commonshelf.cards.asking import Asking, answers, asking
from commonshelf.cards.domain.kinds import GROUP_KINDS
from commonshelf.cards.domain.rights import Right
from commonshelf.cards.domain.services import SERVICES
from commonshelf.cards.rights import Judge
from commonshelf.members import api as members
from commonshelf.members.cards import LibraryCard
from commonshelf.ui.api import Request

OF_THE_CARD = frozenset(
    {"card-lost", "card-replaced", "card-ended", "no-card", "reader-closed", "not-begun", "expired"}
    | {"guardian-missing", "home-not-member"}
)
"""Reasons that are the same at every library: said once, on top."""


@dataclass(frozen=True, slots=True)
class Place:
    """One library in the list. may: what is allowed there, in few words each; may_not: names of the rest."""

    card: LibraryCard
    home: bool
    km: float | None
    may: list[tuple[str, list[str]]]
    may_not: list[str]
    told: str


@require_safe
def rights(request: Request) -> HttpResponse:
    """Every library, one's own first, then the nearest."""
    asked = asking(request)
    context = _context(asked)
    if asked:
        who, now, held = asked.who, timezone.now(), kept.current()
        km = _nearest(request)
        judges = [
            Judge(who, card.symbol, now, hours=False, counted=False, held=held)
            for card in members.libraries()
        ]
        found = [_place(one, km) for one in judges]
        found.sort(key=lambda one: (not one.home, one.km is None, one.km or 0.0, one.card.symbol))
        at_home = Judge(who, who.home, now, hours=False, held=held).rights()
        stopped = next((one for one in at_home.values() if _told_once(one)), None)
        context |= {
            "places": found,
            "measured": bool(km),
            "stopped": words.sentence(stopped, who.home) if stopped else "",
            "all_stopped": bool(stopped and stopped.reason in OF_THE_CARD),
        }
    return render(request, "cards/rights/rights.html", context)


def _told_once(right: Right) -> bool:
    """What stops a reader everywhere alike."""
    everywhere = right.reason == "blocked" and not right.facts.get("library")
    return right.reason in OF_THE_CARD | {"overdue", "owes"} or everywhere


def _nearest(request: Request) -> dict[str, float]:
    """Symbol -> kilometres to its nearest branch."""
    found: dict[str, float] = {}
    for key, km in members.distances(here=request.here).items():
        found.setdefault(key.partition("/")[0], km)
    return found


def _place(judge: Judge, km: Mapping[str, float]) -> Place:
    found = judge.rights()
    # What takes a deposit stands among what may be, with the sum: what lies there is not counted here.
    open_to = {code for code, one in found.items() if one.allowed or one.reason == "deposit-needed"}
    may = [
        (str(words.SERVICES[code]), words.conditions(one.limits, code))
        for code, one in found.items()
        if code in open_to
    ]
    may_not = [str(words.SERVICES[code]) for code in found if code not in open_to]
    blocked = next((one for one in found.values() if one.reason in {"blocked", "library-not-member"}), None)
    symbol = judge.library
    return Place(
        members.library(symbol=symbol),
        judge.who.home == symbol,
        km.get(symbol),
        may,
        may_not,
        words.why(blocked) if blocked else "",
    )


@require_safe
def rights_at(request: Request, symbol: str) -> HttpResponse:
    """One library: each service with its conditions, or why not and what would help."""
    card = members.library(symbol=symbol)
    asked = asking(request)
    context = _context(asked) | {"library": card}
    if asked:
        judge = Judge(asked.who, symbol, timezone.now())
        context |= {"answers": answers(judge.rights(), asked.who.home), "at_home": asked.who.home == symbol}
    return render(request, "cards/rights/rights_at.html", context)


def _context(asked: Asking | None) -> dict[str, object]:
    language = get_language() or ""
    home = asked.who.home if asked else ""
    return {
        "asked": asked,
        "home": home,
        "home_name": words.name_of(home) if home else "",
        "kind": asked.who.group_kind if asked else "",
        "kind_name": words.KINDS[asked.who.group_kind] if asked else "",
        "kinds": [(code, words.KINDS[code]) for code in GROUP_KINDS],
        "libraries": [(card.symbol, card.name.in_language(language)) for card in members.libraries()],
    }


def beside_library(request: Request, library: LibraryCard) -> str:
    """On a library's page: the way to what one may do there; for readers, what it is."""
    asked = asking(request) if request.actor.key else None
    may = []
    if asked and asked.reader:
        judge = Judge(asked.who, library.symbol, timezone.now(), hours=False)
        found = judge.rights()
        may = [str(words.SERVICES[code]) for code in SERVICES if found[code].allowed]
    context = {"library": library, "may": may, "reader": bool(asked and asked.reader)}
    return render_to_string("cards/rights/parts/beside_library.html", context, request=request)
