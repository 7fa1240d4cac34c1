"""What the desk lends to the rooms around: sentences, a menu entry, places on pages below."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.loans import letters, places
from commonshelf.loans.refusals_desk import SENTENCES
from commonshelf.mail import api as mail
from commonshelf.members import api as members
from commonshelf.news import api as news
from commonshelf.ui import api as ui

PAGES: Final = (
    "desk",
    "shelf",
    "transits",
    "due",
    "overdue",
    "paper",
    "enter-paper",
    "slip",
    "slips",
    "receipt",
)
"""Addresses under the menu's entry."""


def register() -> None:
    ui.register_refusals(SENTENCES)
    letters.register()
    mail.keep_private(kind=letters.KIND)
    news.schedule(name="loans.letters", cron="30 8 * * *", handler=letters.nightly)
    news.schedule(name="loans.ready", cron="*/10 * * * *", handler=letters.ready)
    ui.register_place("card.below", places.my_loans)
    ui.register_place("reader.top", places.to_desk)
    ui.register_place("edition.get", places.keep_edition)
    ui.register_nav(
        name="loans",
        label=_("Lending and returns"),
        url="loans:own",
        area="staff",
        group="today",
        order=20,
        shown=_lends,
        also=tuple(f"loans:{name}" for name in PAGES),
    )


def _lends(actor: Actor) -> bool:
    return any(
        members.allowed(actor=actor, action="loans.check-out", object=Ref("desk", "", one.library))
        for one in actor.standings
        if one.library
    )
