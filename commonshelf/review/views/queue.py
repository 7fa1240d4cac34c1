"""The queue: which pairs wait for a decision, narrowed down as people like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import DoubtCard, Member
from commonshelf.catalogue.lines import line, titled
from commonshelf.kernel.number import whole
from commonshelf.members import api as members
from commonshelf.review import words
from commonshelf.review.after import after
from commonshelf.review.domain.comparing import compare
from commonshelf.review.filters import STATES, Filters
from commonshelf.review.pairs import SAYING, name_of
from commonshelf.review.permits import may_rehearse
from commonshelf.ui.api import Request

ROWS: Final = 30
FIELDS_SHOWN: Final = 4
TELLING: Final = frozenset(
    {"title", "subtitle", "volume", "makers", "edition", "publisher", "year", "extent", "isbn"}
)
"""Fields that tell editions apart: what they say is named in the queue, be it that only one says it."""
DEEPEST: Final = 10_000


@dataclass(frozen=True, slots=True)
class Half:
    """One record in a line of the queue."""

    title: str
    facts: SafeString
    languages: tuple[str, ...]
    library: str


@dataclass(frozen=True, slots=True)
class Item:
    """One doubt in the queue. differs: the names of the fields that differ, the first few."""

    card: DoubtCard
    halves: tuple[Half, Half]
    reason: str
    state: str
    tone: str
    differs: tuple[str, ...]


@require_safe
def queue(request: Request) -> HttpResponse:
    filters = Filters.of(request)
    page = _page(request.GET.get("page", ""))
    found, total = catalogue.doubts(
        actor=request.actor, **filters.asked(), start=(page - 1) * ROWS, rows=ROWS
    )
    counts = catalogue.doubt_counts(actor=request.actor)
    shown = {
        "items": [_item(card) for card in found],
        "total": total,
        "filters": filters,
        "tabs": [(state, words.STATES[state], filters.at(state), counts[state]) for state in STATES],
        "counts": counts,
        "libraries": [(card.symbol, card.name) for card in members.libraries()],
        "scripts": words.SCRIPTS.items(),
        "reasons": words.SHORT_REASONS.items(),
        "first": page == 1,
        "earlier": filters.query(page=page - 1) if page > 1 else "",
        "further": filters.query(page=page + 1) if page * ROWS < total else "",
        "query": filters.query(),
        "may_rehearse": may_rehearse(request.actor),
        "after": after(request),
    }
    return render(request, "review/queue.html", shown)


def _page(text: str) -> int:
    return min(max(whole(text, otherwise=1, digits=5), 1), DEEPEST)


def _item(card: DoubtCard) -> Item:
    rows = [row for row in compare(card.one.facts, card.other.facts, SAYING) if row.field in TELLING]
    unlike = [
        row.field for row in sorted(rows, key=lambda row: row.state != "differs") if row.state != "same"
    ]
    return Item(
        card=card,
        halves=(_half(card.one), _half(card.other)),
        reason=str(words.SHORT_GUARDS.get(card.verdict.guard) or words.SHORT_REASONS[card.reason]),
        state=str(words.STATES[card.state]),
        tone=words.TONES[card.state],
        differs=tuple(str(words.FIELDS[field]) for field in unlike[:FIELDS_SHOWN]),
    )


def _half(member: Member) -> Half:
    facts = member.facts
    return Half(titled(facts), line(facts), facts.languages, name_of(member.library))
