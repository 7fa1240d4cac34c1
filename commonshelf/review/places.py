"""What the review desk shows on an edition's page: to staff the ways to decide, to all its older numbers."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.html import format_html

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import EditionCard
from commonshelf.review import history
from commonshelf.review.permits import may_review, may_rule
from commonshelf.ui.api import Request


def staff(request: Request, edition: EditionCard) -> str:
    actor = request.actor
    if not may_review(actor):
        return ""
    waiting, total = catalogue.doubts(actor=actor, state="open", edition=edition.id, rows=3)
    shown = {"edition": edition, "waiting": waiting, "total": total, "may_rule": may_rule(actor)}
    return render_to_string("review/parts/staff.html", shown, request)


def known_as(request: Request, edition: EditionCard) -> str:
    del request  # the same for everybody
    said = history.known_as(edition.id)
    return format_html('<p class="small muted">{}</p>', said) if said else ""


def waiting(request: Request) -> str:
    """Beside the desk of who decides: how many doubtful pairs wait."""
    actor = request.actor
    if not may_review(actor):
        return ""
    n = catalogue.doubt_counts(actor=actor).get("open", 0)
    return render_to_string("review/parts/waiting.html", {"n": n}, request) if n else ""
