"""What this room lends to the pages and rooms around it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commonshelf.cards import readers_frame, rights_frame
from commonshelf.kernel.actor import Actor
from commonshelf.ui import api as ui


def register() -> None:
    readers_frame.register()
    rights_frame.register()
    ui.register_nav(
        name="card", label=_("My card"), url="cards:mine", area="person", order=1, shown=_signed_in
    )


def _signed_in(actor: Actor) -> bool:
    return bool(actor.key)
