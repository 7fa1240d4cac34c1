"""What this room lends to the pages and rooms around it."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.members import api as members
from commonshelf.members.cards import LibraryCard
from commonshelf.news import api as news
from commonshelf.office import applications, duties_frame, paper_frame
from commonshelf.office.refusals import SENTENCES
from commonshelf.office.views.home import reads_home
from commonshelf.ui import api as ui


def register() -> None:
    paper_frame.register()
    ui.register_refusals(SENTENCES)
    duties_frame.register()
    ui.register_nav(
        name="office",
        label=_("Overview"),
        url="office:home",
        area="staff",
        group="today",
        order=4,
        shown=reads_home,
    )
    ui.register_nav(
        name="set-up",
        label=_("Set-up of the alliance"),
        url="office:set-up",
        area="staff",
        group="alliance",
        order=95,
        shown=_sets_up,
    )
    ui.register_place("welcome.next", _go_on)
    ui.register_nav(
        name="memberships",
        label=_("Members"),
        url="office:memberships",
        area="staff",
        group="libraries",
        order=50,
        shown=_reads_memberships,
    )
    ui.register_nav(
        name="parcels",
        label=_("Data to take along"),
        url="office:parcels",
        area="person",
        order=20,
        shown=_has_parcels,
    )
    ui.register_place("library.more", _membership)
    news.subscribe(kinds=["votes.close"], subscriber="office.admissions", handler=applications.decided)
    news.subscribe(kinds=["members.leave"], subscriber="office.left", handler=applications.left)


def _sets_up(actor: Actor) -> bool:
    return members.allowed(actor=actor, action="members.add-library", object=Ref("library", ""))


def _go_on(request: ui.Request) -> str:
    """After founding: the way into the other steps."""
    return render_to_string("office/parts/go_on.html", {}, request=request) if _sets_up(request.actor) else ""


def _reads_memberships(actor: Actor) -> bool:
    return members.allowed(actor=actor, action="members.read-memberships", object=Ref("library", ""))


def _has_parcels(actor: Actor) -> bool:
    """Only somebody who stands nowhere any more is asked about: nobody else pays for the question."""
    return bool(actor.key) and not actor.standings and bool(members.parcels_for(actor=actor))


def _membership(request: ui.Request, library: LibraryCard) -> str:
    """The way from a library's page to its membership, for those who may look at it."""
    own = Ref("library", library.symbol, library.symbol)
    if not members.allowed(actor=request.actor, action="members.read-memberships", object=own):
        return ""
    return render_to_string("office/parts/to_membership.html", {"library": library}, request=request)
