"""What people decided about pairs, newest first, each with the way back; and one edition's history."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import Ruled, RulingCard
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent
from commonshelf.review import history, words
from commonshelf.review.filters import Filters
from commonshelf.review.pairs import name_of
from commonshelf.review.people import who
from commonshelf.review.permits import may_rehearse, may_rule
from commonshelf.ui.api import Request, form_key

ROWS: Final = 30
LONGEST: Final = 500


@dataclass(frozen=True, slots=True)
class RuledShown:
    """A record of a decision. title "": it is not here now."""

    ruled: Ruled
    library: str


@dataclass(frozen=True, slots=True)
class Line:
    """What was decided at one stroke. card: the first of its decisions, numbers: all of them.

    one, other: the records on either side, kept apart from or joined with each other.
    """

    card: RulingCard
    numbers: tuple[int, ...]
    one: tuple[RuledShown, ...]
    other: tuple[RuledShown, ...]
    verdict: str
    by: str
    undone_by: str
    key: str


@require_safe
def decisions(request: Request) -> HttpResponse:
    edition, start = whole(request.GET.get("edition", "")), whole(request.GET.get("start", ""))
    found, total = catalogue.rulings(actor=request.actor, edition=edition, start=start, rows=ROWS)
    part = f"edition={edition}&" if edition else ""
    shown = {
        "lines": lines(found),
        "total": total,
        "edition": edition,
        "passages": history.passages(edition) if edition else (),
        "may_rule": may_rule(request.actor),
        "may_rehearse": may_rehearse(request.actor),
        "newer": f"?{part}start={max(0, start - ROWS)}" if start else "",
        "older": f"?{part}start={start + ROWS}" if start + ROWS < total else "",
    }
    return render(request, "review/decisions.html", shown)


def lines(found: Iterable[RulingCard]) -> list[Line]:
    cards = list(found)
    names = who({key for card in cards for key in (card.by, card.undone_by)})
    made = []
    for _told, together in groupby(cards, key=_stroke):
        group = list(together)
        first = group[0]
        one, other = halves(group)
        made.append(
            Line(
                card=first,
                numbers=tuple(card.id for card in group),
                one=tuple(RuledShown(ruled, name_of(ruled.library)) for ruled in one),
                other=tuple(RuledShown(ruled, name_of(ruled.library)) for ruled in other),
                verdict=str(words.VERDICTS[first.verdict]),
                by=names[first.by],
                undone_by=names[first.undone_by],
                key=secrets.token_hex(8),
            )
        )
    return made


def _stroke(card: RulingCard) -> tuple[object, ...]:
    """Decisions of one stroke bear the same instant, and are taken back together."""
    return card.by, card.at, card.verdict, card.in_force


def halves(group: Sequence[RulingCard]) -> tuple[list[Ruled], list[Ruled]]:
    """The records of one stroke on two sides, the fewer first: every pair has one on each."""
    side: dict[Ruled, bool] = {}
    waiting = [(card.one, card.other) for card in group]
    while waiting:
        left = []
        side.setdefault(waiting[0][0], True)
        for one, other in waiting:
            if one in side:
                side.setdefault(other, not side[one])
            elif other in side:
                side[one] = not side[other]
            else:
                left.append((one, other))
        waiting = left
    both = [[ruled for ruled, at in side.items() if at is where] for where in (True, False)]
    return (both[0], both[1]) if len(both[0]) <= len(both[1]) else (both[1], both[0])


@require_POST
def undo(request: Request) -> HttpResponse:
    """Take back what was decided at one stroke; then to where one came from: the pair, or the list."""
    told = request.POST
    numbers = [found for text in told.getlist("ruling") if (found := whole(text))]
    if not numbers:
        raise Absent
    catalogue.undo_together(
        actor=request.actor, rulings=numbers, why=told.get("why", "").strip()[:LONGEST], key=form_key(request)
    )
    if doubt := whole(told.get("doubt", "")):
        return redirect(reverse("review:pair", args=[doubt]) + Filters.of(request).query())
    messages.success(request, _("Taken back."))
    edition = whole(told.get("edition", ""))
    return redirect(reverse("review:decisions") + (f"?edition={edition}" if edition else ""))
