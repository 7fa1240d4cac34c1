"""What the interlibrary desks lend to the house: a menu entry, sentences, a line beside one's own desk."""

from __future__ import annotations

from typing import Final

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.members import api as members
from commonshelf.sharing.desks import queues, words
from commonshelf.sharing.desks.refusals import SENTENCES
from commonshelf.sharing.domain.queues import LISTS
from commonshelf.ui import api as ui

PAGES: Final = (
    "desk",
    "desk-request",
    "desk-scan",
    "desk-slips",
    "desk-labels",
    "desk-label",
    "desk-manifest",
    "desk-act",
    "desk-message",
    "desk-undo",
    "desk-read",
    "desk-document",
)
"""Addresses under the menu's entry."""
SAID: Final = tuple(name for name in LISTS if name != "others")


def register() -> None:
    ui.register_refusals(SENTENCES)
    ui.register_place("desk.beside", beside)
    ui.register_nav(
        name="interlibrary",
        label=_("Interlibrary loan"),
        url="sharing:desk-own",
        area="staff",
        group="today",
        order=22,
        shown=_stands,
        also=tuple(f"sharing:{name}" for name in PAGES),
    )
    ui.register_nav(
        name="interlibrary-all",
        label=_("All interlibrary desks"),
        url="sharing:desk-all",
        area="staff",
        group="alliance",
        order=46,
        shown=_oversees,
    )


def _stands(actor: Actor) -> bool:
    return bool(_mine(actor))


def _mine(actor: Actor) -> list[str]:
    """Symbols of the libraries at whose interlibrary desk this person works."""
    found = (one.library for one in actor.standings if one.library)
    may = (one for one in dict.fromkeys(found) if _works(actor, one))
    return list(may)


def _works(actor: Actor, library: str) -> bool:
    return members.allowed(actor=actor, action="sharing.print-slips", object=Ref("desk", "", library))


def _oversees(actor: Actor) -> bool:
    return members.allowed(actor=actor, action="sharing.read-queues", object=Ref("alliance", ""))


def beside(request: ui.Request) -> str:
    """My desk: a line for each library with what waits there; nothing where nothing does."""
    now, lines = timezone.now(), []
    for symbol in _mine(request.actor):
        counts = queues.counted(symbol, now)
        told = [(name, words.LISTS[name], counts[name]) for name in SAID if counts[name]]
        if told:
            lines.append((members.library(symbol=symbol), told))
    if not lines:
        return ""
    return render_to_string("sharing/desk/beside.html", {"lines": lines}, request)
