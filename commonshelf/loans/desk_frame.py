"""What the desk lends to the rooms around: sentences, a menu entry, places on pages below."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.loans.refusals_desk import SENTENCES
from commonshelf.members import api as members
from commonshelf.ui import api as ui


def register() -> None:
    ui.register_refusals(SENTENCES)
    ui.register_nav(
        name="loans",
        label=_("Loans"),
        url="loans:own",
        area="staff",
        group="today",
        order=20,
        shown=_lends,
        also=("loans:desk",),
    )


def _lends(actor: Actor) -> bool:
    return any(
        members.allowed(actor=actor, action="loans.check-out", object=Ref("desk", "", one.library))
        for one in actor.standings
        if one.library
    )
