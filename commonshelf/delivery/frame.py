"""What this room lends to the pages and rooms around it."""

from __future__ import annotations

from commonshelf.cards import api as cards
from commonshelf.delivery import leaving, rules, turns
from commonshelf.delivery.refusals import SENTENCES
from commonshelf.members import api as members
from commonshelf.news import api as news
from commonshelf.ui import api as ui


def register() -> None:
    ui.register_refusals(SENTENCES)
    rules.register()
    cards.register_business("delivery", leaving.open_of, leaving.moved)
    members.register_eraser("delivery", leaving.erase)
    members.register_export("delivery", leaving.write_own)
    news.schedule(name="delivery.tidy", cron="35 2 * * *", handler=turns.nightly)
