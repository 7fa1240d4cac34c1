"""What this room lends to the rest of the house: sentences, a menu entry, places on the edition page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commonshelf.cataloguing import places
from commonshelf.cataloguing.desk import desks
from commonshelf.cataloguing.refusals import REFUSALS
from commonshelf.kernel.actor import Actor
from commonshelf.ui import api as ui


def register() -> None:
    ui.register_refusals(REFUSALS)
    ui.register_nav(
        name="cataloguing",
        label=_("Cataloguing"),
        url="cataloguing:desk",
        area="staff",
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
