"""What figures lend to the rooms around them: their rows follow the log, and a place in the menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commonshelf.kernel.actor import Actor
from commonshelf.news import api as news
from commonshelf.sharing.figures import projecting, reading
from commonshelf.ui import api as ui


def register() -> None:
    news.subscribe(kinds=projecting.KINDS, subscriber="sharing.figures", handler=projecting.follow)
    ui.register_nav(
        name="sharing-figures",
        label=_("Figures of requests"),
        url="sharing:figures",
        area="staff",
        group="alliance",
        order=70,
        shown=_reads,
    )


def _reads(actor: Actor) -> bool:
    return bool(reading.libraries_of(actor))
