"""What this room lends to the pages and rooms around it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from commonshelf.kernel.actor import Actor, Ref, Role
from commonshelf.members import api as members
from commonshelf.news import api as news
from commonshelf.ui import api as ui
from commonshelf.work import kinds, letters
from commonshelf.work.holding import WorkHolder, run_clock
from commonshelf.work.items import TASK
from commonshelf.work.refusals import SENTENCES


def register() -> None:
    ui.register_refusals(SENTENCES)
    members.register_holder("work", WorkHolder())
    news.schedule(name="work.clock", cron="*/5 * * * *", handler=_clock)
    ui.register_nav(
        name="desk", label=_("My desk"), url="work:desk", area="staff", group="today", order=5, shown=_works
    )
    ui.register_nav(
        name="queues",
        label=_("All queues"),
        url="work:queues",
        area="staff",
        group="today",
        order=8,
        shown=_sees_queues,
    )
    news.subscribe(kinds=letters.KINDS, subscriber="work.letters", handler=letters.offered)
    kinds.register_kind(name=TASK, label=_("Tasks"))


def _clock(now: datetime) -> None:
    run_clock(now)


def _works(actor: Actor) -> bool:
    """Or takes or gives out work in an agency's place."""
    works = any(one.role not in {Role.READER, Role.AUDITOR} for one in actor.standings)
    return works or any(one.action in {"work.take", "work.reassign"} for one in actor.delegations)


def _sees_queues(actor: Actor) -> bool:
    return members.allowed(actor=actor, action="work.read-queues", object=Ref("alliance", ""))
