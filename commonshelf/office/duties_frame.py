"""What the duties lend to the house: menu entry, sentences, my turns on the desk, the vote's outcome."""

from __future__ import annotations

from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.members import api as members
from commonshelf.news import api as news
from commonshelf.office import duties, duties_reading, watching
from commonshelf.office.duties_holding import DutyHolder
from commonshelf.office.duties_refusals import SENTENCES
from commonshelf.office.duties_turns import KIND
from commonshelf.ui import api as ui
from commonshelf.work import api as work


def register() -> None:
    ui.register_refusals(SENTENCES)
    ui.register_nav(
        name="duties",
        label=_("Duties"),
        url="office:duties",
        area="staff",
        group="alliance",
        order=44,
        shown=reads,
    )
    ui.register_place("desk.beside", _my_turns)
    members.register_holder("duties", DutyHolder())
    work.register_kind(name=KIND, label=_("Turns"), opens_with=_("Look at the rota"))
    work.register_kind(
        name=watching.LOAD, label=_("Loads that stand still"), opens_with=_("Look at the load")
    )
    work.register_kind(name=watching.DELIVERY, label=_("Given up"), opens_with=_("Look at what happened"))
    news.schedule(name="office.watching", cron="*/10 * * * *", handler=_watch)
    news.subscribe(kinds=["votes.close", "votes.withdraw"], subscriber="office.duties", handler=duties.voted)


def _watch(now: datetime) -> None:
    watching.look(now)


def reads(actor: Actor) -> bool:
    return members.allowed(actor=actor, action=duties_reading.READ, object=Ref("duty", ""))


def _my_turns(request: ui.Request) -> str:
    """My turns of the coming week and those to be had, beside the desk."""
    mine, free = duties_reading.coming_turns(actor=request.actor, day=timezone.localdate())
    if not mine and not free:
        return ""
    return render_to_string("office/parts/duties_turns.html", {"mine": mine, "free": free}, request)
