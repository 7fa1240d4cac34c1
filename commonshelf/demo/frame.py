"""What the demo lends to the pages: its sentences, and one that says what of it is invented."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.translation import gettext

from commonshelf.demo.refusals import REFUSALS
from commonshelf.members import api as members
from commonshelf.ui.api import Request, register_place, register_refusals

WHERE = ("/here", "/library/", "/libraries")
"""Pages about places."""


def register() -> None:
    register_refusals(REFUSALS)
    register_place("page.top", invented)


def invented(request: Request) -> str:
    """Once a page, and only where the demo alliance is: its people are there."""
    if not request.path.startswith(WHERE) or not members.demo_people():
        return ""
    said = gettext(
        "A demonstration: places are approximate; floors, opening hours and telephone numbers are invented."
    )
    return format_html('<p class="small muted">{}</p>', said)
