"""What would change if every record were matched anew by today's rules; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import Brief, Moving
from commonshelf.members import api as members
from commonshelf.review.pairs import name_of
from commonshelf.review.permits import REMATCH
from commonshelf.ui.api import Request

EXAMPLES: Final = 50
SHOWN: Final = 8
MOST: Final = 50_000
"""Editions that are looked at while somebody waits; for more the command does it, as long as it takes."""


@dataclass(frozen=True, slots=True)
class Part:
    """One set of records of an example."""

    records: tuple[tuple[Brief, str], ...]
    more: int


@dataclass(frozen=True, slots=True)
class Example:
    moving: Moving
    parts: tuple[Part, ...]


@require_http_methods(["GET", "HEAD", "POST"])
def rehearsal(request: Request) -> HttpResponse:
    """Asked for by a button, as it looks at every record and takes its time."""
    members.demand(actor=request.actor, action="catalogue.rematch", object=REMATCH)
    editions = catalogue.edition_count()
    asked = request.method == "POST" and editions <= MOST
    done = catalogue.rematch_preview(actor=request.actor, rows=EXAMPLES) if asked else None
    shown = {
        "done": done,
        "editions": editions,
        "too_many": editions > MOST,
        "examples": [_example(moving) for moving in done.examples] if done else [],
        "nothing": done is not None and not (done.joined or done.parted or done.queued or done.settled),
        "may_rehearse": True,
    }
    return render(request, "review/rehearsal.html", shown)


def _example(moving: Moving) -> Example:
    return Example(
        moving,
        tuple(
            Part(tuple((brief, name_of(brief.library)) for brief in part[:SHOWN]), max(0, len(part) - SHOWN))
            for part in moving.records
        ),
    )
