"""What this room lends to the rest of the house: sentences, a menu entry, places on the edition page."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from commonshelf.cataloguing import former, places, waiting
from commonshelf.cataloguing.desk import desks
from commonshelf.cataloguing.refusals import REFUSALS
from commonshelf.kernel.actor import Actor
from commonshelf.members import api as members
from commonshelf.news import api as news
from commonshelf.ui import api as ui
from commonshelf.work import api as work


def register() -> None:
    ui.register_refusals(REFUSALS)
    members.register_holder("suggestions", former.Corrections())
    members.register_export("cataloguing", former.write_own)
    work.register_kind(
        name=waiting.KIND, label=_("Corrections"), opens_with=_("Look at the correction"), stays=True
    )
    news.schedule(name="cataloguing.waiting", cron="17 * * * *", handler=_catch_up)
    ui.register_nav(
        name="cataloguing",
        label=_("Cataloguing"),
        url="cataloguing:desk",
        area="staff",
        group="catalogue",
        order=32,
        shown=_sees,
    )
    ui.register_nav(
        name="suggestions",
        label=_("My suggestions"),
        url="cataloguing:own",
        area="person",
        order=40,
        shown=_known,
    )
    ui.register_place("edition.staff", places.acts)
    ui.register_place("edition.notes", places.notes)
    ui.register_place("search.empty", places.nothing_found)


def _sees(actor: Actor) -> bool:
    return bool(desks(actor))


def _known(actor: Actor) -> bool:
    return bool(actor.key)


def _catch_up(now: datetime) -> None:
    waiting.catch_up(now)
