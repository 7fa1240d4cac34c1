"""What this room lends to the pages and rooms around it."""

from __future__ import annotations

from commonshelf.cards import api as cards
from commonshelf.catalogue import api as catalogue
from commonshelf.loans import desk_frame, leaving, life_words, systems_frame, tariffs, telling, turns
from commonshelf.loans.refusals import SENTENCES
from commonshelf.members import api as members
from commonshelf.news import api as news
from commonshelf.ui import api as ui


def register() -> None:
    ui.register_refusals(SENTENCES)
    systems_frame.register()
    desk_frame.register()
    ui.register_words("thing_state", life_words.THING_STATES)
    ui.register_words("thing_act", life_words.THING_ACTS)
    ui.register_words("loan_state", life_words.LOAN_STATES)
    ui.register_words("hold_state", life_words.HOLD_STATES)
    ui.register_words("undo_why", life_words.UNDO_WHY)
    tariffs.register()
    catalogue.register_copy_states(telling.copy_states)
    cards.register_counts("loans", telling.counts)
    cards.register_requests("loans", telling.holds_of)
    cards.register_business("loans", leaving.open_of, leaving.moved, leaving.busy)
    members.register_holder("loans", leaving.Circulation())
    members.register_export("loans", leaving.write_own)
    news.schedule(name="loans.tidy", cron="20 2 * * *", handler=turns.nightly)
