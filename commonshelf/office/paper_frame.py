"""What contracts, rules and resolutions lend to the pages and rooms around them."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from commonshelf.kernel.actor import Actor
from commonshelf.members import api as members
from commonshelf.members.cards import LibraryCard
from commonshelf.news import api as news
from commonshelf.office import api, applications, resolutions, resolutions_work, taking
from commonshelf.office.paper_refusals import SENTENCES
from commonshelf.ui import api as ui
from commonshelf.votes.cards import BallotCard


def register() -> None:
    ui.register_refusals(SENTENCES)
    ui.register_nav(name="rules", label=_("Rules of the alliance"), url="office:rules", area="foot", order=20)
    ui.register_nav(
        name="papers",
        label=_("Rules and contracts"),
        url="office:rules",
        area="staff",
        group="alliance",
        order=42,
        shown=_reads,
        also=("office:contracts", "office:resolutions"),
    )
    ui.register_nav(
        name="activities",
        label=_("Outside activities"),
        url="office:activities",
        area="staff",
        group="alliance",
        order=45,
        shown=_reads,
    )
    members.register_export("office", taking.write_own)
    ui.register_place("library.more", _rules_of)
    ui.register_place("ballot.about", _about)
    ui.register_place("desk.beside", _to_read)
    ui.register_place("ballots.new", _new_ballot)
    ui.register_place("ballots.top", _papers)
    news.subscribe(
        kinds=["votes.close", "votes.withdraw"],
        subscriber="office.resolutions",
        handler=resolutions.ballot_closed,
    )
    news.subscribe(
        kinds=["votes.open"], subscriber="office.ask-to-vote", handler=resolutions_work.ballot_opened
    )
    news.subscribe(kinds=["votes.cast"], subscriber="office.voted", handler=resolutions_work.vote_cast)
    news.subscribe(
        kinds=["votes.close", "votes.withdraw"],
        subscriber="office.vote-over",
        handler=resolutions_work.ballot_over,
    )
    news.schedule(name="office.rules-take-effect", cron="5 0 * * *", handler=api.take_effect)
    news.schedule(name="office.contracts-end", cron="15 6 * * *", handler=resolutions_work.remind_of_ends)
    resolutions_work.register()


def _reads(actor: Actor) -> bool:
    return api.works_at_a_member(actor=actor)


def _rules_of(request: ui.Request, library: LibraryCard) -> str:
    return render_to_string("office/papers/parts/library_more.html", {"library": library}, request=request)


def _about(request: ui.Request, card: BallotCard) -> str:
    """Under a ballot's question: what it is about, and what became of it."""
    if card.about.kind == applications.KIND:
        library = members.library(symbol=card.about.id)
        return render_to_string("office/papers/parts/ballot_library.html", {"library": library}, request)
    found = resolutions.resolution_of(ballot=card)
    if found is None or not (found.number or found.about_kind == "rule"):
        return ""
    return render_to_string("office/papers/parts/ballot_about.html", {"resolution": found}, request=request)


def _new_ballot(request: ui.Request) -> str:
    return render_to_string("office/papers/parts/ballots_new.html", {}, request=request)


def _to_read(request: ui.Request) -> str:
    """On the desk: the rules one is asked to read, the newest few by name."""
    found, total = api.rules(actor=request.actor, library=None, unread=True, rows=3)
    if not total:
        return ""
    return render_to_string("office/papers/parts/to_read.html", {"rules": found, "total": total}, request)


def _papers(request: ui.Request) -> str:
    """The way between ballots and the other papers of the alliance."""
    if not _reads(request.actor):
        return ""
    return render_to_string("office/papers/parts/tabs.html", {"at": "ballots"}, request=request)
