"""What the register of partners lends to the rooms around it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commonshelf.kernel.actor import Actor
from commonshelf.sharing.partners import register as partners
from commonshelf.sharing.partners.refusals import SENTENCES
from commonshelf.ui import api as ui


def register() -> None:
    ui.register_refusals(SENTENCES)
    ui.register_nav(
        name="partners",
        label=_("Partners outside"),
        url="sharing:own-partners",
        area="staff",
        group="libraries",
        order=49,
        shown=_keeps,
        also=("sharing:partners", "sharing:shared-partners", "sharing:partner", "sharing:new-partner"),
    )


def _keeps(actor: Actor) -> bool:
    """To whoever may write some; others come by the address."""
    places = {one.library for one in actor.standings if one.role != "reader"}
    return any(partners.writes(actor, place) for place in places)
