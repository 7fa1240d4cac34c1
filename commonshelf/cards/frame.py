"""What this room lends to the pages and rooms around it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commonshelf.cards import joining, rights_frame, signing
from commonshelf.cards.refusals import SENTENCES
from commonshelf.cards.words import PROOF_KINDS, PROOF_WRONG
from commonshelf.kernel.actor import Actor
from commonshelf.members import api as members
from commonshelf.news import api as news
from commonshelf.ui import api as ui


def register() -> None:
    ui.register_refusals(SENTENCES)
    rights_frame.register()
    ui.register_words("proof_kind", PROOF_KINDS)
    ui.register_words("proof_wrong", PROOF_WRONG)
    members.register_sign_in_name(signing.name_typed)
    ui.register_nav(
        name="card", label=_("My card"), url="cards:mine", area="person", order=1, shown=_signed_in
    )
    news.schedule(name="cards.forget-joinings", cron="35 3 * * *", handler=joining.forget)


def _signed_in(actor: Actor) -> bool:
    return bool(actor.key)
