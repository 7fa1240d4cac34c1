"""What readers at the desk, joining and signing in lend to the pages and rooms around them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commonshelf.cards import joining, readers, refusals_sheets, signing
from commonshelf.cards.refusals import SENTENCES
from commonshelf.cards.views import joining as views
from commonshelf.cards.words import PROOF_KINDS, PROOF_WRONG
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.mail import api as mail
from commonshelf.members import api as members
from commonshelf.news import api as news
from commonshelf.ui import api as ui


def register() -> None:
    ui.register_refusals(SENTENCES)
    ui.register_refusals(refusals_sheets.SENTENCES)
    ui.register_words("proof_kind", PROOF_KINDS)
    ui.register_words("proof_wrong", PROOF_WRONG)
    members.register_home(find=readers.home_of)
    members.register_sign_in_name(signing.name_typed)
    mail.keep_at_home(kind=signing.LETTER)
    news.schedule(name="cards.forget-joinings", cron="35 3 * * *", handler=joining.forget)
    ui.register_place("sign-in.below", views.beside_sign_in)
    ui.register_nav(
        name="readers",
        label=_("Readers"),
        url="cards:own-readers",
        area="staff",
        group="today",
        order=12,
        shown=_serves,
    )
    ui.register_nav(
        name="join", label=_("Become a reader"), url="cards:join", area="foot", order=5, shown=_unknown
    )


def _serves(actor: Actor) -> bool:
    desk = members.desk_of(actor=actor)
    return bool(desk) and members.allowed(actor=actor, action="cards.find", object=Ref("reader", "", desk))


def _unknown(actor: Actor) -> bool:
    return not actor.key
