"""What this room lends to the pages and rooms around it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.members import api as members
from commonshelf.news import api as news
from commonshelf.ui import api as ui
from commonshelf.votes import api
from commonshelf.votes.refusals import SENTENCES


def register() -> None:
    ui.register_refusals(SENTENCES)
    ui.register_nav(
        name="ballots",
        label=_("Ballots"),
        url="votes:ballots",
        area="staff",
        group="alliance",
        order=40,
        shown=_reads,
    )
    news.schedule(name="votes.close-due", cron="* * * * *", handler=api.close_due)


def _reads(actor: Actor) -> bool:
    return members.allowed(actor=actor, action="votes.read-ballot", object=Ref("ballot", ""))
