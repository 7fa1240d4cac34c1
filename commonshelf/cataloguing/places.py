"""What this room shows on the pages of editions and of searches."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import reverse

from commonshelf.catalogue.cards import EditionCard
from commonshelf.cataloguing import api
from commonshelf.cataloguing.copying import fullest, own_record
from commonshelf.cataloguing.desk import desks, may
from commonshelf.kernel.actor import Actor
from commonshelf.members import api as members
from commonshelf.members.cards import LibraryCard
from commonshelf.ui.api import Request

EDIT: Final = "cataloguing.edit-record"
MOST: Final = 3


def acts(request: Request, edition: EditionCard) -> str:
    """To a library's own staff: edit, copies, copy, note. To anybody signed in: suggest a correction."""
    actor = request.actor
    if not actor.known:
        return ""
    rows = [
        {
            "library": card,
            "record": own_record(edition, card.symbol),
            "may_edit": may(actor, EDIT, card.symbol),
            "may_note": may(actor, "cataloguing.set-note", card.symbol),
        }
        for card in near(actor, edition)
    ]
    others = any(not may(actor, EDIT, member.library) for member in edition.members)
    if not rows and not others:
        return ""
    shown = {
        "edition": edition,
        "rows": rows,
        "copy_of": fullest(edition).record,
        "may_suggest": bool(actor.key) and others,
    }
    return render_to_string("cataloguing/parts/acts.html", shown, request=request)


def near(actor: Actor, edition: EditionCard) -> list[LibraryCard]:
    """The libraries this person belongs to and works for; for the alliance's own people, the holders."""
    mine = desks(actor)
    own = {standing.library for standing in actor.standings if standing.library} or set(edition.libraries)
    return [card for card in mine if card.symbol in own][:MOST]


def notes(request: Request, edition: EditionCard) -> str:
    """Local notes this reader may see, each with its library."""
    found = api.notes_shown(actor=request.actor, card=edition)
    if not found:
        return ""
    names = {card.symbol: card.name for card in members.libraries()}
    found.sort(key=lambda note: note.library != request.here.library)
    shown = {"notes": [(note, names.get(note.library)) for note in found]}
    return render_to_string("cataloguing/parts/notes.html", shown, request=request)


def nothing_found(request: Request, asked: Any) -> str:
    """To cataloguers: nobody has it, so add it."""
    mine = [card for card in desks(request.actor, "cataloguing.add-record") if _belongs(request.actor, card)]
    words = str(getattr(asked, "words", ""))
    if not mine or not words:
        return ""
    rows = [
        (card, f"{reverse('cataloguing:add', args=[card.symbol])}?{urlencode({'q': words[:200]})}")
        for card in mine[:MOST]
    ]
    return render_to_string("cataloguing/parts/nothing.html", {"rows": rows}, request=request)


def _belongs(actor: Actor, card: LibraryCard) -> bool:
    return any(standing.library == card.symbol for standing in actor.standings)
