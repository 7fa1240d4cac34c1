"""What systems and terminals lend to the rooms around: sentences, a kind of work, a menu entry."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.loans.ils import manual
from commonshelf.loans.refusals_systems import SENTENCES
from commonshelf.members import api as members
from commonshelf.ui import api as ui
from commonshelf.work import api as work


def register() -> None:
    ui.register_refusals(SENTENCES)
    work.register_kind(name=manual.KIND, label=_("In your own system"))
    ui.register_nav(
        name="systems",
        label=_("Systems and terminals"),
        url="loans:systems",
        area="staff",
        group="libraries",
        order=46,
        shown=_shown,
        also=("loans:system", "loans:connect", "loans:new-terminal", "loans:terminal"),
    )


def _shown(actor: Actor) -> bool:
    """To whoever may do something about them; librarians come by the address."""
    places = {one.library for one in actor.standings}
    return any(
        members.allowed(actor=actor, action="loans.set-system", object=Ref("system", library, library))
        for library in places
    )
