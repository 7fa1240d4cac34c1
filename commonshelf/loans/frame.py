"""What this room lends to the pages and rooms around it."""

from __future__ import annotations

from commonshelf.cards import api as cards
from commonshelf.catalogue import api as catalogue
from commonshelf.loans import refusals_systems, tariffs, telling
from commonshelf.loans.refusals import SENTENCES
from commonshelf.ui import api as ui


def register() -> None:
    ui.register_refusals(SENTENCES)
    ui.register_refusals(refusals_systems.SENTENCES)
    tariffs.register()
    catalogue.register_copy_states(telling.copy_states)
    cards.register_counts("loans", telling.counts)
