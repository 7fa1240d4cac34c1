"""What planning lends to the rooms around it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.members import api as members
from commonshelf.news import api as news
from commonshelf.sharing.planning import learning
from commonshelf.sharing.planning.refusals import SENTENCES
from commonshelf.ui import api as ui


def register() -> None:
    ui.register_refusals(SENTENCES)
    ui.register_nav(
        name="supplying",
        label=_("For other libraries"),
        url="sharing:own-supplying",
        area="staff",
        group="libraries",
        order=47,
        shown=_supplies,
        also=("sharing:supplying",),
    )
    ui.register_nav(
        name="couriers",
        label=_("Couriers"),
        url="sharing:couriers",
        area="staff",
        group="libraries",
        order=48,
        shown=_sends,
        also=("sharing:courier", "sharing:new-courier", "sharing:bring-couriers"),
    )
    news.schedule(name="sharing.learn", cron="7 * * * *", handler=_learn)


def _supplies(actor: Actor) -> bool:
    """To whoever may say what a library does; librarians come by the address."""
    places = {one.library for one in actor.standings}
    return any(_may(actor, "sharing.set-capacity", Ref("capacity", "", place)) for place in places)


def _sends(actor: Actor) -> bool:
    return _may(actor, "sharing.set-route", Ref("route", ""))


def _may(actor: Actor, action: str, object: Ref) -> bool:
    return members.allowed(actor=actor, action=action, object=object)


def _learn(now: datetime) -> None:
    learning.learn(now=now)
