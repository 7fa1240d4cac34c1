"""On pages below: an edition for reference managers (COinS), and the way on to other resolvers."""

from __future__ import annotations

from typing import Protocol

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from commonshelf.catalogue.cards import EditionCard
from commonshelf.kernel.actor import Actor
from commonshelf.members import api as members
from commonshelf.resources import citing, targets
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request
from commonshelf.wire.openurl.write import coins


def register() -> None:
    ui.register_place("edition.ask", beside_edition)
    ui.register_place("search.empty", nothing_found)
    ui.register_nav(
        name="resolvers",
        label=_("Other resolvers"),
        url="resources:resolvers",
        area="staff",
        group="alliance",
        order=80,
        shown=reads,
        also=("resources:resolver", "resources:new-resolver"),
    )


def reads(actor: Actor) -> bool:
    """Whether they may look at the alliance's list, or at that of a library they work at."""
    places = {"", *(one.library for one in actor.standings)}
    return any(
        members.allowed(actor=actor, action="resources.read-targets", object=targets.ref(one))
        for one in places
    )


class Asked(Protocol):
    @property
    def words(self) -> str: ...


def beside_edition(request: Request, edition: EditionCard) -> str:
    citation = citing.of_edition(edition)
    ways = targets.ways_on(library=request.here.library, citation=citation)
    shown = {"coins": coins(citation), "ways": ways}
    return render_to_string("resources/parts/elsewhere.html", shown, request)


def nothing_found(request: Request, asked: Asked) -> str:
    """Only where there are words to take along, and somewhere to go."""
    words = asked.words.strip()
    library = request.here.library
    found = targets.ways_on(library=library, citation=citing.of_words(words)) if words else []
    if not found:
        return ""
    return render_to_string("resources/parts/elsewhere.html", {"ways": found, "card": True}, request)
