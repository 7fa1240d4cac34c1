"""What this room lends to the pages and rooms around it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.members import api as members
from commonshelf.news import api as news
from commonshelf.privacy import forgetting, office, own_settings
from commonshelf.privacy.refusals import SENTENCES
from commonshelf.ui import api as ui

NIGHT = "35 2 * * *"
"""Before the backup of 3:15, so that it holds nothing that has run out."""


def register() -> None:
    ui.register_refusals(SENTENCES)
    own_settings.register()
    news.schedule(name="privacy.forget", cron=NIGHT, handler=forgetting.forget)
    ui.register_nav(
        name="privacy", label=_("My data"), url="privacy:centre", area="person", order=15, shown=_known
    )
    ui.register_nav(name="privacy-notice", label=_("Privacy"), url="privacy:notice", area="foot", order=50)
    ui.register_nav(
        name="privacy-desk",
        label=_("Delete on request"),
        url="privacy:desk",
        area="staff",
        group="today",
        order=80,
        shown=at_a_desk,
    )
    ui.register_nav(
        name="privacy-keeping",
        label=_("What is kept how long"),
        url="privacy:keeping",
        area="staff",
        group="alliance",
        order=66,
        shown=reads_keeping,
    )


def _known(actor: Actor) -> bool:
    return bool(actor.key)


def at_a_desk(actor: Actor) -> bool:
    """Where they work now decides nothing: any library at which they stand will do."""
    return any(
        members.allowed(actor=actor, action="privacy.erase", object=Ref("desk", "", one.library))
        for one in actor.standings
        if one.library
    )


def reads_keeping(actor: Actor) -> bool:
    return members.allowed(actor=actor, action=office.ACTION, object=Ref("alliance", ""))
