"""What this room lends to the pages and rooms around it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.members import api as members
from commonshelf.news import api as news
from commonshelf.ui import api as ui
from commonshelf.visits import api
from commonshelf.visits.refusals import SENTENCES


def register() -> None:
    ui.register_refusals(SENTENCES)
    members.register_setting(
        name=api.REMEMBER,
        kind="number",
        default=7,
        least=1,
        most=30,
        label=_("How long it is remembered who came in"),
        unit=_("days"),
        help=_("After that only the number stays: of which kind of reader, from which home library."),
        shown=True,
    )
    news.schedule(name="visits.forget", cron="20 2 * * *", handler=_forget)
    ui.register_nav(
        name="visits",
        label=_("Visits"),
        url="visits:own",
        area="staff",
        group="today",
        order=30,
        shown=_counts,
        also=("visits:gate", "visits:counts"),
    )


def _forget(now: datetime) -> None:
    api.forget(now=now)


def _counts(actor: Actor) -> bool:
    return any(
        members.allowed(actor=actor, action="visits.check-in", object=Ref("gate", "", one.library))
        for one in actor.standings
        if one.library
    )
