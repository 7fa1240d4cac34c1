"""What this room lends to the rest of the house: sentences, menu entries, subscribers, scheduled tasks."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from commonshelf.catalogue import (
    class_table,
    files,
    former,
    inbox,
    joining_item,
    loading,
    running,
    stored_facts,
    taking,
)
from commonshelf.catalogue.domain.facts import Facts
from commonshelf.catalogue.models import Load
from commonshelf.catalogue.refusals import REFUSALS
from commonshelf.kernel.actor import MACHINE, Actor
from commonshelf.members import api as members
from commonshelf.news import api as news
from commonshelf.ui import api as ui


def register() -> None:
    stored_facts.read_again_by(facts_again)
    ui.register_refusals(REFUSALS)
    ui.register_nav(
        name="sources",
        label=_("Load records"),
        url="catalogue:sources",
        area="staff",
        group="catalogue",
        order=30,
        shown=_sees,
    )
    news.subscribe(
        kinds=["catalogue.load", "catalogue.resume"], subscriber=loading.RUNNER, handler=run_announced
    )
    news.subscribe(
        kinds=[class_table.ACTION], subscriber="catalogue.apply-classes", handler=class_table.apply
    )
    news.subscribe(kinds=["members.leave"], subscriber="catalogue.former-member", handler=former.withdraw)
    members.register_holder("loads", former.Loads())
    members.register_export("catalogue", taking.write_own)
    members.register_check("records", joining_item.first_records, 60)
    news.schedule(name="catalogue.sweep", cron="* * * * *", handler=sweep)
    news.schedule(name="catalogue.inbox", cron="* * * * *", handler=look_into_inbox)
    news.schedule(name="catalogue.renew", cron="*/10 * * * *", handler=renew_if_due)
    news.schedule(name="catalogue.tidy", cron="40 3 * * *", handler=tidy)


def _sees(actor: Actor) -> bool:
    return any(
        members.allowed(actor=actor, action="catalogue.read-load", object=loading.anywhere(standing.library))
        for standing in actor.standings
    )


def run_announced(happening: news.Happening) -> None:
    """A load was started or is to be gone on with. Busy: whoever runs the source now wakes it afterwards."""
    try:
        running.run(load=int(happening.object.id), on_progress=None, wait=False)
    except (files.Busy, Load.DoesNotExist):
        return


def sweep(now: datetime) -> None:
    """The rows are the truth: whatever waits without a runner is announced again."""
    running.sweep(now)


def look_into_inbox(now: datetime) -> None:
    inbox.look(now)


def facts_again(record: int) -> Facts:
    from commonshelf.catalogue import renewal  # late: it brings every parser along, and is hardly ever needed

    return renewal.facts_again(record)


def renew_if_due(_now: datetime) -> None:
    from commonshelf.catalogue import renewal  # late: it brings every parser along

    if renewal.due():
        renewal.renew(actor=MACHINE)


def tidy(now: datetime) -> None:
    files.tidy(now)
