"""What the review desk lends to the house: its menu entry, its sentences, its places on editions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commonshelf.review import places
from commonshelf.review.permits import may_review
from commonshelf.review.refusals import REFUSALS
from commonshelf.ui import api as ui


def register() -> None:
    ui.register_refusals(REFUSALS)
    ui.register_nav(
        name="review",
        label=_("Review"),
        url="review:queue",
        area="staff",
        group="catalogue",
        order=35,
        shown=may_review,
    )
    ui.register_place("desk.beside", places.waiting)
    ui.register_place("edition.staff", places.staff)
    ui.register_place("edition.notes", places.known_as)
