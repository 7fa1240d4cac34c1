"""What rights lend to the pages and rooms around them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commonshelf.cards import rights_taking, ruling
from commonshelf.cards.refusals_rights import SENTENCES
from commonshelf.cards.views import rights
from commonshelf.kernel.actor import Actor
from commonshelf.members import api as members
from commonshelf.ui import api as ui


def register() -> None:
    ui.register_refusals(SENTENCES)
    ui.register_nav(
        name="rights",
        label=_("What I may do where"),
        url="cards:rights",
        area="person",
        order=3,
        shown=_known,
    )
    ui.register_nav(
        name="card-opens", label=_("What a card opens"), url="cards:rights", area="foot", order=30
    )
    ui.register_nav(
        name="right-rules",
        label=_("Rights of readers"),
        url="cards:rules",
        area="staff",
        group="alliance",
        order=55,
        shown=_reads_rules,
    )
    ui.register_place("library.more", rights.beside_library)
    members.register_export("rights", rights_taking.write_own)


def _known(actor: Actor) -> bool:
    return bool(actor.key)


def _reads_rules(actor: Actor) -> bool:
    return members.allowed(actor=actor, action="cards.read-rules", object=ruling.ref(""))
